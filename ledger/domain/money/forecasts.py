"""Forecasts of a year: fact, state and rules."""

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field, part
from ledger.domain.money.phasing import Phasing, require_phasing
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import State, folds
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase

OUTCOME = "outcome"
"""The label under which the year's outcome stands beside its forecasts."""


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
    SWEDISH = "prognos.lämnad"

    unit: str = field("The unit", "enhet", refers="unit", yearly=True)
    year: int = field("The fiscal year", "år")
    version: str = field(
        "The label of the version, such as P1; once per unit, year and project", "version", recalls="version"
    )
    lines: dict[str, Money] = field("Amount per line, for the whole year", "konton", refers="line", yearly=True)
    uncertainties: tuple[Uncertainty, ...] = field("What could move it", "osäkerheter", default=())
    phasing: Phasing | None = field("Amount per line and month", "periodisering", default=None)
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)


no_posting(ForecastSubmitted)  # its versions are read one by one, and never summed


class Forecasts(State):
    """Which labels have been used for one year, by unit and project."""

    STREAM = "forecast"
    YEARLY = True

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[tuple[str, str | None, str], int] = {}


@folds(Forecasts, ForecastSubmitted)
def _fold(state: Forecasts, recorded: Recorded, fact: ForecastSubmitted, times: int) -> None:
    if times > 0:
        state.labels[fact.unit, fact.project, fact.version] = recorded.position
    else:
        state.labels.pop((fact.unit, fact.project, fact.version), None)


class ForecastVersionReserved(Refused):
    code = "forecast-version-reserved"

    def __init__(self, version: str) -> None:
        super().__init__(
            phrase(
                "A forecast cannot be called {version!r}: that is the year's outcome, as its last version",
                version=version,
            ),
            hint=phrase("Choose another label, such as P1"),
        )


class ForecastVersionUsed(Refused):
    code = "forecast-version-used"

    def __init__(self, fact: ForecastSubmitted, position: int) -> None:
        super().__init__(
            phrase(
                "{unit} already has a forecast {version} for {year} (#{position})",
                unit=fact.unit,
                version=fact.version,
                year=fact.year,
                position=position,
            ),
            hint=phrase(
                "Submit it under a new label, or reverse the earlier one: liggare record "
                "decision.reversed --reverses {position} --reason …",
                position=position,
            ),
        )


class UncertaintyUpsideDown(Refused):
    code = "uncertainty-upside-down"

    def __init__(self, uncertainty: Uncertainty) -> None:
        super().__init__(
            phrase(
                "The uncertainty {uncertainty!r} has its low {low} above its high {high}",
                uncertainty=uncertainty.text,
                low=uncertainty.low,
                high=uncertainty.high,
            ),
            hint=phrase("Give the worse end as low and the better end as high; + is better"),
        )


@rule(ForecastSubmitted)
def _admit(world: World, fact: ForecastSubmitted) -> None:
    """A label is used once per unit, year and project, and no uncertainty is upside down."""
    if fact.version.casefold() == OUTCOME:
        raise ForecastVersionReserved(fact.version)
    position = world.state(Forecasts, fact.year).labels.get((fact.unit, fact.project, fact.version))
    if position is not None:
        raise ForecastVersionUsed(fact, position)
    for uncertainty in fact.uncertainties:
        if uncertainty.low > uncertainty.high:
            raise UncertaintyUpsideDown(uncertainty)
    require_phasing(fact)
