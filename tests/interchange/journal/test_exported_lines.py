"""An exported line is read with what the ledger added; the id of a line without one follows from its content."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from journal_lines import OUTCOME, TRANSFER, problem, without

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import Quantity
from ledger.interchange.journal.reading import content_id, read_exported, to_fact
from ledger.interchange.values.fields import MissingFields
from ledger.interchange.values.messages import WrongKind

EXPORTED = {"position": 123, "recorded_at": "2024-08-27T08:00:00.000000Z"} | TRANSFER


def test_an_exported_line_is_read_with_what_the_ledger_added():
    """Position, instant in UTC, and the fact."""
    position, instant, fact = read_exported(EXPORTED)

    assert position == 123
    assert instant == datetime(2024, 8, 27, 8, 0, tzinfo=UTC)
    assert fact == to_fact(TRANSFER)


def test_numbers_the_ledger_wrote_are_never_ambiguous():
    """In the journal a point starts the decimals: 173.845 is what it writes for 173 845 thousandths."""
    line = {"type": "exemption.used", "effective": "2024-07-01", "exemption": "D1", "positions": "173.845"}

    _, _, fact = read_exported({"position": 1, "recorded_at": EXPORTED["recorded_at"]} | line)

    assert fact.positions == Quantity(173_845)
    assert to_fact(line) == fact
    assert problem(line | {"positions": "173,845"}).code == "ambiguous-amount"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"position": 0}, WrongKind),
        ({"position": "1"}, WrongKind),
        ({"position": True}, WrongKind),
        ({"position": 2**63}, WrongKind),
        ({"recorded_at": "2024-08-27T08:00:00Z"}, WrongKind),
        ({"recorded_at": "2024-08-27T08:00:00.000000+02:00"}, WrongKind),
        ({"recorded_at": "2024-08-32T08:00:00.000000Z"}, WrongKind),
        ({"recorded_at": 5}, WrongKind),
        ({"amount": "x"}, Unreadable),
    ],
)
def test_an_exported_line_must_be_as_the_ledger_wrote_it(changed, error):
    """Position from 1, microseconds, Z."""
    with pytest.raises(error):
        read_exported(EXPORTED | changed)


def test_an_exported_line_needs_everything_the_ledger_writes():
    """Position, instant and effective date."""
    for name in ("position", "recorded_at", "effective"):
        with pytest.raises(MissingFields, match=name):
            read_exported(without(EXPORTED, name))
    with pytest.raises(MissingFields, match="effective"):
        read_exported({"position": 1, "recorded_at": EXPORTED["recorded_at"]} | OUTCOME)


def test_the_id_of_a_line_follows_from_its_content_and_place():
    """The same file gives the same ids, whatever the order of the fields."""
    reordered = dict(reversed(TRANSFER.items()))

    assert content_id(TRANSFER, 0) == content_id(reordered, 0)
    assert content_id(TRANSFER, 0) != content_id(TRANSFER, 1)
    assert content_id(TRANSFER, 0) != content_id(TRANSFER | {"note": "other"}, 0)
    assert content_id({"a": Decimal("1.50")}, 0) != content_id({"a": Decimal("1.5")}, 0)
    assert content_id({"a": "\ud800"}, 0).startswith("auto-")


def test_the_id_of_a_line_stays_what_it_has_been():
    """Or a file imported before would be recorded twice."""
    assert content_id({"type": "unit.opened", "unit": "Å", "amount": Decimal("1.50")}, 0) == "auto-93fc9f7a4e0a0e294c99"
