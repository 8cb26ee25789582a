"""Random decisions and reports about a small region, most of which its rules admit."""

from decimal import Decimal

import attrs
from budget_decisions import budgets
from hypothesis import strategies as st
from region import (
    FIRST,
    amounts,
    at_month_end,
    days,
    gains,
    lines,
    persons,
    projects,
    reported_months,
    tables,
    units,
    years,
)
from staff_decisions import frozen, staff

from ledger.domain.control.months import MonthClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.follow_up.goals import GoalJudged, GoalSet
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.follow_up.measures import EffectReported, MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.money.forecasts import ForecastSubmitted, Uncertainty
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.organisation.lines import LineClosed, LineMoved, LineRenamed
from ledger.domain.organisation.projects import ProjectClosed, ProjectOpened, ProjectRevised
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed

organisation = st.one_of(
    st.builds(UnitOpened, effective=days, unit=st.sampled_from(["D", "E"]), name=st.just("Ny"), parent=units),
    st.builds(UnitMoved, effective=days, unit=units, parent=units),
    st.builds(UnitRenamed, effective=days, unit=units, name=st.sampled_from(["Sjukhuset", "Vården"])),
    st.builds(UnitClosed, effective=days, unit=units, successor=st.none() | units),
    st.builds(LineRenamed, effective=days, line=lines, name=st.sampled_from(["Löner", "Personal"])),
    st.builds(LineMoved, effective=days, line=lines, parent=lines),
    st.builds(LineClosed, effective=days, line=lines),
    st.builds(ProjectOpened, effective=days, project=st.just("P3"), name=st.just("Nytt"), parent=projects),
    st.builds(
        ProjectRevised,
        effective=days,
        project=st.sampled_from(["P1", "P2"]),
        approved=st.none() | amounts,
        name=st.none(),
    ),
    st.builds(ProjectClosed, effective=days, project=st.sampled_from(["P1", "P2", "P3"])),
)


@st.composite
def forecasts(draw):
    month = draw(reported_months)
    low, high = sorted((draw(amounts), draw(amounts)))
    return ForecastSubmitted(
        effective=month.last_day,
        unit=draw(units),
        year=draw(st.sampled_from([2024, month.year])),
        version=draw(st.sampled_from(["P1", "P2", "P3"])),
        lines=draw(tables),
        uncertainties=draw(st.sampled_from([(), (Uncertainty(text="hyrpersonal", low=low, high=high),)])),
        project=draw(projects),
    )


followed_up = st.one_of(at_month_end(OutcomeReported, unit=units, lines=tables, project=projects), forecasts())

measures = st.sampled_from(["M1", "M1", "M2"])
savings = st.one_of(
    st.builds(
        MeasureDecided,
        effective=days,
        measure=st.just("M2"),
        plan=st.just("PLAN"),
        phase=st.sampled_from([None, "1", "2"]),
        unit=units,
        name=st.just("Stängd avdelning"),
        amount=st.none() | gains,
        positions=st.none() | persons,
        hours=st.none() | persons,
        project=projects,
    ),
    st.builds(
        SavingsPlanPhaseSet,
        effective=days,
        plan=st.just("PLAN"),
        phase=st.sampled_from(["1", "2"]),
        name=st.just("Fas"),
        amount=gains,
        positions=persons,
        hours=st.none() | persons,
        categories=st.sampled_from([None, ("läkare",)]),
        unit=st.none() | units,
    ),
    st.builds(
        SavingsPlanRevised,
        effective=days,
        plan=st.just("PLAN"),
        amount=gains,
        positions=persons,
        covered_amount=st.none() | gains,
    ),
    at_month_end(
        EffectReported,
        measure=measures,
        amount=st.none() | amounts,
        positions=st.none() | persons,
        hours=st.none() | persons,
    ),
    st.builds(MeasureCancelled, effective=days, measure=measures, reason=st.just("ersätts")),
)

