"""Hiring freezes: whom they cover, and from which day to which."""

from functools import partial

import pytest
from given import (
    ADMINISTRATION,
    NURSE,
    REGION,
    amended,
    established,
    extended,
    freeze,
    granted,
    lifted,
    moved,
    requested,
    unit,
)

from ledger.domain.judging import NotYet
from ledger.domain.staff.exemption_refusals import ExemptionNotUsable
from ledger.domain.staff.exemptions import FreezeDoesNotCover
from ledger.domain.staff.freezes import FreezeIsLifted
from ledger.domain.staff.hiring import ExemptionsOfOneFreeze, HiringFrozen


def test_a_freeze_is_in_force_from_its_first_day_through_its_last(given):
    """Both ends belong to it."""
    ledger = given(*REGION, freeze(on="2024-02-01", until="2024-06-30"))

    for frozen in ("2024-02-01", "2024-06-30"):
        with pytest.raises(HiringFrozen, match=rf"STOPP covers Handläggare \(permanent\) in RS on {frozen}"):
            ledger.offer(established("RS", "1", frozen))
    ledger.offer(established("RS", "1", "2024-01-31"), established("RS", "1", "2024-07-01"))


def test_a_freeze_without_a_last_day_lasts_until_a_new_decision(given):
    """No date means no end."""
    ledger = given(*REGION, freeze(on="2024-02-01"))

    with pytest.raises(HiringFrozen):
        ledger.offer(established("RS", "1", "2100-12-31"))
    ledger.offer(established("RS", "1", "2024-01-31"))


def test_a_freeze_is_not_in_force_from_the_day_it_is_lifted(given):
    """The last frozen day is the one before."""
    ledger = given(*REGION, freeze(), lifted("2024-04-01"))

    with pytest.raises(HiringFrozen):
        ledger.offer(established("RS", "1", "2024-03-31"))
    ledger.offer(established("RS", "1", "2024-04-01"))


def test_a_freeze_that_lapsed_is_in_force_again_when_it_is_extended(given):
    """The days between the old end and the extension stay free."""
    ledger = given(*REGION, freeze(until="2024-03-31"), extended("2024-05-01", "2024-06-30"))

    ledger.offer(established("RS", "1", "2024-04-01"), established("RS", "1", "2024-04-30"))
    for frozen in ("2024-03-31", "2024-05-01", "2024-06-30"):
        with pytest.raises(HiringFrozen):
            ledger.offer(established("RS", "1", frozen))
    ledger.offer(established("RS", "1", "2024-07-01"))


def test_a_freeze_extended_without_a_date_has_no_end(given):
    """The newest extension decides the last day, and it may take the last day away."""
    ledger = given(*REGION, freeze(until="2024-03-31"), extended("2024-03-15"))

    with pytest.raises(HiringFrozen):
        ledger.offer(established("RS", "1", "2024-12-31"))


def test_a_freeze_covers_what_is_below_its_units(given):
    """Everything below is covered, what is above or beside is not."""
    ledger = given(*REGION, freeze(units=("RS",)))

    for covered in ("RS", "EKO"):
        with pytest.raises(HiringFrozen):
            ledger.offer(established(covered, "1"))
    ledger.offer(established("REG", "1"), established("HSN", "1"))


def test_a_freeze_covers_a_unit_while_it_is_below(given):
    """The tree of the day is what counts."""
    ledger = given(*REGION, freeze(units=("RS",)), moved("EKO", "REG", "2024-04-01"), moved("HSN", "RS", "2024-04-01"))

    for code, frozen, free in (("EKO", "2024-03-31", "2024-04-01"), ("HSN", "2024-04-01", "2024-03-31")):
        with pytest.raises(HiringFrozen):
            ledger.offer(established(code, "1", frozen))
        ledger.offer(established(code, "1", free))


