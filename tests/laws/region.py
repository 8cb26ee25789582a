"""A small region: what every history starts with, and what decisions about it are made of."""

from collections.abc import Iterator
from datetime import date

from hypothesis import strategies as st

from ledger.domain.fact import Fact
from ledger.domain.follow_up.indicators import IndicatorDefined
from ledger.domain.follow_up.measures import MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.projects import ProjectOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)
OPENED = date(2022, 1, 1)
LINES = {"INK": "income", "KOST": "cost", "NETTO": "net", "BYGG": "cost"}
OF_INVESTMENT = "BYGG"


def prelude() -> Iterator[Fact]:
    """What every history starts with: four units, four lines, two projects, and a savings plan with its parts."""
    for unit, parent in (("R", None), ("A", "R"), ("B", "R"), ("C", "A")):
        yield UnitOpened(effective=OPENED, unit=unit, name=f"Enhet {unit}", parent=parent)
    for line, side in LINES.items():
        statement = "investment" if line == OF_INVESTMENT else "operating"
        yield LineOpened(effective=OPENED, line=line, name=f"Konto {line}", side=side, statement=statement)
    for project, above in (("P1", None), ("P2", "P1")):
        yield ProjectOpened(effective=OPENED, project=project, name=f"Projekt {project}", parent=above)
    yield SavingsPlanAdopted(
        effective=FIRST,
        plan="PLAN",
        name="Omställning",
        amount=Money(10**9),
        positions=Quantity(400_000),
        either=True,
        to=Month.of(2025, 12),
    )
    yield SavingsPlanPhaseSet(
        effective=FIRST, plan="PLAN", phase="1", name="Fas 1", amount=Money(10**8), positions=Quantity(5000)
    )
    yield from computed_indicators()
    yield MeasureDecided(effective=FIRST, measure="M1", plan="PLAN", phase="1", unit="A", name="Färre inköp")


def computed_indicators() -> Iterator[Fact]:
    """What costs are in tkr, and in percent of income."""
    costs, income = (
        tuple(each for each, side in LINES.items() if side == "cost"),
        tuple(each for each, side in LINES.items() if side == "income"),
    )
    yield IndicatorDefined(effective=OPENED, indicator="I2", name="Kostnad", of="tkr", better="lower", of_lines=costs)
    yield IndicatorDefined(
        effective=OPENED,
        indicator="I3",
        name="Kostnad per intäkt",
        of="procent",
        better="lower",
        of_lines=costs,
        per_lines=income,
        over="ytd",
    )


units = st.sampled_from(["A", "B", "C", "R", "D", "E"])
"""D and E have to be opened first."""
lines = st.sampled_from([*LINES])
projects = st.sampled_from([None, None, None, "P1", "P2"])
days = st.one_of(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.dates(FIRST, LAST))
years = st.sampled_from([2024, 2024, 2023, 2025])
ore = st.one_of(st.integers(-13, 13), st.integers(-(10**6), 10**6), st.integers(-(10**11), 10**11))
amounts = ore.map(Money)
gains = st.integers(0, 10**9).map(Money)
persons = st.integers(1, 20_000).map(Quantity)
categories = st.sampled_from(["läkare", "sjuksköterska"])
employments = st.sampled_from(["permanent", "fixed-term"])
reported_months = st.one_of(
    st.sampled_from([Month.of(2024, 6), Month.of(2024, 7)]),
    st.integers(Month.of(2023, 1).number, Month.of(2025, 3).number).map(Month),
)
tables = st.dictionaries(lines, amounts, min_size=1, max_size=3)


def months_of(year: int) -> st.SearchStrategy[Month]:
    return st.integers(1, 12).map(lambda month: Month.of(year, month))


@st.composite
def phased(draw, year):
    """Amounts by line, with months of their own for some of the lines."""
    table = draw(tables)
    if draw(st.integers(0, 2)):
        return table, None
    phasing = draw(
        st.dictionaries(
            st.sampled_from([*table]),
            st.dictionaries(months_of(year), amounts, min_size=1, max_size=4),
            min_size=1,
        )
    )
    for line, months in phasing.items():
        table[line] = Money(sum(amount.count for amount in months.values()))
    return table, phasing


def at_month_end(cls: type[Fact], **fields) -> st.SearchStrategy[Fact]:
    """Reports about a month, which take effect on its last day."""
    return reported_months.flatmap(
        lambda month: st.builds(cls, effective=st.just(month.last_day), month=st.just(month), **fields)
    )
