"""What is intact in a ledger's file, however broken the rest: page by page, each fact proved by its checksum.

The file and its ``-wal`` are read as plain bytes, never through SQLite, which would write beside them and stops at the
first thing that does not hold together.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

import attrs

from ledger.domain.values.phrases import phrase
from ledger.store.checksums import checksum
from ledger.store.codec import decode, is_canonical
from ledger.store.errors import DamagedFact, LedgerOutOfReach, NoLedger, NotALedger
from ledger.store.salvaging.pages import INDEX_INTERIOR, INDEX_LEAF, TABLE_LEAF, Page, Row
from ledger.store.salvaging.wal import Wal, read_wal

_MAGIC = b"SQLite format 3\0"
_USUAL_SIZE = 4096
_SIZES = [2**power for power in range(9, 17)]
"""How large SQLite's pages may be."""
_SPARE_AT = 20
"""Where the file says how many bytes at the end of each page are not used."""
_COLUMNS = 8
_COLUMNS_WITHOUT_CHECKSUM = 7
"""In files of the first format."""
_BY_ID, _BY_STREAM = 2, 3
"""How many values an entry has in the index of ids, and in that of streams and versions."""


class Intact(NamedTuple):
    """A fact exactly as it was recorded: it has the checksum it was recorded with.

    In a file of the first format, which has none: it reads well, and is filed under what it says.
    """

    position: int
    recorded_at: int
    state: bytes


class Place(NamedTuple):
    """Where facts stand."""

    first: int
    """The lowest of their positions."""
    in_wal: bool
    """Whether what stands behind damage in the ``-wal`` is meant."""
    at: int
    """The number of the page."""


@attrs.define
class Survey:
    """What was met on the way through all pages."""

    facts: int = 0
    places: list[Place] = attrs.field(factory=list)
    changed: set[int] = attrs.field(factory=set)
    """Positions of rows whose bytes are not those that were recorded."""
    broken_pages: int = 0


