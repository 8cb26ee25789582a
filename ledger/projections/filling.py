"""Facts into rows of the read model."""

import sqlite3
from collections import Counter
from operator import itemgetter

from ledger.domain.control.counting import Change, Counting, policies_of
from ledger.domain.control.policies import PolicySet
from ledger.domain.fact import Recorded, Reference
from ledger.domain.postings import Flow, Statement, postings
from ledger.domain.values.days import instant_text
from ledger.projections.fact_log import FactLog
from ledger.projections.figures import book_name

_YEAR = 12


class _Words(dict[str, int]):
    """Numbers that stand for words; a word that has none gets the next."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class _Books(dict[tuple[str, int], int]):
    """The numbers of books, by measure and year (0 where months mean nothing)."""

    def __init__(self, words: _Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, book: tuple[str, int]) -> int:
        number = self[book] = self._words[book_name(*book)]
        return number


class Filler:
    """Turns facts into rows, remembering what it must between them."""

    def __init__(self, connection: sqlite3.Connection, log: FactLog) -> None:
        self._connection = connection
        self._words = _Words((word, number) for number, word in connection.execute("SELECT id, word FROM words"))
        self._known_words = len(self._words)
        self._books = _Books(self._words)
        self._log = log
        self._counting = Counting(self._find)
        self._marks: set[tuple[int, str, int]] | None = None
        """The marks in the table, once it was necessary to read them."""
        self._flows: list[tuple[int, ...]] = []
        self._leg = 0
        """How many flows have been posted at the position of the fact being added."""
        self._statements: list[tuple[int, ...]] = []
        self._last: Recorded | None = None
        self._recall_policies()

    # -- what earlier facts have left behind -------------------------------------------------------------

    def _recall_policies(self) -> None:
        (after,) = self._connection.execute("SELECT value FROM meta WHERE key = 'position'").fetchone()
        known = [recorded for _, recorded in self._log.stream("control") if recorded.position <= int(after)]
        if any(isinstance(recorded.fact, PolicySet) for recorded in known):
            self._counting.policies = policies_of(known, self._find)
            self._recall_marks()

    def _recall_marks(self) -> None:
        """Facts that wait, that were reversed and that were attested: of a long history, a long list."""
        self._marks = set(self._connection.execute("SELECT position, mark, value FROM marks"))
        self._counting.recall(self._marks)

    def _find(self, reference: Reference) -> Recorded | None:
        found = self._log.find(reference)
        return found[0] if found else None

    # -- posting -----------------------------------------------------------------------------------------

    def add(self, recorded: Recorded) -> None:
        self._last, self._leg = recorded, 0
        if self._counting.is_plain(recorded.fact):
            self._post(recorded, recorded.position)
            return
        if self._marks is None:
            self._recall_marks()
        for change in self._counting.learn(recorded):
            self._follow(change)

    def _follow(self, change: Change) -> None:
        """Post what comes to count, and post again with the opposite sign, or void, what ceases to."""
        recorded, at = change.recorded, change.at
        if change.counts:
            self._post(recorded, at)
            return
        self._post(recorded, at, sign=-1)
        if any(isinstance(posting, Statement) for posting in postings(recorded.fact)):
            self._connection.execute("INSERT INTO voided VALUES (?, ?)", (recorded.position, at))

    def _post(self, recorded: Recorded, at: int, sign: int = 1) -> None:
        """The rows of a fact that counts from a position on; with *sign* -1 of one that no longer does."""
        fact, back, words = recorded.fact, at - recorded.position, self._words
        effective = fact.effective
        day, in_month = effective.day, effective.year * _YEAR + effective.month - 1
        for posting in postings(fact):
            if isinstance(posting, Flow):
                measure, kind, unit, item, first, last, amount = posting
                book, start = self._books[measure, first // _YEAR], first % _YEAR
                end, codes = start + last - first, (words[kind], words[unit], words[item])
                self._flows.append((book, in_month, at, self._leg, day, back, *codes, start, end, sign * amount))
                self._leg += 1
            elif sign > 0:
                measure, kind, unit, item, month, amount = posting
                key = (words[measure], month, words[kind], words[unit], words[item])
                self._statements.append((*key, effective.toordinal(), at - back, at, amount))

    # -- writing -----------------------------------------------------------------------------------------

    def finish(self, through: int) -> None:
        run = self._connection.executemany
        self._flows.sort()
        run("INSERT INTO flows VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", self._flows)
        run("INSERT INTO statements VALUES (?,?,?,?,?,?,?,?,?)", sorted(self._statements))
        months = Counter(map(itemgetter(0, 1), self._flows))
        run(
            "INSERT INTO months VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
            [(*key, count) for key, count in sorted(months.items())],
        )
        new = list(self._words.items())[self._known_words :]
        run("INSERT INTO words VALUES (?, ?)", [(number, word) for word, number in new])
        self._write_marks()
        run("UPDATE meta SET value = ? WHERE key = 'position'", [(str(through),)])
        if self._last is not None:
            run("INSERT OR REPLACE INTO meta VALUES ('recorded_at', ?)", [(instant_text(self._last.recorded_at),)])

    def _write_marks(self) -> None:
        """What has come to be marked, and what no longer is."""
        if self._marks is None:
            return
        marks = self._counting.marks()
        gone, new = sorted(self._marks - marks), sorted(marks - self._marks)
        run = self._connection.executemany
        run("DELETE FROM marks WHERE position = ? AND mark = ?", [(position, mark) for position, mark, _ in gone])
        run("INSERT INTO marks VALUES (?, ?, ?)", new)
