"""The facts behind each row of a report's tables: what an auditor is referred to."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from ledger.domain.values.days import Month
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.reported_workforce import Workforce, reports
from ledger.queries.contributions.reports import report_contributions
from ledger.queries.contributions.savings import savings_contributions
from ledger.queries.contributions.workforce import FORMS, STAFF_SIGNS, WORKFORCE, parts_of, values_of
from ledger.queries.explain.figures import parts_by_fact
from ledger.queries.sums import Sums, rolled_up

Sources = Sequence[Mapping[str, tuple[int, ...]]]
"""For each row of an answer, the positions behind each of its columns that add facts up."""

_REPORTED = ("ytd_outcome", "ytd_outcome_last_year", "last_year_outcome", "year_budget", "year_forecast")
"""The columns of reports that the others are parts of, or differences between."""


def behind_report(at: At, answer: Answer, month: Month, unit: str | None, statement: str) -> Sources:
    """Behind the rows of the outcome report, a unit each."""
    return _behind(
        answer,
        report_contributions(at, month, statement, by_fact=True, whole=True),
        lambda part: rolled_up(at, "moment", part.unit, part.month, unit),
        lambda row: row.unit,
    )


def behind_result(at: At, answer: Answer, month: Month, unit: str | None, statement: str) -> Sources:
    """Behind the rows of the result statement, a line each."""
    parts = report_contributions(at, month, statement, by_fact=True, whole=True)
    return _behind(
        answer,
        (part for part in parts if at.tree.within(part.unit, unit)),
        lambda part: (part.item,),
        lambda row: row.line,
    )


def _behind(
    answer: Answer,
    parts: Iterable[Contribution],
    rows_of: Callable[[Contribution], Iterable[Hashable]],
    row_key: Callable[[Any], Hashable],
) -> Sources:
    shown = {row_key(row) for row in answer.rows}
    sums: dict[Hashable, dict[str, Sums[int]]] = {}
    for part in parts:
        if part.column in _REPORTED:
            for key in rows_of(part):
                if key in shown:
                    sums.setdefault(key, {}).setdefault(part.column, Sums())[part.position] += part.amount
    return [
        {column: standing(sums[key][column]) for column in _REPORTED if column in sums[key]} if key in sums else {}
        for key in map(row_key, answer.rows)
    ]


def standing(parts: Mapping[int, int]) -> tuple[int, ...]:
    """The facts whose parts do not cancel out, in their order."""
    return tuple(position for position in sorted(parts) if parts[position])


def behind_staffing(at: At, answer: Answer, unit: str | None) -> Sources:
    """Behind the rows of the staffing table: decisions on positions, and the reports that values are made of."""
    positions, people = _positions(at, unit), Workforce(at, unit, "moment", reports(at))
    return [
        {column: found for column, found in _staff(row.unit, positions, people).items() if found} for row in answer.rows
    ]


def _staff(unit: str, positions: Mapping[str, Sums[int]], people: Workforce) -> dict[str, tuple[int, ...]]:
    found = {"positions": standing(positions.get(unit, {}))}
    for column, measure in WORKFORCE.items():
        parts = parts_of(values_of(people, unit, measure), FORMS.get(column))
        found[column] = tuple(sorted(each.position for each in parts if each.amount))
    return found


def _positions(at: At, top: str | None) -> Mapping[str, Sums[int]]:
    """What each decision did to the positions of each unit with all below it."""
    sums: dict[str, Sums[int]] = {}
    signs = STAFF_SIGNS["positions"]
    for total in at.figures.totals("positions", by_fact=True):
        for unit in rolled_up(at, "moment", total.unit, None, top) if total.kind in signs else ():
            sums.setdefault(unit, Sums())[total.position] += signs[total.kind] * total.amount
    return sums


_SAVED = ("decided_amount", "decided_positions", "realised_amount", "realised_positions")


def behind_savings(at: At, answer: Answer, unit: str | None) -> Sources:
    """Behind the rows of the savings table: measures decided, and effects realised."""
    found = []
    for row in answer.rows:
        parts: dict[str, list[Contribution]] = {name: [] for name in _SAVED}
        for each in savings_contributions(at, row.plan, row.phase):
            if each.column in parts:
                parts[each.column].append(each)
        positions = {name: tuple(parts_by_fact(at, parts[name], Cell(unit=unit))) for name in _SAVED}
        found.append({name: own for name, own in positions.items() if own})
    return found
