"""Facts survive the disk, and bytes that are not ours are noticed."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import SAMPLES, TRANSFER

from ledger.domain.fact import Decision
from ledger.domain.follow_up.indicators import IndicatorReported
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.grants import GrantReceived
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.staff.positions import PositionsEstablished
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import MOST_MONEY, MOST_QUANTITY, Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.store.codec import decode, encode, is_canonical, journal_line
from ledger.store.errors import DamagedFact
from ledger.store.upcasting import EARLIER, todays

SPELLINGS = Path(__file__).parent / "spellings"

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
months = st.builds(Month.of, st.integers(1990, 2100), st.integers(1, 12))
money = st.builds(Money, st.integers(-MOST_MONEY.count, MOST_MONEY.count))
quantities = st.builds(Quantity, st.integers(-MOST_QUANTITY.count, MOST_QUANTITY.count))
decisions = st.builds(
    Decision,
    body=st.none() | words,
    date=st.none() | days,
    paragraph=st.none() | words,
    case=st.none() | words,
)
shared = {
    "id": words,
    "effective": days,
    "decision": st.none() | decisions,
    "actor": st.none() | words,
    "note": st.none() | words,
    "late_reason": st.none() | words,
    "corrects": st.none() | words | st.integers(1, 2**62),
}
facts = st.one_of(
    st.builds(
        BudgetTransferred,
        amount=money,
        from_month=st.none() | months,
        to_line=st.none() | words,
        overdraft_reason=st.none() | words,
        **shared,
    ),
    st.builds(
        BudgetAdopted,
        lines=st.dictionaries(words, money),
        phasing=st.none() | st.dictionaries(words, st.dictionaries(months, money)),
        **shared,
    ),
    st.builds(GrantReceived, amount=money, **shared),
    st.builds(
        WorkforceReported,
        value=quantities,
        hours=st.none() | quantities,
        hours_per_year=st.none() | quantities,
        category=st.none() | words,
        causes=st.none() | st.dictionaries(words, quantities),
        from_month=st.none() | months,
        project=st.none() | words,
        **shared,
    ),
    st.builds(
        PositionsEstablished,
        exemption=st.none() | words | st.lists(words, min_size=2, max_size=3, unique=True).map(tuple),
        **shared,
    ),
    st.builds(IndicatorReported, value=st.decimals(allow_nan=False, allow_infinity=False, places=3), **shared),
)
st.register_type_strategy(Money, money)
st.register_type_strategy(Month, months)


def stored(topic, version):
    return (SPELLINGS / f"{topic}.v{version}.json").read_bytes().removesuffix(b"\n")


def spelling(topic):
    """How it is spelled today."""
    return stored(topic, len(EARLIER.get(topic, ())) + 1)


def test_every_type_has_a_sample_and_a_spelling():
    """A new kind of fact comes with the bytes that it will be read from for ever."""
    assert set(SAMPLES) == set(FACT_TYPES)
    assert {path.name for path in SPELLINGS.iterdir()} == {
        f"{topic}.v{version}.json" for topic in FACT_TYPES for version in range(1, len(EARLIER.get(topic, ())) + 2)
    }


@pytest.mark.parametrize("topic", sorted(FACT_TYPES))
def test_a_fact_is_written_as_it_always_was(topic):
    """What was once written stays readable, and the same fact is still written the same way."""
    read = decode(topic, spelling(topic))

    assert read == SAMPLES[topic]
    assert type(read) is type(SAMPLES[topic])
    assert encode(SAMPLES[topic]) == spelling(topic)
    assert encode(read) == spelling(topic)


@pytest.mark.parametrize(
    ("topic", "version"), [(topic, earlier.version) for topic in EARLIER for earlier in EARLIER[topic]]
)
def test_an_earlier_spelling_is_read_as_todays_and_kept(topic, version):
    """The fact says the same in today's fields, and is written as it was read."""
    read = decode(topic, stored(topic, version))
    fields, told = todays(json.loads(stored(topic, version)))

    assert isinstance(read, FACT_TYPES[topic])
    assert encode(read) == stored(topic, version)
    assert is_canonical(read, stored(topic, version))
    assert told == version
    today = decode(topic, json.dumps(fields, ensure_ascii=False).encode())
    assert type(today) is FACT_TYPES[topic]
    assert read == today == read
    assert hash(read) == hash(read)
    assert read != attrs.evolve(today, note="annat")
    assert encode(today) != encode(read)


@pytest.mark.parametrize(
    "state", [b'{"type":"assignment.given","unit":7}', b'{"type":"assignment.given","unit":"A"}', b'{"unit":"A"}']
)
def test_what_is_only_half_an_earlier_spelling_is_damage(state):
    with pytest.raises(DamagedFact):
        decode("assignment.given", state)


