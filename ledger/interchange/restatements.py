"""How the facts of an import stand to those recorded before.

What has happened since to facts that it finds recorded already, and therefore does not record again? A sheet without
references tells its facts apart by what they say. So a sheet that states a month as it was stated once before restating
it, or a decision that has been reversed since, changes nothing; that must be told.

And which of the facts that it records state figures anew? A sheet read in another unit does so in every row.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from functools import partial

import attrs

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, own_fields
from ledger.domain.streams import stream_of
from ledger.domain.values.measured import Measured

MOST_NAMED = 5

Statement = tuple[Hashable, ...]
"""What a report is about: its type, its fields but for the figures, and which of them."""


@attrs.frozen
class _Stream:
    """What there is to know of one stream."""

    reversed: set[int]
    newest: dict[Statement, tuple[int, object]]
    """The position and the value of what was stated last."""


class Since:
    """Looks at facts that were recorded before, and keeps those that do not count, or not any more."""

    def __init__(self, read: Callable[[str], Iterable[tuple[int, Recorded]]]) -> None:
        self._read = read
        self._streams: dict[str, _Stream] = {}
        self._restated: list[int] = []
        self._reversed: list[int] = []
        self._before: dict[str, _Stream] = {}
        self._anew: list[tuple[int, int]] = []
        """The positions of facts that this import records, each with that of the fact it restates."""

    def look_at(self, recorded: Recorded) -> None:
        """Take note if the fact was reversed or restated after it was recorded."""
        if isinstance(recorded.fact, DecisionReversed | DecisionAttested):
            return
        name = stream_of(recorded.fact)
        if name not in self._streams:
            self._streams[name] = _summed_up(partial(self._read, name))
        stream = self._streams[name]
        if recorded.position in stream.reversed:
            self._reversed.append(recorded.position)
        elif any(_is_newer(stream, statement, recorded, value) for statement, value in statements(recorded.fact)):
            self._restated.append(recorded.position)

    def look_at_new(self, recorded: Recorded, held: int) -> None:
        """Take note if a fact of this import states figures otherwise than facts through the position *held* do."""
        stated = list(statements(recorded.fact)) if held else []
        if not stated:
            return
        name = stream_of(recorded.fact)
        if name not in self._before:
            self._before[name] = _summed_up(partial(self._read_through, name, held))
        newest = self._before[name].newest
        restated = [
            newest[statement][0] for statement, value in stated if statement in newest and newest[statement][1] != value
        ]
        if restated:
            self._anew.append((recorded.position, max(restated)))

    def _read_through(self, name: str, held: int) -> Iterator[tuple[int, Recorded]]:
        return (each for each in self._read(name) if each[1].position <= held)

    def notes(self) -> Iterator[str]:
        """What a person should know, in sentences."""
        yield from self._notes_anew()
        for found, what in (
            (self._restated, "restated since, so the later figures stay"),
            (self._reversed, "reversed since, so they still do not count"),
        ):
            if found:
                named = ", ".join(f"#{position}" for position in found[:MOST_NAMED])
                rest = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
                yield (
                    f"{len(found)} of the facts that were already there had been {what}: {named}{rest}; "
                    "to record them anew, give their rows references (id) of their own"
                )

    def _notes_anew(self) -> Iterator[str]:
        if self._anew:
            number = len(self._anew)
            state, them = ("states", "it") if number == 1 else ("state", "them")
            named = [f"#{new} restates #{earlier}" for new, earlier in self._anew[:MOST_NAMED]]
            rest = f" and {number - MOST_NAMED} more" if number > MOST_NAMED else ""
            yield (
                f"{number} of the facts {state} figures otherwise than they had been reported, and "
                f"count{'s' * (number == 1)} instead: {', '.join(named)}{rest}; if a unit (--in) or a sign went wrong, "
                f"reverse {them}: liggare record decision.reversed --reverses POSITION --reason …"
            )


def _summed_up(read: Callable[[], Iterable[tuple[int, Recorded]]]) -> _Stream:
    """Read twice, the reversals first, so that no fact has to be kept until it is known whether it still counts."""
    gone = {recorded.fact.reverses for _, recorded in read() if isinstance(recorded.fact, DecisionReversed)}
    reversed_: set[int] = set()
    newest: dict[Statement, tuple[int, object]] = {}
    for _, recorded in read():
        if recorded.position in gone or recorded.fact.id in gone:
            reversed_.add(recorded.position)
        else:
            for statement, value in statements(recorded.fact):
                newest[statement] = (recorded.position, value)
    return _Stream(reversed_, newest)


def _is_newer(stream: _Stream, statement: Statement, recorded: Recorded, value: object) -> bool:
    position, stated = stream.newest.get(statement, (0, None))
    return position > recorded.position and stated != value


def statements(fact: Fact) -> Iterator[tuple[Statement, object]]:
    """What a report of a month states, each figure by what it is about; nothing for facts that add up."""
    if fact.EFFECTIVE != "month-end":
        return
    values = {each.name: getattr(fact, each.name) for each in own_fields(type(fact))}
    tables = {name: value for name, value in values.items() if isinstance(value, dict)}
    figures = {name: value for name, value in values.items() if isinstance(value, Measured | Decimal)}
    about = tuple(value for name, value in values.items() if name not in tables and name not in figures)
    for name, table in tables.items():
        yield from (((fact.TYPE, about, name, key), value) for key, value in table.items())
    yield from (((fact.TYPE, about, name), value) for name, value in figures.items())
