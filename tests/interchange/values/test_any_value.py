"""Whatever a reader is given, it reads it or says in a sentence what is wrong with it."""

from datetime import date

import pytest
from anything import anything
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.errors import Unreadable
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.values import amounts, choices, codes, days, moments, months, numbers, texts
from ledger.interchange.values.fields import spellings

READERS = {
    "year": months.read_year,
    "month": months.read_month,
    "day": days.read_day,
    "as-of": days.read_as_of,
    "known-at": moments.read_known_at,
    "known-from": moments.read_known_from,
    "moment": moments.read_moment,
    "decimals": numbers.read_decimals,
    "last": numbers.read_last,
    "code": codes.read_code,
    "reference": codes.read_reference,
    "lookup": codes.read_lookup,
    "text": texts.read_text,
    "bool": choices.read_bool,
    "choice": lambda value, path: choices.read_choice(("moment", "then", "today"), value, path),
    "money": lambda value, _: amounts.read_money(value),
    "quantity": lambda value, _: amounts.read_quantity(value),
    "decimal": lambda value, _: amounts.read_decimal(value),
}
FIELDS = {
    f"{name}.{field}": spelling.read for name, cls in FACT_TYPES.items() for field, spelling in spellings(cls).items()
}


def complaint(read, value, name):
    """What a reader says is wrong with a value; nothing if it reads it."""
    try:
        read(value, name)
    except Unreadable as error:
        return error
    return None


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@given(value=anything)
def test_a_reader_answers_or_refuses(read, value):
    """No other error comes out, and what is refused is told in one line with a way out."""
    error = complaint(read, value, "field")
    assert error is None or ("\n" not in error.sentence and len(error.sentence) < 300 and error.hint)


@given(value=anything, field=st.sampled_from(sorted(FIELDS)))
def test_the_reader_of_a_field_answers_or_refuses(field, value):
    """Every field of every type of fact, with whatever JSON, a cell or a program may hold."""
    error = complaint(FIELDS[field], value, field)
    assert error is None or "\n" not in error.sentence


@pytest.mark.parametrize(
    "name", ["year", "month", "day", "as-of", "known-at", "known-from", "code", "text", "reference"]
)
@given(value=st.integers(1990, 2100) | st.dates(date(1990, 1, 1), date(2100, 12, 31)) | anything)
def test_what_was_read_reads_as_itself(name, value):
    """So that a value may pass through two doors."""
    try:
        once = READERS[name](value, name)
    except Unreadable:
        return
    assert READERS[name](once, name) == once
