"""Indicators and their targets; assignments and who reports them."""

from decimal import Decimal

import pytest
from given import REGION, day, line, month, moved, replacing, reversal, unit

from ledger.domain.follow_up.assignments import (
    AssignmentClosed,
    AssignmentEnded,
    AssignmentGiven,
    AssignmentReported,
    AssignmentStartsTooLate,
    NotTheirAssignment,
    PartOfItself,
)
from ledger.domain.follow_up.indicators import (
    IndicatorDefined,
    IndicatorIsComputed,
    IndicatorReported,
    IndicatorUnclear,
    TargetMonthOutsideYear,
    TargetSet,
    TargetUnclear,
)
from ledger.domain.judging import NotYet

SICK_LEAVE = IndicatorDefined(
    indicator="SJUK", name="Sjukfrånvaro", of="procent", better="lower", effective=day("2024-01-01")
)


def target(**more):
    return TargetSet(indicator="SJUK", unit="RS", year=2024, effective=day("2024-01-01"), **more)


@pytest.mark.parametrize(
    ("unclear", "clear"),
    [
        ({}, {"target": Decimal(0)}),
        ({"baseline": Decimal(7)}, {"target": Decimal(5), "baseline": Decimal(7)}),
        ({"target": Decimal(5), "change": Decimal(0)}, {"target": Decimal(5)}),
        ({"change": Decimal(-15)}, {"change": Decimal(-15), "baseline": Decimal(1)}),
        ({"change": Decimal(-15), "baseline": Decimal(0)}, {"change": Decimal(-15), "baseline": Decimal(-1)}),
    ],
)
def test_a_target_says_what_is_to_be_reached(given, unclear, clear):
    """Either a value, or a change together with the baseline it is counted from."""
    ledger = given(*REGION, SICK_LEAVE)

    with pytest.raises(TargetUnclear, match="The target for SJUK is unclear"):
        ledger.offer(target(**unclear))
    ledger.offer(target(**clear))


@pytest.mark.parametrize(("outside", "inside"), [("2023-12", "2024-01"), ("2025-01", "2024-12")])
def test_a_target_is_judged_by_a_month_of_its_year(given, outside, inside):
    """The month lies within the target's year."""
    ledger = given(*REGION, SICK_LEAVE)

    with pytest.raises(TargetMonthOutsideYear):
        ledger.offer(target(target=Decimal(5), month=month(outside)))
    ledger.offer(target(target=Decimal(5), month=month(inside)))


def test_an_indicator_is_reported_from_when_it_is_defined(given):
    """A value's month ends on the day the indicator is defined or later."""
    ledger = given(*REGION, SICK_LEAVE)
    report = {"indicator": "SJUK", "unit": "RS", "value": Decimal("6.4")}

    with pytest.raises(NotYet):
        ledger.offer(IndicatorReported(month=month("2023-12"), effective=day("2023-12-31"), **report))
    ledger.offer(IndicatorReported(month=month("2024-01"), effective=day("2024-01-31"), **report))


def assignment(*units, **more):
    return AssignmentGiven(
        assignment="U1",
        title="Utred lokaler",
        from_body="Regionstyrelsen",
        units=units,
        due=day("2024-12-31"),
        effective=day("2024-02-01"),
        **more,
    )


def report(code, on):
    return AssignmentReported(assignment="U1", unit=code, status="on-track", comment="Pågår", effective=day(on))


def ended(on="2024-10-01", **more):
    return AssignmentClosed(assignment="U1", status="done", effective=day(on), **more)


def test_an_assignment_is_reported_by_those_who_got_it(given):
    """The units it was given to, and units below them."""
    ledger = given(*REGION, assignment("RS"))

    for other in ("HSN", "REG"):
        with pytest.raises(NotTheirAssignment, match=f"was given to RS, not to {other}"):
            ledger.offer(report(other, "2024-04-30"))
    ledger.offer(report("RS", "2024-04-30"), report("EKO", "2024-04-30"))


def test_an_assignment_is_reported_by_units_below_on_the_day(given):
    """The tree of the day is what counts."""
    ledger = given(*REGION, unit("IT", "RS"), assignment("RS"), moved("IT", "REG", "2024-06-01"))

    with pytest.raises(NotTheirAssignment):
        ledger.offer(report("IT", "2024-06-01"))
    ledger.offer(report("IT", "2024-05-31"))


def test_an_assignment_that_has_ended_is_not_reported(given):
    """From the day it is closed there is nothing more to tell; what was late is still taken."""
    ledger = given(*REGION, assignment("RS"), ended("2024-10-01"))

    with pytest.raises(AssignmentEnded, match="U1 was closed as done on 2024-10-01"):
        ledger.offer(report("RS", "2024-10-01"))
    ledger.offer(report("RS", "2024-09-30"))


@pytest.mark.parametrize("again", ["2024-09-01", "2024-11-01"])
def test_an_assignment_ends_once(given, again):
    """Another ending needs the first one reversed."""
    ledger = given(*REGION, assignment("RS"), ended("2024-10-01", id="E"))

    with pytest.raises(AssignmentEnded):
        ledger.offer(ended(again))
    ledger.offer(reversal("E", "2024-10-01"), ended(again))


