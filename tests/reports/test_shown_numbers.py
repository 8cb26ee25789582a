from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.measured import MOST_MONEY, Money, Quantity
from ledger.reports.catalogue import language
from ledger.reports.numbers import (
    ORE_IN,
    digits,
    format_money,
    format_number,
    format_quantity,
    format_share,
    rounded,
)

ore = st.integers(-MOST_MONEY.count, MOST_MONEY.count)


@pytest.mark.parametrize(
    ("kronor", "shown"),
    [
        ("0.49", "0"),
        ("0.50", "1"),
        ("-0.49", "0"),
        ("-0.50", "-1"),
        ("1.49", "1"),
        ("1.50", "2"),
        ("2.50", "3"),
        ("-2.50", "-3"),
        ("0", "0"),
        ("-1234567.5", "-1,234,568"),
    ],
)
def test_halves_go_away_from_zero_and_nothing_is_minus_zero(kronor, shown):
    """Both sides of every half, on both sides of zero."""
    assert format_money(Money.of(kronor), "kr", "en") == shown


@pytest.mark.parametrize(
    ("kronor", "unit", "decimals", "shown"),
    [
        ("-499999.99", "Mkr", 0, "0"),
        ("-500000", "Mkr", 0, "−1"),
        ("-12500000", "Mkr", 1, "−12,5"),
        ("-12549999.99", "Mkr", 1, "−12,5"),
        ("-12550000", "Mkr", 1, "−12,6"),
        ("-1234567890", "tkr", 0, "−1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}568"),
        ("499.99", "tkr", 0, "0"),
        ("-1234.5", "kr", 2, "−1\N{NO-BREAK SPACE}234,50"),
        ("-0.004e3", "kr", 0, "−4"),
    ],
)
def test_swedish_amounts_have_a_comma_a_real_minus_and_groups_that_do_not_break(kronor, unit, decimals, shown):
    """An amount is rounded in the unit it is printed in."""
    assert format_money(Money.of(kronor), unit, "sv", decimals=decimals) == shown


def test_the_largest_amounts_keep_every_ore():
    """Ten thousand billion kronor, and not one öre is lost."""
    assert format_money(-MOST_MONEY + Money(1), "kr", "en", decimals=2) == "-9,999,999,999,999.99"


@given(amount=ore, unit=st.sampled_from(sorted(ORE_IN)), decimals=st.integers(0, 3))
def test_a_printed_amount_is_within_half_of_its_last_decimal(amount, unit, decimals):
    """Rounding moves a figure by half a unit at most, and mirrors around zero."""
    last = rounded(amount, ORE_IN[unit], decimals)

    assert abs(Fraction(amount, ORE_IN[unit]) - Fraction(last, 10**decimals)) <= Fraction(1, 2 * 10**decimals)
    assert rounded(-amount, ORE_IN[unit], decimals) == -last


@given(last_places=st.integers(-(10**18), 10**18), decimals=st.integers(0, 4), lang=st.sampled_from(["en", "sv"]))
def test_digits_are_those_babel_writes(last_places, decimals, lang):
    """Groups and decimal signs are those of the language; only the minus is ours."""
    number = Decimal(abs(last_places)).scaleb(-decimals)
    expected = format_decimal(number, format="#,##0." + "0" * decimals if decimals else "#,##0", locale=lang)
    minus = {"en": "-", "sv": "−"}[lang] if last_places < 0 else ""

    assert digits(last_places, decimals, lang) == minus + expected


@pytest.mark.parametrize(
    ("quantity", "decimals", "shown"),
    [
        ("-173.8", None, "-173.8"),
        ("1000", None, "1,000"),
        ("1000", 1, "1,000.0"),
        ("0.125", None, "0.125"),
        ("0.049", 1, "0.0"),
        ("-0.049", 1, "0.0"),
        ("-0.05", 1, "-0.1"),
    ],
)
def test_people_are_printed_exactly_unless_fewer_decimals_are_asked_for(quantity, decimals, shown):
    """Without a number of decimals nothing is rounded."""
    assert format_quantity(Quantity.of(quantity), "en", decimals=decimals) == shown


@pytest.mark.parametrize(
    ("share", "english", "swedish"),
    [
        (Decimal(2) / 3, "66.7%", "66,7\N{NO-BREAK SPACE}%"),
        (Decimal("0.7995"), "80.0%", "80,0\N{NO-BREAK SPACE}%"),
        (Decimal("0.79949"), "79.9%", "79,9\N{NO-BREAK SPACE}%"),
        (Decimal("-0.0004"), "0.0%", "0,0\N{NO-BREAK SPACE}%"),
        (Decimal("12.5"), "1,250.0%", "1\N{NO-BREAK SPACE}250,0\N{NO-BREAK SPACE}%"),
    ],
)
def test_shares_are_percent_with_one_decimal(share, english, swedish):
    """A share of one is printed in hundredths, whatever the size."""
    assert format_share(share, "en") == english
    assert format_share(share, "sv") == swedish


def test_an_indicator_value_has_the_decimals_it_was_given_and_three_at_most():
    """Zeros at the end are not printed, and an exponent never is."""
    assert format_number(Decimal("1049.3250"), "sv") == "1\N{NO-BREAK SPACE}049,325"
    assert format_number(Decimal("1E+3"), "en") == "1,000"
    assert format_number(Decimal("-0.0004"), "en") == "0.000"
    assert format_number(Decimal("0.0005"), "en") == "0.001"


@pytest.mark.parametrize(
    ("option", "environ", "expected"),
    [
        (None, {}, "en"),
        (None, {"LANG": "sv_SE.UTF-8"}, "sv"),
        (None, {"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "sv_SE.UTF-8", "LC_ALL": ""}, "sv"),
        (None, {"LANG": "en_US.UTF-8", "LC_NUMERIC": "sv_SE"}, "sv"),
        ("en", {"LC_ALL": "sv_SE.UTF-8"}, "en"),
        ("sv", {"LANG": "C"}, "sv"),
    ],
)
def test_the_language_asked_for_wins_over_the_surroundings(option, environ, expected):
    """After the option the first locale variable that is set decides, as POSIX orders them."""
    assert language(option, environ) == expected
