"""Facts in few words.

Days and months are written as people write them; everything takes effect on 1 January 2024 unless it says otherwise.
"""

from attrs import evolve
from given_values import amounts, by_month, day, money, month, number

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.months import MonthClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.follow_up.measures import EffectReported, MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.organisation.lines import LineOpened
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

NEW_YEAR = "2024-01-01"
ADMINISTRATION, NURSE = "Handläggare", "Sjuksköterska"


# -- the organisation --------------------------------------------------------------------------------------


def unit(code, parent=None, on=NEW_YEAR, **more):
    return UnitOpened(unit=code, name=f"Enhet {code}", parent=parent, effective=day(on), **more)


def line(code, side="net", statement="operating", on=NEW_YEAR, **more):
    return LineOpened(line=code, name=f"Konto {code}", side=side, statement=statement, effective=day(on), **more)


def renamed(code, name, on=NEW_YEAR, **more):
    return UnitRenamed(unit=code, name=name, effective=day(on), **more)


def moved(code, parent, on, **more):
    return UnitMoved(unit=code, parent=parent, effective=day(on), **more)


def closed(code, on, successor=None, **more):
    return UnitClosed(unit=code, successor=successor, effective=day(on), **more)


OPEN = "2023-01-01"
REGION = (
    unit("REG", on=OPEN),
    unit("HSN", "REG", on=OPEN),
    unit("RS", "REG", on=OPEN),
    unit("EKO", "RS", on=OPEN),
    line("NETTO", on=OPEN),
)
"""A region, two boards and a staff below one of them, with one line for everything."""


# -- the budget --------------------------------------------------------------------------------------------


def adopted(code, lines, *, year=2024, phasing=None, on=None, **more):
    effective = day(on or f"{year}-01-01")
    return BudgetAdopted(
        unit=code, year=year, lines=amounts(lines), phasing=by_month(phasing), effective=effective, **more
    )


def adjusted(code, lines, on="2024-03-01", *, year=2024, phasing=None, from_month=None, **more):
    return BudgetAdjusted(
        unit=code,
        year=year,
        lines=amounts(lines),
        phasing=by_month(phasing),
        from_month=month(from_month),
        effective=day(on),
        **more,
    )


def transferred(giver, receiver, amount, on="2024-07-01", *, year=2024, line="NETTO", from_month=None, **more):
    return BudgetTransferred(
        year=year,
        from_unit=giver,
        to_unit=receiver,
        line=line,
        amount=money(amount),
        from_month=month(from_month),
        effective=day(on),
        **more,
    )


def grant(amount, *passed_on, accrual=("2024-06", "2024-12"), year=2024, on="2024-06-01", **more):
    return GrantReceived(
        grant="VÅR-2024",
        giver="Staten",
        year=year,
        unit="REG",
        line="BIDRAG",
        amount=money(amount),
        accrual=Accrual(from_=month(accrual[0]), to=month(accrual[1])),
        passed_on=tuple(PassedOn(unit=code, line=line, amount=money(part)) for code, line, part in passed_on),
        effective=day(on),
        **more,
    )


def carried_over(code, amount, from_year=2023, to_year=2024, on="2024-03-01", *, line="NETTO", **more):
    return BudgetCarriedOver(
        unit=code, line=line, from_year=from_year, to_year=to_year, amount=money(amount), effective=day(on), **more
    )


def outcome(code, when, lines, **more):
    return OutcomeReported(unit=code, month=month(when), lines=amounts(lines), effective=month(when).last_day, **more)


def forecast(code, version, lines, on="2024-03-31", *, year=2024, **more):
    return ForecastSubmitted(unit=code, year=year, version=version, lines=amounts(lines), effective=day(on), **more)


# -- people ------------------------------------------------------------------------------------------------


def established(code, positions, on="2024-02-01", category=ADMINISTRATION, employment="permanent", **more):
    return PositionsEstablished(
        unit=code, category=category, employment=employment, positions=number(positions), effective=day(on), **more
    )


def reduced(code, positions, on="2024-05-01", category=ADMINISTRATION, employment="permanent", **more):
    return PositionsReduced(
        unit=code, category=category, employment=employment, positions=number(positions), effective=day(on), **more
    )


