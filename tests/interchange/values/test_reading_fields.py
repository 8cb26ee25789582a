"""JSON values become the values of fields, each by its declared type; whatever else comes is unreadable."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing import parse_json, parse_words

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Decision, Fact, Reference
from ledger.domain.money.grants import Accrual, PassedOn
from ledger.domain.money.phasing import Lines, Phasing
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.values.amounts import AmbiguousAmount
from ledger.interchange.values.choices import NotAChoice
from ledger.interchange.values.fields import (
    MissingFields,
    NothingListed,
    RepeatedEntry,
    SeveralProblems,
    UnknownField,
    problems_in,
    spellings,
)
from ledger.interchange.values.messages import WrongKind
from ledger.interchange.values.texts import EmptyText, TextTooLong, UnprintableCharacter

Side = Literal["income", "cost", "net"]


JULY = Month.of(2024, 7)

READ_FROM_JSON = [
    (str, " Inköp flyttas ", "Inköp flyttas"),
    (str, "a\u030angstro\u0308m", "ångström"),
    (str, "two\r\nlines", "two\nlines"),
    (int, 2024, 2024),
    (int, "2024", 2024),
    (bool, True, True),
    (Side, "cost", "cost"),
    (date, "2024-07-31", date(2024, 7, 31)),
    (Month, "2024-07", JULY),
    (Money, "-63 Mkr", Money(-6_300_000_000)),
    (Money, Decimal("1250.5"), Money(125_050)),
    (Quantity, "0,75", Quantity(750)),
    (Decimal, 85, Decimal(85)),
    (Reference, 12, 12),
    (Reference, "RS-2024-112", "RS-2024-112"),
    (Reference, "12", "12"),
    (Reference | None, None, None),
    (str | None, "", None),
    (date | None, None, None),
    (tuple[str, ...], ["HSN", "RS"], ("HSN", "RS")),
    (tuple[str, ...] | None, [], ()),
    (Lines, {"NETTO": "-100"}, {"NETTO": Money(-10_000)}),
    (dict[str, Quantity], {"retired": 3}, {"retired": Quantity(3000)}),
    (Phasing, {"NETTO": {"2024-07": 1}}, {"NETTO": {JULY: Money(100)}}),
    (Accrual, {"from": "2024-06", "to": "2024-07"}, Accrual(from_=Month.of(2024, 6), to=JULY)),
    (Decision | None, {"body": "RS", "date": "2024-06-04"}, Decision(body="RS", date=date(2024, 6, 4))),
    (
        tuple[PassedOn, ...],
        [{"unit": "HSN", "line": "NETTO", "amount": "-1"}],
        (PassedOn(unit="HSN", line="NETTO", amount=Money(-100)),),
    ),
]


@pytest.mark.parametrize(("annotation", "value", "read"), READ_FROM_JSON)
def test_every_declared_type_is_read_from_json(annotation, value, read):
    """The type a field is declared with decides how it is read."""
    assert parse_json(annotation, value, "field") == read


REFUSED_FROM_JSON = [
    (str, 1310, WrongKind, '"1310"'),
    (str, None, WrongKind, "text"),
    (str, ["a"], WrongKind, "text"),
    (str, "  ", EmptyText, "field"),
    (str, "", EmptyText, "field"),
    (str, "a\x07b", UnprintableCharacter, "U+0007"),
    (str, "a\tb", UnprintableCharacter, "U+0009"),
    (str, "a\ud800b", UnprintableCharacter, "U+D800"),
    (str, "a\u202eb", UnprintableCharacter, "U+202E"),
    (str, "x" * 501, TextTooLong, "500"),
    (int, 2024.0, WrongKind, "2024"),
    (int, True, WrongKind, "true"),
    (int, "24", WrongKind, "2024"),
    (int, "２０２４", WrongKind, "2024"),
    (int, 1989, Unreadable, "1989"),
    (int, 2101, Unreadable, "2101"),
    (bool, "true", WrongKind, "without quotes"),
    (bool, 1, WrongKind, "true or false"),
    (Side, "Cost", NotAChoice, "Did you mean cost?"),
    (Side, "utgift", NotAChoice, "income, cost, net"),
    (Side, True, NotAChoice, "true"),
    (date, "2024-02-30", Unreadable, "does not exist"),
    (date, "2024-7-1", Unreadable, "2024-07-31"),
    (date, "1989-12-31", Unreadable, "1990"),
    (date, 20240731, WrongKind, "2024-07-31"),
    (Month, "2024-13", Unreadable, "13"),
    (Month, "2024-07-31", Unreadable, "2024-07"),
    (Month, None, WrongKind, "null"),
    (Money, True, Unreadable, "true"),
    (Money, "1.250", AmbiguousAmount, "1250"),
    (Money, None, Unreadable, "null"),
    (Money, [], Unreadable, "a list"),
    (Quantity, False, Unreadable, "false"),
    (Reference, 0, WrongKind, "Positions count from 1"),
    (Reference, True, WrongKind, "true"),
    (Reference, Decimal("1.5"), WrongKind, "1.5"),
    (Reference, "", EmptyText, "field"),
    (tuple[str, ...], "HSN", WrongKind, '["HSN"]'),
    (tuple[str, ...], ["HSN", "HSN "], RepeatedEntry, "HSN"),
    (tuple[str, ...], ["HSN", ""], EmptyText, "field[2]"),
    (tuple[str, ...], ["a\nb"], UnprintableCharacter, "U+000A"),
    (tuple[str, ...], ["x" * 65], TextTooLong, "64"),
    (tuple[Side, ...], ["net", "net"], RepeatedEntry, "net"),
    (Lines, {}, NothingListed, "field"),
    (Lines, {"A": "1", "A ": "2"}, RepeatedEntry, "A"),
    (Lines, {"A": True}, Unreadable, "field.A"),
    (Lines, {" ": "1"}, EmptyText, "field"),
    (Lines, [], WrongKind, "table"),
    (Phasing, {"A": {"2024-7": "1"}}, Unreadable, "2024-7"),
    (Phasing, {"A": {"2024-07": "x"}}, Unreadable, "field.A.2024-07"),
    (Accrual, {"from": "2024-06"}, MissingFields, "field.to"),
    (Accrual, {"from": "2024-06", "to": "2024-07", "from_": "2024-06"}, UnknownField, "field.from_"),
    (Accrual, "2024", WrongKind, "from, to"),
    (Decision, {"bdy": "x"}, UnknownField, "Did you mean body?"),
]


@pytest.mark.parametrize(("annotation", "value", "error", "told"), REFUSED_FROM_JSON)
def test_a_value_of_the_wrong_kind_is_refused_with_field_value_and_way_out(annotation, value, error, told):
    """Every message names the field, and what would be right."""
    with pytest.raises(error) as refusal:
        parse_json(annotation, value, "field")

    assert "field" in refusal.value.sentence
    assert refusal.value.hint
    assert told in refusal.value.sentence + refusal.value.hint


def test_texts_and_codes_may_be_as_long_as_the_limit_and_no_longer():
    """500 characters of text, 64 of a code."""
    assert parse_json(str, "x" * 500, "note") == "x" * 500
    assert parse_json(str, "x" * 64, "unit", code=True) == "x" * 64

    with pytest.raises(TextTooLong):
        parse_json(str, "x" * 65, "unit", code=True)
    with pytest.raises(UnprintableCharacter):
        parse_json(str, "a\nb", "unit", code=True)


def test_all_problems_in_a_list_or_table_are_named_at_once():
    """Nobody has to mend a line five times."""
    with pytest.raises(SeveralProblems) as refusal:
        parse_json(tuple[PassedOn, ...], [{"unit": "A", "line": "N", "amount": "x"}, 3], "passed_on")
    with pytest.raises(SeveralProblems) as of_table:
        parse_json(Lines, {"A": "x", "B": "1,250", "C": 1}, "lines")

    assert [error.code for error in problems_in(refusal.value)] == ["not-a-number", "wrong-kind"]
    assert "passed_on[1].amount" in str(refusal.value)
    assert [error.code for error in problems_in(of_table.value)] == ["not-a-number", "ambiguous-amount"]


@pytest.mark.parametrize("cls", FACT_TYPES.values(), ids=FACT_TYPES)
def test_every_field_of_every_type_of_fact_can_be_read(cls):
    """No field is declared with a type the door does not know."""
    for name, field in spellings(cls).items():
        with pytest.raises(LedgerError):
            field.read({"no": {"such": ["thing"]}}, name)


def test_codes_are_told_from_free_text():
    """What refers or defines is a code, and so are ids and labels."""
    for name in ("id", "actor", "from_unit", "line"):
        with pytest.raises(TextTooLong):
            spellings(BudgetTransferred)[name].read("x" * 65, name)

    assert spellings(Fact)["note"].read("x" * 65, "note")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
types = st.sampled_from([annotation for annotation, *_ in READ_FROM_JSON])


@given(types, json_values)
def test_any_json_value_is_read_or_unreadable(annotation, value):
    """Never another exception."""
    with suppress(Unreadable):
        parse_json(annotation, value, "field")


@given(types, st.text() | st.lists(st.text(alphabet="ab=,;:-15 {}[]\"'", max_size=20), max_size=3))
def test_any_words_are_read_or_unreadable(annotation, words):
    """Never another exception."""
    with suppress(Unreadable):
        parse_words(annotation, words, "field")
