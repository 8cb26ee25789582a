"""One fact of every type, written by hand beside its spelling in the directory ``spellings``."""

from datetime import date
from decimal import Decimal

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.months import MonthClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Decision, Fact
from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.follow_up.measures import EffectReported, MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.forecasts import ForecastSubmitted, Uncertainty
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.organisation.lines import LineClosed, LineMoved, LineOpened, LineRenamed
from ledger.domain.organisation.projects import ProjectClosed, ProjectOpened, ProjectRevised
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed
from ledger.domain.staff.exemptions import (
    ExemptionDenied,
    ExemptionGranted,
    ExemptionRequested,
    ExemptionUsed,
    ExemptionWithdrawn,
)
from ledger.domain.staff.freezes import FreezeAmended, FreezeDeclared, FreezeExtended, FreezeLifted
from ledger.domain.staff.positions import PositionsEstablished, PositionsReduced, PositionsTransferred
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity

NURSE, ADMIN = "sjuksköterska", "administratör"
JULY, END_OF_JULY = Month.of(2024, 7), date(2024, 7, 31)
NEW_YEAR = date(2024, 1, 1)


def kr(number: str) -> Money:
    return Money.of(number)


def n(number: str) -> Quantity:
    return Quantity.of(number)


TRANSFER = BudgetTransferred(
    id="RS-2024-112",
    effective=date(2024, 7, 1),
    decision=Decision(body="Regionstyrelsen", date=date(2024, 6, 4), paragraph="§ 112", case="RS 1179-2024"),
    actor="ekonom1",
    note="Inköp flyttas",
    late_reason="Beslutet kom efter bokslutet",
    corrects="RS-2024-111",
    year=2024,
    from_unit="DOS",
    to_unit="EKO",
    line="NETTO",
    to_line="LOKALER",
    amount=kr("-12500000"),
    from_month=JULY,
    lines={"NETTO": kr("-12500000")},
    overdraft_reason="Enligt beslutet",
    project="FVIS-IT",
    to_project="none",
)

ORGANISATION: tuple[Fact, ...] = (
    UnitOpened(
        id="o-1",
        effective=date(2023, 1, 1),
        decision=Decision(body="Regionfullmäktige", date=date(2022, 11, 29), paragraph="§ 164", case="RS 2210-2022"),
        actor="ekonom1",
        unit="DOS",
        name="Digital omställning",
        parent="RS",
        order=2,
    ),
    UnitRenamed(id="o-2", effective=NEW_YEAR, unit="DOS", name='Digitaliseringsstaben "ny"', order=1),
    UnitMoved(
        id="o-3",
        effective=date(2023, 1, 1),
        decision=Decision(body="Regionstyrelsen", date=date(2022, 12, 13)),
        unit="FoU",
        parent="HSN",
    ),
    UnitClosed(id="o-4", effective=date(2024, 12, 31), unit="INK", successor="EKO"),
    LineOpened(
        id="o-5",
        effective=date(2022, 1, 1),
        line="NETTO",
        name="Nettokostnad",
        side="net",
        statement="operating",
        parent="RESULTAT",
        order=1,
    ),
    LineRenamed(id="o-6", effective=NEW_YEAR, line="NETTO", name="Verksamhetens nettokostnad", order=3),
    LineMoved(id="o-7", effective=NEW_YEAR, line="NETTO", parent="RESULTAT"),
    LineClosed(id="o-8", effective=date(2024, 12, 31), line="NETTO"),
    ProjectOpened(
        id="o-9",
        effective=date(2022, 1, 1),
        decision=Decision(body="Regionfullmäktige", date=date(2021, 11, 23), paragraph="§ 150"),
        project="FVIS-IT",
        name="Framtidens vårdinformationssystem, teknik",
        parent="FVIS",
        unit="DOS",
        from_=Month.of(2022, 1),
        to=Month.of(2025, 12),
        approved=kr("-250000000"),
        hours=n("17000.5"),
    ),
    ProjectRevised(
        id="o-10",
        effective=NEW_YEAR,
        project="FVIS-IT",
        name="FVIS teknik",
        to=Month.of(2026, 6),
        approved=kr("-342000000"),
        hours=n("22700"),
        reason="Senare driftstart",
    ),
    ProjectClosed(id="o-11", effective=date(2026, 7, 1), project="FVIS-IT"),
)

