"""Clocks that cannot be believed."""

from datetime import datetime

from ledger.domain.errors import Unusable
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase


class ClockSteppedBack(Unusable):
    code = "clock-stepped-back"

    def __init__(self, *, now: datetime, last: datetime) -> None:
        super().__init__(
            phrase(
                "The clock says {now}, but the last fact was recorded at {last}",
                now=instant_text(now),
                last=instant_text(last),
            ),
            hint=phrase(
                "Set the computer's clock right; if it is right, facts were recorded under a clock "
                "that was ahead: docs/faults.md has the way out"
            ),
        )


class ClockNotBelieved(Unusable):
    code = "clock-not-believed"

    def __init__(self, *, now: datetime, last: datetime) -> None:
        super().__init__(
            phrase(
                "The clock says {now}, but the ledger was last written at {last}: were the clock "
                "wrong, nothing more could be recorded before that day comes",
                now=instant_text(now),
                last=instant_text(last),
            ),
            hint=phrase(
                "Set the computer's clock right; if it is right, say so once: liggare --clock-is-right record …"
            ),
        )
