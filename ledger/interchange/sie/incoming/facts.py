"""A file from the accounting system into the lines of an import: outcomes and budgets per unit, line and month."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.measured import money_text
from ledger.domain.values.phrases import phrase
from ledger.interchange.kept_lines import Line
from ledger.interchange.notices import information, placed
from ledger.interchange.sie.incoming.reading import Fault, Reading
from ledger.interchange.sie.incoming.restating import Before, money, some
from ledger.interchange.sie.incoming.sources import Source
from ledger.interchange.sie.incoming.summary import summary
from ledger.interchange.sie.mapping.destinations import Destinations
from ledger.interchange.sie.mapping.holdings import Holdings
from ledger.interchange.sie.mapping.mapping_file import Mapping
from ledger.interchange.sie.records.chart import Chart
from ledger.interchange.sie.records.survey import Survey, survey

Notice = Callable[[str], None]
"""Told, in a sentence, what is not wrong but good to know."""

_MOST_FAULTS = 1000
"""So many things that are wrong are told of one file; then it is given up."""


class NothingByMonth(Unreadable):
    code = "nothing-by-month"

    def __init__(self, kind: str) -> None:
        super().__init__(
            phrase(
                "The file (SIE type {kind}) has no figures by month that are wanted: no #PSALDO, no "
                "#PBUDGET, and no vouchers (#VER)",
                kind=kind,
            ),
            hint=phrase("Export type 2, 3 or 4 from the accounting system, and look at take and years in the mapping"),
        )


def sie_lines(path: Path, name: str, mapping: Mapping, held: Holdings, notice: Notice) -> Iterator[Line]:
    """The facts of a file, or what is wrong with it. Raises :class:`OSError`; notes follow at the end."""
    try:
        found = survey(path, mapping.dimension)
    except LedgerError as error:
        yield f"{name}:1", error
        return
    reading, faults = _read(path, mapping, held, found, frozenset())
    if not faults and reading.sources.better_from_vouchers:
        reading, faults = _read(path, mapping, held, found, reading.sources.better_from_vouchers)
    for row, fault in faults:
        yield f"{name}:{row}", fault
    if faults:
        return
    if not (reading.outcomes.sums.cells or reading.budgets.sums.cells):
        yield f"{name}:1", NothingByMonth(reading.chart.type)
        return
    yield from _outcomes(reading, name, held, notice)
    yield from _budgets(reading, name)
    for sentence in summary(reading, found.encoding, held.orgnr):
        notice(placed(name, sentence))


def _read(
    path: Path, mapping: Mapping, held: Holdings, found: Survey, from_vouchers: frozenset[Source]
) -> tuple[Reading, list[Fault]]:
    """Read a file through; what is wrong with it is given without what was read, which it would hold on to."""
    reading = Reading(mapping, Destinations(mapping, Chart(), held), found, from_vouchers)
    with path.open(encoding=found.encoding, errors="replace", newline=None) as stream:
        faults = [(row, fault.with_traceback(None)) for row, fault in islice(reading.read(stream), _MOST_FAULTS)]
    return reading, faults


# -- outcomes ------------------------------------------------------------------------------------------------


def _outcomes(reading: Reading, name: str, held: Holdings, notice: Notice) -> Iterator[Line]:
    sums, last = reading.outcomes.sums, reading.chart.last_month
    before = Before.of(sums, held, reading.destinations.lines if reading.is_complete else set())
    to_come: dict[int, list[str]] = {}
    reported: set[int] = set()
    for unit, number in sorted(sums.cells, key=lambda cell: (cell[1], cell[0])):
        lines = sums.cells.pop((unit, number))
        if last and number > last[0].number and not any(lines.values()) and before.is_silent((unit, number)):
            to_come.setdefault(number, []).append(unit)
            continue
        reported.add(number)
        yield f"{name}:{sums.rows[unit, number]}", before.settled(_outcome(unit, number, lines), (unit, number))
    for sentence in before.notes():
        notice(f"{name}: {sentence}")
    if last and to_come:
        months = (
            f"{Month(number)} of {some(units)}" if number in reported else str(Month(number))
            for number, units in to_come.items()
        )
        silent = f"months after {last[0]} ({last[1]}) are not reported where all is 0: {some(list(months))}."
        notice(placed(name, information(silent)))


def _outcome(unit: str, number: int, lines: dict[str, int]) -> dict[str, Any]:
    return {"type": "outcome.reported", "unit": unit, "month": str(Month(number)), "lines": money(lines)}


# -- budgets -------------------------------------------------------------------------------------------------


def _budgets(reading: Reading, name: str) -> Iterator[Line]:
    sums = reading.budgets.sums
    by_year: dict[tuple[int, str], list[int]] = {}
    for unit, number in sorted(sums.cells):
        by_year.setdefault((Month(number).year, unit), []).append(number)
    for (year, unit), numbers in sorted(by_year.items()):
        where = f"{name}:{min(sums.rows[unit, number] for number in numbers)}"
        fields = _budget(unit, year, {number: sums.cells[unit, number] for number in numbers})
        yield where, fields


def _budget(unit: str, year: int, months: dict[int, dict[str, int]]) -> dict[str, Any]:
    whole: dict[str, int] = {}
    phasing: dict[str, dict[str, str]] = {}
    for number, lines in months.items():
        for line, amount in lines.items():
            whole[line] = whole.get(line, 0) + amount
            phasing.setdefault(line, {})[str(Month(number))] = money_text(amount)
    return {"type": "budget.adopted", "unit": unit, "year": year, "lines": money(whole), "phasing": phasing}