BUDGET: tuple[Fact, ...] = (
    BudgetAdopted(
        id="b-1",
        effective=NEW_YEAR,
        decision=Decision(body="Regionfullmäktige", date=date(2023, 11, 28), paragraph="§ 120", case="RS 1500-2023"),
        unit="HSN",
        year=2024,
        lines={"NETTO": kr("-6392000000"), "BIDRAG": kr("2732000000")},
        phasing={
            "NETTO": {Month.of(2024, 12): kr("0.01"), Month.of(2024, 1): kr("-6392000000.01")},
            "BIDRAG": {Month.of(2024, 1): kr("2732000000")},
        },
        project="FVIS-IT",
        adds_to="b-0",
    ),
    BudgetAdjusted(
        id="b-2",
        effective=date(2024, 6, 4),
        unit="HSN",
        year=2024,
        lines={"NETTO": kr("-166000000")},
        phasing={"NETTO": {JULY: kr("-166000000")}},
        from_month=JULY,
        financing="Statsbidrag",
        project="FVIS-IT",
    ),
    TRANSFER,
    GrantReceived(
        id="b-4",
        effective=date(2024, 6, 1),
        grant="Vårändringsbudget",
        giver="Staten",
        year=2024,
        unit="RS",
        line="BIDRAG",
        amount=kr("176200000"),
        accrual=Accrual(from_=Month.of(2024, 6), to=Month.of(2024, 12)),
        passed_on=(
            PassedOn(unit="HSN", line="NETTO", amount=kr("-166000000"), project="FVIS-IT"),
            PassedOn(unit="KOLL", line="NETTO", amount=kr("-0.5")),
        ),
        project="FVIS-IT",
    ),
    BudgetCarriedOver(
        id="b-5",
        effective=date(2025, 1, 1),
        unit="KULT",
        line="NETTO",
        from_year=2024,
        to_year=2025,
        amount=kr("-3000000"),
        to_unit="KOLL",
        project="FVIS-IT",
        overdraft_reason="Enligt beslutet",
    ),
    OutcomeReported(
        id="u-1",
        effective=END_OF_JULY,
        unit="HSN",
        month=JULY,
        lines={"BIDRAG": kr("253000000"), "NETTO": kr("-598000000")},
        project="FVIS-IT",
        from_month=Month.of(2024, 1),
    ),
    ForecastSubmitted(
        id="u-2",
        effective=END_OF_JULY,
        unit="HSN",
        year=2024,
        version="P2",
        lines={"NETTO": kr("-7158000000")},
        uncertainties=(Uncertainty(text="Läkemedel", low=kr("-40000000"), high=kr("15000000")),),
        phasing={"NETTO": {Month.of(2024, 12): kr("-7158000000")}},
        project="FVIS-IT",
    ),
)

