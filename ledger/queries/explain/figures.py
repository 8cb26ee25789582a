"""The explain question: the facts behind one figure, each with its part. The parts sum to the figure exactly."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from ledger.domain.days import FIRST_DAY, Month, instant_text
from ledger.domain.errors import Unreadable
from ledger.domain.measured import Measured, Money, Quantity
from ledger.domain.postings import split_staff_item
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At, TreeMode
from ledger.queries.explain.contributions import (
    BUDGET_DERIVED,
    REPORT_DERIVED,
    Contribution,
    Signs,
    budget_contributions,
    outcome_contributions,
    report_contributions,
    signs_of,
    summed,
)
from ledger.queries.explain.narrowing import Asked, is_within, require_known, require_one_row, workforce_row
from ledger.queries.questions.forecast import submissions
from ledger.queries.questions.journal import decision_cells, summary
from ledger.queries.questions.savings import savings_contributions
from ledger.queries.sums import YEAR, Sums, months_of_year


@row
class ExplainRow:
    """A fact behind a figure in kronor, and its part."""

    position: int = column("Fact", key=True)
    id: str | None = column("Id")
    type: str = column("Type")
    effective: date = column("Effective")
    recorded_at: str = column("Recorded (UTC)")
    decision: dict[str, str] | None = column("Decision")
    actor: str | None = column("Actor")
    summary: str = column("Summary", hidden=True)
    amount: Money = column("Part")


@row
class ExplainPeopleRow(ExplainRow):
    """A fact behind a number of people or hours, and its part."""

    amount: Quantity = column("Part")  # type: ignore[assignment]  # the same column in another measure


class NotExplained(Unreadable):
    code = "not-explained"

    def __init__(self, question: str, column_name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{column_name!r} of {question} is not a sum of facts",
            hint=f"Explain one of {', '.join(known)}",
        )


@attrs.frozen(kw_only=True)
class Cell:
    """Which figure of an answer is meant; what is None is not narrowed down."""

    unit: str | None = None
    line: str | None = None
    month: Month | None = None
    year: int | None = None
    version: str | None = None
    plan: str | None = None
    phase: str | None = None
    category: str | None = None
    employment: str | None = None
    since: Month | None = None
    statement: str = "operating"
    tree: TreeMode = "moment"


Units = Collection[str] | None
Behind = Callable[[At, Cell, str, Units], Iterable[Contribution]]
"""What contributes to a column of a question, for a cell, before units and lines are narrowed down.

Where only some units are asked about, it may leave all others out, and so read less.
"""


@attrs.frozen
class Explained:
    """How the figures of one question are explained."""

    columns: tuple[str, ...]
    usual: str
    """The column meant when none is named."""
    behind: Behind
    value: Callable[[str], type[Measured]] = lambda _: Money
    alike: bool = True
    """Whether what is behind a cell does not depend on the unit asked for, except that it lies below it."""


def explain(at: At, question: str, cell: Cell, column_name: str | None = None) -> Answer:
    """The facts behind a cell of an answer. Raises what :func:`explained` does."""
    found, name = explained(question, column_name, [(at, cell)])
    at.places(cell.unit, cell.tree)
    parts = parts_by_fact(at, found.behind(at, cell, name, units_within([at], cell)), cell)
    value = found.value(name)
    columns = ExplainRow if value is Money else ExplainPeopleRow
    rows = [_row(at, columns, position, value(amount)) for position, amount in parts.items()]
    options = {name: given for name, given in attrs.asdict(cell).items() if given is not None}
    return Answer(
        question="explain",
        moment=at.moment,
        position=at.position,
        options={"of": question, "column": name, **options},
        columns=columns,
        rows=rows,
        total=value(sum(parts.values())),
    )


def explained(question: str, column_name: str | None, asked: Asked) -> tuple[Explained, str]:
    """How a question is explained, and which of its columns: the usual one unless it is named.

    Raises :class:`NotExplained` for a column that is no sum, and a refusal where the cell is narrowed down to nothing.
    """
    found = EXPLAINED.get(question)
    name = column_name or (found.usual if found else "")
    if found is None or name not in found.columns:
        raise NotExplained(question, name or question, found.columns if found else EXPLAINED)
    require_known(question, asked)
    if question == "staffing" and name not in STAFF_FLOWS:
        require_one_row(asked, WORKFORCE.get(name, "fte"))
    return found, name


def parts_by_fact(at: At, contributions: Iterable[Contribution], cell: Cell) -> Mapping[int, int]:
    """Each fact's part of a cell, by position; facts whose parts cancel out are left out."""
    parts: Sums[int] = Sums()
    for each in contributions:
        if cell.line is not None and each.item != cell.line:
            continue
        if at.tree_of(cell.tree, each.month).within(each.unit, cell.unit):
            parts[each.position] += each.amount
    return {position: parts[position] for position in sorted(parts) if parts[position]}


def units_within(trees_of: Iterable[At], cell: Cell) -> Units:
    """The units that can be part of a cell along the trees of some moments; None where that may be any unit."""
    if cell.unit is None or cell.tree == "then":
        return None
    trees = [at.tree_of(cell.tree) for at in trees_of]
    return {place.unit for tree in trees if cell.unit in tree for place in tree.places(cell.unit)}


def _row(at: At, columns: type, position: int, amount: Measured) -> Any:
    recorded = at.find(position)
    if recorded is None:
        message = f"a figure is made of #{position}, which the log does not hold"
        raise LookupError(message)
    fact = recorded.fact
    return columns(
        position=position,
        id=fact.id,
        type=fact.TYPE,
        effective=fact.effective,
        recorded_at=instant_text(recorded.recorded_at),
        decision=decision_cells(fact),
        actor=fact.actor,
        summary=summary(fact),
        amount=amount,
    )


