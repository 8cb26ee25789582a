"""How the facts of an import stand to those recorded before.

What has happened since to facts that it finds recorded already, and therefore does not record again? A sheet without
references tells its facts apart by what they say. So a sheet that states a month as it was stated once before restating
it changes nothing; that must be told. What was reversed since is recorded again.

Which of the facts that it records state figures anew, and which figures of the same units and months does it leave as
they are? A sheet read in another unit restates every figure; a line that is gone from it still stands.
"""

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

import attrs

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, own_fields
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.streams import stream_of
from ledger.domain.values.measured import NO_MONEY, Measured, Money
from ledger.queries.answer import Note, counted_note
from ledger.recording.batches import Batch

MOST_NAMED = 5

About = tuple[Hashable, ...]
Statement = tuple[str, About, str, Hashable]
"""What a report is about: its type, its fields but for the figures, and which of them."""


@attrs.frozen
class _Stream:
    """What there is to know of one stream."""

    reversed: set[int]
    newest: dict[Statement, tuple[int, object]]
    """The position and the value of what was stated last."""


@attrs.define
class Gone:
    """Lines that still stand for a unit and month that a file states, and that it has no more."""

    fact: OutcomeReported
    """What the file states of the unit and month, or some of it."""
    lines: dict[str, tuple[int, Money]]
    """By line, the position and the amount of what stands."""


