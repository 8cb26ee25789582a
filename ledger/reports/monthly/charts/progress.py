"""Savings plans and phases: how far they have come towards their targets."""

from collections.abc import Sequence

import attrs

from ledger.domain.values.measured import Money
from ledger.reports.monthly.charts.drawing import BLUE, GREEN, LIGHT, layered, scaled, spare_of
from ledger.reports.monthly.speech import Speech

_ROW = 30
"""Half the height of a part's bars."""
LONGEST = 260
"""The room for a part's name."""


@attrs.frozen(kw_only=True)
class Progress:
    """A plan or a phase."""

    name: str
    target: Money
    decided: Money
    realised: Money


def draw(parts: Sequence[Progress], speech: Speech) -> str:
    """For each part three bars under one another."""
    import altair as alt

    kinds = [speech.say("Target"), speech.say("Decided"), speech.say("Realised")]
    bars = [
        {"part": part.name, "kind": kind, "amount": scaled(amount, speech), "text": speech.amount(amount)}
        for part in parts
        for kind, amount in zip(kinds, (part.target, part.decided, part.realised), strict=True)
    ]
    names = [part.name for part in parts]
    farthest = max(scaled(amount, speech) for part in parts for amount in (part.target, part.decided, part.realised))
    encoded = alt.Chart(alt.InlineData(values=bars)).encode(
        y=alt.Y("part:N", sort=names, title=None, axis=alt.Axis(labelLimit=LONGEST)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        x=alt.X(
            "amount:Q", title=speech.unit, axis=alt.Axis(format=",.0f"), scale=alt.Scale(domain=[0, farthest * 1.15])
        ),
    )
    colours = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[LIGHT, BLUE, GREEN]))
    filled = encoded.mark_bar(stroke="#6b7680", strokeWidth=0.5).encode(color=colours)
    texts = encoded.mark_text(align="left", baseline="middle", dx=4, fontSize=11).encode(text="text:N")
    return layered("progress", speech, [filled, texts], height=2 * _ROW * len(parts), left=spare_of(names, LONGEST))
