import json
from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_answers import LineRow, SavingsRow, answer, board_budget, lines

from ledger.domain.fact import Decision
from ledger.domain.values.days import Month
from ledger.domain.values.measured import MOST_MONEY, Money, Quantity
from ledger.queries.answer import column, row
from ledger.reports.formats.json_text import json_text


@row
class FactRow:
    position: int = column("Position")
    recorded_at: datetime = column("Recorded")
    decision: Decision | None = column("Decision")
    facts: tuple[dict[str, object], ...] = column("Facts", default=())


def read(text):
    return json.loads(text, parse_float=Decimal)


def test_the_object_tells_the_question_and_the_moment():
    """Question, moment and options first; options that were not given are not named."""
    asked = attrs.evolve(board_budget(), options={"year": 2024, "unit": None, "by": ("unit", "line")})

    said = read(json_text(asked))

    assert list(said) == ["question", "as_of", "known_at", "position", "year", "by", "rows", "total"]
    assert said["known_at"] == "2024-08-27T21:59:59.999999Z"
    assert (said["as_of"], said["position"], said["by"]) == ("2024-07-31", 123, ["unit", "line"])
    assert said["rows"][1]["parent"] == "RS", "hidden columns are for tables only"


def test_without_a_total_there_is_no_total():
    """A total is there where it has a meaning, and else not at all."""
    assert "total" not in read(json_text(board_budget(total=False)))


@pytest.mark.parametrize(
    ("ore", "digits"),
    [
        (-1250000050, "-12500000.5"),
        (10**15, "10000000000000"),
        (-(10**15) + 1, "-9999999999999.99"),
        (0, "0"),
        (-1, "-0.01"),
        (100, "1"),
    ],
)
def test_amounts_are_plain_numbers(ore, digits):
    """No exponent, no zeros that say nothing, no rounding."""
    assert f'"amount": {digits}\n' in json_text(lines(ore))


@given(ore=st.integers(-MOST_MONEY.count, MOST_MONEY.count), milli=st.integers(-(10**12), 10**12))
def test_figures_are_exact(ore, milli):
    """What is read back is the figure itself, to the öre and the thousandth."""
    rows = [SavingsRow(plan="P", phase=None, positions=Quantity(milli), share_positions=None)]

    assert Money.of(Decimal(read(json_text(lines(ore)))["rows"][0]["amount"])) == Money(ore)
    assert Quantity.of(Decimal(read(json_text(answer(rows, SavingsRow)))["rows"][0]["positions"])) == Quantity(milli)


@pytest.mark.parametrize(
    ("share", "digits"),
    [
        (Decimal(2) / 3, "0.666667"),
        (Decimal("0.0000005"), "0.000001"),
        (Decimal("-0.0000005"), "-0.000001"),
        (Decimal("0.00000049"), "0"),
        (Decimal("-0.00000049"), "0"),
        (Decimal("0.8"), "0.8"),
        (Decimal("1E+1"), "10"),
    ],
)
def test_shares_have_six_decimals_at_most(share, digits):
    """Halves of the sixth decimal go away from zero, and nothing is minus zero."""
    rows = [SavingsRow(plan="P", phase=None, positions=None, share_positions=share)]

    assert f'"share_positions": {digits},\n' in json_text(answer(rows, SavingsRow))


@pytest.mark.parametrize(("value", "digits"), [("1049.3250", "1049.325"), ("1E+3", "1000"), ("-0.00", "0")])
def test_other_decimals_keep_every_digit(value, digits):
    """An indicator's value is not a share and is not rounded."""
    rows = [SavingsRow(plan="P", phase=None, positions=None, share_positions=None, value=Decimal(value))]

    assert f'"value": {digits},\n' in json_text(answer(rows, SavingsRow))


def test_a_figure_that_is_none_is_never_written():
    """JSON has no word for what is not a number."""
    rows = [SavingsRow(plan="P", phase=None, positions=None, share_positions=None, value=Decimal("NaN"))]

    with pytest.raises(ValueError, match="NaN is no figure"):
        json_text(answer(rows, SavingsRow))


def test_months_days_lists_and_truths_have_their_json_form():
    """And a field spared from a Python keyword goes by its own name."""
    asked = SavingsRow(
        plan="Å",
        phase=None,
        positions=None,
        share_positions=None,
        from_=Month.of(2024, 2),
        due=date(2024, 12, 31),
        units=("RS", "HSN"),
    )

    said = read(json_text(answer([asked], SavingsRow)))["rows"][0]

    assert (said["plan"], said["from"], said["due"], said["units"]) == ("Å", "2024-02", "2024-12-31", ["RS", "HSN"])
    assert said["recurring"] is True
    assert said["phase"] is None


def test_decisions_and_facts_are_objects():
    """Parts within a row keep their own names and figures."""
    decision = Decision(body="Regionstyrelsen", date=date(2024, 6, 4), paragraph="§ 112")
    asked = FactRow(
        position=7,
        recorded_at=datetime(2024, 6, 5, 8, 30, tzinfo=UTC),
        decision=decision,
        facts=({"position": 7, "amount": Money(-1)},),
    )

    said = read(json_text(answer([asked], FactRow)))["rows"][0]

    assert said["recorded_at"] == "2024-06-05T08:30:00.000000Z"
    assert said["decision"] == {"body": "Regionstyrelsen", "date": "2024-06-04", "paragraph": "§ 112", "case": None}
    assert said["facts"] == [{"position": 7, "amount": Decimal("-0.01")}]


def test_no_rows_are_an_empty_list():
    """A question without an answer is still one object."""
    assert read(json_text(answer([], LineRow)))["rows"] == []