PEOPLE: tuple[Fact, ...] = (
    PositionsEstablished(
        id="p-1",
        effective=date(2024, 3, 1),
        unit="HSN",
        category=NURSE,
        employment="permanent",
        positions=n("2.5"),
        exemption="D-7",
        underway_reason="Annonsen var ute",
    ),
    PositionsReduced(
        id="p-2",
        effective=date(2024, 9, 1),
        unit="HSN",
        category=ADMIN,
        employment="fixed-term",
        positions=n("173.8"),
        measure="Å-3",
    ),
    PositionsTransferred(
        id="p-3",
        effective=date(2024, 7, 1),
        from_unit="DOS",
        to_unit="EKO",
        category="inköpare",
        employment="permanent",
        positions=n("14"),
    ),
    WorkforceReported(
        id="p-4",
        effective=END_OF_JULY,
        unit="HSN",
        month=JULY,
        measure="annual-workers",
        employment="all",
        value=n("7412.125"),
        category="läkare",
        hours=n("1067346"),
        hours_per_year=n("1728"),
        causes={"sommar": n("3"), "inhyrda": n("-12.4")},
    ),
    FreezeDeclared(
        id="f-1",
        effective=date(2023, 10, 1),
        freeze="STOPP-23",
        units=("RS", "HSN"),
        categories=("*",),
        except_categories=("läkare", NURSE),
        employment=("permanent", "fixed-term", "agency"),
        until=date(2024, 12, 31),
    ),
    FreezeAmended(
        id="f-2",
        effective=date(2024, 2, 1),
        freeze="STOPP-23",
        units=("RS",),
        categories=(ADMIN,),
        except_categories=(),
        employment=("permanent",),
    ),
    FreezeExtended(id="f-3", effective=date(2024, 12, 1), freeze="STOPP-23", until=date(2025, 6, 30)),
    FreezeLifted(id="f-4", effective=date(2025, 3, 1), freeze="STOPP-23"),
    ExemptionRequested(
        id="f-5",
        effective=date(2024, 2, 10),
        exemption="D-7",
        freeze="STOPP-23",
        unit="HSN",
        category=NURSE,
        employment="permanent",
        positions=n("3"),
        reason="Patientsäkerhet",
    ),
    ExemptionGranted(
        id="f-6", effective=date(2024, 2, 20), exemption="D-7", positions=n("2.5"), lapses=date(2024, 8, 31)
    ),
    ExemptionDenied(id="f-7", effective=date(2024, 2, 20), exemption="D-8", reason="Kan vänta"),
    ExemptionWithdrawn(id="f-8", effective=date(2024, 2, 21), exemption="D-9", reason="Löstes internt"),
    ExemptionUsed(id="f-9", effective=date(2024, 4, 1), exemption="D-7", positions=n("0.001")),
)

SAVINGS: tuple[Fact, ...] = (
    SavingsPlanAdopted(
        id="s-1",
        effective=NEW_YEAR,
        plan="OMST",
        name="Omställningsplan",
        amount=kr("450000000"),
        positions=n("400"),
        from_=Month.of(2024, 1),
        to=Month.of(2026, 12),
    ),
    SavingsPlanPhaseSet(
        id="s-2",
        effective=NEW_YEAR,
        plan="OMST",
        phase="1",
        name="Fas 1",
        amount=kr("150000000"),
        positions=n("173.8"),
        categories=(ADMIN,),
    ),
    SavingsPlanRevised(
        id="s-3",
        effective=date(2024, 6, 18),
        plan="OMST",
        amount=kr("300000000"),
        positions=n("250"),
        because_of="b-4",
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
)

FOLLOW_UP: tuple[Fact, ...] = (
    IndicatorDefined(id="i-1", effective=NEW_YEAR, indicator="VÄNTA", name="Väntetid", of="dagar", better="lower"),
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
    ),
)

CONTROL: tuple[Fact, ...] = (
    DecisionReversed(id="c-1", effective=date(2024, 7, 1), reverses=123, reason="Fel enhet"),
    DecisionAttested(id="c-2", effective=date(2024, 7, 1), actor="chef2", attests="RS-2024-112"),
    PolicySet(
        id="c-3",
        effective=NEW_YEAR,
        policy="FYRA",
        types=("budget.transferred", "budget.adjusted"),
        from_amount=kr("1000000"),
        attesters=("chef1", "chef2"),
    ),
    PolicyLifted(id="c-4", effective=date(2025, 1, 1), policy="FYRA"),
    MonthClosed(id="c-5", effective=END_OF_JULY, month=JULY, unit="HSN", reason="Bokslut juli"),
    MonthReopened(id="c-6", effective=END_OF_JULY, month=JULY, unit="HSN", reason="Rättelse"),
)

SAMPLES = {sample.TYPE: sample for sample in (*ORGANISATION, *BUDGET, *PEOPLE, *SAVINGS, *FOLLOW_UP, *CONTROL)}


def renamed(number: int, stream_unit: str = "RS") -> UnitRenamed:
    """A small fact, for tests that need many."""
    return UnitRenamed(id=f"n-{number}", effective=NEW_YEAR, unit=stream_unit, name=f"Namn {number}")
