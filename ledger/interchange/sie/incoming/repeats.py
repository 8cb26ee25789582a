"""Rows and vouchers that stand more than once in a file."""

from array import array
from collections import Counter
from collections.abc import Hashable

_SHARES = 64
"""The rows are kept in so many heaps, one of which is looked through at a time."""


class Repeats:
    """Finds what is identical among millions of rows, for twelve bytes a row: a hash and a line number."""

    def __init__(self) -> None:
        self._hashes = [array("q") for _ in range(_SHARES)]
        self._lines = [array("I") for _ in range(_SHARES)]

    def add(self, what: Hashable, row: int) -> None:
        """Keep what stands in a row. Sixty-four bits of hash tell rows of any file apart."""
        number = hash(what)
        share = number % _SHARES
        self._hashes[share].append(number)
        self._lines[share].append(row)

    def found(self) -> list[tuple[int, int]]:
        """The rows that say again what an earlier row says, each with that row, in order."""
        pairs: list[tuple[int, int]] = []
        for hashes, lines in zip(self._hashes, self._lines, strict=True):
            again = {number for number, times in Counter(hashes).items() if times > 1} if hashes else set()
            first: dict[int, int] = {}
            for number, line in zip(hashes, lines, strict=True) if again else ():
                if number not in again:
                    continue
                if number in first:
                    pairs.append((line, first[number]))
                else:
                    first[number] = line
        return sorted(pairs)
