"""The decisions of a month."""

from collections.abc import Iterable
from datetime import date

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, definition, mentions
from ledger.domain.values.days import Month
from ledger.domain.vocabulary import FACT_TYPES
from ledger.projections.counting import Standing
from ledger.queries.at import At
from ledger.queries.summary import units_named

_NO_DECISIONS = {
    "decision.attested",
    "forecast.submitted",
    "import.finished",
    "indicator.defined",
    "line.opened",
    "month.closed",
    "month.reopened",
}
DECISIONS = frozenset(name for name in FACT_TYPES if not name.endswith(".reported")) - _NO_DECISIONS
"""The types of facts that are decisions, rather than reports, definitions or book-keeping of the ledger's own."""


def decides(fact: Fact) -> bool:
    return fact.TYPE in DECISIONS


def decided_in(at: At, month: Month, unit: str | None) -> list[Recorded]:
    """The decisions of a month that stand as far as known: by the day they were taken, else by their effect."""
    subjects = _Subjects(at)
    judge = Standing(at.facts_of({DecisionReversed.TYPE, DecisionAttested.TYPE}), at.policies, at.find)
    chosen = []
    for recorded in at.facts_of(DECISIONS):
        subjects.note(recorded.fact)
        if Month.containing(day_of(recorded.fact)) == month and judge.counts(recorded):
            chosen.append(recorded)
    about = (recorded for recorded in chosen if subjects.concern(recorded.fact, unit))
    return sorted(about, key=lambda recorded: (day_of(recorded.fact), recorded.position))


def day_of(fact: Fact) -> date:
    """The day a fact was decided; where the source does not say, the day it takes effect."""
    return (fact.decision.date if fact.decision else None) or fact.effective


class _Subjects:
    """Which units a fact is about, also where it names only an exemption, a measure, a freeze or an assignment."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._units: dict[tuple[str, str], tuple[str, ...]] = {}

    def note(self, fact: Fact) -> None:
        """Remember what *fact* brings into being, and for whom."""
        made = definition(fact)
        if made is not None and made[0] != "unit":
            self._units[made] = tuple(units_named(fact))

    def concern(self, fact: Fact, top: str | None) -> bool:
        """Whether a fact is about a unit below *top*, one that *top* belongs to, or nobody in particular."""
        tree = self._at.tree
        named = list(self._named(fact))
        return top is None or not named or any(tree.within(each, top) or tree.within(top, each) for each in named)

    def _named(self, fact: Fact) -> Iterable[str]:
        if isinstance(fact, DecisionReversed):
            target = self._at.find(fact.reverses)
            return self._named(target.fact) if target is not None else ()
        own = tuple(units_named(fact))
        return own or [unit for kind, code, _ in mentions(fact) for unit in self._units.get((kind, code), ())]
