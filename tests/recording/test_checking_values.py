"""Nothing that cannot be read again is ever written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest
from anything import anything
from given import REGION, adopted, unit
from hypothesis import example
from hypothesis import given as over
from hypothesis import strategies as st
from offering import Clock
from store_samples import SAMPLES

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, attributes, journal_name
from ledger.domain.values.days import Month
from ledger.domain.values.measured import MOST_MONEY, MOST_QUANTITY, Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.journal.lines import read_line
from ledger.interchange.journal.reading import read_exported
from ledger.recording.ledger import Ledger, make_ledger
from ledger.recording.offered import evolve
from ledger.recording.value_checks import NotAFact, WrongValue, require_right_values
from ledger.store.codec import decode, encode, journal_line

FIELDS = [(name, each.name) for name, cls in FACT_TYPES.items() for each in attributes(cls)]
INSTANT = datetime(2024, 8, 27, tzinfo=UTC)


def assert_reads_again(fact):
    """By the store, and from an exported journal, to the same fact and the same bytes."""
    state = encode(fact)
    assert decode(fact.TYPE, state) == fact
    _, _, read = read_exported(read_line(journal_line(1, INSTANT, state).decode()))
    assert read == fact
    assert encode(read) == state


@pytest.mark.parametrize("name", FACT_TYPES)
def test_the_samples_hold_right_values(name):
    """One of every type of fact."""
    require_right_values(SAMPLES[name])
    assert_reads_again(SAMPLES[name])


@pytest.mark.parametrize(("name", "attribute"), FIELDS)
def test_every_field_is_checked(name, attribute):
    """A value that no field can hold is refused with the name of the field, as the journal has it."""
    for wrong in (
        object(),
        float("nan"),
        b"x",
        {"x": object()},
        (object(),),
        Fact,
        True if attribute == "year" else 1.5,
    ):
        with pytest.raises(WrongValue) as refused:
            require_right_values(evolve(SAMPLES[name], **{attribute: wrong}))
        assert refused.value.sentence.startswith((journal_name(attribute), f"a name in {journal_name(attribute)}"))


@over(st.sampled_from(FIELDS), anything)
@example(("budget.adopted", "year"), "2024")
@example(("budget.adopted", "year"), 99_999)
@example(("indicator.reported", "value"), Decimal("-0"))
@example(("indicator.reported", "value"), Decimal("1E+3"))
@example(("unit.opened", "effective"), datetime(2024, 1, 1, tzinfo=UTC))
@example(("unit.opened", "name"), "a\u030a")
@example(("unit.opened", "id"), "")
@example(("budget.adopted", "lines"), {})
def test_a_fact_with_any_value_is_refused_or_reads_again(place, value):
    """In every field of every type of fact."""
    name, attribute = place
    changed = evolve(SAMPLES[name], **{attribute: value})
    try:
        require_right_values(changed)
    except WrongValue:
        return
    assert_reads_again(changed)


PARTS = [
    (fact, each.name, inner.name)
    for fact in SAMPLES.values()
    for each in attributes(type(fact))
    for part in [getattr(fact, each.name)]
    if attrs.has(type(part)) or (isinstance(part, tuple) and part and attrs.has(type(part[0])))
    for inner in attributes(type(part[0] if isinstance(part, tuple) else part))
]


@over(st.sampled_from(PARTS), anything)
def test_a_part_with_any_value_is_refused_or_reads_again(place, value):
    """In every field of every part that facts are built from."""
    fact, attribute, inner = place
    part = getattr(fact, attribute)
    changed = evolve(part[0] if isinstance(part, tuple) else part, **{inner: value})
    changed = evolve(fact, **{attribute: (changed,) if isinstance(part, tuple) else changed})
    try:
        require_right_values(changed)
    except WrongValue:
        return
    assert_reads_again(changed)


keys = st.text(max_size=8) | st.none() | st.integers() | st.dates() | st.builds(Month, st.integers()) | st.booleans()


@over(st.dictionaries(keys, anything, max_size=2))
def test_a_table_with_any_entries_is_refused_or_reads_again(lines):
    """In the keys and the values."""
    changed = evolve(SAMPLES["budget.adopted"], lines=lines, phasing=None)
    try:
        require_right_values(changed)
    except WrongValue:
        return
    assert_reads_again(changed)


BOUNDS = [
    ("budget.adopted", "year", 1990, 1989),
    ("budget.adopted", "year", 2100, 2101),
    ("unit.opened", "effective", date(1990, 1, 1), date(1989, 12, 31)),
    ("unit.opened", "effective", date(2100, 12, 31), date(2101, 1, 1)),
    ("unit.opened", "name", "x" * 500, "x" * 501),
    ("unit.opened", "unit", "x" * 64, "x" * 65),
    ("unit.opened", "name", "två\nrader", "två\r\nrader"),
    ("unit.opened", "unit", "HSN", " HSN"),
    ("outcome.reported", "month", Month.of(1990, 1), Month.of(1989, 12)),
    ("outcome.reported", "month", Month.of(2100, 12), Month.of(2101, 1)),
    ("budget.transferred", "amount", MOST_MONEY, Money(MOST_MONEY.count + 1)),
    ("budget.transferred", "amount", -MOST_MONEY, Money(-MOST_MONEY.count - 1)),
    ("budget.transferred", "amount", Money(1), Quantity(1)),
    ("positions.reduced", "positions", MOST_QUANTITY, Quantity(MOST_QUANTITY.count + 1)),
    ("indicator.reported", "value", Decimal("0.000000000001"), Decimal("0.0000000000001")),
    ("indicator.reported", "value", Decimal(10**15 - 1), Decimal(10**15)),
    ("decision.attested", "attests", 1, 0),
    ("decision.attested", "attests", 2**63 - 1, 2**63),
    ("decision.attested", "attests", "A", True),
    ("assignment.given", "units", ("A", "B"), ("A", "A")),
    ("assignment.given", "units", ("A",), ()),
    ("line.opened", "side", "cost", "costs"),
]


@pytest.mark.parametrize(("name", "attribute", "right", "wrong"), BOUNDS)
def test_both_sides_of_every_bound(name, attribute, right, wrong):
    """The last value that is recorded, and the first that is not."""
    require_right_values(evolve(SAMPLES[name], **{attribute: right}))
    with pytest.raises(WrongValue, match=attribute):
        require_right_values(evolve(SAMPLES[name], **{attribute: wrong}))


WRONG = [
    evolve(adopted("RS", {"NETTO": "-100"}), year="2024"),
    evolve(adopted("RS", {"NETTO": "-100"}), lines={"NETTO": Decimal(-100)}),
    evolve(adopted("RS", {"NETTO": "-100"}), decision="RF § 12"),
    evolve(unit("A"), id=7),
    evolve(unit("A"), actor=b"ekonom1"),
    evolve(unit("A"), corrects={"id": "X"}),
    evolve(unit("A"), name="\ud800"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_whoever_offers_it(given, wrong):
    """Alone, together with others, in a rehearsal and in a batch; the ledger stays as it was."""
    ledger = given(*REGION).ledger
    before = list(ledger.log.facts())

    with pytest.raises(WrongValue):
        ledger.record(wrong)
    with pytest.raises(WrongValue):
        ledger.record(unit("B"), wrong)
    with pytest.raises(WrongValue):
        ledger.rehearse(wrong)
    with pytest.raises(WrongValue), ledger.bulk() as batch:
        batch.offer(wrong, None)
    assert list(ledger.log.facts()) == before


ALONE = [place for place in FIELDS if place[0] in ("unit.opened", "line.opened", "savings-plan.adopted", "policy.set")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A ledger on disk, to which everything is offered."""
    path = tmp_path_factory.mktemp("kept") / "liggare.db"
    make_ledger(path, name="Region Exempel", orgnr="", clock=Clock())
    with Ledger.open(path, Clock()) as ledger:
        yield ledger


@over(st.sampled_from(ALONE), anything)
def test_a_ledger_can_be_read_whatever_was_offered(kept, place, value):
    """Recorded and read back as it was, or refused in a sentence."""
    name, attribute = place
    changed = evolve(SAMPLES[name], **{"id": None, "corrects": None, "late_reason": None, attribute: value})
    try:
        took = kept.record(changed)
    except LedgerError:
        return
    assert next(iter(kept.log.facts(took[0].recorded.position - 1))) == took[0].recorded


class NoFact:
    TYPE = "unit.opened"


@pytest.mark.parametrize("value", [None, {"type": "unit.opened"}, NoFact(), Fact(effective=date(2024, 1, 1)), 7])
def test_only_facts_are_recorded(given, value):
    """A journal line is read first; a class of one's own is no type of fact."""
    with pytest.raises(NotAFact):
        given(*REGION).ledger.record(value)
