"""A fact on its way to the rules: signed, spelled so that it stays found, and told from what is there already."""

import secrets
from collections.abc import Collection, Iterator
from typing import Any

import attrs

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.imports import RecordedByImport
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, attributes, corrected
from ledger.domain.values.phrases import phrase
from ledger.recording.admission import Admission
from ledger.recording.privacy import refuse_personal
from ledger.store.codec import encode
from ledger.store.errors import NotTheSessionUser

_REFERENCES = ("reverses", "attests", "corrects")


class IdTaken(Refused):
    code = "id-taken"

    def __init__(self, offered: Fact, recorded: Recorded) -> None:
        super().__init__(
            phrase(
                "The id {id} belongs to #{position} ({type}), which says something else than the {type_2} offered",
                id=offered.id,
                position=recorded.position,
                type=recorded.fact.TYPE,
                type_2=offered.TYPE,
            ),
            hint=phrase(
                "Give it another id; to change #{position}, reverse it and record what should count",
                position=recorded.position,
            ),
        )


def require_recordable(fact: Fact) -> None:
    """Raise :class:`RecordedByImport` for a fact that only the ledger itself records."""
    if not fact.BY_HAND:
        raise RecordedByImport


def signed(fact: Fact, user: str | None, given: Collection[str] | None) -> Fact:
    """The fact with the *user* who has logged in as its actor, where the store knows one.

    Raises :class:`NotTheSessionUser` when somebody else was given.
    """
    if user is None or fact.actor == user:
        return fact
    if fact.actor is not None and (given is None or "actor" in given):
        raise NotTheSessionUser(fact.actor, user)
    return evolve(fact, actor=user)


def prepared(admission: Admission, fact: Fact) -> tuple[Fact, bytes]:
    """The fact as it is stored: nothing about persons in it, and what it names spelled so that it stays found."""
    if fact.corrects is not None:
        lasting = tuple(dict.fromkeys(_lasting(admission, each) for each in corrected(fact)))
        fact = evolve(fact, corrects=lasting[0] if len(lasting) == 1 else lasting)
    if isinstance(fact, DecisionReversed):
        fact = evolve(fact, reverses=_lasting(admission, fact.reverses))
    elif isinstance(fact, DecisionAttested):
        fact = evolve(fact, attests=_lasting(admission, fact.attests))
    state = encode(fact)
    refuse_personal(fact, state)
    return fact, state


def _lasting(admission: Admission, reference: Reference) -> Reference:
    """A reference in words that meant a position becomes that position, whatever ids come later."""
    found = admission.find(reference)
    if found is None or isinstance(reference, int) or found.fact.id == reference:
        return reference
    return found.position


def already_there(found: tuple[Recorded, str] | None, offered: Fact, given: Collection[str] | None) -> Recorded | None:
    """The recorded fact with the same id and content. Raises :class:`IdTaken` for other content."""
    if found is None or found[0].fact.id != offered.id:  # found by position: an id may be a number too
        return None
    recorded, _ = found
    if recorded.fact.TYPE == offered.TYPE and all(
        getattr(offered, name) == getattr(recorded.fact, name)
        or (name in _REFERENCES and _same_reference(getattr(offered, name), getattr(recorded.fact, name)))
        for name in _compared(offered, given)
    ):
        return recorded
    raise IdTaken(offered, recorded)


def _compared(offered: Fact, given: Collection[str] | None) -> Iterator[str]:
    """The fields that make the content: an actor that was not given was filled in by whoever recorded."""
    for attribute in attributes(type(offered)):
        if attribute.name != "actor" or given is None or "actor" in given:
            yield attribute.name


def _same_reference(offered: Any, recorded: Any) -> bool:
    if isinstance(offered, tuple) and isinstance(recorded, tuple) and len(offered) == len(recorded):
        return all(one == other or _same_reference(one, other) for one, other in zip(offered, recorded, strict=True))
    return isinstance(recorded, int) and str(offered).removeprefix("#") == str(recorded)


def evolve(fact: Fact, **changes: Any) -> Fact:
    """The same fact with other values in some fields."""
    changed: Fact = attrs.evolve(fact, **changes)  # type: ignore[misc]  # attrs classes in disguise
    return changed


def random_id() -> str:
    """An id for a fact recorded without one, in the form that :mod:`ledger.recording.privacy` knows as our own."""
    return f"auto-{secrets.token_hex(10)}"