class Wreck:
    """A ledger's file that may be damaged anywhere. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _opened(path)
        self._wal_file: BinaryIO | None = None
        wal = path.with_name(path.name + "-wal")
        with suppress(OSError):
            self._wal_file = wal.open("rb") if wal.is_file() else None
        self.wal = read_wal(self._wal_file) if self._wal_file else Wal()
        self._size = _USUAL_SIZE
        self._usable = _USUAL_SIZE
        try:
            self.survey = self._surveyed()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._file.close()
        if self._wal_file:
            self._wal_file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    @property
    def missing_pages(self) -> int:
        """How many pages the file should have beyond its end, as far as it says."""
        header = self._read(self._file, 0, 32)
        if not header.startswith(_MAGIC):
            return 0
        told = int.from_bytes(header[28:32])
        there = max([self._pages(), *self.wal.committed])
        return max(0, told - there) if told < _MOST_PAGES else 0

    def facts(self) -> Iterator[Intact]:
        """Every intact fact, in the order of positions and instants."""
        position = recorded_at = 0
        for place in sorted(self.survey.places):
            for fact in sorted(self._intact(place, Survey())):
                if fact.position > position and fact.recorded_at > recorded_at:
                    yield fact
                    position, recorded_at = fact.position, fact.recorded_at

    def filed(self, lost: "Lost") -> dict[int, str]:
        """The ids of *lost* facts and of those that came after them, as far as an index still tells."""
        ids: dict[int, str] = {}
        streams: set[int] = set()
        for number in self._numbers():
            for values in self._index_entries(number):
                position = values[-1]
                if lost.holds(position):
                    if len(values) == _BY_ID:
                        ids[position] = values[0]
                    else:
                        streams.add(position)
        return {position: ids.get(position, "") for position in sorted(ids.keys() | streams)}

    # -- pages -------------------------------------------------------------------------------------------

    def _surveyed(self) -> Survey:
        """The survey by the layout that finds most: the file may no longer say the right one."""
        best, best_layout = Survey(), (_USUAL_SIZE, _USUAL_SIZE)
        for layout in self._layouts():
            self._size, self._usable = layout
            found = self._scan()
            if found.facts > best.facts:
                best, best_layout = found, layout
            if not found.broken_pages:
                break
        self._size, self._usable = best_layout
        if not best.facts and b"CREATE TABLE stored_events" not in self._page(1):
            raise NotALedger(self.path, phrase("there is no fact in it, and nothing that says there should be"))
        return best

    def _layouts(self) -> list[tuple[int, int]]:
        """How large pages may be, and how much of them is used: what the file says first, then what is usual."""
        header = self._read(self._file, 0, _SPARE_AT + 1).ljust(_SPARE_AT + 1, b"\0")
        stated = int.from_bytes(header[16:18])
        size = _SIZES[-1] if stated == 1 else stated
        usual = (_USUAL_SIZE, _USUAL_SIZE)
        return list(dict.fromkeys([(size, size - header[_SPARE_AT]), usual])) if size in _SIZES else [usual]

    def _scan(self) -> Survey:
        survey = Survey()
        places = [Place(0, in_wal=False, at=number) for number in self._numbers()]
        places += [Place(0, in_wal=True, at=number) for number in self.wal.passed_over]
        for place in places:
            positions = [fact.position for fact in self._intact(place, survey)]
            if positions:
                survey.facts += len(positions)
                survey.places.append(place._replace(first=min(positions)))
        return survey

    def _intact(self, place: Place, survey: Survey) -> Iterator[Intact]:
        """The intact facts on one page. Whatever else is met there is noted in the *survey*."""
        page = self._opened_page(place)
        sound = page.kind in {TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR}
        found: set[int] = set()
        for row in page.rows() if sound else ():
            if row is None or not row.values:
                sound = False
            elif page.kind == TABLE_LEAF and len(row.values) in (_COLUMNS, _COLUMNS_WITHOUT_CHECKSUM):
                fact = _fact(row)
                if fact is None:
                    survey.changed.add(row.rowid)
                else:
                    found.add(fact.position)
                    yield fact
        if sound:
            return
        carved = [fact for row in page.carved() if (fact := _fact(row)) and fact.position not in found]
        survey.broken_pages += bool(found or carved)
        yield from carved

    def _opened_page(self, place: Place) -> Page:
        if place.in_wal:
            return Page(self._page_behind(place.at), self._usable, self._page_behind, first=place.at == 1)
        return Page(self._page(place.at), self._usable, self._page, first=place.at == 1)

    def _index_entries(self, number: int) -> Iterator[list[Any]]:
        page = Page(self._page(number), self._usable, self._page, first=number == 1)
        if page.kind not in {INDEX_LEAF, INDEX_INTERIOR}:
            return
        for row in page.rows():
            if row and len(row.values) in {_BY_ID, _BY_STREAM} and type(row.values[-1]) is int:
                yield row.values

    def _numbers(self) -> list[int]:
        """The numbers of all pages, also of those that stand in the ``-wal`` alone."""
        return sorted({*range(1, self._pages() + 1), *self.wal.committed})

    def _pages(self) -> int:
        return -(-os.fstat(self._file.fileno()).st_size // self._size)

    def _page(self, number: int) -> bytes:
        """The newest committed version of a page; empty where there is none, or the disk refuses."""
        at = self.wal.committed.get(number)
        if at is not None and self._wal_file and self.wal.page_size == self._size:
            return self._read(self._wal_file, at, self._size)
        return self._read(self._file, (number - 1) * self._size, self._size) if number > 0 else b""

    def _page_behind(self, number: int) -> bytes:
        """The version of a page that SQLite no longer reads, or the newest that it does."""
        at = self.wal.passed_over.get(number)
        if at is not None and self._wal_file and self.wal.page_size == self._size:
            return self._read(self._wal_file, at, self._size)
        return self._page(number)

    @staticmethod
    def _read(file: BinaryIO, at: int, size: int) -> bytes:
        try:
            return os.pread(file.fileno(), size, at)
        except OSError:  # a sector that the disk cannot read any more
            return b""


class Lost(NamedTuple):
    """Positions that no intact fact has: those in gaps, and whatever came after the last one."""

    gaps: list[tuple[int, int]]
    last: int

    def holds(self, position: int) -> bool:
        return position > self.last or any(first <= position <= last for first, last in self.gaps)


_MOST_PAGES = 2**31


def _opened(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise NotALedger(path, phrase("it is a directory"))
        if path.exists() and not path.is_file():
            raise NotALedger(path, phrase("it is no ordinary file"))
        return path.open("rb")
    except FileNotFoundError:
        raise NoLedger(path) from None
    except OSError as error:
        raise LedgerOutOfReach(path, error.strerror or str(error)) from error


def _fact(row: Row) -> Intact | None:
    """The fact in a row of the log; None if it is not as it was recorded."""
    if len(row.values) not in (_COLUMNS, _COLUMNS_WITHOUT_CHECKSUM) or row.rowid < 1:
        return None
    _, _, _, topic, state, recorded_at, fact_id, *summed = row.values
    if type(state) is not bytes or type(recorded_at) is not int or not state.startswith(b'{"'):
        return None
    is_summed = bool(summed) and checksum(row.rowid, recorded_at, state) == summed[0]
    if is_summed or (not summed and _reads_well(topic, fact_id, state)):
        return Intact(row.rowid, recorded_at, state)
    return None


def _reads_well(topic: object, fact_id: object, state: bytes) -> bool:
    """Whether a fact without a checksum is spelled as liggare spells it, and filed under its own type and id."""
    try:
        fact = decode(str(topic), state)
    except DamagedFact:
        return False
    return fact.id == fact_id and is_canonical(fact, state)
