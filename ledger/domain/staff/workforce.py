"""The reported workforce: facts and rules.

FTE, annual workers and headcount are never added together.
"""

from collections.abc import Iterator
from typing import Literal

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, fact, field
from ledger.domain.money.phasing import MonthsOutOfOrder
from ledger.domain.postings import Posting, Statement, posting, staff_item
from ledger.domain.rules import World, rule
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NOBODY, Quantity
from ledger.domain.values.phrases import phrase

WorkforceMeasure = Literal["fte", "annual-workers", "headcount"]
WorkforceEmployment = Literal["permanent", "fixed-term", "agency", "all"]


@fact
class WorkforceReported(Fact):
    """How many people a unit had in a month, in one measure. A restated value replaces the one before."""

    TYPE = "workforce.reported"
    SWEDISH = "personal.rapporterad"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    measure: WorkforceMeasure = field("FTE, annual workers or headcount", "mått")
    employment: WorkforceEmployment = field("The form of employment, or all", "anställningsform")
    value: Quantity | None = field(
        "How many; annual workers are worked out where the hours say it", "värde", unless="hours", default=None
    )
    category: str | None = field(
        "The staff category; none for the whole unit", "personalkategori", recalls="category", default=None
    )
    hours: Quantity | None = field("Hours worked, where annual workers are reported", "timmar", default=None)
    hours_per_year: Quantity | None = field(
        "The hours of a full year they are divided by", "timmar per årsarbetare", default=None
    )
    causes: dict[str, Quantity] | None = field("What the change is due to: {cause: value}", "orsaker", default=None)
    from_month: Month | None = field(
        "The first month that the hours cover; without it they are those of the month", "från månad", default=None
    )
    project: str | None = field(
        "The project they work on; none for no project", "projekt", refers="project", default=None
    )

    @property
    def first(self) -> Month:
        """The first month that the hours cover."""
        return self.from_month or self.month

    @property
    def stated(self) -> Quantity | None:
        """The value as it is given, or else worked out; None where there are hours of a project alone."""
        return self.worked_out if self.value is None else self.value

    @property
    def worked_out(self) -> Quantity | None:
        """The annual workers that the hours come to, where they can be worked out."""
        if self.hours is None or self.hours_per_year is None or self.hours_per_year <= NOBODY:
            return None
        return annual_workers(self.hours, self.hours_per_year, self.month.number - self.first.number + 1)


def annual_workers(hours: Quantity, hours_per_year: Quantity, months: int) -> Quantity:
    """Hours of some months as annual workers, rounded half away from zero to thousandths."""
    dividend, divisor = abs(hours.count) * _YEAR * 1000, hours_per_year.count * months
    count = (2 * dividend + divisor) // (2 * divisor)
    return Quantity(count if hours.count > 0 else -count)


_YEAR = 12
"""Months."""
_TOO_FAR = 500
"""A given value is refused when it differs by so many thousandths from what its hours come to."""


class WorkforceNotStated(Refused):
    code = "workforce-not-stated"

    def __init__(self, unit: str, month: Month, measure: str) -> None:
        super().__init__(
            phrase(
                "{unit} says nothing of how much {measure} came to in {month}", unit=unit, measure=measure, month=month
            ),
            hint=phrase("Give --value; for annual workers also --hours with --hours-per-year, which give it"),
        )


class HoursNotMeant(Refused):
    code = "hours-not-meant"

    def __init__(self, measure: str) -> None:
        super().__init__(
            phrase("Hours were given for {measure}, which they say nothing of", measure=measure),
            hint=phrase("Report the hours with --measure annual-workers, and leave them out here"),
        )


class NoHoursPerYear(Refused):
    code = "no-hours-per-year"

    def __init__(self, hours_per_year: Quantity) -> None:
        super().__init__(
            phrase("A full year cannot have {hours_per_year} hours", hours_per_year=hours_per_year),
            hint=phrase("Give --hours-per-year above zero: 1724, say"),
        )


class AnnualWorkersDiffer(Refused):
    code = "annual-workers-differ"

    def __init__(self, given: Quantity, worked_out: Quantity, months: int) -> None:
        covered = phrase("1 month") if months == 1 else phrase("{months} months", months=months)
        super().__init__(
            phrase(
                "{given} annual workers are given, but the hours of {covered} come to {worked_out}",
                given=given,
                covered=covered,
                worked_out=worked_out,
            ),
            hint=phrase("Check --hours, --hours-per-year and --from-month; or leave --value out, which the hours give"),
        )


@rule(WorkforceReported)
def _admit(world: World, fact: WorkforceReported) -> None:  # noqa: ARG001 - all rules are asked alike
    """A value is stated or given by hours, and the two agree."""
    hours = (fact.hours, fact.hours_per_year, fact.from_month)
    if fact.measure != "annual-workers" and any(given is not None for given in hours):
        raise HoursNotMeant(fact.measure)
    if fact.first > fact.month:
        raise MonthsOutOfOrder(fact.first, fact.month)
    if fact.hours_per_year is not None and fact.hours_per_year <= NOBODY:
        raise NoHoursPerYear(fact.hours_per_year)
    worked_out = fact.worked_out
    if fact.value is None and worked_out is None and not (fact.project and fact.hours):
        raise WorkforceNotStated(fact.unit, fact.month, fact.measure)
    if fact.value is not None and worked_out is not None and abs(fact.value.count - worked_out.count) >= _TOO_FAR:
        raise AnnualWorkersDiffer(fact.value, worked_out, fact.month.number - fact.first.number + 1)


CAUSES = "causes"
"""The measure of statements that say what a value is due to, each under the value's own key and the cause."""


@posting(WorkforceReported)
def _post(fact: WorkforceReported) -> Iterator[Posting]:
    of, stated = (fact.category, fact.employment, fact.project), fact.stated
    if stated is not None:
        yield Statement("workforce", fact.measure, fact.unit, staff_item(*of), fact.month.number, stated.count)
    if fact.measure == "annual-workers":
        hours = fact.hours.count if fact.hours else 0  # left out says none, and replaces hours stated before
        item = staff_item(*of, first=fact.first.number)
        yield Statement("workforce", "hours", fact.unit, item, fact.month.number, hours)
    for cause, value in (fact.causes or {}).items():
        item = staff_item(*of, cause=cause)
        yield Statement(CAUSES, fact.measure, fact.unit, item, fact.month.number, value.count)