def test_a_freeze_covers_the_categories_it_names(given):
    """Named categories only, or all with a star, and never those left out."""
    ledger = given(
        *REGION,
        freeze("A", units=("RS",), categories=(ADMINISTRATION,)),
        freeze("B", units=("HSN",), except_categories=(NURSE,)),
    )

    for code in ("RS", "HSN"):
        with pytest.raises(HiringFrozen):
            ledger.offer(established(code, "1", category=ADMINISTRATION))
        ledger.offer(established(code, "1", category=NURSE))


def test_a_freeze_covers_the_forms_of_employment_it_names(given):
    """Permanent and fixed-term are judged apart."""
    ledger = given(*REGION, freeze(employment=("permanent",)))

    with pytest.raises(HiringFrozen):
        ledger.offer(established("RS", "1", employment="permanent"))
    ledger.offer(established("RS", "1", employment="fixed-term"))


def test_an_amendment_changes_what_it_names_from_its_day(given):
    """What an amendment leaves out stays as it was."""
    ledger = given(*REGION, freeze(units=("RS",)), amended("2024-04-01", units=("HSN",)))
    ledger.offer(amended("2024-06-01", except_categories=(NURSE,)))

    for code, frozen, free in (("RS", "2024-03-31", "2024-04-01"), ("HSN", "2024-04-01", "2024-03-31")):
        with pytest.raises(HiringFrozen):
            ledger.offer(established(code, "1", frozen))
        ledger.offer(established(code, "1", free))
    with pytest.raises(HiringFrozen):
        ledger.offer(established("HSN", "1", "2024-05-31", category=NURSE))
    ledger.offer(established("HSN", "1", "2024-06-01", category=NURSE))


def test_an_amendment_may_take_exceptions_away(given):
    """An empty list is a new value, not one left out."""
    ledger = given(*REGION, freeze(except_categories=(NURSE,)), amended("2024-04-01", except_categories=()))

    ledger.offer(established("RS", "1", "2024-03-31", category=NURSE))
    with pytest.raises(HiringFrozen):
        ledger.offer(established("RS", "1", "2024-04-01", category=NURSE))


@pytest.mark.parametrize("changed", [amended, extended])
def test_a_lifted_freeze_is_not_changed(given, changed):
    """From the day it is lifted there is nothing left to change."""
    ledger = given(*REGION, freeze(), lifted("2024-04-01"))

    with pytest.raises(FreezeIsLifted, match="STOPP was lifted on 2024-04-01"):
        ledger.offer(changed("2024-04-01"))
    ledger.offer(changed("2024-03-31"))


@pytest.mark.parametrize("again", ["2024-03-01", "2024-05-01"])
def test_a_freeze_is_lifted_once(given, again):
    """Another day needs the first lifting reversed."""
    ledger = given(*REGION, freeze(), lifted("2024-04-01"))

    with pytest.raises(FreezeIsLifted):
        ledger.offer(lifted(again))


@pytest.mark.parametrize("changed", [amended, extended, lifted])
def test_a_freeze_is_changed_from_its_first_day(given, changed):
    """Before it is declared there is nothing to change."""
    ledger = given(*REGION, freeze(on="2024-02-01"))

    with pytest.raises(NotYet):
        ledger.offer(changed("2024-01-31"))
    ledger.offer(changed("2024-02-01"))


def test_recruitment_under_way_is_finished(given):
    """Positions whose recruitment had begun need a reason instead of an exemption."""
    ledger = given(*REGION, freeze())

    with pytest.raises(HiringFrozen) as refused:
        ledger.offer(established("RS", "1"))
    assert "--underway-reason" in refused.value.hint
    ledger.offer(established("RS", "1", underway_reason="Avtal skrevs i januari"))


