"""Answers to print: the executive board of Region Västerbotten, July 2024, and small ones around it."""

from datetime import date
from decimal import Decimal

from ledger.domain.values.days import Moment, Month, end_of_day
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.answer import Answer, column, row

MOMENT = Moment(date(2024, 7, 31), end_of_day(date(2024, 8, 27)))


@row
class BudgetRow:
    unit: str | None = column("Unit")
    name: str = column("Name")
    parent: str | None = column("Parent", hidden=True)
    level: int = column("Level", hidden=True)
    original: Money = column("Original")
    adjusted: Money = column("Adjusted", default=Money(0))
    transferred: Money = column("Transferred", default=Money(0))
    grants: Money = column("Grants", default=Money(0))
    carried_over: Money = column("Carried over", default=Money(0))
    current: Money = column("Current")


@row
class ReportRow:
    unit: str = column("Unit")
    name: str = column("Name")
    parent: str | None = column("Parent", hidden=True)
    level: int = column("Level", hidden=True)
    month_outcome: Money = column("Month outcome")
    month_budget: Money = column("Month budget")
    month_deviation: Money = column("Month deviation")
    year_budget: Money = column("Year budget")
    year_forecast: Money | None = column("Year forecast")
    forecast_deviation: Money | None = column("Forecast deviation")


@row
class LineRow:
    line: str | None = column("Line")
    amount: Money = column("Amount")


@row
class SavingsRow:
    plan: str = column("Plan")
    phase: str | None = column("Phase")
    from_: Month | None = column("From", default=None)
    due: date | None = column("Due", default=None)
    positions: Quantity | None = column("Positions")
    share_positions: Decimal | None = column("Share of positions")
    value: Decimal | None = column("Value", default=None)
    recurring: bool = column("In force", default=True)
    units: tuple[str, ...] = column("Units", default=())
    count: int = column("Number", default=0)


BOARD = (
    # code, name, July outcome, July budget, year budget, year forecast: thousands of kronor
    ("GEM", "Regionförvaltningen gemensamt", -63000, -67000, -924000, -974000),
    ("DOS", "Digitalisering och service", -51000, -54010, -1031000, -1131000),
    ("RL", "Regionledning", -30, -525, -17010, -15505),
    ("LS", "Ledningsstaben", -1990, -2495, -53505, -53000),
    ("FHV", "Företagshälsan", 0, 0, -12990, -12000),
    ("HR", "HR stab", -1495, -1990, -54000, -55000),
    ("KOM", "Kommunikationsstab", -495, -990, -15505, -16000),
    ("EKO", "Ekonomistab", -1000, -2000, -68505, -68010),
    ("SMI", "Smittskydd", -990, -495, -7000, -8000),
    ("PVB", "Primärvård beställning", -113000, -115000, -1454000, -1414000),
    ("TVB", "Tandvård beställning", -12000, -12000, -171000, -163000),
)


def tkr(amount: int) -> Money:
    return Money(amount * 100_000)


def report_row(unit, name, level, figures, parent=None):
    outcome, budget, year, forecast = figures
    return ReportRow(
        unit=unit,
        name=name,
        parent=parent,
        level=level,
        month_outcome=tkr(outcome),
        month_budget=tkr(budget),
        month_deviation=tkr(outcome - budget),
        year_budget=tkr(year),
        year_forecast=tkr(forecast),
        forecast_deviation=tkr(forecast - year),
    )


def board_report() -> Answer:
    """The board with its eleven units, as printed on 27 August 2024."""
    sums = [sum(unit[place] for unit in BOARD) for place in range(2, 6)]
    board = report_row("RS", "Regionstyrelsen", 1, sums)
    units = [report_row(code, name, 2, figures, "RS") for code, name, *figures in BOARD]
    return answer([board, *units], ReportRow, question="report", options={"month": Month.of(2024, 7), "unit": "RS"})


def board_budget(*, own: int = 0, total: bool = True) -> Answer:
    """Two of the board's units, with *own* thousands on the board itself."""
    units = [
        BudgetRow(unit=code, name=name, parent="RS", level=1, original=tkr(year), current=tkr(year))
        for code, name, _, _, year, _ in BOARD[:2]
    ]
    whole = tkr(own + sum(unit[4] for unit in BOARD[:2]))
    board = BudgetRow(unit="RS", name="Regionstyrelsen", parent=None, level=0, original=whole, current=whole)
    sum_row = BudgetRow(unit=None, name="", parent=None, level=0, original=whole, current=whole)
    return answer([board, *units], BudgetRow, options={"year": 2024}, total=sum_row if total else None)


def lines(*amounts: int, total: int | None = None) -> Answer:
    """Flat rows of *amounts* (öre) under their exact total, unless another is given."""
    rows = [LineRow(line=f"L{place}", amount=Money(amount)) for place, amount in enumerate(amounts)]
    whole = LineRow(line=None, amount=Money(sum(amounts) if total is None else total))
    return answer(rows, LineRow, total=whole)


def answer(rows, columns, *, question="budget", options=None, total=None, notes=()) -> Answer:
    return Answer(
        question=question,
        moment=MOMENT,
        position=123,
        options=options or {},
        columns=columns,
        rows=rows,
        total=total,
        notes=notes,
    )
