"""Words, typed or in a sheet, become the values of fields, each by its declared type."""

import pytest
from parsing import parse_words

from ledger.domain.errors import Unreadable
from ledger.domain.fact import Reference
from ledger.domain.money.forecasts import Uncertainty
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.phasing import Lines, Phasing
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.interchange.values.fields import MissingFields, NothingListed, RepeatedEntry, SeveralProblems, problems_in
from ledger.interchange.values.from_text import to_fields
from ledger.interchange.values.messages import WrongKind

JULY = Month.of(2024, 7)
READ_FROM_WORDS = [
    (str, "Inköp flyttas", "Inköp flyttas"),
    (int, "2024", 2024),
    (bool, "ja", True),
    (bool | None, "No", False),
    (Money, "−63,5 Mkr", Money(-6_350_000_000)),
    (Reference, "#123", 123),
    (Reference, "123", 123),
    (Reference, "RS-2024-112", "RS-2024-112"),
    (tuple[str, ...], "HSN, RS", ("HSN", "RS")),
    (tuple[str, ...], ["HSN", "RS,DOS"], ("HSN", "RS", "DOS")),
    (tuple[str, ...] | None, "*", ("*",)),
    (Lines, "NETTO=-100", {"NETTO": Money(-10_000)}),
    (Lines, ["A=-1,5 Mkr", "B=2"], {"A": Money(-150_000_000), "B": Money(200)}),
    (Lines, "A=-1,5, B=2; C=3", {"A": Money(-150), "B": Money(200), "C": Money(300)}),
    (Lines, "3010=-1,5,4010=2", {"3010": Money(-150), "4010": Money(200)}),
    (Phasing | None, "NETTO:2024-07=-1,5", {"NETTO": {JULY: Money(-150)}}),
    (Accrual, "from=2024-06,to=2024-07", Accrual(from_=Month.of(2024, 6), to=JULY)),
    (Accrual, '{"from": "2024-06", "to": "2024-07"}', Accrual(from_=Month.of(2024, 6), to=JULY)),
    (
        tuple[PassedOn, ...],
        "unit=HSN, line=NETTO, amount=-1,5; unit=RS, line=NETTO, amount=-2",
        (
            PassedOn(unit="HSN", line="NETTO", amount=Money(-150)),
            PassedOn(unit="RS", line="NETTO", amount=Money(-200)),
        ),
    ),
    (
        tuple[Uncertainty, ...],
        ["text=Läkemedel, nya, low=-20 Mkr, high=5 Mkr"],
        (Uncertainty(text="Läkemedel, nya", low=Money(-2_000_000_000), high=Money(500_000_000)),),
    ),
    (
        tuple[Uncertainty, ...],
        '[{"text": "Läkemedel", "low": -1, "high": 1}]',
        (Uncertainty(text="Läkemedel", low=Money(-100), high=Money(100)),),
    ),
]


@pytest.mark.parametrize(("annotation", "words", "read"), READ_FROM_WORDS)
def test_every_declared_type_is_read_from_words(annotation, words, read):
    """Lists, tables and parts can be typed on one line or one by one."""
    assert parse_words(annotation, words, "field") == read


@pytest.mark.parametrize(
    ("annotation", "words", "error"),
    [
        (bool, "maybe", WrongKind),
        (str, ["one", "two"], RepeatedEntry),
        (str, [], MissingFields),
        (Lines, "NETTO", WrongKind),
        (Lines, "=5", WrongKind),
        (Lines, "A=1,B", Unreadable),
        (Lines, "", NothingListed),
        (Lines, ["A=1", "A=2"], RepeatedEntry),
        (Phasing, "NETTO=5", WrongKind),
        (Phasing, ["N:2024-07=1", "N:2024-07=2"], RepeatedEntry),
        (Accrual, "2024-06", WrongKind),
        (Accrual, "from=2024-06", MissingFields),
        (Accrual, "from=2024-06,to=2024-07,from=2024-08,to=2024-09", WrongKind),
        (Accrual, '{"from": ', Unreadable),
        (Accrual, "[1]", WrongKind),
        (tuple[PassedOn, ...], "HSN", WrongKind),
        (tuple[PassedOn, ...], '{"unit": 1, "unit": 2}', Unreadable),
    ],
)
def test_words_that_do_not_fit_are_refused(annotation, words, error):
    """With what would be right."""
    with pytest.raises(error) as refusal:
        parse_words(annotation, words, "field")

    assert refusal.value.hint


def test_the_unit_of_a_file_applies_to_amounts_without_one():
    """Also inside tables and parts."""
    part = parse_words(tuple[PassedOn, ...], "unit=HSN,line=N,amount=-1,5", "passed_on", unit="Mkr")

    assert parse_words(Money, "1,5", "amount", unit="Mkr") == Money(150_000_000)
    assert parse_words(Lines, "A=1,5,B=2 kr", "lines", unit="Mkr") == {"A": Money(150_000_000), "B": Money(200)}
    assert part[0].amount == Money(-150_000_000)
    assert parse_words(Quantity, "1,5", "positions", unit="Mkr") == Quantity(1500)


def test_words_by_field_name_become_the_fields_of_a_line():
    """As a spreadsheet row has them: parts field by field, blank cells left out."""
    row = {"year": "2024", "from_unit": "DOS", "amount": "-12,5", "note": " ", "decision.body": "RS", "line": "N"}

    fields = to_fields(BudgetTransferred, row, unit="Mkr")

    assert fields == {
        "type": "budget.transferred",
        "year": "2024",
        "from_unit": "DOS",
        "amount": "-12500000.00",
        "decision": {"body": "RS"},
        "line": "N",
    }


def test_columns_nobody_knows_are_named_all_at_once():
    """A misspelt header is not passed over."""
    with pytest.raises(SeveralProblems) as refusal:
        to_fields(GrantReceived, {"ammount": "1", "decision.bdy": "RS", "unit.x": "1", "accrual.from": "2024-06"})

    assert [error.code for error in problems_in(refusal.value)] == ["unknown-field"] * 3
    assert "Did you mean amount?" in refusal.value.hint