def test_overlapping_freezes_are_judged_each_by_its_own_scope(given):
    """An exemption from one freeze is none from another that covers the same positions."""
    ledger = given(*REGION, freeze(), freeze("IT", categories=(ADMINISTRATION,)), requested("2"), granted())

    with pytest.raises(HiringFrozen, match="Freeze IT covers"):
        ledger.offer(established("RS", "1", "2024-03-15", exemption="D1"))
    ledger.offer(lifted("2024-03-16", "IT"), established("RS", "1", "2024-03-16", exemption="D1"))
    ledger.offer(established("RS", "1", "2024-03-15", exemption="D1", underway_reason="Påbörjad"))


def test_positions_name_an_exemption_from_each_freeze_that_covers_them(given):
    """One from each is needed and used; a second one from the same freeze would be used in vain."""
    overlapping = (*REGION, freeze(), freeze("IT", categories=(ADMINISTRATION,)))
    asked = (
        requested("2"),
        granted(),
        requested("3", "D2", freeze="IT"),
        granted("D2"),
        requested("2", "D3"),
        granted("D3"),
    )
    ledger = given(*overlapping, *asked)
    march = partial(established, "RS", on="2024-03-15")

    with pytest.raises(HiringFrozen, match="Freeze IT covers"):
        ledger.offer(march("1", exemption=("D1",)))
    with pytest.raises(ExemptionsOfOneFreeze, match="D1 and D3 are both exemptions from freeze STOPP"):
        ledger.offer(march("1", exemption=("D1", "D3")))
    ledger.offer(march("2", exemption=("D1", "D2")))
    with pytest.raises(ExemptionNotUsable, match=r"D1 .* granted for 2 positions, 2 are used, and 1 were asked for"):
        ledger.offer(march("1", exemption=("D1", "D2")))
    with pytest.raises(ExemptionNotUsable, match=r"D2 .* granted for 3 positions, 2 are used, and 2 were asked for"):
        ledger.offer(march("2", exemption=("D3", "D2")))
    ledger.offer(march("1", exemption=("D3", "D2")))


def test_an_exemption_is_needed_while_the_freeze_is_in_force(given):
    """An exemption is asked for on a day of the freeze."""
    ledger = given(*REGION, freeze(until="2024-06-30"))

    with pytest.raises(FreezeDoesNotCover, match="it is not in force on that day"):
        ledger.offer(requested(on="2024-07-01"))
    ledger.offer(requested(on="2024-06-30"), lifted("2024-05-01"))
    with pytest.raises(FreezeDoesNotCover, match="it is not in force on that day"):
        ledger.offer(requested(code="D2", on="2024-05-01"))
    ledger.offer(requested(code="D2", on="2024-04-30"))


@pytest.mark.parametrize(
    "outside", [{"unit": "HSN"}, {"category": NURSE}, {"employment": "agency"}], ids=lambda outside: next(iter(outside))
)
def test_an_exemption_is_needed_within_the_scope(given, outside):
    """Where the freeze does not reach there is nothing to ask for."""
    ledger = given(*REGION, freeze(except_categories=(NURSE,)))

    with pytest.raises(FreezeDoesNotCover, match="it does not cover"):
        ledger.offer(requested(**outside))
    ledger.offer(requested(), requested(code="D2", unit="EKO"))


def test_an_exemption_is_asked_for_some_positions(given):
    """The number is above zero."""
    ledger = given(*REGION, freeze())

    with pytest.raises(FreezeDoesNotCover, match="0 positions is no number to fill"):
        ledger.offer(requested("0"))
    ledger.offer(requested("0.001"))


def test_units_opened_below_a_frozen_unit_are_frozen(given):
    """The scope follows the tree."""
    ledger = given(*REGION, freeze(), requested("1", unit="RS"), granted(), unit("IT", "RS", on="2024-03-01"))

    with pytest.raises(HiringFrozen):
        ledger.offer(established("IT", "1", "2024-03-15"))
    ledger.offer(established("IT", "1", "2024-03-15", exemption="D1"))
    with pytest.raises(ExemptionNotUsable):
        ledger.offer(established("IT", "1", "2024-03-15", exemption="D1"))
