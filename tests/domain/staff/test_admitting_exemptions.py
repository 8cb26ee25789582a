"""Exemptions: decided once, used within what was granted."""

import pytest
from given import (
    ADMINISTRATION,
    NURSE,
    REGION,
    denied,
    established,
    freeze,
    granted,
    requested,
    reversal,
    used,
    withdrawn,
)

from ledger.domain.staff.exemption_refusals import (
    ExemptionBeyondRequest,
    ExemptionDecided,
    ExemptionInUse,
    ExemptionNotUsable,
)

ASKED = (*REGION, freeze(), requested("2"))


def filled(positions, on):
    return used(positions, on)


def new(positions, on):
    return established("RS", positions, on, exemption="D1")


either_way = pytest.mark.parametrize("use", [filled, new])
"""Positions that exist are filled, or new ones are established: both use the exemption."""


@pytest.mark.parametrize("first", [granted(), denied()], ids=["granted", "denied"])
@pytest.mark.parametrize("second", [granted(on="2024-03-11"), denied(on="2024-03-11")], ids=["granted", "denied"])
def test_an_exemption_is_decided_once(given, first, second):
    """Granted or denied, the decision stands unless it is reversed."""
    ledger = given(*ASKED, first)

    with pytest.raises(ExemptionDecided, match=r"D1 was already (granted|denied) on 2024-03-10 \(#8\)"):
        ledger.offer(second)
    ledger.offer(reversal(8, "2024-03-10"), second)


def test_no_more_is_granted_than_was_requested(given):
    """A grant may be smaller than the request, or as large."""
    ledger = given(*ASKED, requested("2", "D2"))

    with pytest.raises(ExemptionBeyondRequest, match=r"requested for 2 positions, but 2.001 would be granted"):
        ledger.offer(granted(positions="2.001"))
    ledger.offer(granted(positions="2"), granted("D2", positions="1"))


def test_something_is_granted(given):
    """To grant nothing is to deny."""
    ledger = given(*ASKED)

    with pytest.raises(ExemptionNotUsable, match="deny it instead"):
        ledger.offer(granted(positions="0"))
    ledger.offer(granted(positions="0.001"))


def test_an_exemption_lapses_on_a_day_it_could_be_used(given):
    """The last usable day is the day of the grant at the earliest."""
    ledger = given(*ASKED)

    with pytest.raises(ExemptionNotUsable, match="it would lapse on 2024-03-09, before 2024-03-10"):
        ledger.offer(granted(lapses="2024-03-09"))
    ledger.offer(granted(lapses="2024-03-10"))


@either_way
def test_no_more_is_used_than_was_granted(given, use):
    """What is used sums to the grant at most, however it is used."""
    ledger = given(*ASKED, granted(positions="1.5"), used("0.5"))

    with pytest.raises(ExemptionNotUsable, match=r"granted for 1.5 positions, 0.5 are used, and 1.001 were asked for"):
        ledger.offer(use("1.001", "2024-03-15"))
    ledger.offer(use("1", "2024-03-15"))
    with pytest.raises(ExemptionNotUsable):
        ledger.offer(use("0.001", "2024-03-15"))


@either_way
def test_all_that_was_requested_is_granted_without_a_number(given, use):
    """A grant without a number is for the whole request."""
    ledger = given(*ASKED, granted())

    with pytest.raises(ExemptionNotUsable):
        ledger.offer(use("2.001", "2024-03-15"))
    ledger.offer(use("2", "2024-03-15"))


@either_way
def test_an_exemption_is_used_from_the_day_it_is_granted_through_its_last(given, use):
    """Both ends belong to its validity."""
    ledger = given(*ASKED, granted(on="2024-03-10", lapses="2024-04-30"))

    with pytest.raises(ExemptionNotUsable, match="it is granted from 2024-03-10"):
        ledger.offer(use("1", "2024-03-09"))
    with pytest.raises(ExemptionNotUsable, match="it lapsed after 2024-04-30"):
        ledger.offer(use("1", "2024-05-01"))
    ledger.offer(use("1", "2024-03-10"), use("1", "2024-04-30"))


@either_way
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ((), "it is not granted"),
        ((denied(),), "it was denied"),
        ((granted(), withdrawn()), "it was withdrawn on 2024-03-20"),
        ((withdrawn(),), "it is not granted"),
    ],
)
def test_only_what_is_granted_can_be_used(given, use, facts, why):
    """A request, a refusal or a withdrawn exemption allows nothing."""
    ledger = given(*ASKED, *facts)

    with pytest.raises(ExemptionNotUsable, match=why):
        ledger.offer(use("1", "2024-03-25"))


def test_some_positions_are_used(given):
    """The number is above zero."""
    ledger = given(*ASKED, granted())

    with pytest.raises(ExemptionNotUsable, match="0 positions is no number to fill"):
        ledger.offer(used("0"))
    ledger.offer(used("0.001"))


@either_way
def test_an_exemption_is_withdrawn_until_something_is_used(given, use):
    """Reversing the use makes it possible again."""
    ledger = given(*ASKED, granted())
    position = ledger.offer(use("0.5", "2024-03-15")).position

    with pytest.raises(ExemptionInUse, match=r"0.5 positions have been filled under it"):
        ledger.offer(withdrawn())
    ledger.offer(reversal(position, "2024-03-15"), withdrawn())


def test_a_request_can_be_withdrawn(given):
    """Before it is decided too; then it can no longer be decided, nor withdrawn again."""
    ledger = given(*ASKED, withdrawn())

    for fact in (granted(on="2024-03-25"), denied(on="2024-03-25"), withdrawn(on="2024-03-25")):
        with pytest.raises(ExemptionNotUsable, match="it was withdrawn on 2024-03-20"):
            ledger.offer(fact)


def test_a_denied_request_cannot_be_withdrawn(given):
    """There is nothing left to take back."""
    ledger = given(*ASKED, denied())

    with pytest.raises(ExemptionDecided):
        ledger.offer(withdrawn())
    ledger.offer(reversal(8, "2024-03-10"), withdrawn())


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"category": NURSE}, r"it is for Handläggare \(permanent\)"),
        ({"employment": "fixed-term"}, r"it is for Handläggare \(permanent\)"),
    ],
)
def test_an_exemption_is_for_its_category_and_employment(given, other, why):
    """Other positions need an exemption of their own."""
    ledger = given(*ASKED, granted())

    with pytest.raises(ExemptionNotUsable, match=why):
        ledger.offer(established("RS", "1", "2024-03-15", exemption="D1", **other))
    ledger.offer(established("RS", "1", "2024-03-15", category=ADMINISTRATION, exemption="D1"))


def test_an_exemption_is_for_its_unit_and_those_below(given):
    """It is not for the unit above, nor for one beside."""
    ledger = given(*REGION, freeze(units=("REG",)), requested("2", unit="RS"), granted())

    for code in ("REG", "HSN"):
        with pytest.raises(ExemptionNotUsable, match=f"it is for RS, not for {code}"):
            ledger.offer(established(code, "1", "2024-03-15", exemption="D1"))
    ledger.offer(established("RS", "1", "2024-03-15", exemption="D1"))
    ledger.offer(established("EKO", "1", "2024-03-15", exemption="D1"))
