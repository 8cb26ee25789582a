"""What narrows a figure down has to be there: a word that nobody knows must not be answered with a sum of nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from ledger.domain.days import FIRST_DAY, Month
from ledger.domain.errors import Refused, Unreadable
from ledger.domain.postings import split_staff_item
from ledger.domain.staff.workforce import WorkforceEmployment
from ledger.queries.at import At
from ledger.queries.questions.forecast import submissions
from ledger.queries.questions.savings import phases_by_plan

if TYPE_CHECKING:
    from ledger.queries.explain.figures import Cell

MOST_NAMED = 12
"""So many of the words there are fit in a hint."""

Asked = Sequence[tuple[At, "Cell"]]
"""The moments that are asked about, each with the figure that is meant there."""


class NoSuchCode(Refused):
    code = "no-such-code"

    def __init__(self, kind: str, code: str, as_of: date, known: Sequence[str]) -> None:
        folded = {each.casefold(): each for each in known}
        near = get_close_matches(code.casefold(), folded, n=1)
        meant = f"Did you mean {folded[near[0]]}? " if near else ""
        more = ", …" if len(known) > MOST_NAMED else ""
        there = f"The ledger knows {', '.join(known[:MOST_NAMED])}{more}" if known else "The ledger knows none by then"
        super().__init__(f"There is no {kind} {code!r} as of {as_of}", hint=f"{meant}{there}")


class PartsNotAdded(Unreadable):
    code = "parts-not-added"

    def __init__(self, measure: str, reported: Iterable[tuple[str | None, str]]) -> None:
        rows = sorted(f"--category {category} --employment {form}" for category, form in reported if category)
        rows += sorted(f"--employment {form}" for category, form in reported if not category)
        super().__init__(
            f"{measure!r} was reported in parts, which are not added up: the same person may be in several of them",
            hint=f"Ask about one of them: {'; '.join(rows[:MOST_NAMED])}",
        )


class NoLines(Unreadable):
    code = "no-lines"

    def __init__(self, question: str) -> None:
        super().__init__(f"{question!r} has no lines: it is not about money by line", hint=_OTHERWISE[question])


_OTHERWISE = {
    "staffing": "Leave out the line, and narrow it down with --category and --employment",
    "savings": "Leave out the line, and narrow it down with --plan and --phase",
}
"""What there is to narrow down by in the questions that have no lines."""


def require_lines(question: str) -> None:
    """Raise :class:`NoLines` for a question whose figures are not divided into lines."""
    if question in _OTHERWISE:
        raise NoLines(question)


def require_known(question: str, asked: Asked) -> None:
    """Raise :class:`NoSuchCode` for a word known at no moment, and :class:`NoLines` for a line out of place."""
    if any(cell.line is not None for _, cell in asked):
        require_lines(question)
    for name, (kind, known_by) in _KNOWN.items():
        words = [getattr(cell, name) for _, cell in asked if getattr(cell, name) is not None]
        known = {word for at, cell in asked for word in known_by(at, cell)} if words else set()
        for word in words:
            if word not in known:
                raise NoSuchCode(kind, word, asked[-1][0].as_of, sorted(known))


def _phases(at: At, cell: "Cell") -> Iterable[str]:
    return (phase for plan, phases in phases_by_plan(at).items() if cell.plan in (None, plan) for phase in phases)


def _categories(at: At, _: "Cell") -> Iterable[str]:
    items = {total.item for total in at.figures.totals("positions")}
    reported = at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of))
    items.update(each.item for each in reported)
    return (category for category, _ in map(split_staff_item, items) if category)


def _versions(at: At, cell: "Cell") -> Iterable[str]:
    """The versions that the unit and those below it have submitted for the year."""
    year = at.as_of.year if cell.year is None else cell.year
    tree = at.tree_of(cell.tree)
    top = cell.unit if cell.unit is None or cell.unit in tree else None  # an unknown unit is told of by itself
    return (each.fact.version for each in submissions(at, year) if tree.within(each.fact.unit, top))


_KNOWN: Mapping[str, tuple[str, Callable[[At, "Cell"], Iterable[str]]]] = {
    "line": ("line", lambda at, _: at.lines),
    "plan": ("savings plan", lambda at, _: phases_by_plan(at)),
    "phase": ("phase", _phases),
    "category": ("staff category", _categories),
    "employment": ("form of employment", lambda _, __: get_args(WorkforceEmployment)),
    "version": ("forecast version", _versions),
}
"""What each option is called in a sentence, and the words it may be."""


def require_one_row(asked: Asked, measure: str) -> None:
    """Raise :class:`PartsNotAdded` where a measure of people was reported, but never for the row that is meant."""
    reported = {row for at, cell in asked for row in _reported(at, cell, measure)}
    if reported and not any(workforce_row(cell) in reported for _, cell in asked):
        raise PartsNotAdded(measure, reported)


def _reported(at: At, cell: "Cell", measure: str) -> Iterable[tuple[str | None, str]]:
    """The categories and forms of employment that a measure was reported for, as far as they are not narrowed down."""
    for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        tree = at.tree_of(cell.tree, Month(each.month))
        if each.kind == measure and is_within(cell, each.item) and tree.within(each.unit, cell.unit):
            yield split_staff_item(each.item)


def is_within(cell: "Cell", item: str) -> bool:
    """Whether a category and form of employment are among those that are meant."""
    category, form = split_staff_item(item)
    return cell.category in (None, category) and cell.employment in (None, form)


def workforce_row(cell: "Cell") -> tuple[str | None, str]:
    """The category and form of employment whose people are meant; what is left out means the row of all."""
    return cell.category, cell.employment or "all"
