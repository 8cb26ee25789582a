"""One fact of every type about savings, indicators and assignments."""

from datetime import date
from decimal import Decimal

from samples.sample_values import ADMIN, END_OF_JULY, JULY, NEW_YEAR, kr, n

from ledger.domain.fact import Fact
from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.follow_up.goals import GoalJudged, GoalSet
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.follow_up.measures import EffectReported, MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.values.days import Month

FOLLOW_UP: tuple[Fact, ...] = (
    GoalSet(
        id="g-1",
        effective=NEW_YEAR,
        goal="TILLGÄNGLIG",
        name="En tillgänglig vård",
        from_body="Regionfullmäktige",
        parent="VÅRD",
    ),
    GoalJudged(
        id="g-2",
        effective=END_OF_JULY,
        goal="TILLGÄNGLIG",
        unit="HSN",
        month=JULY,
        status="not-met",
        comment="Köerna växer",
    ),
    SavingsPlanAdopted(
        id="s-1",
        effective=NEW_YEAR,
        plan="OMST",
        name="Omställningsplan",
        amount=kr("450000000"),
        positions=n("400"),
        hours=n("17280"),
        from_=Month.of(2024, 1),
        to=Month.of(2026, 12),
        either=True,
    ),
    SavingsPlanPhaseSet(
        id="s-2",
        effective=NEW_YEAR,
        plan="OMST",
        phase="1",
        name="Fas 1",
        amount=kr("150000000"),
        positions=n("173.8"),
        hours=n("1728.5"),
        categories=(ADMIN,),
        unit="HSN",
    ),
    SavingsPlanRevised(
        id="s-3",
        effective=date(2024, 6, 18),
        plan="OMST",
        amount=kr("300000000"),
        positions=n("250"),
        hours=n("8640"),
        because_of="b-4",
        covered_amount=kr("150000000"),
        covered_positions=n("150"),
    ),
    MeasureDecided(
        id="s-4",
        effective=date(2024, 2, 1),
        measure="Å-3",
        plan="OMST",
        phase="1",
        unit="HSN",
        name="Färre hyrda",
        amount=kr("25000000"),
        positions=n("10"),
        hours=n("17280"),
        full_effect=Month.of(2024, 10),
        recurring=True,
        project="FVIS-IT",
    ),
    EffectReported(
        id="s-5",
        effective=END_OF_JULY,
        measure="Å-3",
        month=JULY,
        amount=kr("2000000"),
        positions=n("1"),
        hours=n("1440"),
    ),
    MeasureCancelled(id="s-6", effective=date(2024, 11, 1), measure="Å-3", reason="Ersatt av Å-9"),
    IndicatorDefined(
        id="i-1",
        effective=NEW_YEAR,
        indicator="VÄNTA",
        name="Väntetid",
        of="dagar",
        better="lower",
        goal="TILLGÄNGLIG",
        of_lines=("LON", "HYRD"),
        per_lines=("NETTO",),
        over="r12",
    ),
    TargetSet(
        id="i-2",
        effective=NEW_YEAR,
        indicator="VÄNTA",
        unit="HSN",
        year=2024,
        month=Month.of(2024, 12),
        target=Decimal(85),
        change=Decimal(-15),
        baseline=Decimal("100.00"),
    ),
    IndicatorReported(
        id="i-3", effective=END_OF_JULY, indicator="VÄNTA", unit="HSN", month=JULY, value=Decimal("91.25")
    ),
    AssignmentGiven(
        id="a-1",
        effective=date(2024, 2, 1),
        assignment="U-12",
        title="Se över lokalerna",
        from_body="Regionfullmäktige",
        units=("RS", "FAST"),
        due=date(2024, 12, 31),
        follow_up="tertial",
        from_=date(2024, 3, 1),
        parent="U-1",
        goal="TILLGÄNGLIG",
        indicator="VÄNTA",
    ),
    AssignmentReported(
        id="a-2",
        effective=date(2024, 8, 31),
        assignment="U-12",
        unit="FAST",
        status="partly",
        comment="Två hus kvar\nKlart i höst",
    ),
    AssignmentClosed(
        id="a-3",
        effective=date(2024, 12, 31),
        assignment="U-12",
        status="done-with-deviation",
        comment="Ett hus kvar",
        unit="RS",
    ),
)
