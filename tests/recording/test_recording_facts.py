"""Recording: positions, instants and ids, what is there already, and what a rehearsal leaves behind."""

import re

import pytest
from given import NEW_YEAR, REGION, adopted, attested, day, established, outcome, reversal, transferred, unit
from offering import of_files

from ledger.domain.control.reversals import UnknownFact
from ledger.domain.errors import Refused
from ledger.domain.fact import Decision
from ledger.domain.judging import CodeTaken, IdIsNumber, UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.organisation.tree import NotOpen
from ledger.recording.ledger import IdTaken, Ledger, make_ledger
from ledger.store.errors import LedgerExists

BUDGET = adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom1", decision=Decision(body="RF", paragraph="§ 12"))


def test_positions_have_no_gaps_whatever_was_refused(given):
    """Facts are numbered 1, 2, 3, …; a refusal takes no number."""
    ledger = given(*REGION)
    for code in ("A", "RS", "B"):
        try:
            ledger.offer(unit(code))
        except CodeTaken:
            continue

    assert ledger.positions() == [1, 2, 3, 4, 5, 6, 7]


def test_instants_increase_with_positions_when_the_clock_stands_still(given):
    """No two facts are recorded at the same instant."""
    ledger = given(*REGION)
    ledger.offer(unit("A"))
    instants = [recorded.recorded_at for recorded in ledger.ledger.log.facts()]

    assert instants == sorted(set(instants))


def test_what_is_told_is_what_is_stored(given):
    """The recorded fact comes back with its position and instant as the log has them."""
    ledger = given(*REGION)
    told = ledger.offer(BUDGET)

    assert list(ledger.ledger.log.facts(after=5)) == [told]
    assert told.position == 6


def test_a_refused_fact_takes_those_offered_with_it(given):
    """What is recorded together is recorded whole, or not at all."""
    ledger = given(*REGION)

    with pytest.raises(UnknownCode):
        ledger.offer(unit("A"), unit("B", "A"), unit("C", "SAKNAS"))
    assert len(ledger.positions()) == len(REGION)
    ledger.offer(unit("A"), unit("B", "A"), unit("C", "B"))
    assert len(ledger.positions()) == len(REGION) + 3


