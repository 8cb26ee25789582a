"""Outcomes of a month and forecasts of a year: facts, state and rules."""

from typing import TYPE_CHECKING

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field, part
from ledger.domain.measured import Money
from ledger.domain.stream import Stream

if TYPE_CHECKING:
    from ledger.domain.world import World


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
    version: str = field("The label of the version, such as P1; once per unit and year", "version", recalls="version")
    lines: dict[str, Money] = field("Amount per line, for the whole year", "konton", refers="line")
    uncertainties: tuple[Uncertainty, ...] = field("What could move it", "osäkerheter", default=())


OutcomeFact = OutcomeReported | ForecastSubmitted


class Forecasts(Stream):
    """Which labels have been used for one year, by unit."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[tuple[str, str], int] = {}

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        if not isinstance(fact, ForecastSubmitted):
            return
        if times > 0:
            self.labels[fact.unit, fact.version] = recorded.position
        else:
            self.labels.pop((fact.unit, fact.version), None)


class ForecastVersionUsed(Refused):
    code = "forecast-version-used"

    def __init__(self, fact: ForecastSubmitted, position: int) -> None:
        super().__init__(
            f"{fact.unit} already has a forecast {fact.version} for {fact.year} (#{position})",
            hint="Submit it under a new label, or reverse the earlier one: liggare record decision.reversed "
            f"--reverses {position} --reason …",
        )


class UncertaintyUpsideDown(Refused):
    code = "uncertainty-upside-down"

    def __init__(self, uncertainty: Uncertainty) -> None:
        super().__init__(
            f"The uncertainty {uncertainty.text!r} has its low {uncertainty.low} above its high {uncertainty.high}",
            hint="Give the worse end as low and the better end as high; + is better",
        )


def admit(world: "World", fact: OutcomeFact) -> None:
    """Raise a refusal if a forecast label is used twice, or an uncertainty is upside down."""
    if isinstance(fact, ForecastSubmitted):
        position = world.forecasts(fact.year).labels.get((fact.unit, fact.version))
        if position is not None:
            raise ForecastVersionUsed(fact, position)
        for uncertainty in fact.uncertainties:
            if uncertainty.low > uncertainty.high:
                raise UncertaintyUpsideDown(uncertainty)
