"""Trees that change from day to day: what units, lines and projects have in common.

A node comes into being under another one or at the top, may be renamed and moved, and may close. Sums are added along
the tree, so that it never has a circle on any day, and nothing open lies under something closed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded
from ledger.domain.rules import World
from ledger.domain.stream import Changes, State
from ledger.domain.timeline import Timeline
from ledger.domain.values.collation import swedish_order
from ledger.domain.values.phrases import counted_phrase, phrase, sentence_case, word


class Node:
    """The history of one unit, line or project."""

    def __init__(self) -> None:
        self.opened = date.max
        self.names: Changes[str] = Changes()
        self.parents: Changes[str | None] = Changes()
        self.orders: Changes[int] = Changes()
        self.closings: Changes[Fact] = Changes()

    def is_open(self, day: date) -> bool:
        return self.opened <= day and self.closings.at(day) is None

    def parent(self, day: date) -> str | None:
        """The node above on *day*; before the opening, the first one."""
        return self.parents.at(max(day, self.opened))

    def name(self, day: date) -> str:
        """What it is called on *day*; before the opening, its first name."""
        return self.names.at(day) or self.names.first() or ""

    def was_open_in(self, first: date, last: date) -> bool:
        """Whether it is open on some day from *first* through *last*."""
        if self.opened > last:
            return False
        closed = self.closings.days()
        return not closed or closed[0] > max(first, self.opened)


class DatedTree(State):
    """The nodes of one kind, and the tree they form on each day."""

    KIND: ClassVar[str]
    """What the nodes are: unit, line or project."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: dict[str, Node] = {}
        self.changes = Timeline()
        """How many times the tree changes on each day."""

    def ancestors(self, code: str, day: date) -> Iterator[str]:
        """The node itself, the one above it on *day*, and so on to the top."""
        seen: set[str] = set()
        above: str | None = code
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            node = self.nodes.get(above)
            above = node.parent(day) if node else None

    def below(self, code: str, day: date) -> Iterator[str]:
        """The open nodes directly below *code* on *day*."""
        return (other for other, node in self.nodes.items() if node.is_open(day) and node.parents.at(day) == code)

    def change_days(self, first: date) -> list[date]:
        """*first* and every later day on which some node opens, closes or comes to belong elsewhere."""
        return [first, *(day for day, _ in self.changes.changes() if day > first)]

    def place(self, code: str, day: date) -> tuple[bool, int, tuple[str, str]]:
        """What children of one parent are sorted by: their order, those without one last, by code."""
        order = self.nodes[code].orders.at(day)
        return order is None, order or 0, swedish_order(code)

    # -- folding -----------------------------------------------------------------------------------------

    def open(self, recorded: Recorded, code: str, name: str, parent: str | None, order: int | None, times: int) -> None:
        if times > 0:
            node = self.nodes[code] = self.suspended.pop(code, None) or Node()
            node.opened = recorded.fact.effective
        else:
            node = self.suspended[code] = self.nodes.pop(code)
        node.names.put(recorded, name, times)
        node.parents.put(recorded, parent, times)
        if order is not None:
            node.orders.put(recorded, order, times)
        self.changes.add(recorded.fact.effective, times)

    def rename(self, recorded: Recorded, code: str, name: str, order: int | None, times: int) -> None:
        self.nodes[code].names.put(recorded, name, times)
        if order is not None:
            self.nodes[code].orders.put(recorded, order, times)

    def move(self, recorded: Recorded, code: str, parent: str, times: int) -> None:
        self.nodes[code].parents.put(recorded, parent, times)
        self.changes.add(recorded.fact.effective, times)

    def close(self, recorded: Recorded, code: str, times: int) -> None:
        self.nodes[code].closings.put(recorded, recorded.fact, times)
        self.changes.add(recorded.fact.effective, times)


class NotOpen(Refused):
    code = "not-open"

    def __init__(self, kind: str, code: str, day: date, why: str) -> None:
        super().__init__(
            phrase(
                "{capitalize} {code} is not open on {day}: {why}",
                capitalize=sentence_case(word(kind)),
                code=code,
                day=day,
                why=why,
            ),
            hint=phrase(
                "See when {kind}s open and close: liggare show {kind}s; or choose another effective date", kind=kind
            ),
        )


class NotOpenInYear(Refused):
    code = "not-open-in-year"

    def __init__(self, kind: str, code: str, year: int, why: str) -> None:
        super().__init__(
            phrase(
                "{capitalize} {code} is not open on any day of {year}: {why}",
                capitalize=sentence_case(word(kind)),
                code=code,
                year=year,
                why=why,
            ),
            hint=phrase("See when {kind}s open and close: liggare show {kind}s; or choose another year", kind=kind),
        )