def test_facts_recorded_together_are_judged_one_after_another(given):
    """Each is judged with those before it, and their order counts."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("HSN", "EKO", "-100"), transferred("RS", "HSN", "-100"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "-60"), transferred("RS", "EKO", "-60"))
    ledger.offer(transferred("RS", "HSN", "-100"), transferred("HSN", "EKO", "-100"))


def test_the_same_fact_under_the_same_id_is_there_already(given):
    """Offered again it is not recorded again, and its first position is told."""
    ledger = given(*REGION, BUDGET)
    (took,) = ledger.ledger.record(BUDGET)

    assert took.already_there
    assert took.recorded.position == 6
    assert len(ledger.positions()) == 6


@pytest.mark.parametrize(
    "other",
    [
        adopted("RS", {"NETTO": "-100.01"}, id="B", actor="ekonom1", decision=BUDGET.decision),
        pytest.param(
            adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom2", decision=BUDGET.decision), marks=of_files
        ),
        adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom1"),
        adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom1", decision=BUDGET.decision, note="Rättad"),
        outcome("RS", "2024-03", {"NETTO": "-100"}, id="B"),
    ],
)
def test_an_id_belongs_to_one_content(given, other):
    """Other content under a recorded id is refused, naming both."""
    ledger = given(*REGION, BUDGET)

    with pytest.raises(IdTaken, match=rf"The id B belongs to #6 \(budget.adopted\).*than the {other.TYPE} offered"):
        ledger.offer(other)
    with pytest.raises(IdTaken):
        ledger.ledger.rehearse(other)


@of_files
def test_an_actor_that_was_filled_in_is_no_content(given):
    """Whoever imports a file a second time adds nothing; an actor that stands in it is compared."""
    ledger = given(*REGION, BUDGET)
    by_another = adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom2", decision=BUDGET.decision)

    (took,) = ledger.ledger.record(by_another, given=("type", "unit", "year", "lines", "id"))
    assert took.already_there
    with pytest.raises(IdTaken):
        ledger.ledger.record(by_another, given=("type", "unit", "year", "lines", "id", "actor"))


def test_what_is_there_and_what_is_new_can_be_offered_together(given):
    """Only what is new is recorded; the answers come in the order of the offer."""
    ledger = given(*REGION, BUDGET)
    took = ledger.ledger.record(unit("A", id="A"), BUDGET, unit("B", "A", id="C"))

    assert [(each.recorded.position, each.already_there) for each in took] == [(7, False), (6, True), (8, False)]


@pytest.mark.parametrize("reference", ["B", 6, "#6"])
def test_a_reversal_is_there_already_however_it_names_its_fact(given, reference):
    """By id or by position it says the same."""
    ledger = given(*REGION, BUDGET)
    ledger.offer(reversal(reference, id="R"))
    spellings = ("B",) if reference == "B" else (6, "6", "#6")

    for spelling in spellings:
        (took,) = ledger.ledger.record(reversal(spelling, id="R"))
        assert took.already_there
    with pytest.raises(IdTaken):
        ledger.offer(reversal(5, id="R"))


@pytest.mark.parametrize("number", ["8", "#8", "-8", "+8", "−8", "８", "＃８", "#-8", "٨", "00008"])
def test_an_id_that_reads_as_a_number_is_refused(given, number):
    """Numbers name positions, wherever a fact is named; with letters before them they are ids."""
    ledger = given(*REGION)

    with pytest.raises(IdIsNumber, match=re.escape(number)):
        ledger.offer(unit("A", id=number))
    ledger.offer(unit("A", id=f"RS {number}"), unit("B", id=f"{number}a"))


def test_an_id_is_used_once_among_facts_recorded_together(given):
    """Two facts under one id are refused at once, whatever they say."""
    ledger = given(*REGION)

    with pytest.raises(IdTaken, match="The id A belongs to #6"):
        ledger.offer(unit("A", id="A"), unit("B", id="A"))
    ledger.offer(unit("A", id="A"), unit("B", id="B"))


def test_a_fact_without_an_id_gets_one_of_its_own(given):
    """Offered twice it is recorded twice; an id is what tells repetitions."""
    ledger = given(*REGION)
    first, second = (ledger.offer(outcome("RS", "2024-03", {"NETTO": "-1"})) for _ in range(2))

    assert first.fact.id.startswith("auto-")
    assert first.fact.id != second.fact.id


def test_a_rehearsal_changes_nothing(given):
    """It tells what would be recorded, with the positions expected, and leaves no trace on disk or in memory."""
    ledger = given(*REGION, BUDGET)
    moves = (transferred("RS", "HSN", "-100"), unit("A"), reversal(5 + 2, "2024-07-01"))
    rehearsed = ledger.ledger.rehearse(*moves[:2])

    assert [took.recorded.position for took in rehearsed] == [7, 8]
    assert len(ledger.positions()) == 6
    ledger.offer(transferred("RS", "EKO", "-100"), unit("A"))


def test_a_rehearsal_refuses_what_recording_would(given):
    """Also a reversal that is judged at the end, and then too it leaves no trace."""
    ledger = given(*REGION, BUDGET, transferred("RS", "HSN", "-100"))

    with pytest.raises(TransferExceedsBudget):
        ledger.ledger.rehearse(unit("A"), reversal("B"))
    assert len(ledger.ledger.rehearse(reversal("B"), adopted("RS", {"NETTO": "-100"}, corrects="B"))) == 2
    ledger.offer(unit("A"))


def test_a_rehearsal_leaves_out_what_is_there_already(given):
    """It would add nothing."""
    ledger = given(*REGION, BUDGET)

    assert [took.recorded.fact.id for took in ledger.ledger.rehearse(BUDGET, unit("A", id="A"))] == ["A"]


def test_an_attestation_and_a_reversal_take_the_day_of_the_fact_they_name(given):
    """The day is told by id and by position; an unknown fact has none."""
    ledger = given(*REGION, outcome("RS", "2024-03", {"NETTO": "-1"}, id="U", actor="ekonom1"))

    for reference in ("U", 6, "#6"):
        assert ledger.ledger.named_effective(reference) == day("2024-03-31")
    with pytest.raises(UnknownFact):
        ledger.ledger.named_effective("V")
    ledger.offer(attested("U", "chef1", "2024-03-31"))


def test_a_ledger_is_never_made_over_another(tmp_path, given):
    """The one that is there keeps its facts."""
    ledger = given(*REGION)

    with pytest.raises(LedgerExists):
        make_ledger(ledger.path, name="En annan", orgnr="", clock=ledger.clock)
    assert len(ledger.positions()) == len(REGION)
    make_ledger(tmp_path / "ny.db", name="En annan", orgnr="", clock=ledger.clock)
    with Ledger.open(tmp_path / "ny.db", ledger.clock) as other:
        assert other.log.last_position() == 0


def test_every_refusal_names_what_was_wrong_and_the_way_out(given):
    """One sentence with the offending value, and a hint."""
    ledger = given(*REGION, unit("A", on="2024-03-01"))

    with pytest.raises(NotOpen) as refused:
        ledger.offer(established("A", "1", str(NEW_YEAR)))
    assert isinstance(refused.value, Refused)
    assert str(refused.value) == "Unit A is not open on 2024-01-01: it opens on 2024-03-01"
    assert refused.value.hint.startswith("See when units open and close: liggare show units")
    assert refused.value.exit_status == 1
