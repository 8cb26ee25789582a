"""The facts that an explanation names, and what is supposed of them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Literal

import attrs

from ledger.queries.at import At
from ledger.queries.check.explaining.history import History
from ledger.queries.summary import decision_cells, summary

State = Literal["counts", "recorded-later", "reversed", "not-attested"]
"""What a fact is at the moment."""


@attrs.frozen(kw_only=True)
class FactTold:
    """A fact that the table seems to leave out although it counts, or to count although it does not."""

    position: int
    id: str | None
    type: str
    effective: date
    decision: Mapping[str, str] | None
    recorded_at: datetime
    summary: str
    is_left_out: bool
    state: State

    @property
    def name(self) -> str:
        """The position, and the user's own reference if there is one."""
        own = self.id if self.id and not self.id.startswith("auto-") else None
        return f"#{self.position}" + (f" {own}" if own else "")


def told(at: At, history: History, counting: Collection[int], positions: Collection[int]) -> Iterator[FactTold]:
    """The facts at some positions, in order; those among *counting* seem to be left out."""
    for position in sorted(positions):
        recorded = history.facts[position]
        fact = recorded.fact
        yield FactTold(
            position=position,
            id=fact.id,
            type=fact.TYPE,
            effective=fact.effective,
            decision=decision_cells(fact),
            recorded_at=recorded.recorded_at,
            summary=summary(fact),
            is_left_out=position in counting,
            state=_state(at, history, counting, position),
        )


def _state(at: At, history: History, counting: Collection[int], position: int) -> State:
    if position in counting:
        return "counts"
    if position > at.position:
        return "recorded-later"
    return "reversed" if history.is_reversed(position, at.position) else "not-attested"
