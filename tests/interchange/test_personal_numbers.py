"""Personal identity numbers are found wherever they hide, and other numbers are left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from ledger.domain.errors import Refused
from ledger.domain.fact import Decision
from ledger.domain.money.forecasts import ForecastSubmitted, Uncertainty
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.phasing import Lines
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.recording.privacy import PersonalNumber, personal_number_in, refuse_personal
from ledger.store.codec import encode

FOUND = [
    "880320-0016",
    "8803200016",
    "19880320-0016",
    "198803200016",
    "880320+0016",
    "880320 0016",
    "880320\u00a00016",
    "880320–0016",
    "880320 - 0016",
    "811228-9841",
    "701063-2391",  # a coordination number: born on the 3rd
    "19701063-2391",
]


@pytest.mark.parametrize("number", FOUND)
@pytest.mark.parametrize("around", ["{}", "avser {}, se bilaga", "pnr:{}.", "({})", "RS-{}", "x{}y"])
def test_a_personal_number_is_found_in_any_form_and_place(number, around):
    """Ten digits or twelve, with or without a separator."""
    assert personal_number_in(around.format(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "880320-0017",  # the check digit is wrong
        "881320-0016",  # no such month
        "880230-0017",  # no such day
        "232100-0156",  # the organisation number of a region
        "556036-0793",
        "1250000000",
        "-12500000.00",
        "18803200016",  # eleven digits
        "88032000161",
        "1198803200016",
        "880320-00161",
        "RS 1179-2024",
        "2024-06-04",
        "2024-08-27T08:00:00.000000Z",
        "880320 kr 0016",
    ],
)
def test_other_numbers_are_left_alone(text):
    """Organisation numbers, amounts, dates and case numbers are what a ledger is made of."""
    assert personal_number_in(text) is None


def test_the_second_number_is_found_when_the_first_is_none():
    """One harmless number does not cover for another."""
    assert personal_number_in("880320-0017 och 880320-0016") == "880320-0016"


def test_ids_made_by_machines_are_left_alone():
    """Ten digits in a row are chance there."""
    assert personal_number_in("auto-ab8803200016cdef0123") is None
    assert personal_number_in("550e8400-e29b-41d4-a716-198803200016") is None
    assert personal_number_in("auto-ab8803200016") == "8803200016"


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999), st.booleans(), st.sampled_from(["-", ""]))
def test_every_valid_number_is_found(day, serial, is_coordination, separator):
    """Any birthday, any serial number, personal or coordination."""
    ten = f"{day:%y%m}{day.day + 60 * is_coordination:02d}{serial:03d}"
    ten += luhn.calc_check_digit(ten)
    number = f"{day:%C}{ten[:6]}{separator}{ten[6:]}"

    assert personal_number_in(number) == number


@given(st.text(alphabet="0123456789-+ abc", max_size=40))
def test_any_text_can_be_searched(text):
    """What is found stands in the text."""
    found = personal_number_in(text)

    assert found is None or found in text


def transferred(**fields):
    return BudgetTransferred(
        **{"effective": date(2024, 7, 1), "year": 2024, "from_unit": "DOS", "to_unit": "EKO", "line": "NETTO"}
        | {"amount": Money(-1)}
        | fields
    )


def reported(lines: Lines):
    return OutcomeReported(effective=date(2024, 7, 31), unit="DOS", month=Month.of(2024, 7), lines=lines)


def forecast(text: str):
    uncertain = Uncertainty(text=text, low=Money(0), high=Money(1))
    return ForecastSubmitted(
        effective=date(2024, 7, 31),
        unit="A",
        year=2024,
        version="P1",
        lines={"N": Money(1)},
        uncertainties=(uncertain,),
    )


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (transferred(note="Gäller 880320-0016"), "note"),
        (transferred(id="880320-0016"), "id"),
        (transferred(from_unit="8803200016"), "from_unit"),
        (transferred(decision=Decision(case="RS 880320-0016")), "decision.case"),
        (reported({"880320-0016": Money(1)}), "lines"),
        (forecast("880320-0016 är sjuk"), "uncertainties[1].text"),
    ],
)
def test_a_fact_with_a_personal_number_is_refused_without_repeating_it(fact, field):
    """The message names the field, and the log of the shell does not get the number."""
    with pytest.raises(PersonalNumber) as refusal:
        refuse_personal(fact, encode(fact))

    assert isinstance(refusal.value, Refused)
    assert field in refusal.value.sentence
    assert "0016" not in refusal.value.sentence + refusal.value.hint
    assert "****" in refusal.value.sentence


@pytest.mark.parametrize("number", FOUND)
def test_however_it_is_written_it_is_found_in_a_fact(number):
    """A quick look at the spelling clears facts; none that holds a number."""
    fact = transferred(note=f"Gäller {number}.")

    with pytest.raises(PersonalNumber):
        refuse_personal(fact, encode(fact))


def test_a_fact_without_one_passes():
    """Amounts are not text."""
    for fact in (
        transferred(note="Inköp flyttas", amount=Money(8803200016), corrects=8803200016),
        reported({"NETTO": Money(8803200016)}),
    ):
        refuse_personal(fact, encode(fact))
