"""Why something about an exemption is refused."""

from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.values.measured import Quantity
from ledger.domain.values.phrases import phrase, word


class ExemptionDecided(Refused):
    code = "exemption-decided"

    def __init__(self, exemption: str, state: str, day: date, position: int) -> None:
        super().__init__(
            phrase(
                "Exemption {exemption} was already {state} on {day} (#{position})",
                exemption=exemption,
                state=word(state),
                day=day,
                position=position,
            ),
            hint=phrase("An exemption is decided once: request a new one, or reverse the decision"),
        )


class ExemptionBeyondRequest(Refused):
    code = "exemption-beyond-request"

    def __init__(self, exemption: str, requested: Quantity, granted: Quantity) -> None:
        super().__init__(
            phrase(
                "Exemption {exemption} was requested for {requested} positions, but {granted} would be granted",
                exemption=exemption,
                requested=requested,
                granted=granted,
            ),
            hint=phrase("Grant at most what was requested, or request a new exemption"),
        )


class ExemptionNotUsable(Refused):
    code = "exemption-not-usable"

    def __init__(self, exemption: str, why: str) -> None:
        super().__init__(
            phrase("Exemption {exemption} cannot be used: {why}", exemption=exemption, why=why),
            hint=phrase("See it: liggare show exemptions ({exemption})", exemption=exemption),
        )


class ExemptionInUse(Refused):
    code = "exemption-in-use"

    def __init__(self, exemption: str, used: Quantity, done: str) -> None:
        super().__init__(
            phrase(
                "Exemption {exemption} cannot be {done}: {used} positions have been filled under it",
                exemption=exemption,
                done=done,
                used=used,
            ),
            hint=phrase("Reverse the facts that use it first"),
        )
