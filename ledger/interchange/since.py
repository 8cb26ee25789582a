"""What has happened since to facts that an import finds recorded already, and therefore does not record again.

A sheet without references tells its facts apart by what they say. So a sheet that states a month as it was stated
once before restating it, or a decision that has been reversed since, changes nothing; that must be told.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from functools import partial

import attrs

from ledger.domain.control import DecisionAttested, DecisionReversed
from ledger.domain.fact import Fact, Recorded, own_fields
from ledger.domain.measured import Measured
from ledger.domain.streams import stream_of

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

    def notes(self) -> Iterator[str]:
        """What a person should know, in sentences."""
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