class TreeWouldLoop(Refused):
    code = "tree-would-loop"

    def __init__(self, kind: str, code: str, parent: str, day: date) -> None:
        relation = (
            phrase("itself")
            if code == parent
            else phrase("{parent}, which belongs to {code}", parent=parent, code=code)
        )
        super().__init__(
            phrase(
                "{capitalize} {code} cannot be placed under {relation} on {day}",
                capitalize=sentence_case(word(kind)),
                code=code,
                relation=relation,
                day=day,
            ),
            hint=phrase("Choose a parent outside the {kind}, or move that one first: liggare show {kind}s", kind=kind),
        )


class NamedAfterClosing(Refused):
    code = "named-after-closing"

    def __init__(self, kind: str, code: str, closes: date, last: date) -> None:
        super().__init__(
            phrase(
                "{capitalize} {code} cannot close on {closes}: facts take effect in it until {last}",
                capitalize=sentence_case(word(kind)),
                code=code,
                closes=closes,
                last=last,
            ),
            hint=phrase(
                "Close it from a later day, or see the facts: liggare journal --{kind} {code}", kind=kind, code=code
            ),
        )


class StillBelow(Refused):
    code = "still-below"

    def __init__(self, kind: str, code: str, day: date, children: list[str]) -> None:
        super().__init__(
            counted_phrase(
                "{Kind} {code} cannot close: {children} still belongs to it on {day}",
                "{Kind} {code} cannot close: {children} still belong to it on {day}",
                len(children),
                Kind=sentence_case(word(kind)),
                code=code,
                children=", ".join(children),
                day=day,
            ),
            hint=phrase("Move or close the {kind}s below it first", kind=kind),
        )


def require_open(tree: DatedTree, code: str, day: date, *, leaving: bool = False) -> None:
    """Raise :class:`NotOpen` unless the node (which exists) is open on *day*; *leaving*: or was on the day before."""
    node = tree.nodes[code]
    if not node.is_open(day) and not (leaving and node.is_open(day - timedelta(days=1))):
        raise NotOpen(tree.KIND, code, day, _why_not(node, day))


def require_open_in_year(tree: DatedTree, code: str, year: int) -> None:
    """Raise :class:`NotOpenInYear` unless the node (which exists) is open on some day of *year*."""
    node, last = tree.nodes[code], date(year, 12, 31)
    if not node.was_open_in(date(year, 1, 1), last):
        raise NotOpenInYear(tree.KIND, code, year, _why_not(node, last))


def _why_not(node: Node, day: date) -> str:
    if day < node.opened:
        return phrase("it opens on {day}", day=node.opened)
    closing = node.closings.at(day)
    assert closing is not None  # noqa: S101 - or it would be open
    successor = getattr(closing, "successor", None)
    closed = phrase("it closed on {day}", day=closing.effective)
    return closed + phrase(", succeeded by {successor}", successor=successor) if successor else closed


def require_parent(tree: DatedTree, code: str, parent: str, day: date) -> None:
    """The new place must be open and outside the node for as long as the node stays there."""
    node = tree.nodes.get(code)
    replaced = node.parents.days() if node else []
    until = min((other for other in replaced if other > day), default=date.max)
    is_new = node is None and code not in tree.suspended  # then nothing is below it, however deep its place
    for when in tree.change_days(day):
        if when >= until or (node is not None and not node.is_open(when)):
            break
        if code == parent or (not is_new and code in tree.ancestors(parent, when)):
            raise TreeWouldLoop(tree.KIND, code, parent, when)
        require_open(tree, parent, when)


def require_closable(world: World, tree: DatedTree, code: str, day: date) -> None:
    """Nothing takes effect in the node from *day* on, and nothing belongs to it."""
    last = world.mentions_of(tree.KIND, code).needed_from.last_day()
    if last is not None and last >= day:
        raise NamedAfterClosing(tree.KIND, code, day, last)
    for when in tree.change_days(day):
        children = sorted(tree.below(code, when), key=swedish_order)
        if children:
            raise StillBelow(tree.KIND, code, when, children)


def require_tree_without(tree: DatedTree, day: date) -> None:
    """Raise a refusal if the tree breaks a rule from *day* on, now that a fact about it no longer counts."""
    for code, node in tree.nodes.items():
        for when in tree.change_days(max(node.opened, day)):
            parent = node.parents.at(when)
            if parent is None or not node.is_open(when):
                continue
            if code in tree.ancestors(parent, when):
                raise TreeWouldLoop(tree.KIND, code, parent, when)
            require_open(tree, parent, when)