followed = st.one_of(
    st.builds(
        IndicatorDefined,
        effective=days,
        indicator=st.just("I1"),
        name=st.just("Sjukfrånvaro"),
        of=st.just("%"),
        better=st.sampled_from(["higher", "lower"]),
        goal=st.sampled_from([None, "G1", "G2"]),
    ),
    st.builds(
        GoalSet,
        effective=days,
        goal=st.sampled_from(["G1", "G2"]),
        name=st.just("Arbetsmiljö"),
        parent=st.sampled_from([None, None, "G1"]),
    ),
    st.builds(
        GoalJudged,
        effective=days,
        goal=st.sampled_from(["G1", "G2"]),
        unit=st.none() | units,
        month=reported_months,
        status=st.sampled_from(["met", "partly", "not-met"]),
    ),
    st.builds(
        TargetSet,
        effective=days,
        indicator=st.sampled_from(["I1", "I2", "I3"]),
        unit=units,
        year=years,
        change=st.just(Decimal(-15)),
        baseline=st.integers(-10, 100).filter(bool).map(Decimal),
    ),
    at_month_end(IndicatorReported, indicator=st.just("I1"), unit=units, value=st.integers(-5, 100).map(Decimal)),
    st.builds(
        AssignmentGiven,
        effective=days,
        assignment=st.just("U1"),
        title=st.just("Minska hyrpersonal"),
        from_body=st.just("Regionstyrelsen"),
        units=st.just(("A", "B")),
        due=days,
        follow_up=st.sampled_from([None, "tertial", "month"]),
        goal=st.sampled_from([None, None, "G1"]),
    ),
    st.builds(
        AssignmentReported,
        effective=days,
        assignment=st.just("U1"),
        unit=units,
        status=st.sampled_from(["on-track", "off-track"]),
        comment=st.just("enligt plan"),
    ),
    st.builds(
        AssignmentClosed,
        effective=days,
        assignment=st.just("U1"),
        status=st.just("done"),
        unit=st.sampled_from([None, "A", "B"]),
    ),
)

POLICED = (
    "budget.adopted",
    "budget.adjusted",
    "budget.transferred",
    "grant.received",
    "outcome.reported",
    "forecast.submitted",
    "positions.established",
    "effect.reported",
    "decision.reversed",
    "policy.set",
    "policy.lifted",
    "month.closed",
)
WITH_MONEY = ("budget.adopted", "budget.adjusted", "budget.transferred", "grant.received", "outcome.reported")
policies = st.one_of(
    st.builds(
        PolicySet,
        effective=st.one_of(st.just(FIRST), days),
        policy=st.sampled_from(["FYRA", "ÖGON"]),
        types=st.lists(st.sampled_from(POLICED), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    st.builds(
        PolicySet,
        effective=st.one_of(st.just(FIRST), days),
        policy=st.sampled_from(["FYRA", "ÖGON"]),
        types=st.lists(st.sampled_from(WITH_MONEY), min_size=1, max_size=3, unique=True).map(tuple),
        from_amount=gains,
    ),
    st.builds(PolicyLifted, effective=st.one_of(st.just(FIRST), days), policy=st.sampled_from(["FYRA", "ÖGON"])),
)

closings = at_month_end(MonthClosed, unit=st.none() | units) | at_month_end(MonthReopened, unit=st.none() | units)

_late = st.sampled_from([None, None, "uppgiften kom sent"])


@st.composite
def late(draw, offered):
    """Some facts say why they are late, and so are admitted in closed months."""
    fact = draw(offered)
    return attrs.evolve(fact, late_reason=draw(_late))


KINDS = {
    "budgets": late(budgets),
    "reports": late(followed_up),
    "staff": late(staff),
    "organisation": late(organisation),
    "savings": late(savings),
    "freezes": late(frozen),
    "targets": late(followed),
    "policies": policies,
    "closings": closings,
}
"""A history keeps to a few of them, so that its facts have to do with each other."""

decisions = st.sampled_from([*KINDS]).flatmap(KINDS.__getitem__)
"""One decision or report of any kind."""