@given(facts)
def test_a_fact_survives_the_disk(fact):
    """Whatever a fact says, it says after it was written and read."""
    state = encode(fact)
    read = decode(fact.TYPE, state)

    assert read == fact
    assert is_canonical(read, state)


def test_the_keys_of_tables_are_read_as_what_they_are():
    """A month in a table is a month, not its spelling."""
    read = decode("budget.adopted", spelling("budget.adopted"))

    assert all(type(month) is Month for table in read.phasing.values() for month in table)


def test_tables_are_written_in_the_order_of_their_keys():
    """Two equal facts have equal bytes, however their tables were filled."""
    one = BudgetAdopted(effective=date(2024, 1, 1), unit="A", year=2024, lines={"B": Money(2), "A": Money(1)})
    other = BudgetAdopted(effective=date(2024, 1, 1), unit="A", year=2024, lines={"A": Money(1), "B": Money(2)})

    assert encode(one) == encode(other)
    assert b'"lines":{"A":"0.01","B":"0.02"}' in encode(one)


def test_numbers_are_written_without_exponent():
    fact = IndicatorReported(
        effective=date(2024, 7, 31), indicator="I", unit="A", month=Month.of(2024, 7), value=Decimal("1E+3")
    )

    assert b'"value":"1000"' in encode(fact)
    assert decode(fact.TYPE, encode(fact)) == fact


def test_a_journal_line_is_the_bytes_with_position_and_instant_first():
    """The exported journal is the stored facts byte for byte."""
    line = journal_line(7, datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), b'{"type":"month.closed"}')

    assert line == b'{"position":7,"recorded_at":"2026-01-02T03:04:05.000006Z","type":"month.closed"}'


def damaged(old, new, topic="budget.transferred"):
    state = spelling(topic)
    assert old in state
    with pytest.raises(DamagedFact) as caught:
        decode(topic, state.replace(old, new), 12)
    assert caught.value.sentence.startswith("Fact #12 cannot be read: ")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"-12500000.00"', b'"-1250000000"'),
        (b'"-12500000.00"', b'"-12500000.0"'),
        (b'"-12500000.00"', b'"-125O0000.00"'),
        (b'"-12500000.00"', b'"-1_500000.00"'),
        (b'"-12500000.00"', b'"+12500000.00"'),
        (b'"-12500000.00"', b'" 12500000.00"'),
        (b'"-12500000.00"', '"-1250000٠.00"'.encode()),
        (b'"-12500000.00"', b"-12500000.00"),
        (b'"2024-07","over', b'"2024-17","over'),
        (b'"effective":"2024-07-01"', b'"effective":"2024-07-41"'),
        (b'"year":2024', b'"year":"2024"'),
        (b'"from_month"', b'"from_mnnth"'),
        (b'"paragraph"', b'"paragrapi"'),
        (b'"amount"', b'"amounu"'),
        (b'"type":"budget.transferred"', b'"type":"budget.transferree"'),
        (b'"type"', b'"typf"'),
        (b"Ink\xc3\xb6p", b"Ink\xff\xb6p"),
        (b"}", b""),
        (b"{", b""),
    ],
)
def test_bytes_whose_form_is_broken_are_no_fact(old, new):
    """Damage is reported with the position, never read as another figure."""
    damaged(old, new)


def test_quantities_have_one_spelling():
    damaged(b'"173.8"', b'"173.80"', "positions.reduced")
    damaged(b'"173.8"', b'"173.8001"', "positions.reduced")
    damaged(b'"fixed-term"', b'"fixed-tern"', "positions.reduced")


def test_keys_in_the_parts_of_a_fact_are_checked_too():
    damaged(b'"from":"2024-06"', b'"from_":"2024-06"', "grant.received")
    damaged(b'"low"', b'"lov"', "forecast.submitted")


def test_an_unknown_type_is_damage():
    """The registry of types is closed."""
    with pytest.raises(DamagedFact, match=r"no type of fact called 'budget\.updated'"):
        decode("budget.updated", encode(TRANSFER), 3)


@pytest.mark.parametrize("topic", sorted(FACT_TYPES))
def test_no_flipped_bit_goes_unseen(topic):
    """A flipped bit gives bytes that cannot be read, or that say visibly something else: no key is passed by."""
    state = spelling(topic)
    for at in range(len(state)):
        flipped = bytearray(state)
        flipped[at] ^= 1
        try:
            read = decode(topic, bytes(flipped), 1)
        except DamagedFact:
            continue

        assert read != SAMPLES[topic] or not is_canonical(read, bytes(flipped))
