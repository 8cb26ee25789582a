"""The whole ledger at a glance: its status, and the year's budget, outcome and forecast in a few figures."""

from collections.abc import Mapping

import attrs

from ledger.domain.money.outcomes import REPORTED
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.codes import years
from ledger.queries.monthly.course import Course, course
from ledger.queries.questions.money.report import QUESTION as REPORT
from ledger.queries.status import Status, status

FIGURES = ("ytd_outcome", "ytd_budget", "ytd_deviation", "year_budget", "year_forecast", "forecast_deviation")


@attrs.frozen(kw_only=True)
class Overview:
    """A ledger at a moment."""

    status: Status
    month: Month
    """The last month that an outcome has been reported for; that of the day if there is none."""
    figures: Mapping[str, Money | None]
    """Those of :data:`FIGURES` for everything together, as the outcome report of the month has them."""
    report: Answer
    """The same for the units at the top and those right below."""


def overview(at: At, about: Mapping[str, str], *, ahead: int = 0) -> Overview:
    """*about* and *ahead* as :func:`~ledger.queries.status.status` takes them."""
    month = last_reported(at)
    report = REPORT.ask(at, month=month, depth=1)
    held = {row.unit for row in report.rows}
    tops = [row for row in report.rows if row.parent not in held]
    figures: dict[str, Money | None] = {}
    for name in FIGURES:
        known = [value for row in tops if (value := getattr(row, name)) is not None]
        figures[name] = Money(sum(value.count for value in known)) if known else None
    return Overview(status=status(at, about, ahead=ahead), month=month, figures=figures, report=report)


def last_reported(at: At) -> Month:
    """The last month through the day that any unit has reported an outcome for; the day's if there is none."""
    this = Month.containing(at.as_of)
    for year in reversed([each for each in years(at) if each <= this.year]):
        last = min(Month.of(year, 12), this, key=lambda month: month.number)
        months = [each.month for each in at.figures.stated(REPORTED, Month.of(year, 1), last)]
        if months:
            return Month(max(months))
    return this


def course_of(at: At, found: Overview) -> Course:
    """The year month by month, for everything together."""
    return course(at, found.month, None, found.figures["year_forecast"])