# -- what is behind the columns of each question ---------------------------------------------------------------


def _behind_budget(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    year = at.as_of.year if cell.year is None else cell.year
    monthly = cell.month is not None or cell.tree == "then"
    found = budget_contributions(at, year, cell.statement, monthly=monthly, by_fact=True, units=units)
    for each in summed(found, signs_of(name, BUDGET_DERIVED)):
        if cell.month is None or each.month == cell.month:
            yield each


def _behind_report(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    month = cell.month or Month.containing(at.as_of)
    found = report_contributions(at, month, cell.statement, by_fact=True, units=units)
    return summed(found, signs_of(name, REPORT_DERIVED))


def _behind_outcome(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """Without a month, all of the year through the as-of day, and the twelve that end with the last of them."""
    year = at.as_of.year if cell.year is None else cell.year
    months = [cell.month] if cell.month else months_of_year(year, Month.containing(at.as_of))
    if not months:
        return iter(())
    last = months[-1].plus(-YEAR) if name == "r12_last_year" else months[-1]
    first = months[0] if name == "amount" else last.plus(1 - YEAR)
    return outcome_contributions(at, first, last, cell.statement)


def _behind_forecast(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    year = at.as_of.year if cell.year is None else cell.year
    if name in ("amount", "deviation"):
        yield from forecast_contributions(at, year, cell)
    if name == "outcome":
        yield from outcome_contributions(at, Month.of(year, 1), Month.of(year, 12), cell.statement)
    if name in ("budget", "deviation"):
        signs: Signs = {"year_budget": 1 if name == "budget" else -1}
        december = Month.of(year, 12)
        found = report_contributions(at, december, cell.statement, by_fact=True, units=units)
        yield from summed(found, signs)


def forecast_contributions(at: At, year: int, cell: Cell) -> Iterator[Contribution]:
    """The lines of each unit's newest forecast up to the last one with the cell's version label (None: up to now)."""
    within = [each for each in submissions(at, year) if at.tree_of(cell.tree).within(each.fact.unit, cell.unit)]
    labelled = [each.rank for each in within if each.fact.version == cell.version]
    last = max(labelled, default=None) if cell.version is not None else max((e.rank for e in within), default=None)
    lines = at.lines_of(cell.statement)
    newest = {each.fact.unit: each for each in within if last is not None and each.rank <= last}
    for each in newest.values():
        for line, amount in each.fact.lines.items():
            if line in lines:
                yield Contribution("amount", each.fact.unit, line, None, amount.count, each.recorded.position)


STAFF_SIGNS: Mapping[str, Signs] = {
    "reduced": {"reduced": 1},
    "positions": {"established": 1, "reduced": -1, "transferred": 1},
}
STAFF_FLOWS = ("established", "reduced", "transferred", "positions")
"""The columns that decisions add up to, over all categories and forms of employment; those of people do not add up."""
WORKFORCE = {"fte": "fte", "headcount": "headcount", "annual_workers": "annual-workers", "hours": "hours"}


def _behind_staffing(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    if name in STAFF_FLOWS:
        signs = signs_of(name, STAFF_SIGNS)
        for total in at.figures.totals("positions", by_fact=True, units=units):
            if is_within(cell, total.item) and total.kind in signs:
                amount = signs[total.kind] * total.amount
                yield Contribution(name, total.unit, total.item, None, amount, total.position)
        return
    measure = WORKFORCE.get(name, "fte")
    stated = [
        each
        for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of))
        if each.kind == measure
        and split_staff_item(each.item) == workforce_row(cell)
        and at.tree_of(cell.tree, Month(each.month)).within(each.unit, cell.unit)
    ]
    last = max((each.month for each in stated), default=0)
    for each in stated:
        sign = 1 if each.month == last else 0
        if name == "fte_change" and cell.since is not None and each.month == cell.since.number:
            sign -= 1
        if sign:
            yield Contribution(name, each.unit, each.item, Month(each.month), sign * each.amount, each.position)


def _behind_savings(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    return (each for each in savings_contributions(at, cell.plan, cell.phase) if each.column == name)


def _savings_value(name: str) -> type[Measured]:
    return Money if name.endswith("amount") else Quantity


BUDGET_COLUMNS = ("original", "adjusted", "transferred", "grants", "carried_over", "current", "ytd")
REPORT_COLUMNS = (
    "month_outcome",
    "month_budget",
    "month_deviation",
    "ytd_outcome_last_year",
    "ytd_outcome",
    "ytd_budget",
    "ytd_deviation",
    "year_budget",
    "year_forecast",
    "forecast_deviation",
)
RESULT_COLUMNS = ("ytd_outcome", "ytd_outcome_last_year", "last_year_outcome", "year_budget", "year_forecast")
STAFFING_COLUMNS = (*STAFF_FLOWS, "fte", "fte_change", "headcount", "annual_workers", "hours")
SAVINGS_COLUMNS = ("decided_amount", "decided_positions", "realised_amount", "realised_positions", "realised_hours")

EXPLAINED: Mapping[str, Explained] = {
    "budget": Explained(BUDGET_COLUMNS, "current", _behind_budget),
    "report": Explained(REPORT_COLUMNS, "year_budget", _behind_report),
    "result": Explained(RESULT_COLUMNS, "ytd_outcome", _behind_report),
    "outcome": Explained(("amount", "r12", "r12_last_year"), "amount", _behind_outcome),
    "forecast": Explained(("amount", "budget", "deviation", "outcome"), "amount", _behind_forecast, alike=False),
    "staffing": Explained(STAFFING_COLUMNS, "positions", _behind_staffing, lambda _: Quantity, alike=False),
    "savings": Explained(SAVINGS_COLUMNS, "realised_amount", _behind_savings, _savings_value),
}
