"""Ledgers to check tables against, and tables to check."""

import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from paths import ROOT

from ledger.domain.fact import Fact
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.interchange.importing import restore_lines
from ledger.interchange.journal.reading import read_journal
from ledger.interchange.published.legend import Legend
from ledger.interchange.published.mapping import read_legend
from ledger.interchange.published.table import read_table
from ledger.interchange.sheets.opening import open_sheets
from ledger.queries.check.checking import check_table
from ledger.queries.check.printed import PrintedTable
from ledger.queries.check.result import CheckResult
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

CHECKS = ROOT / "examples" / "check"
START = datetime(2024, 1, 10, 8, tzinfo=UTC)
EVER = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2024, 1, 1)
TODAY = date(2024, 12, 31)


def restored(journal: Path, made: Path) -> Path:
    make_ledger(made, name="", orgnr="", clock=lambda: EVER)
    with journal.open("rb") as stream, Ledger.open(made, lambda: EVER) as ledger:
        restore_lines(ledger, ((f"{journal.name}:{n}", line) for n, line in read_journal(stream, journal.name)))
    return made


def recorded(path: Path, *facts: Fact) -> Path:
    """A ledger with the facts, recorded one by one."""
    make_ledger(path, name="", orgnr="", clock=lambda: START)
    with Ledger.open(path, lambda: START) as ledger:
        for fact in facts:
            ledger.record(fact)
    return path


def region() -> list[Fact]:
    """Two boards under one region, and one line: facts #1 to #4."""
    return [
        unit_opened("R"),
        unit_opened("A", parent="R"),
        unit_opened("B", parent="R"),
        LineOpened(effective=FIRST, line="N", name="Netto", side="net", statement="operating"),
    ]


def unit_opened(unit: str, parent: str | None = None) -> UnitOpened:
    return UnitOpened(effective=FIRST, unit=unit, name=f"Enhet {unit}", parent=parent)


def mkr(number: float) -> Money:
    return Money(round(number * 100_000_000))


def adopted(unit: str, amount: float, **more) -> BudgetAdopted:
    return BudgetAdopted(effective=FIRST, unit=unit, year=2024, lines={"N": mkr(amount)}, **more)


def adjusted(unit: str, amount: float, effective: date = FIRST, **more) -> BudgetAdjusted:
    return BudgetAdjusted(
        effective=effective, unit=unit, year=2024, lines={"N": mkr(amount)}, financing="skatt", **more
    )


def transferred(giver: str, receiver: str, amount: float, **more) -> BudgetTransferred:
    return BudgetTransferred(
        effective=FIRST, year=2024, from_unit=giver, to_unit=receiver, line="N", amount=mkr(amount),
        overdraft_reason="beslutat", **more,
    )  # fmt: skip


def outcome(unit: str, month: int, amount: float) -> OutcomeReported:
    of = Month.of(2024, month)
    return OutcomeReported(effective=of.last_day, unit=unit, month=of, lines={"N": mkr(amount)})


def forecast(unit: str, version: str, amount: float, effective: date = date(2024, 6, 30)) -> ForecastSubmitted:
    return ForecastSubmitted(effective=effective, unit=unit, year=2024, version=version, lines={"N": mkr(amount)})


FACTS = [*region(), adopted("A", -600), adopted("B", -200), forecast("A", "P1", -650), forecast("B", "P1", -190)]
TABLE = "Rad,Budget,Prognos,Avvikelse\nVården,-600,-650,-50\nTrafiken,-200,-190,10\nSumma,-800,-840,-40\n"
LEGEND = """question = "report"
month = "2024-07"
[rows]
"Vården" = "A"
Trafiken = "B"
Summa = "R"
[columns]
Budget = "year_budget"
Prognos = "year_forecast"
Avvikelse = "forecast_deviation"
[rows_add_up]
Summa = ["Vården", "Trafiken"]
"""


def printed_table(table: str | bytes, legend: Legend, name: str = "table.csv", **how) -> PrintedTable:
    """The table in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        return read_table(open_sheets(str(path), print), name, legend, **how)


def checked(
    ledger: Path,
    table: str,
    legend: str = LEGEND,
    *,
    known_at: datetime = EVER,
    through: int | None = None,
    as_of: date | None = None,
) -> CheckResult:
    """What a check of the table finds, as known at an instant or through a position."""
    read = read_legend(legend.encode(), "map.toml")
    printed = printed_table(table, read)
    with LedgerReader.open(ledger) as reader:
        return check_table(
            printed,
            lambda moment: reader.at(moment.as_of, moment.known_at),
            as_of=as_of or read.as_of,
            known_at=reader.log.recorded_at(through) if through else known_at,
            today=TODAY,
        )


def differing(found: CheckResult) -> dict[tuple[str, str], str]:
    """What is said of each figure that differs."""
    return {(each.row, each.column): each.explanation for each in found.cells if each.agreement == "different"}


def named(found: CheckResult) -> dict[str, list[tuple[int, bool]]]:
    """The facts that explain each column, and whether they are left out of it."""
    return {each.column: [(fact.position, fact.is_left_out) for fact in each.facts] for each in found.explanations}


def changed(text: str, row: str, column: int, figure: str) -> str:
    """A table with one figure printed otherwise."""
    lines = [line.split(",") for line in text.splitlines()]
    for cells in lines:
        if cells[0] == row:
            cells[column] = figure
    return "\n".join(",".join(cells) for cells in lines)


def contradicting(found: CheckResult) -> dict[tuple[str, str], Iterable[int]]:
    return {(each.cell.row, each.cell.column): [fact.position for fact in each.facts] for each in found.contradictions}
