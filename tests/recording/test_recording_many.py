"""Imports: many facts in one transaction, all of them or none."""

import pytest
from given import REGION, adopted, day, month_closed, outcome, reversal, transferred, unit

from ledger.domain.control.months import MonthIsClosed
from ledger.domain.control.reversals import UnknownFact
from ledger.domain.judging import StillNamed, UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.interchange.journal.reading import content_id
from ledger.recording.ledger import IdTaken, evolve


def offer_all(ledger, *facts):
    """As an import does it: each fact in turn, every reversal judged with what follows it."""
    with ledger.ledger.bulk() as batch:
        for fact in facts:
            batch.resolve(fact)
            batch.offer(fact if fact.id else evolve(fact, id=content_id({"fact": repr(fact)}, 0)), ())
        batch.resolve(None)
    return batch


def test_all_facts_of_an_import_are_recorded(given):
    """Each is judged with those before it."""
    ledger = given()
    batch = offer_all(ledger, *REGION, adopted("RS", {"NETTO": "-100"}), transferred("RS", "HSN", "-100"))

    assert (batch.recorded, batch.already_there) == (7, 0)
    assert ledger.positions() == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("bad", "refusal"),
    [
        (transferred("RS", "HSN", "-100.01"), TransferExceedsBudget),
        (adopted("SAKNAS", {"NETTO": "-1"}), UnknownCode),
        (reversal("SAKNAS"), UnknownFact),
        (reversal("#2"), StillNamed),
        (unit("A", id="B"), IdTaken),
    ],
)
def test_one_refused_fact_keeps_all_out(given, bad, refusal):
    """Nothing is half recorded, and the ledger then takes other facts as if nothing had happened."""
    ledger = given(unit("FÖRE"))

    with pytest.raises(refusal):
        offer_all(ledger, *REGION, adopted("RS", {"NETTO": "-100"}, id="B"), bad)
    assert ledger.types() == ["unit.opened"]
    ledger.offer(*REGION)
    with pytest.raises(TransferExceedsBudget, match=r"has 0 kr"):
        ledger.offer(transferred("RS", "HSN", "-1"))


def test_an_import_continues_what_was_recorded_before_and_after(given):
    """Single facts and imports follow each other on the same ledger."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))
    offer_all(ledger, transferred("RS", "HSN", "-60"))

    with pytest.raises(TransferExceedsBudget, match=r"has -40 kr"):
        ledger.offer(transferred("RS", "HSN", "-40.01"))
    ledger.offer(transferred("RS", "HSN", "-30"))
    with pytest.raises(TransferExceedsBudget, match=r"has -10 kr"):
        offer_all(ledger, outcome("RS", "2024-03", {"NETTO": "-1"}), transferred("RS", "HSN", "-10.01"))
    offer_all(ledger, transferred("RS", "HSN", "-10", id="SISTA"))


def test_the_same_import_twice_records_nothing_twice(given):
    """What is there already is counted; what is new beside it is recorded."""
    ledger = given()
    offer_all(ledger, *REGION)
    batch = offer_all(ledger, *REGION, adopted("RS", {"NETTO": "-100"}))

    assert (batch.recorded, batch.already_there) == (1, 5)
    assert len(ledger.positions()) == 6


def test_an_id_is_used_once_in_an_import(given):
    """The same line twice is there already the second time; other content is refused."""
    ledger = given()

    with pytest.raises(IdTaken):
        offer_all(ledger, unit("A", id="X"), unit("B", id="X"))
    batch = offer_all(ledger, unit("A", id="X"), unit("A", id="X"))
    assert (batch.recorded, batch.already_there) == (1, 1)


def test_a_correction_in_an_import_is_judged_as_one(given):
    """The reversal waits for the line after it, and for no other."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B"), transferred("RS", "HSN", "-100"))
    better = adopted("RS", {"NETTO": "-120"}, corrects="B", id="B2")

    with pytest.raises(TransferExceedsBudget):
        offer_all(ledger, reversal("B"))
    with pytest.raises(TransferExceedsBudget):
        offer_all(ledger, reversal("B"), unit("A"), better)
    offer_all(ledger, reversal("B"), better)
    ledger.offer(transferred("RS", "EKO", "-20"))


def test_an_import_finds_what_it_has_offered(given):
    """A reversal takes the day of a fact earlier in the same file."""
    ledger = given(*REGION)
    with ledger.ledger.bulk() as batch:
        batch.offer(outcome("RS", "2024-03", {"NETTO": "-1"}, id="U"), ())

        for reference in ("U", 6, "#6"):
            assert batch.named_effective(reference) == day("2024-03-31")
        with pytest.raises(UnknownFact):
            batch.named_effective("V")


def test_more_facts_than_wait_at_a_time_are_judged_alike(given):
    """Rows are handed to the disk by the thousand; rules see those that wait as they see the others."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-1100"}))
    moves = [transferred("RS", "HSN", "-1", id=f"T{number}") for number in range(1100)]

    with pytest.raises(TransferExceedsBudget, match=r"has 0 kr"):
        offer_all(ledger, *moves, transferred("RS", "HSN", "-1", id="FÖR MYCKET"))
    assert len(ledger.positions()) == 6
    assert offer_all(ledger, *moves, reversal("T7", "2024-07-01"), moves[3]).recorded == 1101


def test_a_month_closed_in_an_import_is_closed_for_the_rest_of_it(given):
    """And for what is recorded later."""
    ledger = given(*REGION)
    late = outcome("RS", "2024-07", {"NETTO": "-1"})

    with pytest.raises(MonthIsClosed):
        offer_all(ledger, month_closed("2024-07"), late)
    offer_all(ledger, late, month_closed("2024-07", id="STÄNGD"))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("HSN", "2024-07", {"NETTO": "-1"}))
