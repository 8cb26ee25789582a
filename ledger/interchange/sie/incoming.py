"""A file from the accounting system into the lines of an import: outcomes and budgets per unit, line and month."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ledger.domain.days import Month
from ledger.domain.errors import LedgerError, Refused, Unreadable
from ledger.domain.measured import Money, money_text
from ledger.interchange.importing import Line
from ledger.interchange.journal.reading import content_id
from ledger.interchange.sie.before import Before, money, some
from ledger.interchange.sie.chart import Chart
from ledger.interchange.sie.destinations import Destinations
from ledger.interchange.sie.holdings import Holdings
from ledger.interchange.sie.mapping import Mapping
from ledger.interchange.sie.reading import Reading
from ledger.interchange.sie.survey import NAMES, survey

Notice = Callable[[str], None]
"""Told, in a sentence, what is not wrong but good to know."""

_MOST_FAULTS = 1000
"""So many things that are wrong are told of one file; then it is given up."""


class NothingByMonth(Unreadable):
    code = "nothing-by-month"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The file (SIE type {kind}) has no figures by month that are wanted: "
            "no #PSALDO, no #PBUDGET, and no vouchers (#VER)",
            hint="Export type 2, 3 or 4 from the accounting system, and look at take and years in the mapping",
        )


class BudgetStands(Refused):
    code = "budget-stands"

    def __init__(self, unit: str, line: str, year: int, *, stands: int, offered: int, mapping: str) -> None:
        super().__init__(
            f"{unit} has an adopted budget of {Money(stands).text} on {line} for {year} already, "
            f"and the file's {Money(offered).text} would be added to it",
            hint=f'Leave budgets out of the import: take = ["outcomes"] in {mapping}; '
            "record what changed as budget.adjusted, or reverse the budget that stands",
        )


def sie_lines(path: Path, name: str, told: Mapping, held: Holdings, notice: Notice) -> Iterator[Line]:
    """The facts of a file, or what is wrong with it. Raises :class:`OSError`; notes follow at the end."""
    try:
        found = survey(path, told.dimension)
    except LedgerError as error:
        yield f"{name}:1", error
        return
    chart = Chart()
    reading = Reading(told, chart, Destinations(told, chart, held), found)
    faults = 0
    with path.open(encoding=found.encoding, errors="replace", newline=None) as stream:
        for row, fault in islice(reading.read(stream), _MOST_FAULTS):
            faults += 1
            yield f"{name}:{row}", fault.with_traceback(None)  # which would hold on to the rows read
    if faults:
        return
    if not (reading.outcomes.sums.cells or reading.budgets.sums.cells):
        yield f"{name}:1", NothingByMonth(chart.type)
        return
    yield from _outcomes(reading, name, held, notice)
    yield from _budgets(reading, name, told, held)
    for sentence in _notes(reading, name, found.encoding, held):
        notice(sentence)


# -- outcomes ------------------------------------------------------------------------------------------------


def _outcomes(reading: Reading, name: str, held: Holdings, notice: Notice) -> Iterator[Line]:
    sums = reading.outcomes.sums
    before = Before.of(sums, held, reading.destinations.lines if reading.is_complete else set())
    for unit, number in sorted(sums.cells, key=lambda cell: (cell[1], cell[0])):
        fields = _outcome(unit, number, sums.cells.pop((unit, number)))
        yield f"{name}:{sums.rows[unit, number]}", before.settled(fields, (unit, number))
    for sentence in before.notes():
        notice(f"{name}: {sentence}")


def _outcome(unit: str, number: int, lines: dict[str, int]) -> dict[str, Any]:
    return {"type": "outcome.reported", "unit": unit, "month": str(Month(number)), "lines": money(lines)}


# -- budgets -------------------------------------------------------------------------------------------------


def _budgets(reading: Reading, name: str, told: Mapping, held: Holdings) -> Iterator[Line]:
    sums = reading.budgets.sums
    by_year: dict[tuple[int, str], list[int]] = {}
    for unit, number in sorted(sums.cells):
        by_year.setdefault((Month(number).year, unit), []).append(number)
    for (year, unit), numbers in sorted(by_year.items()):
        where = f"{name}:{min(sums.rows[unit, number] for number in numbers)}"
        fields = _budget(unit, year, {number: sums.cells[unit, number] for number in numbers})
        yield where, _standing(fields, told, held) or fields


def _budget(unit: str, year: int, months: dict[int, dict[str, int]]) -> dict[str, Any]:
    whole: dict[str, int] = {}
    phasing: dict[str, dict[str, str]] = {}
    for number, lines in months.items():
        for line, amount in lines.items():
            whole[line] = whole.get(line, 0) + amount
            phasing.setdefault(line, {})[str(Month(number))] = money_text(amount)
    return {"type": "budget.adopted", "unit": unit, "year": year, "lines": money(whole), "phasing": phasing}


def _standing(fields: dict[str, Any], told: Mapping, held: Holdings) -> LedgerError | None:
    """Why another budget cannot be adopted: budgets add up, and this one would come on top."""
    if held.is_recorded(content_id(fields, 0)):
        return None
    unit, year = fields["unit"], fields["year"]
    adopted = held.adopted(year)
    for line, amount in fields["lines"].items():
        stands = adopted.get((unit, line), 0)
        if stands:
            offered = int(amount.replace(".", ""))
            return BudgetStands(unit, line, year, stands=stands, offered=offered, mapping=told.name)
    return None


# -- notes ---------------------------------------------------------------------------------------------------


def _notes(reading: Reading, name: str, encoding: str, held: Holdings) -> Iterator[str]:
    chart = reading.chart
    if encoding != "cp437":
        yield f"{name} was read as {NAMES[encoding]}, whatever it says of itself."
    if reading.unknown:
        yield f"{name}: labels that are not known here were passed over: {some(sorted(reading.unknown))}."
    if reading.unopened_checksum:
        yield f"{name}: #KSUMMA stands at the end and not at the beginning, so nothing could be checked against it."
    ours, theirs = (number.replace("-", "").strip() for number in (held.orgnr, chart.orgnr))
    if ours and theirs and ours != theirs:
        yield f"{name} is of {chart.orgnr} {chart.name}".rstrip() + f", and the ledger is of {held.orgnr}."
    differing = _results_differing(reading)
    if differing:
        yield f"{name}: #RES differs from the sum of #PSALDO: {some(differing)}."


def _results_differing(reading: Reading) -> list[str]:
    year = reading.chart.years.get("0")
    if year is None:
        return []
    first, last = (Month.containing(each).number for each in year)
    return [
        f"account {account} {Money(reading.chart.results[account]).text} against {Money(whole).text}"
        for account, whole in sorted(reading.outcomes.results(first, last).items())
        if reading.chart.results.get(account, whole) != whole
    ]