def test_an_assignment_is_reported_from_the_day_it_is_given(given):
    """Before that there is no such assignment."""
    ledger = given(*REGION, assignment("RS"))

    with pytest.raises(NotYet):
        ledger.offer(report("RS", "2024-01-31"))
    ledger.offer(report("RS", "2024-02-01"))


def test_an_assignment_ends_for_one_unit_or_for_all(given):
    """Each of the units answers for itself; the rest is ended together."""
    ledger = given(*REGION, assignment("RS", "HSN"), ended(unit="RS"))

    with pytest.raises(AssignmentEnded, match="U1 was closed for RS as done on 2024-10-01"):
        ledger.offer(report("EKO", "2024-10-01"))
    with pytest.raises(AssignmentEnded):
        ledger.offer(ended("2024-11-01", unit="RS"))
    ledger.offer(report("HSN", "2024-10-01"), ended("2024-12-01"))
    for again in (ended("2024-12-02", unit="HSN"), ended("2024-12-02")):
        with pytest.raises(AssignmentEnded, match="U1 was closed"):
            ledger.offer(again)


def test_an_assignment_that_ended_for_each_unit_has_ended(given):
    """Nothing is left to be closed for all."""
    ledger = given(*REGION, assignment("RS", "HSN"), ended(unit="RS"), ended(unit="HSN", id="E"))

    with pytest.raises(AssignmentEnded):
        ledger.offer(ended("2024-12-01"))
    ledger.offer(reversal("E", "2024-10-01"), ended("2024-12-01"))


def test_an_assignment_ends_for_a_unit_that_got_it(given):
    """Not for those below it, which may report it."""
    ledger = given(*REGION, assignment("RS"))

    for other in ("HSN", "EKO"):
        with pytest.raises(NotTheirAssignment, match=f"was given to RS, not to {other}"):
            ledger.offer(ended(unit=other))
    ledger.offer(ended(unit="RS"))


def test_an_assignment_starts_by_the_day_it_is_to_be_done(given):
    ledger = given(*REGION)

    with pytest.raises(AssignmentStartsTooLate):
        ledger.offer(assignment("RS", from_=day("2025-01-01")))
    ledger.offer(assignment("RS", from_=day("2024-12-31")))


def test_an_assignment_is_no_part_of_itself(given):
    """Also where a correction would make it so."""
    part = AssignmentGiven(
        assignment="U2", title="Räkna", from_body="RS", units=("RS",), due=day("2024-12-31"), parent="U1",
        effective=day("2024-02-01"),
    )  # fmt: skip
    ledger = given(*REGION, assignment("RS", id="A"), part)

    with pytest.raises(PartOfItself, match="U1 cannot be part of U2"):
        ledger.offer(*replacing("A", assignment("RS", parent="U2")))
    ledger.offer(*replacing("A", assignment("RS")))


# -- computed indicators -----------------------------------------------------------------------------------


def computed(of="tkr", on="2024-01-01", **more):
    return IndicatorDefined(indicator="I", name="Resor", of=of, better="lower", effective=day(on), **more)


LINES = (line("RESA", "cost", on="2023-01-01"), line("LON", "cost", on="2023-01-01"))


@pytest.mark.parametrize(
    ("unclear", "why"),
    [
        ({"over": "ytd"}, "--over is given without --of-lines"),
        ({"per_lines": ("LON",)}, "--per-lines is given without --of-lines"),
        ({"of_lines": ()}, "no line is named that it is of"),
        ({"of_lines": ("RESA",), "per_lines": ()}, "no line is named that it is divided by"),
        ({"of_lines": ("RESA",), "per_lines": ("LON",), "of": "TKR"}, "a quotient of two outcomes is in percent"),
        ({"of_lines": ("RESA",), "of": "dagar"}, "dagar is no unit of money"),
        ({"of_lines": ("RESA",), "of": "procent"}, "procent is no unit of money"),
    ],
)
def test_a_computed_indicator_says_what_it_is_computed_from(given, unclear, why):
    """Lines, what they are divided by, and a unit that fits."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(IndicatorUnclear, match=why):
        ledger.offer(computed(**unclear))


@pytest.mark.parametrize(
    "clear",
    [
        {"of_lines": ("RESA",)},
        {"of_lines": ("RESA", "LON"), "of": "Miljoner kronor", "over": "r12"},
        {"of_lines": ("RESA",), "per_lines": ("LON",), "of": "procent", "over": "ytd"},
        {"of": "dagar"},
    ],
)
def test_an_indicator_is_computed_or_reported(given, clear):
    given(*REGION, *LINES).offer(computed(**clear))


def value(on="2024-07"):
    return IndicatorReported(indicator="I", unit="RS", month=month(on), value=Decimal(5), effective=month(on).last_day)


def test_a_computed_indicator_is_not_reported(given):
    """What the ledger works out is not typed."""
    ledger = given(*REGION, *LINES, computed(of_lines=("RESA",), id="I"))

    with pytest.raises(IndicatorIsComputed, match="I is computed from the outcome of RESA"):
        ledger.offer(value())
    ledger.offer(*replacing("I", computed()), value())


def test_an_indicator_with_values_does_not_become_a_computed_one(given):
    """A correction would leave values that nobody is shown."""
    ledger = given(*REGION, *LINES, computed(id="I"), value())

    with pytest.raises(IndicatorIsComputed):
        ledger.offer(*replacing("I", computed(of_lines=("RESA",))))
    ledger.offer(*replacing("I", computed(of="kr")))
