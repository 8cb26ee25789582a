"""Outcomes by unit, line, project and month, with rolling twelve months."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, Note, column, noted
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.outcomes import outcome_contributions
from ledger.queries.months.reported import Reported
from ledger.queries.options import LINE, MONTH, PROJECT, STATEMENT, TREE, UNIT, YEAR, by
from ledger.queries.question import Explained, Question, Units
from ledger.queries.sums import YEAR as MONTHS
from ledger.queries.sums import Sums, above_within, change_share, months_of_year, rolled_up

MOST_NAMED = 5
"""So many units that lack months are named."""


@attrs.frozen(kw_only=True)
class OutcomeRow:
    """What was reported, and the twelve months that end with it. The grouping adds columns before these."""

    amount: Money = column("Outcome", "The outcome of the month, or of all months asked for.")
    r12: Money | None = column(
        "R12",
        "The outcome of the twelve months that end with this one; empty unless all twelve are reported.",
    )
    r12_last_year: Money | None = column("R12 last year", "The same a year earlier.")
    r12_change_share: Decimal | None = column(
        "Change", "How much more the twelve months are than a year before, as a share of those.", hidden=True
    )
    ytd: Money = column("Year to date", "The outcome from January through the month.", hidden=True)


_COLUMNS: dict[str, dict[str, Any]] = {
    "unit": {
        "unit": column("Unit", "The code of the unit, with all below it added.", key=True),
        "name": column("Name", "What it is called."),
    },
    "line": {"line": column("Line", "The code of the line, with all below it added.", key=True)},
    "project": {
        "project": column("Project", "The code of the project, with all below it; empty for no project.", key=True)
    },
    "month": {"month": column("Month", "The month.", key=True)},
}

BY = by("unit,line,month", *_COLUMNS, help="Group by any of unit, line, project and month.")

Key = tuple[Any, ...]
"""What a row is grouped by, but for its month."""
Cells = dict[Key, Sums[int]]
"""By key, the outcome of each month (its number)."""


@cache
def columns(grouping: tuple[str, ...]) -> type:
    """The row class of a grouping; the same for ever."""
    grouped = {name: each.metadata for dimension in grouping for name, each in _COLUMNS[dimension].items()}
    own = {each.name: each.metadata for each in attrs.fields(OutcomeRow)}
    series = tuple(name for name in ("unit", "line", "project") if name in grouping) if "month" in grouping else ()
    own["r12"] = {"heading": attrs.evolve(own["r12"]["heading"], trend=series)}
    fields = {name: attrs.field(metadata=metadata) for name, metadata in (grouped | own).items()}
    return attrs.make_class("OutcomeRow", fields, frozen=True, kw_only=True)


def outcome(
    at: At,
    *,
    year: int | None = None,
    month: Month | None = None,
    unit: str | None = None,
    by: str = "unit,line,month",
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Outcomes of a year's months (or of one month), each with its rolling twelve months."""
    grouping = BY.grouping(by)
    year = month.year if month else (at.as_of.year if year is None else year)
    shown = [month] if month else months_of_year(year, Month.containing(at.as_of))
    statement = at.statement_of(line, statement)
    asked = _Asked(at, grouping, unit, line, project, statement, tree, shown)
    options = {"year": year, "month": month, "unit": unit, "by": by, "line": line, "project": project}
    return Answer(
        question="outcome",
        moment=at.moment,
        position=at.position,
        options=options | {"statement": statement, "tree": tree},
        columns=columns(grouping),
        rows=list(asked.rows()) if shown else [],
        notes=list(asked.notes()),
    )


