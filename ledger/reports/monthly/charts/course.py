"""Budget, outcome and forecast over the months of a year."""

from collections.abc import Iterator, Mapping

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.monthly.course import Course
from ledger.reports.monthly.charts.drawing import BLUE, GREY, MUTED, ORANGE, layered, scaled
from ledger.reports.monthly.speech import Speech


def draw(course: Course, speech: Speech) -> str:
    """Lines of what has added up since January; the forecast leads from the last outcome to December."""
    import altair as alt

    names = _names(course, speech)
    order = [_label(month, speech) for month in course.budget]
    shown = [name for name in names.values() if name]
    looks = {
        names["budget"]: (GREY, [6, 3]),
        names["outcome"]: (BLUE, [1, 0]),
        names["last_year"]: (MUTED, [2, 3]),
        names["forecast"]: (ORANGE, [9, 4]),
    }
    used = [looks[name] for name in shown]
    points = [
        {"month": _label(month, speech), "amount": scaled(amount, speech), "series": name}
        for name, month, amount in _points(course, names)
    ]
    encoded = alt.Chart(alt.InlineData(values=points)).encode(
        x=alt.X("month:O", sort=order, title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=order)),
        y=alt.Y("amount:Q", title=speech.unit, axis=alt.Axis(format=",.0f"), scale=alt.Scale(nice=True)),
        color=alt.Color(
            "series:N",
            sort=shown,
            scale=alt.Scale(domain=shown, range=[look[0] for look in used]),
            legend=alt.Legend(symbolType="stroke", symbolSize=500),
        ),
    )
    dashes = alt.StrokeDash("series:N", sort=shown, scale=alt.Scale(domain=shown, range=[look[1] for look in used]))
    lines = encoded.mark_line(strokeWidth=2.5).encode(strokeDash=dashes)
    marks = encoded.mark_point(filled=True, size=40, opacity=1)
    return layered("course", speech, [lines, marks])


def _names(course: Course, speech: Speech) -> dict[str, str]:
    """What each line is called; nothing for a line that is not there."""
    year = next(iter(course.budget)).year
    outcome = speech.say("Outcome")
    return {
        "budget": speech.say("Budget"),
        "outcome": f"{outcome} {year}" if course.outcome else "",
        "last_year": f"{outcome} {year - 1}" if course.outcome_last_year else "",
        "forecast": speech.say("Forecast") if course.forecast is not None and course.outcome else "",
    }


def _points(course: Course, names: Mapping[str, str]) -> Iterator[tuple[str, Month, Money]]:
    lines = {"budget": course.budget, "outcome": course.outcome, "last_year": course.outcome_last_year}
    for line, values in lines.items():
        for month, amount in values.items():
            yield names[line], month, amount
    if names["forecast"] and course.forecast is not None:
        last = max(course.outcome, key=lambda month: month.number)
        yield names["forecast"], last, course.outcome[last]
        yield names["forecast"], Month.of(last.year, 12), course.forecast


def _label(month: Month, speech: Speech) -> str:
    return speech.month_name(month, "abbreviated")
