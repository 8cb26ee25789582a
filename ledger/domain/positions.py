"""Budgeted positions and the reported workforce: facts. The measures of people are never added together."""

from typing import Literal

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field
from ledger.domain.measured import Quantity

Employment = Literal["permanent", "fixed-term"]
WorkforceMeasure = Literal["fte", "annual-workers", "headcount"]
WorkforceEmployment = Literal["permanent", "fixed-term", "agency", "all"]


@fact
class PositionsEstablished(Fact):
    """New budgeted positions. In the scope of a hiring freeze they need an exemption."""

    TYPE = "positions.established"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    exemption: str | None = field("The exemption that allows them", "dispens", refers="exemption", default=None)
    underway_reason: str | None = field(
        "Why recruitment under way when the freeze began is finished", "skäl för pågående rekrytering", default=None
    )


@fact
class PositionsReduced(Fact):
    """Budgeted positions are taken out."""

    TYPE = "positions.reduced"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    measure: str | None = field("The savings measure this carries out", "åtgärd", refers="measure", default=None)


@fact
class PositionsTransferred(Fact):
    """Budgeted positions move between units; the number stays."""

    TYPE = "positions.transferred"

    from_unit: str = field("The unit that gives", "från enhet", refers="unit")
    to_unit: str = field("The unit that receives", "till enhet", refers="unit")
    category: str = field("The staff category", "personalkategori")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")


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
    category: str | None = field("The staff category; none for the whole unit", "personalkategori", default=None)
    hours: Quantity | None = field("Hours worked, where annual workers are reported", "timmar", default=None)
    hours_per_year: Quantity | None = field(
        "The hours of a full year they are divided by", "timmar per årsarbetare", default=None
    )
    causes: dict[str, Quantity] | None = field("What the change is due to: {cause: value}", "orsaker", default=None)


PositionsFact = PositionsEstablished | PositionsReduced | PositionsTransferred
