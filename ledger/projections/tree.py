"""A tree of units, lines or projects on a day."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from ledger.domain.organisation.tree import DatedTree


@attrs.frozen
class Place:
    """A node's place in the tree."""

    code: str
    name: str
    parent: str | None
    level: int
    """0 at the top of the whole tree."""

    @property
    def unit(self) -> str:
        """The code, where the tree is that of units."""
        return self.code


class Tree:
    """The nodes as they belong together on *day*, children in their own order, those without one last, by code."""

    def __init__(self, dated: DatedTree, day: date) -> None:
        self._dated = dated
        self._day = day
        self._children: dict[str | None, list[str]] = {}
        for code, node in dated.nodes.items():
            self._children.setdefault(node.parent(day), []).append(code)
        for codes in self._children.values():
            codes.sort(key=lambda code: dated.place(code, day))
        self._above: dict[str, tuple[str, ...]] = {}

    def __contains__(self, code: str) -> bool:
        """Whether there is such a node, open or not."""
        return code in self._dated.nodes

    def above(self, code: str) -> tuple[str, ...]:
        """The node itself, and every node it belongs to."""
        found = self._above.get(code)
        if found is None:
            found = self._above[code] = tuple(self._dated.ancestors(code, self._day))
        return found

    def upwards(self, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Some nodes and all above them, each with the node it belongs to, and only after all that belong to it."""
        parents: dict[str, str | None] = {}
        for code in codes:
            path: dict[str, str | None] = {}
            at: str | None = code
            while at is not None and at not in parents and at not in path:
                node = self._dated.nodes.get(at)
                path[at] = node.parent(self._day) if node else None
                at = path[at]
            parents |= dict(reversed(path.items()))
        for code, parent in reversed(parents.items()):
            if parent is not None:
                yield code, parent

    def places(self, top: str | None = None) -> Iterator[Place]:
        """Every node (from *top* down, if given) with its place, each before what belongs to it."""
        level = len(self.above(top)) - 1 if top is not None else 0
        waiting = [(code, level) for code in reversed([top] if top is not None else self._children.get(None, []))]
        while waiting:
            code, level = waiting.pop()
            node = self._dated.nodes[code]
            yield Place(code, node.name(self._day), node.parent(self._day), level)
            waiting += [(child, level + 1) for child in reversed(self._children.get(code, []))]

    def below(self, code: str) -> list[str]:
        """The nodes directly below a node, in their order."""
        return self._children.get(code, [])

    def is_open(self, code: str) -> bool:
        return self._dated.nodes[code].is_open(self._day)

    def within(self, code: str, top: str | None) -> bool:
        """Whether the node is *top* or belongs to it; every node is within None."""
        return top is None or top in self.above(code)
