"""Net cost by unit in nine columns, and the year month by month."""

from collections.abc import Iterator
from functools import partial

import attrs

from ledger.domain.values.days import Month
from ledger.queries.monthly.course import course_answer
from ledger.reports.monthly.document import Block, Drawing, Grid, Section
from ledger.reports.monthly.grids import anchors_of, behind, grid, narrowed, unit_labels, with_cells, without_empty_rows
from ledger.reports.monthly.reporting import Reporting

KEY = "net-cost"


def net_cost(of: Reporting) -> Section | None:
    """Nothing where no unit has any figure."""
    speech, month = of.speech, of.monthly.month
    answer, sources, left_out = without_empty_rows(of.monthly.report.answer, of.monthly.report.sources)
    command = of.explain("report", "--unit CODE")
    title = speech.say("Net cost by unit")
    caption = f"{title}, {speech.month(month)}"
    notes = [speech.say("+ is better than budget, − is worse.")]
    notes += [speech.say("Without figures: {units}.", units=", ".join(left_out))] if left_out else []
    printed = grid(
        narrowed(answer, ["ytd_budget"]),
        speech,
        key=KEY,
        caption=caption,
        explained=command,
        anchors=anchors_of(KEY, sources),
        exact=answer,
        notes=notes,
    )
    blocks: list[Block] = [_nine_columns(printed, of)] if answer.rows else []
    blocks += [*_changed_since_closing(of), *_course(of)]
    if not blocks:
        return None
    columns = {
        "ytd_outcome": speech.say("outcome"),
        "ytd_outcome_last_year": speech.say("last year"),
        "year_budget": speech.say("budget"),
        "year_forecast": speech.say("forecast"),
    }
    return Section(
        key=KEY,
        title=title,
        blocks=blocks,
        behind=[behind(printed, unit_labels(answer), sources, columns, speech)] if answer.rows else [],
    )


def _nine_columns(printed: Grid, of: Reporting) -> Grid:
    """The headings as boards know them: three columns each for the month, the months so far and the year."""
    say, month = of.speech.say, of.monthly.month
    outcome, deviation = say("Outcome"), say("Deviation")
    by_year = [f"{outcome} {month.year - 1}", f"{outcome} {month.year}"]
    return attrs.evolve(
        printed,
        headings=[
            *printed.headings[:2],
            *(outcome, say("Budget"), deviation),
            *(*by_year, deviation),
            *(say("Budget"), say("Forecast"), deviation),
        ],
        groups=[
            ("", 2),
            (of.speech.sentence(of.speech.month_name(month)), 3),
            (of.speech.sentence(of.speech.through(month)), 3),
            (say("Full year {year}", year=month.year), 3),
        ],
    )


def _changed_since_closing(of: Reporting) -> list[Block]:
    restated = of.monthly.restated
    if restated is None or not restated.rows:
        return []
    say = of.speech.say
    worded = with_cells(restated, figure=lambda words: say(words.capitalize()))  # a column, told by its heading
    return [grid(worded, of.speech, key="restated", caption=say("Changed since the month was closed"))]


def _course(of: Reporting) -> list[Block]:
    """The year drawn, if anything happened in it."""
    from ledger.reports.monthly.charts.course import draw

    course, speech = of.monthly.course, of.speech
    if not course.has_outcomes:
        return []
    figures = grid(
        course_answer(course, of.monthly.report.answer),
        speech,
        key="course",
        caption=speech.say("Added up from January, by month"),
        explained=of.explain("report", "--unit CODE"),
    )
    return [
        Drawing(
            key="course",
            title=speech.say("Budget, outcome and forecast over the year"),
            told=" ".join(_course_told(of)),
            draw=partial(draw, course, speech),
            figures=figures,
        )
    ]


def _course_told(of: Reporting) -> Iterator[str]:
    course, speech, month = of.monthly.course, of.speech, of.monthly.month
    yield speech.say(
        "Budget, outcome and forecast of {year}, added up from January. The budget for the whole year is {budget}.",
        year=month.year,
        budget=speech.amount(course.budget[Month.of(month.year, 12)]),
    )
    if month in course.outcome:
        yield speech.say(
            "Through {month} the outcome is {outcome} against a budget of {budget}.",
            month=speech.month_name(month),
            outcome=speech.amount(course.outcome[month]),
            budget=speech.amount(course.budget[month]),
        )
    if course.forecast is not None:
        yield speech.say("The forecast for the whole year is {amount}.", amount=speech.amount(course.forecast))
