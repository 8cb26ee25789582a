"""What was adopted, what changed it, and what the budget is now."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import add
from typing import Any

import attrs

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, Note, column, noted
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.contributions.budgets import BUDGET_DERIVED, BUDGET_KINDS, budget_contributions
from ledger.queries.contributions.contribution import Contribution, signs_of, summed
from ledger.queries.options import STATEMENT, TREE, UNIT, YEAR, by
from ledger.queries.question import Explained, Question, Units
from ledger.queries.sums import months_of_year, rolled_up

Dimension = str
"""What rows are grouped by: unit, line or month."""


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
        "line": column("Line", "The code of the line.", key=True),
        "line_name": column("Name", "What the line is called."),
    },
    "month": {"month": column("Month", "The month.", key=True)},
}


BY = by("unit", *_COLUMNS, help="Group by unit, line, month, or several: unit,line.")


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
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Budgets of a fiscal year by unit (rolled up), line and month.

    ``ytd`` is what of ``current`` belongs to months up to the as-of day.
    """
    grouping = BY.grouping(by)
    year = at.as_of.year if year is None else year
    places = {place.unit: place for place in at.places(unit, tree)}
    sums = _sums(at, grouping, year, unit, statement, tree)
    row = columns(grouping)
    lines = at.lines_of(statement)
    rows = []
    in_use = {each[0] for each in sums} if grouping[0] == "unit" else set()
    shown = [code for code in places if code in in_use or at.tree_of(tree).is_open(code)]
    for key in _keys(grouping, sums, shown, list(lines), months_of_year(year)):
        values: dict[str, Any] = dict(zip(grouping, key, strict=True))
        if "unit" in values:
            place = places[values["unit"]]
            values |= {"name": place.name, "parent": place.parent, "level": place.level}
        if "line" in values:
            values["line_name"] = lines[values["line"]]
        rows.append(row(**values, **_amounts(sums.get(key, _NOTHING))))
    return Answer(
        question="budget",
        moment=at.moment,
        position=at.position,
        options={"year": year, "unit": unit, "by": by, "statement": statement, "tree": tree},
        columns=row,
        rows=rows,
        total=None if "unit" in grouping else _total(row, grouping, sums),
        notes=[] if sums else [*_undecided(at, year)],
    )


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


def _total(row: type, grouping: Sequence[Dimension], sums: "Sums") -> Any:
    """All rows together: they are parts of one whole, unlike units that contain each other."""
    whole = [sum(amounts) for amounts in zip(*sums.values(), strict=True)] or _NOTHING
    blank = dict.fromkeys((name for dimension in grouping for name in _COLUMNS[dimension]), None)
    return row(**blank, **_amounts(whole))


Key = tuple[Any, ...]
Sums = dict[Key, list[int]]
"""By row, what each kind of decision came to, and what of them all has been reached."""


def _amounts(summed: Sequence[int]) -> dict[str, Money]:
    *kinds, ytd = summed
    return dict(zip(_AMOUNTS, map(Money, (*kinds, sum(kinds), ytd)), strict=True))


_REST: dict[tuple[Dimension, ...], Callable[[str, Month | None], Key]] = {
    (): lambda _line, _month: (),
    ("line",): lambda line, _month: (line,),
    ("month",): lambda _line, month: (month,),
    ("line", "month"): lambda line, month: (line, month),
}
"""What of a row's key is not its unit, by the grouping asked for."""

_PLACES = {kind: place for place, kind in enumerate((*BUDGET_KINDS, "ytd"))}
_AMOUNTS = (*BUDGET_KINDS, "current", "ytd")
_NOTHING = [0] * len(_PLACES)


def _sums(at: At, grouping: Sequence[Dimension], year: int, top: str | None, statement: str, mode: TreeMode) -> Sums:
    """The columns of each row: every unit's own are added up first, and then carried up the tree."""
    monthly = "month" in grouping or mode == "then"
    own: dict[tuple[str, Month | None], dict[Key, list[int]]] = {}
    rest_of = _REST[tuple(dimension for dimension in grouping if dimension != "unit")]
    for column_name, unit, line, month, amount, _, _ in budget_contributions(at, year, statement, monthly=monthly):
        rest = rest_of(line, month)
        cells = own.setdefault((unit, month if mode == "then" else None), {})
        amounts = cells.get(rest)
        if amounts is None:
            amounts = cells[rest] = _NOTHING.copy()
        amounts[_PLACES[column_name]] += amount
    sums: dict[Key, list[int]] = {}
    for (unit, month), cells in own.items():
        for each in _units(at, grouping, mode, unit, month, top):
            for rest, amounts in cells.items():
                key = (each, *rest) if "unit" in grouping else rest
                before = sums.get(key)
                sums[key] = list(map(add, before, amounts)) if before else amounts
    return sums


def _units(
    at: At, grouping: Sequence[Dimension], mode: TreeMode, unit: str, month: Month | None, top: str | None
) -> Sequence[str]:
    above = tuple(rolled_up(at, mode, unit, month, top))
    return above if "unit" in grouping else above[:1]


def _keys(
    grouping: Sequence[Dimension], sums: Sums, units: Sequence[str], lines: Sequence[str], months: Sequence[Month]
) -> Iterator[Key]:
    """The rows in order: every unit or month, but only lines that have something."""
    if tuple(grouping) in (("unit",), ("month",)):
        yield from ((each,) for each in (units if grouping[0] == "unit" else months))
        return
    orders: dict[str, dict[Any, int]] = {
        "unit": {unit: place for place, unit in enumerate(units)},
        "line": {line: place for place, line in enumerate(lines)},
        "month": {month: month.number for month in months},
    }
    ranked = [orders[dimension] for dimension in grouping]
    shown = [key for key in sums if all(part in rank for part, rank in zip(key, ranked, strict=True))]
    yield from sorted(shown, key=lambda key: [rank[part] for part, rank in zip(key, ranked, strict=True)])


def behind(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    """What is behind a column of budgets."""
    year = at.as_of.year if cell.year is None else cell.year
    monthly = cell.month is not None or cell.tree == "then"
    found = budget_contributions(at, year, cell.statement, monthly=monthly, by_fact=True, units=units)
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
    options=(UNIT, BY, STATEMENT, TREE, YEAR),
    example="--year 2024 --unit HSN --by unit,line",
    explained=Explained(
        columns=("original", "adjusted", "transferred", "grants", "carried_over", "current", "ytd"),
        usual="current",
        behind=behind,
        narrowed_by=("unit", "line", "month", "year", "statement", "tree"),
    ),
)
