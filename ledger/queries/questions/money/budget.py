"""What was adopted, what changed it, and what the budget is now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from operator import add
from typing import Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, Note, column, noted
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.contributions.budgets import BUDGET_DERIVED, BUDGET_KINDS, budget_contributions
from ledger.queries.contributions.contribution import Contribution, signs_of, summed
from ledger.queries.options import LINE, PROJECT, STATEMENT, TREE, UNIT, YEAR, by
from ledger.queries.question import Explained, Question, Units
from ledger.queries.sums import above_within, months_of_year, rolled_up

Dimension = str
"""What rows are grouped by: unit, line, project or month."""


@attrs.frozen(kw_only=True)
class BudgetRow:
    """What budgets came to, by the reasons they changed. The grouping adds columns before these."""

    original: Money = column("Original", "What the adopted budgets came to.")
    adjusted: Money = column("Adjusted", "What adjustments have added or taken away.")
    transferred: Money = column("Transferred", "What transfers have moved in (+) or out (-); 0 for the whole.")
    grants: Money = column("Grants", "State grants received, as far as they are kept here.")
    carried_over: Money = column("Carried over", "What was carried over from, or to, other years.")
    current: Money = column("Current", "The five before it together.")
    ytd: Money = column("Year to date", "What of the current budget belongs to months up to the as-of day.")


_COLUMNS: dict[Dimension, dict[str, Any]] = {
    "unit": {
        "unit": column("Unit", "The code of the unit.", key=True),
        "name": column("Name", "What it is called."),
        "parent": column("Belongs to", "The unit it belongs to.", hidden=True),
        "level": column("Level", "How far below the top it stands; 0 is the top.", hidden=True),
    },
    "line": {
        "line": column("Line", "The code of the line, with all below it added.", key=True),
        "line_name": column("Name", "What the line is called."),
    },
    "project": {
        "project": column("Project", "The code of the project, with all below it; empty for no project.", key=True),
        "project_name": column("Name", "What the project is called."),
    },
    "month": {"month": column("Month", "The month.", key=True)},
}


BY = by("unit", *_COLUMNS, help="Group by unit, line, project, month, or several: unit,line.")


@cache
def columns(by: tuple[Dimension, ...]) -> type:
    """The row class of a grouping: a class of its own, so that no column stands empty. The same for ever."""
    grouped: dict[str, Any] = {}
    for dimension in by:
        grouped |= _COLUMNS[dimension]
    own = {a.name: attrs.field(metadata=a.metadata) for a in attrs.fields(BudgetRow)}
    fields = {name: attrs.field(metadata=f.metadata) for name, f in grouped.items()} | own
    return attrs.make_class("BudgetRow", fields, frozen=True, kw_only=True)


def budget(
    at: At,
    *,
    year: int | None = None,
    unit: str | None = None,
    by: str = "unit",
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Budgets of a fiscal year by unit, line and project (all rolled up) and month.

    ``ytd`` is what of ``current`` belongs to months up to the as-of day.
    """
    grouping = BY.grouping(by)
    year = at.as_of.year if year is None else year
    statement = at.statement_of(line, statement)
    parts = at.narrowed(
        budget_contributions(at, year, statement, monthly="month" in grouping or tree == "then"), line, project
    )
    own = _own(parts, grouping, by_month=tree == "then")
    tops = {"unit": unit, "line": line, "project": project}
    sums = _rolled_up(at, grouping, own, tops, tree)
    row = columns(grouping)
    options = {"year": year, **tops, "by": by, "statement": statement, "tree": tree}
    return Answer(
        question="budget",
        moment=at.moment,
        position=at.position,
        options=options,
        columns=row,
        rows=list(_rows(at, grouping, sums, options)),
        total=None if "unit" in grouping else _total(at, row, grouping, own, unit, tree),
        notes=[] if sums else [*_undecided(at, year)],
    )


def _rows(at: At, grouping: tuple[Dimension, ...], sums: "Sums", options: Mapping[str, Any]) -> Iterator[Any]:
    """The rows in the order of what is shown, each with the names of its units, lines and projects."""
    row, tree = columns(grouping), options["tree"]
    places = {place.unit: place for place in at.places(options["unit"], tree)}
    lines = at.lines_of(options["statement"])
    projects = {place.code: place.name for place in at.project_tree.places(options["project"])}
    in_use = {each[0] for each in sums} if grouping[0] == "unit" else set()
    shown = [code for code in places if code in in_use or at.tree_of(tree).is_open(code)]
    for key in _keys(grouping, sums, shown, (*lines,), (*projects, None), months_of_year(options["year"])):
        values: dict[str, Any] = dict(zip(grouping, key, strict=True))
        if "unit" in values:
            place = places[values["unit"]]
            values |= {"name": place.name, "parent": place.parent, "level": place.level}
        if "line" in values:
            values["line_name"] = lines[values["line"]]
        if "project" in values:
            values["project_name"] = projects.get(values["project"])
        yield row(**values, **_amounts(sums.get(key, _NOTHING)))


def _undecided(at: At, year: int) -> Iterator[Note]:
    """Say so if nothing at all has been decided for the year, and for which years there is something."""
    prefix = "budget-"
    years = sorted(int(each.removeprefix(prefix)) for each in at.log.streams() if each.startswith(prefix))
    decided = [each for each in years if at.register(f"{prefix}{each}")]
    if decided and year not in decided:
        there = ", ".join(map(str, decided))
        yield noted("No budget has been decided for {year}; there are budgets for {years}.", year=year, years=there)
    elif not decided:
        yield noted("No budget has been decided for {year}, nor for any other year.", year=year)


