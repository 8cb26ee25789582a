"""Amounts as people write them are read exactly, or refused with a way out."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import MOST_MONEY, MOST_QUANTITY, Money, Quantity, money_text, quantity_text
from ledger.interchange.values.amounts import (
    AmbiguousAmount,
    AmountTooLarge,
    GroupedByPoints,
    MoreThanOre,
    MoreThanThousandths,
    NotANumber,
    NumberTooLong,
    QuantityTooLarge,
    UnknownUnit,
    read_decimal,
    read_money,
    read_quantity,
)

NARROW, NO_BREAK, THIN, MINUS, EN_DASH = "\u202f", "\u00a0", "\u2009", "\u2212", "\u2013"

SPELLINGS = {
    "-63 Mkr": "-63000000",
    "-63Mkr": "-63000000",
    f"{MINUS}63,5 mnkr": "-63500000",
    f"{EN_DASH}63,5 mnkr": "-63500000",
    f"{MINUS} 63,5 mnkr": "-63500000",
    "1 250 000 kr": "1250000",
    f"1{NO_BREAK}250{NO_BREAK}000{NO_BREAK}kr": "1250000",
    f"1{NARROW}250{NARROW}000": "1250000",
    f"1{THIN}250{THIN}000": "1250000",
    "250 tkr": "250000",
    "250 TKR": "250000",
    "250 kkr": "250000",
    "1250000": "1250000",
    "+1250000": "1250000",
    "  1250,50  ": "1250.50",
    "1250.5": "1250.50",
    "1 250,50 kronor": "1250.50",
    "1 250.500": "1250.50",
    "1031.500": "1031.50",
    "0.250": "0.25",
    "0,250 Mkr": "250000",
    "12 SEK": "12",
    "12 sek": "12",
    "1,5 miljoner": "1500000",
    "1,5 miljoner kronor": "1500000",
    "1 miljon": "1000000",
    "2 mdkr": "2000000000",
    "2 md": "2000000000",
    "0,000001 Mkr": "1",
    "0,00000001 Mkr": "0.01",
    "1,2550 Mkr": "1255000",
    "-0": "0",
    "-12500000.00": "-12500000",
}


@pytest.mark.parametrize(("words", "kronor"), SPELLINGS.items())
def test_every_spelling_is_read_to_the_ore(words, kronor):
    """People write amounts in many ways and mean one thing by each."""
    assert read_money(words) == Money.of(kronor)


@pytest.mark.parametrize(("number", "ore"), [(1250, 125000), (Decimal("1.250"), 125), (Decimal("-0.5"), -50), (0, 0)])
def test_json_numbers_are_kronor_and_never_ambiguous(number, ore):
    """A JSON number has only one reading."""
    assert read_money(number) == Money(ore)


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("1.250", ("1250", "1,25")),
        ("1,250", ("1250", "1,25")),
        ("-1,250", ("-1250", "-1,25")),
        ("999.999", ("999999", "999,9990")),
        ("1.255", ("1255", "1,2550")),
        ("1.000", ("1000", "1")),
        ("1.250 Mkr", ("1250 Mkr", "1,25 Mkr")),
    ],
)
def test_an_amount_with_two_readings_is_refused_with_both(words, readings):
    """Neither a thousand nor a decimal is guessed; what the hint proposes can be read."""
    with pytest.raises(AmbiguousAmount) as refusal:
        read_money(words)

    assert all(reading in refusal.value.sentence and reading in refusal.value.hint for reading in readings)
    assert [read_quantity(reading.removesuffix(" Mkr")).count for reading in readings]


@pytest.mark.parametrize("words", ["1031.500", "0.250", "1250.5", "12,50", "1 250,500", "1,2500", "012.250"])
def test_what_has_one_reading_is_not_called_ambiguous(words):
    """Three decimals after more than three digits, or after a zero, cannot be thousands."""
    assert read_quantity(words)


@pytest.mark.parametrize("words", ["1.250.000", "1,250,000", "1.250,50", "1,250.50", "1'250'000"])
def test_points_between_groups_are_refused_with_a_hint_to_use_spaces(words):
    """Points and commas are for decimals."""
    with pytest.raises(GroupedByPoints, match=words.replace(".", r"\.")) as refusal:
        read_money(words)

    assert "spaces" in refusal.value.hint


@pytest.mark.parametrize("words", ["1 25 000", "12500 000", "1  250", "0 250", "1 250 00", "1 250 0000"])
def test_groups_have_three_digits_each(words):
    """A digit may have been lost."""
    with pytest.raises(NotANumber):
        read_money(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "-", "+-5", "--5", "kr", "5-", ",5", "5,", "1,2,3", "NaN", "nan", "Infinity", "-inf", "1e3", "1E3"),
        *("0x10", "1_000", "٣", "５", "½", "12 34", "1/2", "5 kr 3", "\x00", "1" * 61),
        *(True, False, None, 1.5, [], {}, Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+3"), Decimal("sNaN")),
    ],
)
def test_what_is_no_amount_is_refused(words):
    """Neither letters nor exponents nor booleans nor binary fractions are amounts."""
    with pytest.raises(Unreadable):
        read_money(words)


@pytest.mark.parametrize("words", ["5 EUR", "5 M", "5 k", "5 %", "5 Mkr/år"])
def test_an_unknown_unit_is_refused_by_name(words):
    """An amount in an unknown unit is worth nothing."""
    with pytest.raises(UnknownUnit, match=words[2:]):
        read_money(words)


@pytest.mark.parametrize(("words", "kronor"), [("63,5", "63500000"), (Decimal("1.250"), "1250000"), ("5 tkr", "5000")])
def test_a_file_in_millions_says_so_once(words, kronor):
    """The unit given applies to amounts that name none of their own."""
    assert read_money(words, unit="Mkr") == Money.of(kronor)


def test_a_file_in_millions_has_ambiguous_amounts_too():
    """The readings are named in the file's unit."""
    with pytest.raises(AmbiguousAmount, match="1250 Mkr or as 1,25 Mkr"):
        read_money("1.250", unit="Mkr")