def handed_over(giver, receiver, positions, on="2024-05-01", **more):
    return PositionsTransferred(
        from_unit=giver,
        to_unit=receiver,
        category=ADMINISTRATION,
        employment="permanent",
        positions=number(positions),
        effective=day(on),
        **more,
    )


def freeze(code="STOPP", on="2024-02-01", until=None, units=("RS",), **more):
    scope = {"categories": ("*",), "employment": ("permanent", "fixed-term"), **more}
    return FreezeDeclared(freeze=code, units=units, until=day(until), effective=day(on), **scope)


def amended(on, code="STOPP", **scope):
    return FreezeAmended(freeze=code, effective=day(on), **scope)


def extended(on, until=None, code="STOPP", **more):
    return FreezeExtended(freeze=code, until=day(until), effective=day(on), **more)


def lifted(on, code="STOPP", **more):
    return FreezeLifted(freeze=code, effective=day(on), **more)


def requested(positions="2", code="D1", on="2024-03-01", **more):
    wanted = {"freeze": "STOPP", "unit": "RS", "category": ADMINISTRATION, "employment": "permanent", **more}
    return ExemptionRequested(
        exemption=code, positions=number(positions), reason="Uppdrag", effective=day(on), **wanted
    )


def granted(code="D1", on="2024-03-10", positions=None, lapses=None, **more):
    return ExemptionGranted(exemption=code, positions=number(positions), lapses=day(lapses), effective=day(on), **more)


def denied(code="D1", on="2024-03-10", **more):
    return ExemptionDenied(exemption=code, effective=day(on), **more)


def withdrawn(code="D1", on="2024-03-20", **more):
    return ExemptionWithdrawn(exemption=code, effective=day(on), **more)


def used(positions, on="2024-03-15", code="D1", **more):
    return ExemptionUsed(exemption=code, positions=number(positions), effective=day(on), **more)


# -- savings -----------------------------------------------------------------------------------------------


def plan(code="PLAN", amount="100", positions="10", on=NEW_YEAR, **more):
    return SavingsPlanAdopted(
        plan=code, name="Omställning", amount=money(amount), positions=number(positions), effective=day(on), **more
    )


def phase(code="FAS1", plan="PLAN", amount="50", positions="5", on=NEW_YEAR, **more):
    return SavingsPlanPhaseSet(
        plan=plan, phase=code, name="Fas", amount=money(amount), positions=number(positions), effective=day(on), **more
    )


def measure(code="M1", plan="PLAN", unit="RS", amount="10", positions="2", on="2024-02-01", **more):
    return MeasureDecided(
        measure=code,
        plan=plan,
        unit=unit,
        name="Åtgärd",
        amount=money(amount),
        positions=number(positions),
        effective=day(on),
        **more,
    )


def effect(when, amount="1", code="M1", **more):
    return EffectReported(measure=code, month=month(when), amount=money(amount), effective=month(when).last_day, **more)


def cancelled(on, code="M1", **more):
    return MeasureCancelled(measure=code, reason="Ersatt", effective=day(on), **more)


# -- control -----------------------------------------------------------------------------------------------


def reversal(reference, on=NEW_YEAR, **more):
    return DecisionReversed(reverses=reference, reason="Fel", effective=day(on), **more)


def attested(reference, actor, on=NEW_YEAR, **more):
    return DecisionAttested(attests=reference, actor=actor, effective=day(on), **more)


def policy(*types, code="ATTEST", on=NEW_YEAR, from_amount=None, **more):
    return PolicySet(policy=code, types=types, from_amount=money(from_amount), effective=day(on), **more)


def policy_lifted(on, code="ATTEST", **more):
    return PolicyLifted(policy=code, effective=day(on), **more)


def month_closed(when, unit=None, on=None, **more):
    return MonthClosed(month=month(when), unit=unit, effective=day(on or month(when).last_day), **more)


def reopened(when, unit=None, on=None, **more):
    return MonthReopened(month=month(when), unit=unit, effective=day(on or month(when).last_day), **more)


def replacing(reference, fact):
    """A fact in the place of another: its reversal, and the correction."""
    return reversal(reference, fact.effective), evolve(fact, corrects=reference)
