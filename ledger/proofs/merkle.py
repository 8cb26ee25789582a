"""Merkle trees as RFC 6962 hashes and proves them, computed while facts stream by.

Nothing is kept but the roots of finished subtrees: as many as the number of leaves has binary digits. A proof is
a list of roots of ranges of leaves, so one pass over the log gives any of them.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice

HASH_SIZE = 32

Range = tuple[int, int]
"""Leaves from one index (counted from 0) to another, which is not included."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """The root of the leaves added so far."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []
        """The roots of full subtrees from left to right, one for every binary digit 1 of the size."""

    def add(self, leaf: bytes) -> None:
        root, full = sha256(b"\x00" + leaf).digest(), self.size
        while full & 1:
            root = sha256(b"\x01" + self._roots.pop() + root).digest()
            full >>= 1
        self._roots.append(root)
        self.size += 1

    def root(self) -> bytes:
        """The root hash; that of no leaves is the hash of nothing."""
        if not self._roots:
            return sha256().digest()
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose roots lead from the leaf to the root of *size* leaves, the leaf's neighbour first."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    ranges: list[Range] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _left_part(last - first)
        if index < middle:
            ranges.append((middle, last))
            last = middle
        else:
            ranges.append((first, middle))
            first = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The ranges whose roots prove that a tree of *new* leaves begins with the *old* ones, as RFC 6962 orders them."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot begin with {old} leaves")
    if old == 0:
        return []  # anything begins with nothing
    ranges: list[Range] = []
    first, last = 0, new
    while old < last:
        middle = first + _left_part(last - first)
        if old <= middle:
            ranges.append((middle, last))
            last = middle
        else:
            ranges.append((first, middle))
            first = middle
    if first > 0:  # otherwise the range is the old tree, whose root the verifier has
        ranges.append((first, last))
    return ranges[::-1]


def roots_of(ranges: Sequence[Range], leaves: Iterable[bytes]) -> list[bytes]:
    """The root of each of these ranges, which must not overlap, from one pass over the leaves."""
    stream, at = iter(leaves), 0
    roots: dict[Range, bytes] = {}
    for first, last in sorted(ranges):
        for _ in islice(stream, first - at):
            pass
        tree = Tree()
        for leaf in islice(stream, last - first):
            tree.add(leaf)
        if tree.size != last - first:
            raise ValueError(f"there are fewer than {last} leaves")
        roots[first, last], at = tree.root(), last
    return [roots[each] for each in ranges]


def root_by_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to from the leaf's own bytes; None when the path has not the right length."""
    ranges = inclusion_ranges(index, size)
    if len(ranges) != len(path):
        return None
    root = leaf_hash(leaf)
    for (_, last), beside in zip(ranges, path, strict=True):
        root = node_hash(beside, root) if last <= index else node_hash(root, beside)
    return root


def is_consistent(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows that the tree of *new* leaves begins with the *old* ones (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and (old_root == new_root if old == new else old_root == Tree().root())
    hashes = [old_root, *proof] if old & (old - 1) == 0 else [*proof]
    if not hashes:
        return False
    before, after = old - 1, new - 1
    while before & 1:
        before, after = before >> 1, after >> 1
    then = now = hashes[0]
    for each in hashes[1:]:
        if after == 0:
            return False
        if before & 1 or before == after:
            then, now = node_hash(each, then), node_hash(each, now)
            while before and not before & 1:
                before, after = before >> 1, after >> 1
        else:
            now = node_hash(now, each)
        before, after = before >> 1, after >> 1
    return after == 0 and then == old_root and now == new_root


def _left_part(size: int) -> int:
    """How many of the leaves stand in the left subtree: the largest power of two below *size*."""
    return 1 << (size - 1).bit_length() - 1