@pytest.mark.parametrize("words", ["0,005", "1250.505", Decimal("0.001"), "0,000000001 Mkr", "1250,505 kr"])
def test_no_amount_is_finer_than_an_ore(words):
    """What cannot be kept exactly is not rounded behind the writer's back."""
    with pytest.raises(MoreThanOre, match=str(words)):
        read_money(words)


@pytest.mark.parametrize("most", ["10000000000000", "10000 mdkr", 10**13, Decimal(10**13), "10 000 000 000 000,00"])
def test_the_largest_amount_is_ten_to_the_fifteenth_ore(most):
    """The limit itself is an amount, one öre more is a typing error."""
    assert read_money(most) == MOST_MONEY


@pytest.mark.parametrize("beyond", ["10000000000000,01", "-10000000000000,01", 10**13 + 1, "99999 mdkr"])
def test_beyond_the_largest_amount_a_typing_error_is_assumed(beyond):
    """Both signs alike."""
    with pytest.raises(AmountTooLarge):
        read_money(beyond)


def test_a_number_too_long_to_print_is_still_refused_in_a_sentence():
    """Python itself will not turn so many digits into text."""
    with pytest.raises(AmountTooLarge, match="very many digits"):
        read_money(10**5000)


def test_quantities_keep_thousandths_up_to_a_limit():
    """The limits hold on both sides."""
    assert read_quantity("−173,8") == Quantity(-173800)
    assert read_quantity("1000000000") == MOST_QUANTITY
    assert read_quantity("0,001") == Quantity(1)

    with pytest.raises(QuantityTooLarge):
        read_quantity("1000000000,001")
    with pytest.raises(MoreThanThousandths):
        read_quantity("0,0001")
    with pytest.raises(NotANumber, match="tjänster"):
        read_quantity("5 tjänster")


def test_plain_numbers_keep_the_decimals_they_were_written_with():
    """An indicator of 85,50 is not the same text as 85,5, though the same value."""
    assert str(read_decimal("85,50")) == "85.50"
    assert read_decimal("-15") == Decimal(-15)
    assert read_decimal("9" * 15 + "," + "9" * 12) == Decimal("9" * 15 + "." + "9" * 12)

    for words in ("1" + "0" * 15, "0," + "1" * 13, Decimal("1E-70"), Decimal("1" * 70)):
        with pytest.raises(NumberTooLong):
            read_decimal(words)
    with pytest.raises(NotANumber, match="%"):
        read_decimal("15 %")


def test_what_the_ledger_wrote_itself_has_one_reading():
    """Its point always starts the decimals."""
    assert read_quantity("173.845", exact=True) == Quantity(173845)
    assert read_decimal("1.255", exact=True) == Decimal("1.255")


ore = st.integers(-MOST_MONEY.count, MOST_MONEY.count)


def in_swedish(count: int, space: str, minus: str, unit: str) -> str:
    kronor, rest = divmod(abs(count), 100)
    groups = f"{kronor:,}".replace(",", space)
    return f"{minus if count < 0 else ''}{groups},{rest:02d}{unit}"


@given(ore)
@example(-1)
@example(MOST_MONEY.count)
def test_an_amount_survives_print_and_parse(count):
    """What the journal writes is read back to the öre."""
    assert read_money(money_text(count)) == Money(count)


@given(ore, st.sampled_from([" ", NO_BREAK, NARROW, THIN]), st.sampled_from(["-", MINUS]), st.sampled_from(["", " kr"]))
def test_an_amount_survives_swedish_print_and_parse(count, space, minus, unit):
    """What a Swedish report prints can be pasted back."""
    assert read_money(in_swedish(count, space, minus, unit)) == Money(count)


@given(st.integers(-MOST_QUANTITY.count, MOST_QUANTITY.count))
def test_a_quantity_survives_print_and_parse(count):
    """What the journal writes is read back to the thousandth."""
    assert read_quantity(quantity_text(count), exact=True) == Quantity(count)


almost_amounts = st.text(alphabet="0123456789 .,-+−–\u00a0\u202fkrMtdmn%eE_'", max_size=20)
anything = st.one_of(st.text(), almost_amounts, st.integers(), st.decimals(), st.booleans(), st.none(), st.floats())


@given(anything, st.sampled_from([read_money, read_quantity, read_decimal]))
def test_nothing_but_a_value_or_unreadable_comes_out(words, read):
    """Whatever is typed, the answer is one sentence."""
    try:
        value = read(words)
    except Unreadable as error:
        value = error

    assert isinstance(value, (Money, Quantity, Decimal)) or (value.sentence and value.hint)


@given(almost_amounts)
def test_an_amount_read_is_never_beyond_the_limits(words):
    """No spelling slips past the limit, and nothing is rounded."""
    try:
        money = read_money(words)
    except Unreadable:
        return

    assert abs(money) <= MOST_MONEY
    assert read_money(str(money)) == money
