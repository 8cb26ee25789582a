"""Postings: what a fact adds to figures, or states them to be. The only place where facts become figures.

Two forms. A *flow* adds to what was there: budgets, positions. A *statement* says what a figure is and replaces
what was stated before for the same key: outcomes, the workforce, effects. Both are named tuples, because they are
made by the million and kept by none. The posting of a fact is declared in the module of the fact.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from ledger.domain.fact import Fact

NO_MONTH = 0


class Flow(NamedTuple):
    """An amount that adds to a figure from the fact's effective date on."""

    measure: str
    """What is counted: ``budget`` in öre; in thousandths ``positions``, ``exempted`` (established under an exemption)
    and ``carried-out`` (taken out in the name of a measure)."""
    kind: str
    """Why it changes: the column it belongs to."""
    unit: str
    item: str
    """The line (with the project, see :func:`money_item`), or the category and form of employment."""
    first: int
    last: int
    """The months the amount is spread over evenly (their numbers); 0 where months mean nothing."""
    amount: int

    def through(self, month: int) -> int:
        """What of the amount belongs to months up to and including one (its number).

        Every month gets an equal part cut toward zero to whole öre; the last month gets the rest.
        """
        if month >= self.last:
            return self.amount
        if month < self.first:
            return 0
        sign = -1 if self.amount < 0 else 1
        return sign * (abs(self.amount) // (self.last - self.first + 1)) * (month - self.first + 1)


class Statement(NamedTuple):
    """A figure that replaces what was stated for the same measure, kind, unit, item and month."""

    measure: str
    """``outcome`` in öre, ``workforce`` and ``causes`` in thousandths, ``effect`` in öre or thousandths by kind."""
    kind: str
    unit: str
    item: str
    month: int
    amount: int


Posting = Flow | Statement
P = TypeVar("P", bound=Callable[[Any], Iterator[Posting]])

_posting: dict[str, Callable[[Any], Iterator[Posting]]] = {}


def posting(*types: type[Fact]) -> Callable[[P], P]:
    """Declare what facts of these types post."""

    def declare(post: P) -> P:
        for each in types:
            _declare(each, post)
        return post

    return declare


def no_posting(*types: type[Fact]) -> None:
    """Declare that facts of these types change no sum: they are registers, or speak of other facts."""
    for each in types:
        _declare(each, _nothing)


def _nothing(_: Fact) -> Iterator[Posting]:
    return iter(())


def _declare(cls: type[Fact], post: Callable[[Any], Iterator[Posting]]) -> None:
    if cls.TYPE in _posting:
        message = f"two postings for {cls.TYPE}"
        raise TypeError(message)
    _posting[cls.TYPE] = post


def has_posting(type_: str) -> bool:
    """Whether it was declared what the facts of a type post, if only that they post nothing."""
    return type_ in _posting


def posts_figures(type_: str) -> bool:
    """Whether facts of a type change figures."""
    return _posting[type_] is not _nothing


def postings(fact: Fact) -> Iterator[Posting]:
    """What the fact adds to figures or states them to be."""
    return _posting[fact.TYPE](fact)


def money_item(line: str, project: str | None) -> str:
    """The item that money is posted under: a line, and the project it belongs to if there is one."""
    return line if project is None else f"{line}\x1f{project}"


def split_money_item(item: str) -> tuple[str, str | None]:
    """The line and the project of an item."""
    line, _, project = item.partition("\x1f")
    return line, project or None


class StaffItem(NamedTuple):
    """What positions and people are posted under, and what their causes are."""

    category: str | None
    """None for all categories together."""
    employment: str
    project: str | None = None
    first: int = NO_MONTH
    """The number of the first month that hours cover; 0 where months mean nothing."""
    cause: str | None = None


def staff_item(
    category: str | None, employment: str, project: str | None = None, first: int = NO_MONTH, cause: str | None = None
) -> str:
    """A staff item as one text; a report for all categories has an empty one."""
    parts = [category or "", employment, project or "", str(first) if first else "", cause or ""]
    while not parts[-1]:
        parts.pop()
    return "\x1f".join(parts)


def split_staff_item(item: str) -> tuple[str | None, str]:
    """The category and the form of employment of an item."""
    return staff_parts(item)[:2]


def staff_parts(item: str) -> StaffItem:
    """All parts of an item."""
    category, employment, project, first, cause = (item.split("\x1f") + _NO_PARTS)[:5]
    return StaffItem(category or None, employment, project or None, int(first or NO_MONTH), cause or None)


_NO_PARTS = ["", "", "", "", ""]
