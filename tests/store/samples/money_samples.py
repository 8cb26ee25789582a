"""One fact of every type about budgets, grants, outcomes and forecasts."""

from datetime import date

from samples.sample_values import END_OF_JULY, JULY, NEW_YEAR, kr

from ledger.domain.fact import Decision, Fact
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.forecasts import ForecastSubmitted, Uncertainty
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.days import Month

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

MONEY: tuple[Fact, ...] = (
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
