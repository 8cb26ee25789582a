"""What facts that were just offered wait for."""

import attrs

from ledger.domain.control.demands import may_attest
from ledger.domain.fact import Recorded
from ledger.recording.folded_world import FoldedWorld


@attrs.frozen
class Waits:
    """What a fact waits for."""

    policies: tuple[str, ...]
    attesters: tuple[str, ...]
    """Who may attest it; any other actor than whoever recorded it, where none is named."""
    attests: int
    """The position that an attestation names: that of the correction, for a reversal that waits with one."""


def waits_for(world: FoldedWorld, recorded: Recorded) -> Waits | None:
    """What a fact that was just offered waits for, if it does."""
    if not world.was_asked(recorded) or not world.waits(recorded):
        return None
    decides = world.replacement_with(recorded) or recorded
    demands = world.demands(decides)
    policies = tuple(dict.fromkeys(demand.policy for demand in demands))
    return Waits(policies, may_attest(decides.fact, demands), decides.position)
