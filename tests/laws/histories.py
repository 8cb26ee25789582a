"""Random histories: decisions and reports offered to a real ledger, which refuses what its rules refuse.

A history is a list of steps, so that Hypothesis can leave steps out when it looks for the shortest one that breaks
a law. Steps about other facts (reversals, corrections, attestations) name them by how many facts back they stand.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
from decisions import KINDS
from hypothesis import strategies as st
from region import FIRST, LAST, prelude

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded
from ledger.domain.values.measured import Money
from ledger.queries.reader import LedgerReader
from ledger.recording.batches import Took
from ledger.recording.ledger import Ledger, evolve, make_ledger

START = datetime(2023, 12, 1, 8, tzinfo=UTC)
RECORDER, ATTESTER = "ekonom1", "chef1"


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, days: int) -> None:
        self.now += timedelta(days=days)


@attrs.frozen
class Reversal:
    """Take back a fact that stands so many facts back."""

    back: int


@attrs.frozen
class Correction:
    """Take back a fact and record another amount, or another day, in its place."""

    back: int
    ore: int
    days: int


@attrs.frozen
class Attestation:
    """Vouch for a fact that stands so many facts back."""

    back: int


@attrs.frozen
class Step:
    """So many days pass, and something is offered."""

    days: int
    offer: Fact | Reversal | Correction | Attestation


backs = st.integers(0, 12)
about_facts = st.one_of(
    st.builds(Reversal, backs),
    st.builds(Correction, backs, ore=st.integers(-(10**7), 10**7), days=st.integers(-40, 40)),
    st.builds(Attestation, st.integers(0, 4)),
)


def histories(least: int = 1, most: int = 24) -> st.SearchStrategy[list[Step]]:
    """Lists of steps: decisions of a few kinds, and every third step about an earlier one."""
    kinds = st.lists(st.sampled_from([*KINDS]), min_size=1, max_size=4, unique=True)
    return kinds.flatmap(lambda chosen: of_kinds(chosen, least, most))


def of_kinds(kinds: list[str], least: int = 1, most: int = 24) -> st.SearchStrategy[list[Step]]:
    """Lists of steps with decisions of these kinds, those that stand there twice more often."""
    offers = st.sampled_from(kinds).flatmap(KINDS.__getitem__)
    steps = st.builds(Step, days=st.integers(0, 20), offer=st.one_of(offers, offers, about_facts))
    return st.lists(steps, min_size=least, max_size=most)


days = st.one_of(
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.dates(FIRST, LAST),
    st.sampled_from([date(2024, month, 1) - timedelta(days=1) for month in range(2, 13)]),
)
"""Days to ask about."""

instants = st.datetimes(START.replace(tzinfo=None), datetime(2025, 3, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - it gets its zone at once
"""Moments of knowledge to ask about; a history is told within a year or so."""

EVER = datetime(2099, 1, 1, tzinfo=UTC)


class Told:
    """A ledger that a history is told to, and the facts it took."""

    def __init__(self, folder: Path, name: str = "ledger.db") -> None:
        self.path = folder / name
        self.clock = Clock()
        self.facts: list[Recorded] = []
        make_ledger(self.path, name="Region X", orgnr="", clock=self.clock)
        self.ledger = Ledger.open(self.path, self.clock, self._new_id)
        self._ids = 0

    def _new_id(self) -> str:
        self._ids += 1
        return f"fact-{self._ids}"

    def tell(self, steps: Iterable[Step]) -> None:
        """Offer every step; what is refused is left out."""
        for step in steps:
            self.clock.advance(step.days)
            self.offer(step.offer)

    def offer(self, offer: Fact | Reversal | Correction | Attestation) -> list[Recorded]:
        """What was recorded of an offer; nothing if it was refused."""
        if isinstance(offer, Fact):
            return self.record(offer)
        target = self.facts[-1 - offer.back % len(self.facts)]
        if isinstance(offer, Attestation):
            return self.record(
                DecisionAttested(effective=target.fact.effective, attests=target.position, actor=ATTESTER)
            )
        reversal = DecisionReversed(
            effective=target.fact.effective, reverses=target.position, reason="fel", late_reason="sen"
        )
        return self.record(reversal, *(corrected(target, offer) if isinstance(offer, Correction) else ()))

    def record(self, *facts: Fact) -> list[Recorded]:
        """Record facts together, or none of them if a rule says no."""
        facts = tuple(fact if fact.actor else evolve(fact, actor=RECORDER) for fact in facts)
        try:
            took: list[Took] = self.ledger.record(*facts)
        except Refused:
            return []
        self.facts += (each.recorded for each in took)
        return [each.recorded for each in took]

    def reader(self) -> LedgerReader:
        return LedgerReader.open(self.path)

    def close(self) -> None:
        self.ledger.close()


def corrected(target: Recorded, correction: Correction) -> tuple[Fact, ...]:
    """The fact that takes the place of another: other amounts, and another day where any day will do."""
    fact = target.fact
    if isinstance(fact, DecisionReversed | DecisionAttested):
        return ()
    changes: dict[str, object] = {}
    more = Money(correction.ore)
    if isinstance(getattr(fact, "amount", None), Money):
        changes["amount"] = fact.amount + more
    elif hasattr(fact, "lines") and not getattr(fact, "phasing", None):
        changes["lines"] = {line: amount + more for line, amount in fact.lines.items()}
    if fact.EFFECTIVE != "month-end":
        changes["effective"] = fact.effective + timedelta(days=correction.days)
    return (evolve(fact, id=None, corrects=target.position, late_reason="sen", **changes),)


@contextmanager
def empty(name: str = "ledger.db") -> Iterator[Told]:
    """A ledger with nothing in it, in a folder of its own for as long as the context."""
    with tempfile.TemporaryDirectory() as folder:
        told = Told(Path(folder), name)
        try:
            yield told
        finally:
            told.close()


@contextmanager
def told(steps: Iterable[Step]) -> Iterator[Told]:
    """A ledger with a small organisation and what the steps say about it."""
    with empty() as ledger:
        assert ledger.record(*prelude()), "the prelude must be admitted"
        ledger.tell(steps)
        yield ledger
