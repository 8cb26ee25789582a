"""What a broken file still holds, as journals, and taking up again what stood behind a gap.

Positions have no gaps, so what follows a lost fact cannot be restored. It is recorded anew, under its own id, and its
note says where and when it had been recorded before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import attrs

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.fact import Recorded, Reference
from ledger.domain.values.characters import LONGEST_TEXT
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.reading import read_exported
from ledger.interchange.kept_lines import Line
from ledger.store.codec import journal_line
from ledger.store.instants import instant
from ledger.store.salvaging.wreck import Intact, Lost, Wreck

MOST_IDS = 5
"""How many ids of lost facts are told in one sentence."""

_REFERENCES = ("reverses", "attests", "corrects")

Progress = Callable[[int, int], None]


class NamesWhatWasLost(Refused):
    code = "names-what-was-lost"

    def __init__(self, field: str, position: int) -> None:
        super().__init__(
            phrase("{field} names #{position}, which was lost when the ledger broke", field=field, position=position),
            hint=phrase(
                "Record what #{position} said once more, and write its id here in place of the position",
                position=position,
            ),
        )


@attrs.frozen
class Loss:
    """Positions in a row that no intact fact has."""

    first: int
    last: int
    ids: Sequence[str]
    """What an index still tells of their ids."""
    changed: bool
    """Whether they are there, but not as they were recorded."""

    def __str__(self) -> str:
        one = self.first == self.last
        which = f"#{self.first} is" if one else f"#{self.first} to #{self.last} are"
        why = f"{'its' if one else 'their'} bytes have changed" if self.changed else "no page that can be read holds "
        named = ", ".join(self.ids[:MOST_IDS]) + (", …" if len(self.ids) > MOST_IDS else "")
        ids = f" ({'id' if len(self.ids) == 1 else 'ids'} {named})" if self.ids else ""
        return f"{which} lost{ids}: {why}{'' if self.changed else 'it' if one else 'them'}"


class Salvage:
    """The intact facts of a wreck as lines of a journal: those before the first gap, and those after it."""

    def __init__(self, wreck: Wreck, progress: Progress | None = None) -> None:
        self._wreck = wreck
        self._progress = progress or (lambda _done, _total: None)
        self._facts = wreck.facts()
        self._held: Intact | None = None
        self.last = 0
        """The last position written so far."""
        self.intact = 0
        self._gaps: list[tuple[int, int]] = []

    def before_gap(self) -> Iterator[bytes]:
        """The lines that a ledger can be restored from."""
        for fact in self._facts:
            if fact.position != self.last + 1:
                self._held = fact
                return
            yield self._line(fact)

    def after_gap(self) -> Iterator[bytes]:
        """The other lines, once all of the first have been taken."""
        for fact in chain([self._held] if self._held else [], self._facts):
            if fact.position != self.last + 1:
                self._gaps.append((self.last + 1, fact.position - 1))
            yield self._line(fact)

    @property
    def has_gap(self) -> bool:
        """Whether facts stand behind one that is lost."""
        return self._held is not None

    def losses(self) -> list[Loss]:
        """What is lost, once all lines have been taken."""
        ids = self._wreck.filed(Lost(self._gaps, self.last))
        end = self.last
        while end + 1 in ids:  # an entry far off is broken itself
            end += 1
        gaps = [*self._gaps, (self.last + 1, end)] if end > self.last else self._gaps
        changed = self._wreck.survey.changed
        return [
            Loss(
                first,
                last,
                [ids[position] for position in range(first, last + 1) if ids.get(position)],
                all(position in changed for position in range(first, last + 1)),
            )
            for first, last in gaps
        ]

    def doubts(self) -> list[str]:
        """Why something may be missing that nobody can name."""
        doubts = []
        missing = self._wreck.missing_pages
        if missing:
            doubts.append(
                f"The file ends {missing} page{'s' * (missing > 1)} early: facts after #{self.last} may have been there"
            )
        if self._wreck.wal.damaged:
            doubts.append(
                f"{self._wreck.path.name}-wal is damaged: what can be read behind the damage is written too, "
                f"but facts after #{self.last} may have been there"
            )
        return doubts

    def _line(self, fact: Intact) -> bytes:
        self.last = fact.position
        self.intact += 1
        if self.intact % 1000 == 0:
            self._progress(self.intact, self._wreck.survey.facts)
        return journal_line(fact.position, instant(fact.recorded_at), fact.state) + b"\n"


class TakingUp:
    """Lines from behind a gap on their way into another ledger."""

    def __init__(self, find: Callable[[Reference], tuple[Recorded, str] | None]) -> None:
        self._find = find
        self._ids: dict[int, str] = {}
        """What the facts taken up so far are called, by the positions they had."""

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same facts without position and instant, which their notes tell."""
        for where, fields in lines:
            if isinstance(fields, LedgerError):
                yield where, fields
                continue
            try:
                yield where, self._taken_up(fields)
            except LedgerError as error:
                yield where, error

    def _taken_up(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        position, recorded_at, fact = read_exported(fields)
        taken = {name: value for name, value in fields.items() if name not in {"position", "recorded_at"}}
        for name in _REFERENCES:
            named = taken.get(name)
            naming = Recorded(position, recorded_at, fact)
            if type(named) is int:
                taken[name] = self._followed(name, named, naming)
            elif isinstance(named, list):
                taken[name] = [self._followed(name, each, naming) if type(each) is int else each for each in named]
        told = f"{fact.note or ''} (#{position}, {instant_text(recorded_at)})".strip()
        if len(told) <= LONGEST_TEXT:
            taken["note"] = told
        if fact.id:
            self._ids[position] = fact.id
        return taken

    def _followed(self, field: str, position: int, naming: Recorded) -> Reference:
        """What now leads to the fact that stood at a position. Raises :class:`NamesWhatWasLost`."""
        if position in self._ids:
            return self._ids[position]
        found = self._find(position)
        if found is None or found[0].recorded_at >= naming.recorded_at:  # another fact has the position since
            raise NamesWhatWasLost(field, position)
        return position
