"""Outcomes of a month and forecasts of a year: facts."""

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field, part
from ledger.domain.measured import Money


@fact
class OutcomeReported(Fact):
    """What a unit's lines came to in one month. A restated line replaces what was reported before."""

    TYPE = "outcome.reported"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    lines: dict[str, Money] = field("Amount per line", "konton", refers="line")


@part
class Uncertainty:
    """Something that could move the forecast, with the range it could move it by."""

    text: str = field("What is uncertain", "osäkerhet")
    low: Money = field("The worse end", "lägst")
    high: Money = field("The better end", "högst")


@fact
class ForecastSubmitted(Fact):
    """What a unit expects the whole year to come to. Replaces all lines of its forecast before."""

    TYPE = "forecast.submitted"

    unit: str = field("The unit", "enhet", refers="unit")
    year: int = field("The fiscal year", "år")
    version: str = field("The label of the version, such as P1; once per unit and year", "version")
    lines: dict[str, Money] = field("Amount per line, for the whole year", "konton", refers="line")
    uncertainties: tuple[Uncertainty, ...] = field("What could move it", "osäkerheter", default=())


OutcomeFact = OutcomeReported | ForecastSubmitted
