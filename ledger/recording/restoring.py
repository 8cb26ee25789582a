"""What must hold between the facts of a journal that is restored, so that every question can be answered from it.

The facts were admitted when they were recorded, perhaps by rules that have changed since, and are not judged again:
``liggare verify`` does that. But a journal is a text that anybody may have changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.imports import ImportFinished, Imports, wrong_in
from ledger.domain.control.policies import PolicySet
from ledger.domain.control.reversals import DecisionReversed, UnknownFact
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded, definition, mentions
from ledger.domain.follow_up.goals import Goals
from ledger.domain.nouns import NOUNS
from ledger.domain.organisation.lines import Lines
from ledger.domain.organisation.projects import Projects
from ledger.domain.organisation.units import Organisation
from ledger.domain.streams import stream_of
from ledger.domain.values.days import FIRST_DAY, LAST_DAY
from ledger.domain.values.phrases import phrase, sentence_case, word
from ledger.recording.admission import Admission
from ledger.recording.sources import Source
from ledger.store.files.recorder import Bulk


class JournalIncoherent(Unreadable):
    code = "journal-incoherent"

    def __init__(self, sentence: str) -> None:
        super().__init__(
            sentence,
            hint=phrase(
                "Restore a journal as liggare export wrote it; facts from elsewhere are added with liggare import"
            ),
        )


class Coherence:
    """Takes the facts of a journal in their order. Raises :class:`JournalIncoherent` for one out of place."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()
        """Everything that a fact so far has brought into being, whether it still counts or not."""
        self._defined: dict[tuple[str, str], int] = {}
        """By which fact that was not reversed."""
        self._reversed: set[int] = set()
        self._imports = Imports()
        self._has_policies = False
        """Then some facts wait, and what counts is more than these checks can tell."""

    def look_at(self, recorded: Recorded, target: Recorded | None) -> None:
        """*target*: the fact that a reversal or an attestation names."""
        fact, position = recorded.fact, recorded.position
        if not FIRST_DAY.year <= recorded.recorded_at.year <= LAST_DAY.year:
            raise JournalIncoherent(
                phrase(
                    "Fact #{position} is recorded in {year}, outside {year_2}–{year_3}",
                    position=position,
                    year=recorded.recorded_at.year,
                    year_2=FIRST_DAY.year,
                    year_3=LAST_DAY.year,
                )
            )
        for kind, code, *_ in mentions(fact):
            if (kind, code) not in self._known:
                raise JournalIncoherent(
                    phrase(
                        "Fact #{position} names the {kind} {code!r}, which no fact before it brings into being",
                        position=position,
                        kind=kind,
                        code=code,
                    )
                )
        if isinstance(fact, ImportFinished):
            self._finish_import(position, fact)
        self._has_policies = self._has_policies or isinstance(fact, PolicySet)
        if isinstance(fact, DecisionReversed) and target is not None:
            self._reverse(position, target)
        elif (defined := definition(fact)) is not None:
            if defined in self._defined and not self._has_policies:
                raise JournalIncoherent(
                    phrase(
                        "Fact #{position} brings the {defined} {defined_2!r} into being once more, after #{value}",
                        position=position,
                        defined=defined[0],
                        defined_2=defined[1],
                        value=self._defined[defined],
                    )
                )
            self._known.add(defined)
            self._defined[defined] = position

    def _finish_import(self, position: int, fact: ImportFinished) -> None:
        wrong = wrong_in(fact, self._imports, position - 1)
        if wrong is not None:
            raise JournalIncoherent(
                phrase(
                    "Fact #{position} says what is not true of import {import_}: {wrong}",
                    position=position,
                    import_=fact.import_,
                    wrong=wrong,
                )
            )
        self._imports.positions.append(position)

    def _reverse(self, position: int, target: Recorded) -> None:
        if isinstance(target.fact, ImportFinished):
            raise JournalIncoherent(
                phrase(
                    "Fact #{position} reverses #{position_2}, which says that an import has been",
                    position=position,
                    position_2=target.position,
                )
            )
        if target.position in self._reversed and not self._has_policies:
            raise JournalIncoherent(
                phrase(
                    "Fact #{position} reverses #{position_2}, which is reversed already",
                    position=position,
                    position_2=target.position,
                )
            )
        if isinstance(target.fact, DecisionReversed) and not self._has_policies:
            raise JournalIncoherent(
                phrase(
                    "Fact #{position} reverses #{position_2}, which is itself a reversal",
                    position=position,
                    position_2=target.position,
                )
            )
        self._reversed.add(target.position)
        defined = definition(target.fact)
        if defined is not None and self._defined.get(defined) == target.position:
            del self._defined[defined]

    def finish(self, source: Source) -> None:
        """Look at all facts together: what questions fold from them can be folded, and no tree is a circle."""
        admission = Admission(source)
        for stream in sorted({noun.stream for noun in NOUNS.values() if noun.stream and not noun.yearly}):
            try:
                admission.fold(stream)
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                raise JournalIncoherent(
                    phrase("The facts about {stream} do not fit together: {error!r}", stream=stream, error=error)
                ) from error
        for tree in (Organisation, Lines, Projects, Goals):
            parents = {code: node.parents.entries for code, node in admission.state(tree).nodes.items()}
            dated = {code: [(day, above) for (day, _), above in entries] for code, entries in parents.items()}
            for code, day in circles(dated):
                what = sentence_case(word(tree.KIND)) + f" {code!r}"
                raise JournalIncoherent(
                    phrase(
                        "{what} belongs to itself on {day}, through the {kind}s above it",
                        what=what,
                        day=day,
                        kind=word(tree.KIND),
                    )
                )


def circles(changes: Mapping[str, Iterable[tuple[date, str | None]]]) -> Iterator[tuple[str, date]]:
    """What belongs to itself, and on which day: for each thing, what it belongs to from which day on, in order."""
    by_day: dict[date, dict[str, str | None]] = defaultdict(dict)
    for code, dated in changes.items():
        for day, above in dated:
            by_day[day][code] = above
    parents: dict[str, str | None] = {}
    for day in sorted(by_day):
        parents.update(by_day[day])
        sound: set[str] = set()
        for code in by_day[day]:
            way: list[str] = []
            on_the_way: set[str] = set()
            at: str | None = code
            while at is not None and at not in sound and at not in on_the_way:
                way.append(at)
                on_the_way.add(at)
                at = parents.get(at)
            if at in on_the_way:
                yield code, day
            sound.update(way)


def restored(bulk: Bulk, facts: Iterator[Recorded]) -> int:
    """Facts that were admitted once are not judged again, but must fit together."""
    versions: dict[str, int] = {}
    coherence = Coherence()

    def rows() -> Iterator[tuple[int, datetime, str, int, Fact]]:
        for recorded in facts:
            fact, target = recorded.fact, None
            if isinstance(fact, DecisionReversed | DecisionAttested):
                reference = fact.reverses if isinstance(fact, DecisionReversed) else fact.attests
                found = bulk.find(reference)
                if found is None:
                    raise UnknownFact(reference)
                target, stream = found
            else:
                stream = stream_of(fact)
            versions[stream] = versions.get(stream, 0) + 1
            yield recorded.position, recorded.recorded_at, stream, versions[stream], fact
            coherence.look_at(recorded, target)  # when its position is known to be the next one

    number = bulk.restore(rows())
    coherence.finish(bulk)
    return number
