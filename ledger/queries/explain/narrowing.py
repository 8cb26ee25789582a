"""Refuse filter values that do not exist, instead of answering 0."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import get_args

from ledger.domain.errors import Refused
from ledger.domain.fact import definition
from ledger.domain.money.forecasts import OUTCOME
from ledger.domain.postings import split_staff_item
from ledger.domain.staff.workforce import WorkforceEmployment
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.phrases import joined, phrase, word
from ledger.queries.at import At
from ledger.queries.cell import Asked, Cell
from ledger.queries.contributions.forecasts import Forecasts

MOST_NAMED = 12
"""So many of the words there are fit in a hint."""


class NoSuchCode(Refused):
    code = "no-such-code"

    def __init__(self, kind: str, code: str, as_of: date, known: Sequence[str]) -> None:
        folded = {each.casefold(): each for each in known}
        near = get_close_matches(code.casefold(), folded, n=1)
        meant = phrase("Did you mean {folded}? ", folded=folded[near[0]]) if near else ""
        more = ", …" if len(known) > MOST_NAMED else ""
        there = (
            phrase("The ledger knows {known}{more}", known=", ".join(known[:MOST_NAMED]), more=more)
            if known
            else phrase("The ledger knows none by then")
        )
        super().__init__(
            phrase("There is no {kind} {code!r} as of {as_of}", kind=word(kind), code=code, as_of=as_of),
            hint=joined("", (meant, there)),
        )


def require_known(asked: Asked) -> None:
    """Raise :class:`NoSuchCode` for a word that is known at none of the moments."""
    for name, (kind, known_by) in _KNOWN.items():
        words = [getattr(cell, name) for _, cell in asked if getattr(cell, name) is not None]
        known = {code for at, cell in asked for code in known_by(at, cell)} if words else set()
        for code in words:
            if code not in known:
                raise NoSuchCode(kind, code, asked[-1][0].as_of, sorted(known))


def _plans(at: At) -> Mapping[str, Sequence[str]]:
    from ledger.queries.contributions.savings import phases_by_plan  # which figures in kronor by line have no need of

    return phases_by_plan(at)


def _measures(at: At, _: Cell) -> Iterable[str]:
    from ledger.queries.contributions.savings import plans_of

    plans, _cancelled = plans_of(at)
    return (measure for plan in plans.values() for measure in plan.measures)


def _indicators(at: At, _: Cell) -> Iterable[str]:
    defined = (definition(recorded.fact) for recorded in at.register("indicators"))
    return (found[1] for found in defined if found is not None)


def _phases(at: At, cell: Cell) -> Iterable[str]:
    return (phase for plan, phases in _plans(at).items() if cell.plan in (None, plan) for phase in phases)


def _categories(at: At, _: Cell) -> Iterable[str]:
    items = {total.item for total in at.figures.totals("positions")}
    reported = at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of))
    items.update(each.item for each in reported)
    return (category for category, _ in map(split_staff_item, items) if category)


def _versions(at: At, cell: Cell) -> Iterable[str]:
    """The versions that count something of the unit or what is below it, and the outcome of the year."""
    year = at.as_of.year if cell.year is None else cell.year
    tree = at.tree_of(cell.tree)
    top = cell.unit if cell.unit is None or cell.unit in tree else None  # an unknown unit is told of by itself
    versions = Forecasts(at, year).versions
    return (OUTCOME, *(each.label for each in versions if any(tree.within(unit, top) for unit in each.units)))


_KNOWN: Mapping[str, tuple[str, Callable[[At, Cell], Iterable[str]]]] = {
    "line": ("line", lambda at, _: at.lines),
    "project": ("project", lambda at, _: at.projects.nodes),
    "plan": ("savings plan", lambda at, _: _plans(at)),
    "phase": ("phase", _phases),
    "measure": ("measure", _measures),
    "indicator": ("indicator", _indicators),
    "category": ("staff category", _categories),
    "employment": ("form of employment", lambda _, __: get_args(WorkforceEmployment)),
    "version": ("forecast version", _versions),
}
"""What each option is called in a sentence, and the words it may be."""
