"""How a figure became known: a line that steps at each fact."""

from collections.abc import Sequence

import attrs

from ledger.domain.values.days import STOCKHOLM
from ledger.domain.values.measured import Measured, Money
from ledger.queries.answer import Answer
from ledger.reports.monthly.charts.drawing import BLUE, layered, scaled
from ledger.reports.monthly.speech import Speech

MOST_POINTS = 400
"""Of more steps than these, as many are drawn, evenly chosen; the last one always."""


@attrs.frozen
class Point:
    """A step: the day it was recorded, what it is called, and the figure from then on."""

    when: str
    name: str
    value: Measured


def points(history: Answer) -> list[Point]:
    """The steps of a history, on Swedish clocks."""
    rows = history.rows
    every = max(-(-len(rows) // MOST_POINTS), 1)
    kept = [row for at, row in enumerate(rows) if at % every == 0 or at == len(rows) - 1]
    return [Point(_clock(row.recorded_at), f"#{row.position}", row.value) for row in kept]


def _clock(recorded_at: str) -> str:
    from datetime import datetime

    local = datetime.fromisoformat(recorded_at).astimezone(STOCKHOLM)
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def draw(steps: Sequence[Point], speech: Speech) -> str:
    """The figure over the days on which it was recorded; its axis leaves out what all steps share."""
    import altair as alt

    is_money = any(isinstance(each.value, Money) for each in steps)
    values = [
        {
            "when": each.when,
            "name": each.name,
            "value": scaled(each.value, speech) if isinstance(each.value, Money) else each.value.count / 1000,
        }
        for each in steps
    ]
    chart = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("when:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=6)),
        y=alt.Y(
            "value:Q",
            title=speech.unit if is_money else None,
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=",.0f", titlePadding=18),
        ),
    )
    line = chart.mark_line(interpolate="step-after", strokeWidth=2.5, color=BLUE)
    marks = chart.mark_point(filled=True, size=50, opacity=1, color=BLUE)
    return layered("steps", speech, [line, marks], right=20)
