"""The facts themselves, as they were recorded."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeVar

import attrs

from ledger.domain.actors import is_same_actor
from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded, Reference, corrected
from ledger.domain.nouns import NOUNS, fact_class
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import Answer, column, noted, row
from ledger.queries.at import At
from ledger.queries.options import UNIT, Option
from ledger.queries.question import Question
from ledger.queries.summary import decision_cells, summary, units_named
from ledger.store import sieves as sifting
from ledger.store.sieves import folded

When = TypeVar("When", date, datetime)


@row
class JournalRow:
    """One fact."""

    position: int = column("Fact", "The place of the fact in the journal.", key=True)
    recorded_at: str = column("Recorded (UTC)", "The instant it was recorded, in UTC.")
    type: str = column("Type", "Its type.")
    id: str | None = column("Id", "Its id.")
    effective: date = column("Effective", "The day it takes effect.")
    decision: dict[str, str] | None = column("Decision", "The body, day, paragraph and case number of the decision.")
    actor: str | None = column("Actor", "The officer who recorded it.")
    summary: str = column("Summary", "What it says, in short.")
    chain: str | None = column(
        "Chain", "What became of the fact: what reversed it, what took its place, and what it reversed or replaced."
    )
    import_: int | None = column("Import", "The number of the import that brought it.", hidden=True)


@attrs.frozen(kw_only=True)
class Filter:
    """Which facts to list; what is None lets every fact through."""

    unit: str | None = None
    type: str | None = None
    """A type, or its beginning: ``budget`` for all facts about budgets."""
    actor: str | None = None
    text: str | None = None
    """Words to be found in the decision, the id or the note."""
    decided_from: date | None = None
    decided_to: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None

    def admits(self, recorded: Recorded, below: Callable[[str], bool]) -> bool:
        fact = recorded.fact
        decided = fact.decision.date if fact.decision else None
        return (
            (self.type is None or self.type == fact.TYPE or fact.TYPE.startswith(f"{self.type}."))
            and (self.actor is None or is_same_actor(fact.actor, self.actor))
            and (self.text is None or folded(self.text) in _words(fact))
            and _between(decided, self.decided_from, self.decided_to)
            and _between(fact.effective, self.effective_from, self.effective_to)
            and _between(recorded.recorded_at, self.recorded_from, self.recorded_to)
            and (self.unit is None or any(below(unit) for unit in units_named(fact)))
        )


def _between(when: When | None, first: When | None, last: When | None) -> bool:
    if first is None and last is None:
        return True
    return when is not None and (first is None or first <= when) and (last is None or when <= last)


def _words(fact: Fact) -> str:
    decision = fact.decision
    parts = (fact.id, fact.note, *((decision.body, decision.paragraph, decision.case) if decision else ()))
    return folded(" ".join(part for part in parts if part))


class NoSuchType(Unreadable):
    code = "no-such-type"

    def __init__(self, word: str) -> None:
        near = get_close_matches(word, NOUNS, n=1)
        meant = phrase("Did you mean {near}? ", near=near[0]) if near else ""
        super().__init__(
            phrase("There are no facts of type {word!r}", word=word),
            hint=phrase("{meant}Give a type such as budget.adopted, or its first word for all of them", meant=meant),
        )


def require_type(word: str | None) -> None:
    """Raise :class:`NoSuchType` for a word that is neither a type of fact nor the first word of one."""
    if word is not None and word not in NOUNS and fact_class(word) is None:
        raise NoSuchType(word)


def journal(at: At, wanted: Filter, *, last: int | None = None, after: int = 0) -> Answer:
    """The facts recorded by the moment, of any effective date, oldest first.

    *last*: only the last so many of them. *after*: only those after a position.
    """
    places = at.places(wanted.unit)
    require_type(wanted.type)
    options = {name: value for name, value in attrs.asdict(wanted).items() if value is not None}
    below = {place.unit for place in places} if wanted.unit is not None else set()
    if options:
        shown, found = _newest(_admitted(at, wanted, below, after), last)
    else:
        first = after if last is None else max(after, at.position - last)
        shown, found = list(at.log.facts(first, at.position)), at.position - after
    links = _Links(at, shown)
    return Answer(
        question="journal",
        moment=at.moment,
        position=at.position,
        options=options,
        columns=JournalRow,
        rows=[_row(recorded, links.told(recorded), at.brought.by(recorded.position)) for recorded in shown],
        notes=[noted("The last {shown} of {found} facts.", shown=len(shown), found=found)]
        if len(shown) < found
        else [],
    )


def _admitted(at: At, wanted: Filter, below: Collection[str], after: int) -> Iterator[Recorded]:
    """The facts that are wanted, the newest first. Most others are left out by their bytes, without being read."""
    first, last = after, at.position
    if wanted.recorded_from is not None:
        first = max(first, at.log.position_at(wanted.recorded_from - timedelta(microseconds=1)))
    if wanted.recorded_to is not None:
        last = min(last, at.log.position_at(wanted.recorded_to))
    sieves = [sifting.of_type(wanted.type)] if wanted.type is not None else []
    sieves += [sifting.naming(below)] if wanted.unit is not None else []
    sieves += [sifting.holding(words) for words in (wanted.actor, wanted.text) if words is not None]
    for recorded in at.log.sifted(sifting.together(sieves), first, last):
        if wanted.admits(recorded, below.__contains__):
            yield recorded


def _newest(facts: Iterable[Recorded], last: int | None) -> tuple[list[Recorded], int]:
    """Facts that come the newest first: the *last* of them, or all, in their order; and how many there are."""
    shown: list[Recorded] = []
    found = 0
    for recorded in facts:
        found += 1
        if last is None or found <= last:
            shown.append(recorded)
    return shown[::-1], found


class _Links:
    """How facts speak of each other, followed both ways."""

    def __init__(self, at: At, shown: Sequence[Recorded]) -> None:
        """*shown*: what is told of; what speaks of a fact is recorded after it."""
        self._at = at
        self._later: dict[int, list[str]] = {}
        self._own: dict[int, list[str]] = {}
        if shown:
            speaking = at.log.sifted(_speaks_of_others, shown[0].position - 1, at.position)
            for recorded in reversed(list(speaking)):
                self._note(recorded)

    def _note(self, recorded: Recorded) -> None:
        fact = recorded.fact
        if isinstance(fact, DecisionReversed):
            self._link(recorded, fact.reverses, "reverses", "reversed by")
        elif isinstance(fact, DecisionAttested):
            self._link(recorded, fact.attests, "attests", "attested by")
        for each in corrected(fact):
            self._link(recorded, each, "corrects", "corrected by")

    def _link(self, recorded: Recorded, reference: Reference, does: str, is_done: str) -> None:
        target = self._at.find(reference)
        if target is not None:
            self._own.setdefault(recorded.position, []).append(f"{does} #{target.position}")
            self._later.setdefault(target.position, []).append(f"{is_done} #{recorded.position}")

    def told(self, recorded: Recorded) -> str | None:
        links = (*self._own.get(recorded.position, ()), *self._later.get(recorded.position, ()))
        return ", ".join(links) or None


def _speaks_of_others(topic: str, state: bytes) -> bool:
    return topic in _ABOUT_FACTS or b'"corrects"' in state or sifting.ESCAPE in state


_ABOUT_FACTS = (DecisionReversed.TYPE, DecisionAttested.TYPE)


def _row(recorded: Recorded, chain: str | None, import_: int | None) -> JournalRow:
    fact = recorded.fact
    return JournalRow(
        position=recorded.position,
        recorded_at=instant_text(recorded.recorded_at),
        type=fact.TYPE,
        id=fact.id,
        effective=fact.effective,
        decision=decision_cells(fact),
        actor=fact.actor,
        summary=summary(fact),
        chain=chain,
        import_=import_,
    )


def listed(at: At, *, last: int | None = None, recorded_by: str | None = None, **wanted: Any) -> Answer:
    """The facts that the options of the question let through."""
    return journal(at, Filter(actor=recorded_by, **wanted), last=last)


QUESTION = Question(
    name="journal",
    title="Journal",
    sentence="The facts, as they were recorded.",
    topic="facts",
    rows=JournalRow,
    answer=listed,
    options=(
        attrs.evolve(UNIT, help="Only facts about this unit and those below it."),
        Option(name="type", kind="type", help="Only facts of this type, or of this noun: budget."),
        Option(name="recorded_by", kind="text", metavar="USER", help="Only facts this officer recorded."),
        Option(name="text", kind="text", help="Only facts with these words in decision, id or note."),
        Option(name="decided_from", kind="day", help="Only facts decided on or after this day."),
        Option(name="decided_to", kind="day", help="Only facts decided on or before this day."),
        Option(name="effective_from", kind="day", help="Only facts in effect from this day or later."),
        Option(name="effective_to", kind="day", help="Only facts in effect on this day or earlier."),
        Option(
            name="recorded_from",
            kind="instant-from",
            help="Only facts recorded on or after this; a day begins at Swedish midnight.",
        ),
        Option(
            name="recorded_to",
            kind="instant",
            help="Only facts recorded on or before this; a day ends at Swedish midnight.",
        ),
        Option(name="last", kind="count", help="Only the last N of them."),
    ),
    example="--unit HSN --type budget --last 10",
    is_shown=False,
)
