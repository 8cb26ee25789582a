"""Indicators, their targets and values: facts."""

from decimal import Decimal
from typing import Literal

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field

Better = Literal["higher", "lower"]


@fact
class IndicatorDefined(Fact):
    """Something that is measured."""

    TYPE = "indicator.defined"

    indicator: str = field("The code of the indicator", "indikator", defines="indicator")
    name: str = field("What people call it", "namn")
    of: str = field("The unit of measure, such as percent or days", "mäts i")
    better: Better = field("Whether a higher or a lower value is better", "bättre")


@fact
class TargetSet(Fact):
    """The value an indicator should reach in a unit and year, or the change from a baseline."""

    TYPE = "target.set"
    EFFECTIVE = "year"

    indicator: str = field("The indicator", "indikator", refers="indicator")
    unit: str = field("The unit", "enhet", refers="unit")
    year: int = field("The year", "år")
    month: Month | None = field("The month whose value is judged; none: the latest", "månad", default=None)
    target: Decimal | None = field("The value to reach", "målvärde", default=None)
    change: Decimal | None = field(
        "The change to reach, in percent of the baseline", "förändring i procent", default=None
    )
    baseline: Decimal | None = field("The value it is compared with", "utgångsvärde", default=None)


@fact
class IndicatorReported(Fact):
    """The value of an indicator in a unit and month. A restated month replaces what was reported."""

    TYPE = "indicator.reported"
    EFFECTIVE = "month-end"

    indicator: str = field("The indicator", "indikator", refers="indicator")
    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    value: Decimal = field("The value", "värde")


IndicatorFact = IndicatorDefined | TargetSet | IndicatorReported
