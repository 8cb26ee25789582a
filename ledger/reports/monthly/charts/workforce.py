"""FTE over time, a panel for each form of employment, with the hiring freezes behind them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.monthly.people import WorkforceCourse
from ledger.reports.monthly.charts.drawing import BLUE, INK, LIGHT, WIDTH, as_svg
from ledger.reports.monthly.speech import Speech

_PANEL, _BAR = 120, 22
"""The heights of a panel, and of the bar that names a freeze."""
_MOST_TICKS = 8
_MIDDLE = timedelta(days=14)
"""A month's value stands in the middle of the month."""

Span = dict[str, str]


def draw(workforce: WorkforceCourse, month: Month, speech: Speech) -> str:
    """Panels with axes of their own, since forms of employment differ tenfold; below them the freezes' names."""
    import altair as alt

    first, last = workforce.months[0].first_day, max(month, workforce.months[-1]).last_day
    spans = _spans(workforce, first, last)
    panels = [
        _panel(values, speech.sentence(speech.term(form)), spans, _days(first, last))
        for form, values in workforce.series.items()
    ]
    named = [_names(spans, _days(first, last))] if spans else []
    return as_svg("workforce", alt.vconcat(*panels, *named, spacing=14), speech)


def _panel(values: Mapping[Month, Quantity], title: str, spans: Sequence[Span], x: Any) -> Any:
    """What was reported, point by point, on the ground of the freezes."""
    import altair as alt

    points = [{"day": _day(month.first_day + _MIDDLE), "fte": value.count / 1000} for month, value in values.items()]
    scale = alt.Scale(zero=False, nice=True, padding=8)
    encoded = alt.Chart(alt.InlineData(values=points)).encode(
        x=x, y=alt.Y("fte:Q", title=None, scale=scale, axis=alt.Axis(format=",.0f", tickCount=4))
    )
    layers = [encoded.mark_line(strokeWidth=2.5, color=BLUE), encoded.mark_point(filled=True, size=40, color=BLUE)]
    if spans:
        ground = alt.Chart(alt.InlineData(values=list(spans))).mark_rect(color=LIGHT, opacity=0.45)
        layers.insert(0, ground.encode(x=x, x2="end:T"))
    heading = alt.TitleParams(title, anchor="start", fontSize=12, fontWeight="normal", color=INK)
    return alt.layer(*layers).properties(width=WIDTH, height=_PANEL, title=heading)


def _names(spans: Sequence[Span], x: Any) -> Any:
    """A bar for each freeze under the panels, with its name in it."""
    import altair as alt

    data, hidden = alt.Chart(alt.InlineData(values=list(spans))), x.copy()
    hidden.axis = None
    y = alt.Y("freeze:N", title=None, axis=None)
    bar = data.mark_bar(color=LIGHT, height=_BAR - 4).encode(x=hidden, x2="end:T", y=y)
    name = data.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(x=hidden, y=y, text="freeze:N")
    height = _BAR * len({span["freeze"] for span in spans})
    return alt.layer(bar, name).properties(width=WIDTH, height=height)


def _days(first: date, last: date) -> Any:
    import altair as alt

    scale = alt.Scale(domain=[_day(first), _day(last)])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    ticks = alt.TimeIntervalStep(interval="month", step=max(1, -(-months // _MOST_TICKS)))
    axis = alt.Axis(format="%Y-%m", labelAngle=0, tickCount=ticks, labelOverlap=True)
    return alt.X("day:T", title=None, scale=scale, axis=axis)


def _spans(workforce: WorkforceCourse, first: date, last: date) -> list[Span]:
    """The freezes as far as they lie between two days."""
    return [
        {"day": _day(max(span.first, first)), "end": _day(min(span.last or last, last)), "freeze": span.freeze}
        for span in workforce.freezes
        if span.first <= last and (span.last is None or span.last >= first)
    ]


def _day(day: date) -> str:
    """The middle of a day, so that no time zone makes another day of it."""
    return f"{day.isoformat()}T12:00:00"
