"""Facts that wait for an attestation, in words: for what, and for whom."""

from collections.abc import Sequence

from ledger.domain.values.visible import visible
from ledger.recording.waiting import Waits


def waits_text(position: int, waits: Waits) -> str:
    """``#9 waits for an attestation under policy FYRA, which chef1 or chef2 may give: liggare record …``."""
    with_ = f" with #{waits.attests}" if waits.attests != position else ""
    return (
        f"#{position} waits{with_} for an attestation under {_policies(waits)}, which {_who(waits)} may give: "
        f"liggare record decision.attested --attests {waits.attests}"
    )


def many_wait_text(waiting: Sequence[Waits]) -> Sequence[str]:
    """How many facts of an import wait, for each of the policies."""
    told = [f"under {_policies(waits)}, which {_who(waits)} may give" for waits in waiting]
    return [
        f"{told.count(each)} fact{'s wait' if told.count(each) > 1 else ' waits'} for an attestation {each}: "
        "liggare show pending"
        for each in dict.fromkeys(told)
    ]


def _policies(waits: Waits) -> str:
    return f"polic{'ies' if len(waits.policies) > 1 else 'y'} {visible(', '.join(waits.policies))}"


def _who(waits: Waits) -> str:
    return visible(" or ".join(waits.attesters)) or "anyone but whoever recorded it"
