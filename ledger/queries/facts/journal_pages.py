"""The journal, newest fact first, a page at a time: what is read does not grow with the history."""

from collections.abc import Sequence

import attrs

from ledger.domain.fact import Recorded
from ledger.queries.at import At
from ledger.queries.questions.facts.journal import Filter, require_type

_FIRST_LOOK = 256
_MOST_LOOKED_AT = 20_000
"""So many facts are searched for one page; whoever wants more asks on from where it ended."""


@attrs.frozen(kw_only=True)
class JournalPage:
    """Facts that were searched for, the newest first."""

    facts: Sequence[Recorded]
    before: int
    """Only facts before this position were looked at."""
    through: int
    """… and none before this one."""

    @property
    def has_more(self) -> bool:
        """Whether there are older facts that have not been looked at."""
        return self.through > 1


def journal_page(at: At, wanted: Filter, *, before: int | None = None, most: int = 50) -> JournalPage:
    """At most *most* facts before a position that the filter lets through. Raises what the question journal does."""
    at.places(wanted.unit)
    require_type(wanted.type)

    def below(unit: str) -> bool:
        return at.tree.within(unit, wanted.unit)

    end = at.position + 1 if before is None else min(before, at.position + 1)
    lower, look, found = end, _FIRST_LOOK, list[Recorded]()
    while lower > 1 and len(found) < most and end - lower < _MOST_LOOKED_AT:
        upper, lower = lower, max(lower - look, 1)
        admitted = [each for each in at.log.facts(lower - 1, upper - 1) if wanted.admits(each, below)]
        found += reversed(admitted)
        look *= 4
    if len(found) > most:
        found = found[:most]
        lower = found[-1].position
    return JournalPage(facts=found, before=end, through=lower)
