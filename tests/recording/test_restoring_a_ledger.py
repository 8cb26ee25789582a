"""Restoring: an empty ledger becomes the one whose journal it is given, and goes on from there."""

import pytest
from given import REGION, adopted, attested, reversal, transferred, unit
from offering import of_files

from ledger.domain.control.attestations import NotAttestable
from ledger.domain.control.reversals import AlreadyReversed, UnknownFact
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Recorded
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.store.errors import LedgerNotEmpty, RestoreOutOfOrder

pytestmark = of_files


@pytest.fixture
def history(given):
    """Facts with a reversal, an attestation and a correction among them."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom1"), attested("B", "chef1"))
    ledger.offer(transferred("RS", "HSN", "-60"))
    ledger.clock.forward(days=3)
    ledger.offer(reversal("B", id="R"), adopted("RS", {"NETTO": "-90"}, corrects="B", id="B2", actor="ekonom1"))
    return list(ledger.ledger.log.facts())


def test_a_restored_ledger_holds_the_same_facts(given, history):
    """Positions and instants of recording included."""
    ledger = given()

    assert ledger.ledger.restore(iter(history)) == len(history)
    assert list(ledger.ledger.log.facts()) == history


def test_rules_go_on_from_a_restored_ledger(given, history):
    """What was decided before binds what is recorded after."""
    ledger = given()
    ledger.ledger.restore(iter(history))
    ledger.clock.forward(days=4)

    with pytest.raises(TransferExceedsBudget, match=r"has -30 kr"):
        ledger.offer(transferred("RS", "HSN", "-30.01"))
    with pytest.raises(AlreadyReversed):
        ledger.offer(reversal("B"))
    assert ledger.offer(transferred("RS", "HSN", "-30")).position == len(history) + 1
    ledger.offer(attested("B2", "chef1"))
    with pytest.raises(NotAttestable):
        ledger.offer(attested("B2", "chef2"))


def test_only_an_empty_ledger_is_restored(given, history):
    """A journal is not mixed with other facts."""
    ledger = given(unit("A"))

    with pytest.raises(LedgerNotEmpty, match="already holds 1 fact;"):
        ledger.ledger.restore(iter(history))
    assert ledger.types() == ["unit.opened"]


def test_a_journal_is_restored_whole(given, history):
    """A gap, a step back or a fact that names none that is there leaves the ledger empty."""
    ledger = given()
    nowhere = Recorded(len(history) + 1, history[-1].recorded_at.replace(year=2025), reversal("SAKNAS", id="X"))
    broken = {
        RestoreOutOfOrder: [
            history[:3] + history[4:],
            [history[0], Recorded(2, history[0].recorded_at, unit("A", id="A"))],
        ],
        UnknownFact: [[*history, nowhere]],
    }

    for error, journals in broken.items():
        for journal in journals:
            with pytest.raises(error):
                ledger.ledger.restore(iter(journal))
            assert ledger.positions() == []
    ledger.ledger.restore(iter(history))


def test_a_journal_that_cannot_be_read_to_its_end_is_not_restored(given, history):
    """Whatever stops the reading leaves the ledger empty."""
    ledger = given()

    def torn():
        yield from history[:4]
        raise LedgerError("the file ends here")

    with pytest.raises(LedgerError, match="the file ends here"):
        ledger.ledger.restore(torn())
    assert ledger.positions() == []
