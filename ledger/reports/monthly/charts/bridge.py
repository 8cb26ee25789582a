"""From one figure to another in steps."""

from collections.abc import Sequence
from typing import Self

import attrs

from ledger.domain.values.measured import Money
from ledger.reports.monthly.charts.drawing import BLUE, GREEN, INK, RED, layered, scaled, spare_of
from ledger.reports.monthly.speech import Speech

LONGEST = 170
"""The room for a unit's name."""
MOST_STEPS = 8
"""As many units have a step of their own; the others have one together."""


@attrs.frozen(kw_only=True)
class Bridge:
    """An opening figure, steps by unit (None: the others together), and the closing figure they lead to."""

    opening: Money
    steps: Sequence[tuple[str | None, Money]]
    closing: Money
    ends: tuple[str, str] | None = None
    """What the opening and the closing figure are called; budget and forecast if nothing else is said."""

    @classmethod
    def of(
        cls, opening: Money, steps: Sequence[tuple[str, Money]], closing: Money, ends: tuple[str, str] | None = None
    ) -> Self:
        """*steps* come the largest first; they lead from *opening* to *closing*."""
        shown: list[tuple[str | None, Money]] = list(steps[:MOST_STEPS])
        rest = Money(sum(amount.count for _, amount in steps[MOST_STEPS:]))
        if rest:
            shown.append((None, rest))
        return cls(opening=opening, steps=shown, closing=closing, ends=ends)

    @property
    def levels(self) -> list[Money]:
        """Where each step leads to, the opening figure first."""
        reached = [self.opening]
        for _, amount in self.steps:
            reached.append(reached[-1] + amount)
        return reached

    @property
    def limits(self) -> tuple[Money, Money]:
        """Where the axis begins and ends: around the steps, with room for the figures above them."""
        low, high = min(level.count for level in self.levels), max(level.count for level in self.levels)
        room = (high - low) // 4 or abs(high) // 10 or 1
        return Money(low - room), Money(high + room)

    @property
    def is_cut(self) -> bool:
        """Whether the axis leaves out zero, so that the lengths of the first and last bar mean nothing."""
        floor, ceiling = self.limits
        return not floor.count <= 0 <= ceiling.count


def draw(bridge: Bridge, speech: Speech) -> str:
    """Bars that begin where the one before them ended. The axis leaves out what all bars share."""
    import altair as alt

    bars = _bars(bridge, speech)
    names = [str(bar["name"]) for bar in bars]
    kinds = [
        " – ".join(bridge.ends) if bridge.ends else speech.say("Budget and forecast"),
        speech.say("Better"),
        speech.say("Worse"),
    ]
    for bar in bars:
        bar["kind"] = kinds[int(bar["sign"])]
        bar["above"] = max(float(bar["from"]), float(bar["to"]))
    scale = alt.Scale(domain=[scaled(end, speech) for end in bridge.limits], zero=False, nice=False)
    encoded = alt.Chart(alt.InlineData(values=bars)).encode(
        x=alt.X("name:N", sort=names, title=None, axis=alt.Axis(labelAngle=-35, labelLimit=LONGEST))
    )
    filled = encoded.mark_bar(size=34).encode(
        y=alt.Y("from:Q", title=speech.unit, scale=scale, axis=alt.Axis(format=",.0f")),
        y2="to:Q",
        color=alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[BLUE, GREEN, RED])),
    )
    texts = encoded.mark_text(baseline="bottom", dy=-4, fontSize=11, color=INK).encode(
        y=alt.Y("above:Q", scale=scale), text="text:N"
    )
    spare = spare_of(names, LONGEST)  # labels lean: what they are longer, they need to the left and below
    return layered("bridge", speech, [filled, texts], left=spare, bottom=spare)


Bar = dict[str, str | float]


def _bars(bridge: Bridge, speech: Speech) -> list[Bar]:
    """The opening figure, the steps, and the closing figure."""
    floor, ceiling = (end.count for end in bridge.limits)
    stand = Money(min(max(0, floor), ceiling))  # on zero, or on the end of the axis that is nearest to it
    first, last = bridge.ends or (speech.say("Budget"), speech.say("Forecast"))
    bars = [_bar(first, stand, bridge.opening, speech.amount(bridge.opening), 0, speech)]
    for name, level, (_, amount) in zip(step_names(bridge, speech), bridge.levels, bridge.steps, strict=False):
        sign = 1 if amount.count > 0 else 2
        bars.append(_bar(name, level, level + amount, speech.signed(amount), sign, speech))
    return [*bars, _bar(last, stand, bridge.closing, speech.amount(bridge.closing), 0, speech)]


def step_names(bridge: Bridge, speech: Speech) -> list[str]:
    """What the steps are called: by the names of their units, with the code where two have the same."""
    others = speech.say("Others") if bridge.ends else speech.say("Other units")
    names = [others if unit is None else speech.units.get(unit, unit) for unit, _ in bridge.steps]
    return [
        speech.named(unit) if unit is not None and names.count(name) > 1 else name
        for name, (unit, _) in zip(names, bridge.steps, strict=True)
    ]


def _bar(name: str, before: Money, after: Money, text: str, sign: int, speech: Speech) -> Bar:
    return {"name": name, "from": scaled(before, speech), "to": scaled(after, speech), "text": text, "sign": sign}