class _Asked:
    """The outcomes of the months that are shown and of the two years before, rolled up along the trees."""

    def __init__(  # noqa: PLR0917 - what the question was asked with, in its order
        self,
        at: At,
        grouping: Sequence[str],
        unit: str | None,
        line: str | None,
        project: str | None,
        statement: str,
        tree: TreeMode,
        shown: list[Month],
    ) -> None:
        self._at, self._grouping, self._tree, self._shown = at, grouping, tree, shown
        self._tops = {"unit": unit, "line": line, "project": project}
        self._statement = statement
        self._lacking: dict[str, None] = {}
        self._sums: Cells = {}
        if shown:
            first = shown[0].plus(1 - 2 * MONTHS)
            self._reported = Reported(at, first, shown[-1], tree)
            for part in at.narrowed(outcome_contributions(at, first, shown[-1], statement), line, project):
                self._add(part)

    def _add(self, part: Contribution) -> None:
        assert part.month is not None  # noqa: S101 - outcomes have months
        above = tuple(rolled_up(self._at, self._tree, part.unit, part.month, self._tops["unit"]))
        trees = {"line": (self._at.line_tree, part.item), "project": (self._at.project_tree, part.project)}
        parts: list[Sequence[Any]] = []
        for dimension in self._grouping:
            if dimension == "unit":
                parts.append(above)
            elif dimension != "month":
                tree, code = trees[dimension]
                parts.append((None,) if code is None else above_within(tree, code, self._tops[dimension]))
        if above:
            for key in product(*parts):
                self._sums.setdefault(key, Sums())[part.month.number] += part.amount

    def rows(self) -> Iterator[Any]:
        row, dimensions = columns(tuple(self._grouping)), [each for each in self._grouping if each != "month"]
        names = {place.unit: place.name for place in self._at.places(self._tops["unit"], self._tree)}
        orders: dict[str, Sequence[Any]] = {
            "unit": list(names),
            "line": list(self._at.lines_of(self._statement)),
            "project": [*(place.code for place in self._at.project_tree.places()), None],
        }
        ranks = [{code: rank for rank, code in enumerate(orders[dimension])} for dimension in dimensions]
        known = [key for key in self._sums if all(part in rank for part, rank in zip(key, ranks, strict=True))]
        for key in sorted(known, key=lambda key: [rank[part] for part, rank in zip(key, ranks, strict=True)]):
            cells = dict(zip(dimensions, key, strict=True))
            if "unit" in cells:
                cells["name"] = names[cells["unit"]]
            sums = self._sums[key]
            of = cells.get("unit") or self._tops["unit"]
            if "month" in self._grouping:
                for month in self._shown:
                    if month.number in sums:
                        yield row(**cells, month=month, **self._figures(sums, of, [month]))
            elif any(month.number in sums for month in self._shown):
                yield row(**cells, **self._figures(sums, of, self._shown))

    def _figures(self, sums: Sums[int], unit: str | None, months: Sequence[Month]) -> dict[str, Any]:
        last = months[-1]
        january = Month.of(last.year, 1)
        r12, before = self._rolling(sums, unit, last), self._rolling(sums, unit, last.plus(-MONTHS))
        return {
            "amount": Money(sum(sums.get(month.number, 0) for month in months)),
            "r12": r12,
            "r12_last_year": before,
            "r12_change_share": None if r12 is None or before is None else change_share(r12.count, before.count),
            "ytd": Money(sum(sums.get(month.number, 0) for month in january.through(last))),
        }

    def _rolling(self, sums: Sums[int], unit: str | None, last: Month) -> Money | None:
        """The twelve months that end with one; None unless all of them are reported."""
        tops = [unit] if unit else [place.unit for place in self._at.places(None, self._tree) if place.parent is None]
        lacking = [code for top in tops for code in self._reported.twelve(top, last)]
        if lacking:
            self._lacking |= dict.fromkeys(lacking)
            return None
        return Money(sum(sums.get(number, 0) for number in range(last.number - MONTHS + 1, last.number + 1)))

    def notes(self) -> Iterator[Note]:
        if self._lacking:
            named = [*self._lacking]
            more = ", …" if len(named) > MOST_NAMED else ""
            yield noted(
                "Rolling twelve months are left out where not all of them are reported: {units}.",
                units=", ".join(named[:MOST_NAMED]) + more,
            )


def behind(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """What is behind an outcome. Without a month, all of the year through the as-of day, and the twelve that end with
    the last of them.
    """
    year = at.as_of.year if cell.year is None else cell.year
    months = [cell.month] if cell.month else months_of_year(year, Month.containing(at.as_of))
    if not months:
        return iter(())
    last = months[-1].plus(-MONTHS) if name == "r12_last_year" else months[-1]
    firsts = {"amount": months[0], "ytd": Month.of(last.year, 1)}
    first = firsts.get(name, last.plus(1 - MONTHS))
    return outcome_contributions(at, first, last, at.statement_of(cell.line, cell.statement))


QUESTION = Question(
    name="outcome",
    title="Outcome",
    sentence="Outcomes by unit, line, project and month, with rolling twelve months.",
    topic="money",
    rows=lambda by: columns(BY.grouping(by)),
    answer=outcome,
    options=(UNIT, LINE, PROJECT, BY, MONTH, STATEMENT, TREE, YEAR),
    example="--unit HSN --year 2024",
    explained=Explained(
        columns=("amount", "r12", "r12_last_year", "ytd"),
        usual="amount",
        behind=behind,
        made_of=("outcome",),
        narrowed_by=("unit", "line", "project", "month", "year", "statement", "tree"),
    ),
)