def _total(at: At, row: type, grouping: Sequence[Dimension], own: "Own", top: str | None, mode: TreeMode) -> Any:
    """What everything comes to, each amount once: rows may contain each other."""
    whole = _NOTHING
    for (unit, month), cells in own.items():
        if tuple(rolled_up(at, mode, unit, month, top)):
            for amounts in cells.values():
                whole = list(map(add, whole, amounts))
    blank = dict.fromkeys((name for dimension in grouping for name in _COLUMNS[dimension]), None)
    return row(**blank, **_amounts(whole))


Key = tuple[Any, ...]
Sums = dict[Key, list[int]]
"""By row, what each kind of decision came to, and what of them all has been reached."""


def _amounts(summed: Sequence[int]) -> dict[str, Money]:
    *kinds, ytd = summed
    return dict(zip(_AMOUNTS, map(Money, (*kinds, sum(kinds), ytd)), strict=True))


Own = dict[tuple[str, Month | None], dict[Key, list[int]]]
"""By unit (and month, where each has a tree of its own) and the rest of a row's key: what is the unit's own."""

_PLACES = {kind: place for place, kind in enumerate((*BUDGET_KINDS, "ytd"))}
_AMOUNTS = (*BUDGET_KINDS, "current", "ytd")
_NOTHING = [0] * len(_PLACES)


def _own(parts: Iterable[Contribution], grouping: Sequence[Dimension], *, by_month: bool) -> Own:
    """Every unit's own amounts by line, project and month, as far as these are grouped by."""
    own: Own = {}
    with_line, with_project, with_month = (each in grouping for each in ("line", "project", "month"))
    for column_name, unit, line, month, amount, _, project in parts:
        rest: Key = (line,) if with_line else ()
        if with_project:
            rest = (*rest, project)
        if with_month:
            rest = (*rest, month)
        cells = own.setdefault((unit, month if by_month else None), {})
        amounts = cells.get(rest)
        if amounts is None:
            amounts = cells[rest] = _NOTHING.copy()
        amounts[_PLACES[column_name]] += amount
    return own


def _rolled_up(
    at: At, grouping: Sequence[Dimension], own: Own, tops: Mapping[Dimension, str | None], mode: TreeMode
) -> Sums:
    """The columns of each row: what is each unit's own, carried up the trees of units, lines and projects."""
    sums: Sums = {}
    above_of: dict[Key, list[Key]] = {}
    for (unit, month), cells in own.items():
        above = tuple(rolled_up(at, mode, unit, month, tops["unit"]))
        for rest, amounts in cells.items():
            rests = above_of.get(rest)
            if rests is None:
                rests = above_of[rest] = list(_above(at, grouping, rest, tops))
            for each in above if "unit" in grouping else above[:1]:
                for key in rests:
                    full = (each, *key) if "unit" in grouping else key
                    before = sums.get(full)
                    sums[full] = list(map(add, before, amounts)) if before else amounts
    return sums


def _above(at: At, grouping: Sequence[Dimension], rest: Key, tops: Mapping[Dimension, str | None]) -> Iterator[Key]:
    """The rest of a key, and of every row that it is part of along the trees of lines and projects."""
    parts: list[Sequence[Any]] = []
    for dimension, part in zip((each for each in grouping if each != "unit"), rest, strict=True):
        tree = {"line": at.line_tree, "project": at.project_tree}.get(dimension)
        parts.append((part,) if tree is None or part is None else above_within(tree, part, tops[dimension]))
    return product(*parts)


def _keys(grouping: Sequence[Dimension], sums: Sums, *known: Sequence[Any]) -> Iterator[Key]:
    """The rows in the order of what is known (units, lines, projects, months): only those that have something.

    Grouped by unit or month alone, every one of them.
    """
    orders = dict(zip(_COLUMNS, known, strict=True))
    if tuple(grouping) in (("unit",), ("month",)):
        yield from ((each,) for each in orders[grouping[0]])
        return
    ranked = [{part: rank for rank, part in enumerate(orders[dimension])} for dimension in grouping]
    shown = [key for key in sums if all(part in rank for part, rank in zip(key, ranked, strict=True))]
    yield from sorted(shown, key=lambda key: [rank[part] for part, rank in zip(key, ranked, strict=True)])


def behind(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    """What is behind a column of budgets."""
    year = at.as_of.year if cell.year is None else cell.year
    monthly = cell.month is not None or cell.tree == "then"
    statement = at.statement_of(cell.line, cell.statement)
    found = budget_contributions(at, year, statement, monthly=monthly, by_fact=True, units=units)
    for each in summed(found, signs_of(name, BUDGET_DERIVED)):
        if cell.month is None or each.month == cell.month:
            yield each


QUESTION = Question(
    name="budget",
    title="Budget",
    sentence="Adopted budgets, what changed them, and what they are now.",
    topic="money",
    rows=lambda by: columns(BY.grouping(by)),
    answer=budget,
    options=(UNIT, LINE, PROJECT, BY, STATEMENT, TREE, YEAR),
    example="--year 2024 --unit HSN --by unit,line",
    explained=Explained(
        columns=("original", "adjusted", "transferred", "grants", "carried_over", "current", "ytd"),
        usual="current",
        behind=behind,
        made_of=("budget", "grant"),
        narrowed_by=("unit", "line", "project", "month", "year", "statement", "tree"),
    ),
)
