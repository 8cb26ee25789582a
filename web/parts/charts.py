"""Pictures, drawn here and shown as images. What draws them is loaded when the first one is asked for."""

from ledger.domain.values.measured import Money
from ledger.queries.overview import course_of, overview
from ledger.reports.fact_words import speech_of
from ledger.reports.monthly.charts import bridge, course, steps
from web.kept import Page
from web.pages.answering import compared, told
from web.visit import Visit

KIND = "image/svg+xml"


def _svg(drawn: str) -> Page:
    return Page(body=drawn.encode(), kind=KIND)


def course_chart(visit: Visit) -> Page:
    """Budget, outcome and forecast over the year of the last month reported."""
    visit.asked.require_known()
    at = visit.at()
    found = overview(at, {})
    return _svg(course.draw(course_of(at, found), speech_of(at, visit.lang)))


def history_chart(visit: Visit, name: str) -> Page:
    """How a figure became known."""
    found = told(visit, name)
    return _svg(steps.draw(steps.points(found.answer), speech_of(found.at, visit.lang)))


def bridge_chart(visit: Visit, name: str) -> Page:
    """The way from one figure to another."""
    found = compared(visit, name)
    speech = speech_of(found.at, visit.lang)
    rows = found.answer.rows
    nothing = Money(0)
    parts: list[tuple[str, Money]] = []
    opening = closing = nothing
    if rows:
        top = rows[0]
        opening, closing = Money(top.before.count), Money(top.after.count)
        parts = [(f"#{each.position}", Money(each.amount.count)) for each in top.facts]
        parts += [(visit.say("Reorganised"), Money(top.moved.count))] if top.moved else []
    parts.sort(key=lambda each: -abs(each[1].count))
    ends = (visit.say("Before"), visit.say("After"))
    return _svg(bridge.draw(bridge.Bridge.of(opening, parts, closing, ends), speech))
