"""The reported workforce: facts and rules.

FTE, annual workers and headcount are never added together.
"""

from collections.abc import Iterator
from typing import Literal

from ledger.domain.fact import Fact, fact, field
from ledger.domain.postings import Posting, Statement, posting, staff_item
from ledger.domain.rules import no_rule
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity

WorkforceMeasure = Literal["fte", "annual-workers", "headcount"]
WorkforceEmployment = Literal["permanent", "fixed-term", "agency", "all"]


@fact
class WorkforceReported(Fact):
    """How many people a unit had in a month, in one measure. A restated value replaces the one before."""

    TYPE = "workforce.reported"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    measure: WorkforceMeasure = field("FTE, annual workers or headcount", "mått")
    employment: WorkforceEmployment = field("The form of employment, or all", "anställningsform")
    value: Quantity = field("How many", "värde")
    category: str | None = field(
        "The staff category; none for the whole unit", "personalkategori", recalls="category", default=None
    )
    hours: Quantity | None = field("Hours worked, where annual workers are reported", "timmar", default=None)
    hours_per_year: Quantity | None = field(
        "The hours of a full year they are divided by", "timmar per årsarbetare", default=None
    )
    causes: dict[str, Quantity] | None = field("What the change is due to: {cause: value}", "orsaker", default=None)


no_rule(WorkforceReported)


@posting(WorkforceReported)
def _post(fact: WorkforceReported) -> Iterator[Posting]:
    item = staff_item(fact.category, fact.employment)
    yield Statement("workforce", fact.measure, fact.unit, item, fact.month.number, fact.value.count)
    if fact.measure == "annual-workers":
        hours = fact.hours.count if fact.hours else 0  # left out says none, and replaces hours stated before
        yield Statement("workforce", "hours", fact.unit, item, fact.month.number, hours)
