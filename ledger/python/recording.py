"""A ledger opened for recording."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.values.codes import read_code, read_lookup
from ledger.recording.ledger import Ledger
from ledger.recording.offered import evolve
from ledger.recording.value_checks import require_right_values

Offered = Fact | Mapping[str, Any]
"""A fact of a class in :mod:`ledger.facts`, or the fields of a journal line."""


class RecordingLedger:
    """A ledger to which facts are offered: each call records all of them durably, or none."""

    def __init__(self, ledger: Ledger, actor: str | None) -> None:
        self._ledger = ledger
        self._actor = actor

    def record(self, *facts: Offered) -> list[Recorded]:
        """Record facts together; what was recorded, or is there already with the same id and content.

        Raises a subclass of :class:`Refused` when a rule says no, :class:`WrongValue` for a value of the wrong type or
        out of bounds, and other subclasses of :class:`Unreadable` for fields that cannot be read. Then nothing has been
        recorded.
        """
        offered, given = self._offered(facts)
        return [took.recorded for took in self._ledger.record(*offered, given=given)]

    def rehearse(self, *facts: Offered) -> list[Recorded]:
        """What :meth:`record` would add, with the positions it would have. Nothing is recorded.

        Raises what :meth:`record` does.
        """
        offered, given = self._offered(facts)
        return [took.recorded for took in self._ledger.rehearse(*offered, given=given)]

    def fact(self, reference: Reference) -> Recorded:
        """The fact with this id or position. Raises :class:`UnknownFact`."""
        return self._ledger.named(read_lookup(reference, "The reference"))

    def _offered(self, facts: tuple[Offered, ...]) -> tuple[list[Fact], frozenset[str] | None]:
        """The facts, signed where they name nobody; and that the actor was not given, if one was put in."""
        read = [self._read(each, place, len(facts)) for place, each in enumerate(facts, 1)]
        if self._actor is None or all(each.actor is not None for each in read):
            return read, None
        return [evolve(each, actor=self._actor) if each.actor is None else each for each in read], frozenset()

    def _read(self, offered: Offered, place: int, of: int) -> Fact:
        if not isinstance(offered, Mapping):
            require_right_values(offered)
            return offered
        try:
            return to_fact(dict(offered), named_effective=self._ledger.named_effective)
        except LedgerError as error:
            if of > 1:
                error.sentence = phrase("Fact {place} of {of}: {sentence}", place=place, of=of, sentence=error.sentence)
            raise

    def close(self) -> None:
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


def read_actor(actor: str | None) -> str | None:
    """A user id. Raises a subclass of :class:`Unreadable`."""
    return None if actor is None else read_code(actor, "actor")
