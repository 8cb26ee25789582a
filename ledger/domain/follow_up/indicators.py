"""Indicators, their targets and values: facts, state and rules."""

from decimal import Decimal
from typing import Literal

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule
from ledger.domain.values.days import Month

Better = Literal["higher", "lower"]


@fact
class IndicatorDefined(Fact):
    """Something that is measured."""

    TYPE = "indicator.defined"

    indicator: str = field("The code of the indicator", "indikator", defines="indicator")
    name: str = field("What people call it", "namn", names="indicator")
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


no_posting(IndicatorDefined, TargetSet, IndicatorReported)  # values are never summed
no_rule(IndicatorDefined, IndicatorReported)


class TargetUnclear(Refused):
    code = "target-unclear"

    def __init__(self, indicator: str, why: str) -> None:
        super().__init__(
            f"The target for {indicator} is unclear: {why}",
            hint="Give --target, or --change in percent together with --baseline",
        )


class TargetMonthOutsideYear(Refused):
    code = "target-month-outside-year"

    def __init__(self, month: Month, year: int) -> None:
        super().__init__(
            f"The target is for {year}, but {month} is the month to judge", hint=f"Choose a month of {year}"
        )


@rule(TargetSet)
def _admit_target(world: World, fact: TargetSet) -> None:  # noqa: ARG001 - all rules are asked alike
    """A target says what is to be reached, in a month of its year."""
    if fact.month is not None and fact.month.year != fact.year:
        raise TargetMonthOutsideYear(fact.month, fact.year)
    if fact.target is None and fact.change is None:
        raise TargetUnclear(fact.indicator, "neither a value nor a change is given")
    if fact.target is not None and fact.change is not None:
        raise TargetUnclear(fact.indicator, f"both the value {fact.target} and a change are given")
    if fact.change is not None and fact.baseline is None:
        raise TargetUnclear(fact.indicator, f"a change of {fact.change} % needs a baseline")
    if fact.change is not None and not fact.baseline:
        raise TargetUnclear(fact.indicator, f"a change of {fact.change} % of a baseline of 0 is none")
