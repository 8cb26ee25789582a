"""Which import brought a fact."""

from bisect import bisect_right
from collections.abc import Iterable

from ledger.domain.control.imports import ImportFinished
from ledger.domain.fact import Recorded


class Brought:
    """Imports by the facts they brought."""

    def __init__(self, facts: Iterable[Recorded]) -> None:
        """*facts*: what imports said of themselves, in their order."""
        self.imports = [(recorded, recorded.fact) for recorded in facts if isinstance(recorded.fact, ImportFinished)]
        self._firsts = [fact.first for _, fact in self.imports]

    def by(self, position: int) -> int | None:
        """The number of the import that brought the fact at a position, if one did."""
        place = bisect_right(self._firsts, position) - 1
        if place < 0 or position > self.imports[place][1].last:
            return None
        return self.imports[place][1].import_
