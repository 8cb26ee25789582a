"""Facts into rows of the read model."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from ledger.domain.control import PolicyLifted, PolicySet
from ledger.domain.days import instant_text
from ledger.domain.fact import Recorded
from ledger.projections.activations import Activations, Change
from ledger.projections.postings import Flow, postings

if TYPE_CHECKING:
    from ledger.projections.tables import FactLog


class Filler:
    """Turns facts into rows, remembering what it must between them."""

    def __init__(self, connection: sqlite3.Connection, log: "FactLog") -> None:
        self._connection = connection
        self._words = {word: number for number, word in connection.execute("SELECT id, word FROM words")}
        self._known_words = len(self._words)
        self._activations = Activations(
            find=lambda reference: found[0] if (found := log.find(reference)) else None,
            facts_before=lambda before, types: log.facts(0, before - 1, tuple(types)),
        )
        self._recall(log)
        self._flows: list[tuple[int, ...]] = []
        self._statements: list[tuple[int, ...]] = []
        self._last: Recorded | None = None

    def _recall(self, log: "FactLog") -> None:
        """What earlier facts have left behind: open policies, pending and reversed facts."""
        known = self._activations
        for position, mark, value in self._connection.execute("SELECT position, mark, value FROM marks"):
            if mark == "attests":
                known.attestations.setdefault(value, set()).add(position)
            elif mark == "reversed":
                known.reversals[position] = value
            else:
                known.pending.add(position)
        (after,) = self._connection.execute("SELECT value FROM meta WHERE key = 'position'").fetchone()
        steps: list[tuple[int, Callable[[Recorded], None], Recorded]] = []
        for recorded in log.facts(0, int(after), (PolicySet.TYPE, PolicyLifted.TYPE)):
            steps.append((recorded.position, known.control.apply, recorded))
            if recorded.position in known.reversals:
                steps.append((known.reversals[recorded.position], known.control.reverse, recorded))
        for _, step, recorded in sorted(steps, key=lambda each: each[0]):
            step(recorded)

    def add(self, recorded: Recorded) -> None:
        self._last = recorded
        for change in self._activations.changes(recorded):
            self._post(change)

    def _post(self, change: Change) -> None:
        fact, at, own = change.recorded.fact, change.at, change.recorded.position
        day, states, word = fact.effective.toordinal(), False, self._word
        for posting in postings(fact):
            if isinstance(posting, Flow):
                measure, kind, unit, item, first, last, amount = posting
                codes = (word(measure), word(kind), word(unit), word(item))
                self._flows.append((at, own, day, *codes, first, last, amount if change.counts else -amount))
            else:
                states = True
                if change.counts:
                    measure, kind, unit, item, month, amount = posting
                    codes = (word(measure), word(kind), word(unit), word(item))
                    self._statements.append((at, own, day, *codes, month, amount))
        if states and not change.counts:
            self._connection.execute("INSERT INTO voided VALUES (?, ?)", (own, at))

    def _word(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words) + 1
        return number

    def finish(self, through: int) -> None:
        run = self._connection.executemany
        run("INSERT INTO flows VALUES (?,?,?,?,?,?,?,?,?,?)", self._flows)
        run("INSERT INTO statements VALUES (?,?,?,?,?,?,?,?,?)", self._statements)
        new = list(self._words.items())[self._known_words :]
        run("INSERT INTO words VALUES (?, ?)", [(number, word) for word, number in new])
        known = self._activations
        run("DELETE FROM marks WHERE position > ?", [(0,)])
        run(
            "INSERT INTO marks VALUES (?, ?, ?)",
            [
                *((position, "pending", 0) for position in known.pending),
                *((position, "reversed", by) for position, by in known.reversals.items()),
                *((by, "attests", position) for position, each in known.attestations.items() for by in each),
            ],
        )
        run("UPDATE meta SET value = ? WHERE key = 'position'", [(str(through),)])
        if self._last is not None:
            run("INSERT OR REPLACE INTO meta VALUES ('recorded_at', ?)", [(instant_text(self._last.recorded_at),)])