class Since:
    """Compares the facts of an import with those recorded before it."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._streams: dict[str, _Stream] = {}
        self._restated_since: list[int] = []
        self._reversed_since: list[int] = []
        self._anew: list[str] = []
        """Each figure that is restated, with what stood."""
        self._sums = [NO_MONEY, NO_MONEY]
        """What of restated amounts stood, and what is stated now."""
        self._stated: dict[About, tuple[OutcomeReported, set[str]]] = {}
        """The units and months of outcomes that the file which is being read states, with its lines."""

    def was_reversed(self, recorded: Recorded) -> bool:
        """Whether a fact that was recorded before the import is reversed, by a reversal that counts."""
        if isinstance(recorded.fact, AboutFacts) or recorded.position not in self._stream(recorded.fact).reversed:
            return False
        return self._batch.world.is_reversed(recorded)

    def look_at(self, recorded: Recorded) -> None:
        """Take note if a fact that is there already was reversed or restated after it was recorded."""
        if isinstance(recorded.fact, AboutFacts):
            return
        stream = self._stream(recorded.fact)
        self._note_stated(recorded.fact, stream)
        if recorded.position in stream.reversed:
            self._reversed_since.append(recorded.position)
        elif any(_is_newer(stream, statement, recorded, value) for statement, value in statements(recorded.fact)):
            self._restated_since.append(recorded.position)

    def look_at_new(self, recorded: Recorded) -> None:
        """Take note if a fact of this import states figures otherwise than those recorded before do."""
        if recorded.fact.EFFECTIVE != "month-end" or not self._batch.held:
            return
        stream = self._stream(recorded.fact)
        if not stream.newest:
            return
        self._note_stated(recorded.fact, stream)
        for statement, value in statements(recorded.fact):
            before = stream.newest.get(statement)
            if before is not None and before[1] != value:
                if len(self._anew) < MOST_NAMED:
                    self._anew.append(f"{_text(statement)} {_shown(before[1])} → {_shown(value)} (#{before[0]})")
                else:
                    self._anew.append("")
                if isinstance(value, Money) and isinstance(before[1], Money):
                    self._sums = [self._sums[0] + before[1], self._sums[1] + value]

    def _note_stated(self, fact: Fact, stream: _Stream) -> None:
        if isinstance(fact, OutcomeReported) and stream.newest:
            self._stated.setdefault(_about(fact), (fact, set()))[1].update(fact.lines)

    def gone(self) -> list[Gone]:
        """What stands and the file that has been read leaves out, of the units and months it states."""
        found = {about: Gone(fact, {}) for about, (fact, _) in self._stated.items()}
        streams = {stream_of(fact): self._stream(fact) for fact, _ in self._stated.values()}
        for stream in streams.values():
            for (type_, about, _, line), (position, value) in stream.newest.items():
                stated = self._stated.get(about) if type_ == OutcomeReported.TYPE else None
                if stated is not None and line not in stated[1] and isinstance(value, Money) and value != NO_MONEY:
                    found[about].lines[str(line)] = (position, value)
        self._stated.clear()
        return [each for each in found.values() if each.lines]

    def _stream(self, fact: Fact) -> _Stream:
        """What a stream held before the import.

        It is read twice, the reversals first, so that no fact has to be kept until it is known whether it counts.
        """
        name = stream_of(fact)
        known = self._streams.get(name)
        if known is not None:
            return known
        gone = {each.fact.reverses for each in self._before(name) if isinstance(each.fact, DecisionReversed)}
        found = self._streams[name] = _Stream(set(), {})
        for recorded in self._before(name):
            if recorded.position in gone or recorded.fact.id in gone:
                found.reversed.add(recorded.position)
            else:
                for statement, value in statements(recorded.fact):
                    found.newest[statement] = (recorded.position, value)
        return found

    def _before(self, name: str) -> Iterator[Recorded]:
        return (recorded for _, recorded in self._batch.stream(name) if recorded.position <= self._batch.held)

    def notes(self) -> Iterator[Note]:
        """What a person should know, in sentences."""
        if self._anew:
            before, after = (each.text for each in self._sums)
            yield counted_note(
                "1 figure is stated otherwise than it was reported, and counts instead: {listed}",
                "{number} figures are stated otherwise than they were reported, and count instead, in all {before} → "
                "{after}: {listed}",
                len(self._anew),
                listed=some(self._anew),
                before=before,
                after=after,
            )
        if self._restated_since:
            yield counted_note(
                "1 of the facts that were already there had been restated since, so the later figures stay: {listed}; "
                "to record it anew, give its row a reference (id) of its own",
                "{number} of the facts that were already there had been restated since, so the later figures stay: "
                "{listed}; to record them anew, give their rows references (id) of their own",
                len(self._restated_since),
                listed=some([f"#{position}" for position in self._restated_since]),
            )
        if self._reversed_since:
            yield counted_note(
                "1 of the facts that were already there had been reversed since, so it still does not count: {listed}; "
                "to record it anew, give it another id",
                "{number} of the facts that were already there had been reversed since, so they still do not count: "
                "{listed}; to record them anew, give them other ids",
                len(self._reversed_since),
                listed=some([f"#{position}" for position in self._reversed_since]),
            )


def some(named: Sequence[str]) -> str:
    """The first few of many."""
    rest = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f", … (+{rest})" if rest > 0 else "")


def _is_newer(stream: _Stream, statement: Statement, recorded: Recorded, value: object) -> bool:
    position, stated = stream.newest.get(statement, (0, None))
    return position > recorded.position and stated != value


def statements(fact: Fact) -> Iterator[tuple[Statement, object]]:
    """What a report of a month states, each figure by what it is about; nothing for facts that add up."""
    if fact.EFFECTIVE != "month-end":
        return
    about = _about(fact)
    for each in own_fields(type(fact)):
        value = getattr(fact, each.name)
        if isinstance(value, dict):
            yield from (((fact.TYPE, about, each.name, key), amount) for key, amount in value.items())
        elif isinstance(value, Measured | Decimal):
            yield (fact.TYPE, about, each.name, ""), value


_NOT_ABOUT = {OutcomeReported.TYPE: ("from_month",)}
"""Fields that say nothing of what a figure replaces."""


def _about(fact: Fact) -> About:
    left_out = _NOT_ABOUT.get(fact.TYPE, ())
    values = (getattr(fact, each.name) for each in own_fields(type(fact)) if each.name not in left_out)
    return tuple(value for value in values if not isinstance(value, dict | Measured | Decimal))


def _text(statement: Statement) -> str:
    """What a figure is about, in a few words: its unit, line and month."""
    _, about, name, key = statement
    return " ".join(str(each) for each in (*about, key or name) if each is not None)


def _shown(value: object) -> str:
    return value.text if isinstance(value, Money) else str(value)
