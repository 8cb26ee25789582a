"""Facts that wait for an attestation, in words: for what, and for whom."""

from collections.abc import Sequence

from ledger.domain.values.phrases import Phrase, counted_phrase, joined, phrase
from ledger.domain.values.visible import visible
from ledger.recording.waiting import Waits


def waits_text(position: int, waits: Waits) -> Phrase:
    """``#9 waits for an attestation under policy FYRA, which chef1 or chef2 may give: liggare record …``."""
    other = phrase(" with #{position}", position=waits.attests) if waits.attests != position else ""
    return phrase(
        "#{position} waits{other} for an attestation under {policies}, which {who} may give: "
        "liggare record decision.attested --attests {attests}",
        position=position,
        other=other,
        policies=_policies(waits),
        who=_who(waits),
        attests=waits.attests,
    )


def many_wait_text(waiting: Sequence[Waits]) -> Sequence[Phrase]:
    """How many facts of an import wait, for each of the policies."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Waits]] = {}
    for each in waiting:
        alike.setdefault((each.policies, each.attesters), []).append(each)
    return [
        counted_phrase(
            "{number} fact waits for an attestation under {policies}, which {who} may give: liggare show pending",
            "{number} facts wait for an attestation under {policies}, which {who} may give: liggare show pending",
            len(found),
            policies=_policies(found[0]),
            who=_who(found[0]),
        )
        for found in alike.values()
    ]


def _policies(waits: Waits) -> Phrase:
    named = visible(", ".join(waits.policies))
    return counted_phrase("policy {named}", "policies {named}", len(waits.policies), named=named)


def _who(waits: Waits) -> str:
    if not waits.attesters:
        return phrase("anyone but whoever recorded it")
    return joined(phrase(" or "), (visible(each) for each in waits.attesters))
