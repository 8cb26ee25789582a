"""Several ledgers on one file: every rule holds as if there were only one."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from given import REGION, adopted, closed, outcome, reversal, transferred, unit
from paths import ROOT, TESTS

from ledger.domain.judging import CodeTaken, StillNamed
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.organisation.tree import NamedAfterClosing, NotOpen
from ledger.recording import ledger as application
from ledger.recording.ledger import RACES, IdTaken, Ledger
from ledger.recording.naming import MOST_SEARCHES
from ledger.store.opening import open_for_recording

BUDGET = adopted("RS", {"NETTO": "-100"}, id="B")


def overtaken(log):
    """The log of a writer that others overtake, between its judgement and its record."""
    append = log.append

    def append_too_late(entries, reads, **seen):
        if log.others:
            other, *log.others = log.others
            other()
        return append(entries, reads, **seen)

    log.others, log.append = [], append_too_late
    return log


@pytest.fixture
def slow(given):
    """A ledger that ``slow.log.others`` overtake, one at each attempt, and the fast one that does it."""
    fast = given(*REGION, BUDGET)
    ledger = Ledger(overtaken(open_for_recording(fast.path, fast.clock)), fast.clock, application.random_id)
    ledger.fast = fast
    yield ledger
    ledger.close()


def overtake(slow, *facts):
    slow.log.others = [lambda fact=fact: slow.fast.offer(fact) for fact in facts]


def test_a_ledger_sees_what_another_has_recorded(given):
    """States kept from before are caught up, also when they were folded long ago."""
    ledger = given(*REGION, BUDGET)
    with ledger.opened_again() as other:
        other.record(transferred("RS", "HSN", "-60"), unit("A"))

        with pytest.raises(TransferExceedsBudget, match=r"has -40 kr"):
            ledger.offer(transferred("RS", "EKO", "-40.01"))
        with pytest.raises(CodeTaken):
            ledger.offer(unit("A"))
        ledger.offer(transferred("RS", "EKO", "-40"))
        with pytest.raises(TransferExceedsBudget, match=r"has 0 kr"):
            other.record(transferred("RS", "HSN", "-0.01"))


def test_a_fact_is_judged_anew_when_another_writer_was_faster(slow):
    """What was true when it was judged may not be when it is recorded."""
    overtake(slow, transferred("RS", "EKO", "-60"))

    with pytest.raises(TransferExceedsBudget, match=r"has -40 kr"):
        slow.record(transferred("RS", "HSN", "-60"))
    assert slow.log.last_position() == 7


def test_a_fact_is_recorded_when_it_still_holds(slow):
    """However many are faster, each time it is judged anew."""
    overtake(slow, *(transferred("RS", "EKO", "-10") for _ in range(RACES - 1)))
    (took,) = slow.record(transferred("RS", "HSN", "-80"))

    assert took.recorded.position == 6 + RACES
    with pytest.raises(TransferExceedsBudget, match=r"has 0 kr"):
        slow.record(transferred("RS", "HSN", "-0.01"))


def test_another_stream_moves_only_the_position(slow):
    """What the rule did not look at may change; the fact is told its true position."""
    overtake(slow, outcome("RS", "2024-03", {"NETTO": "-1"}))
    (took,) = slow.record(transferred("RS", "HSN", "-40", id="T"))

    assert took.recorded.position == 8
    assert slow.log.find("T")[0] == took.recorded
    slow.record(reversal("T", "2024-07-01"))


def test_a_fact_that_was_recorded_meanwhile_is_there_already(slow):
    """The same fact from two writers is recorded once; other content under its id is refused."""
    move = transferred("RS", "HSN", "-100", id="T")
    overtake(slow, move)
    (took,) = slow.record(move)

    assert took.already_there
    assert took.recorded.position == 7
    overtake(slow, unit("A", id="A"))
    with pytest.raises(IdTaken):
        slow.record(unit("B", id="A"))


def test_a_unit_does_not_close_over_a_fact_recorded_meanwhile(slow):
    """Also when that fact is the first of its year, in a stream that nobody had seen."""
    overtake(slow, outcome("HSN", "2031-03", {"NETTO": "-1"}))

    with pytest.raises(NamedAfterClosing, match="2031-01-01"):
        slow.record(closed("HSN", "2024-10-01"))


def test_a_unit_is_not_reversed_under_a_fact_recorded_meanwhile(slow):
    """A reversal looks at the whole ledger, and so does its version check."""
    overtake(slow, outcome("HSN", "2031-03", {"NETTO": "-1"}))

    with pytest.raises(StillNamed):
        slow.record(reversal(2))


def test_whoever_loses_every_race_takes_the_turn_first(slow):
    """Then it is judged, and nobody can be faster; the others get theirs afterwards."""
    overtake(slow, *(transferred("RS", "EKO", "-10") for _ in range(RACES + 1)))
    (took,) = slow.record(transferred("RS", "HSN", "-70"))

    assert took.recorded.position == 6 + RACES + 1
    assert len(slow.log.others) == 1
    with pytest.raises(TransferExceedsBudget, match=r"has 0 kr"):
        slow.record(transferred("RS", "HSN", "-0.01"))


def test_a_correction_that_loses_every_race_is_judged_as_a_whole(slow):
    """The reversal alone would be refused: what was moved is used already."""
    slow.record(transferred("RS", "HSN", "-100", id="T"), transferred("HSN", "EKO", "-90"))
    overtake(slow, *(unit(f"A{number}") for number in range(RACES)))
    took = slow.record(reversal("T"), transferred("RS", "HSN", "-95", corrects="T"))

    assert [each.recorded.position for each in took] == [9 + RACES, 10 + RACES]


def test_what_is_refused_in_its_turn_is_not_recorded(slow):
    overtake(slow, *(transferred("RS", "EKO", "-20") for _ in range(RACES)))

    with pytest.raises(TransferExceedsBudget, match=r"has -40 kr"):
        slow.record(transferred("RS", "HSN", "-41"))
    assert slow.log.last_position() == 6 + RACES
    slow.record(transferred("RS", "HSN", "-40"))


def test_threads_move_no_more_than_there_is(given):
    """Of many small transfers at the same time, as many succeed as the budget has room for."""
    ledger = given(*REGION, BUDGET)

    def move_some(receiver):
        succeeded = 0
        with ledger.opened_again() as own:
            for _ in range(5):
                try:
                    own.record(transferred("RS", receiver, "-10"))
                except TransferExceedsBudget:
                    continue
                succeeded += 1
        return succeeded

    with ThreadPoolExecutor(4) as threads:
        succeeded = sum(threads.map(move_some, ["HSN", "EKO", "REG", "HSN"]))

    assert succeeded == 10
    assert ledger.positions() == list(range(1, 6 + 10 + 1))


MOVE = """
import sys
from datetime import UTC, datetime
from ledger.recording.ledger import Ledger
from given import transferred
with Ledger.open(sys.argv[1], lambda: datetime(2024, 9, 15, 10, 30, tzinfo=UTC)) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    ledger.record(transferred("RS", sys.argv[2], "-60"))
"""


def test_of_two_processes_that_together_move_too_much_one_succeeds(given):
    """Each alone would be admitted; whichever comes first is."""
    ledger = given(*REGION, BUDGET)
    paths = {"PYTHONPATH": f"{TESTS / 'domain'}:{ROOT}"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MOVE, ledger.path, receiver],
            env=paths,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for receiver in ("HSN", "EKO")
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=30)[1] for process in processes]

    assert sorted(process.returncode for process in processes) == [0, 1]
    assert sum("TransferExceedsBudget" in each for each in said) == 1
    assert ledger.positions() == [1, 2, 3, 4, 5, 6, 7]


def test_what_another_adds_while_mentions_are_gathered_is_counted_once(given):
    """A reversal of it lets the unit close, in the ledger that was open all along too."""
    ledger = given(*REGION, unit("A"), unit("B", id="B"))
    named = outcome("A", "2024-03", {"NETTO": "-1"}, id="X")
    gathered = ledger.ledger.log.stream

    def overtaken(name, after_version=0):
        if (
            name == "outcome-2024" and next(looks) == 1
        ):  # it was folded at the first look; now its mentions are gathered
            other.record(named)
        return gathered(name, after_version)

    looks = count()
    ledger.ledger._kept.searches = MOST_SEARCHES  # from here on mentions are gathered from what was folded
    with ledger.opened_again() as other:
        ledger.ledger.record(outcome("B", "2024-03", {"NETTO": "-1"}, id="Y"))
        ledger.ledger.log.stream = overtaken
        with pytest.raises(StillNamed):
            ledger.offer(reversal("B"))
        other.record(reversal("X", "2024-03-31"))

    ledger.offer(closed("A", "2024-02-01"))


def test_what_another_adds_while_the_log_is_searched_is_noticed(given):
    """The unit cannot close any more: every stream that could name it has the version it had before the search."""
    ledger = given(*REGION, unit("A"))
    searched, looks = ledger.ledger.log.sifted, count()

    def overtaken(*asked):
        found = list(searched(*asked))
        if next(looks) == 0:
            other.record(outcome("A", "2025-03", {"NETTO": "-1"}))
        return found

    with ledger.opened_again() as other:
        ledger.ledger.log.sifted = overtaken
        with pytest.raises(NamedAfterClosing):
            ledger.offer(closed("A", "2024-02-01"))

    assert next(looks) > 1


def test_a_ledger_sees_what_another_has_recorded_in_a_stream_it_only_reads(given):
    """Its own stream has not moved, so that nothing but looking again tells it."""
    ledger = given(*REGION, unit("A"), adopted("A", {"NETTO": "-1"}))
    ledger.offer(adopted("HSN", {"NETTO": "-2"}))
    with ledger.opened_again() as other:
        other.record(closed("A", "2024-06-30"))

    with pytest.raises(NotOpen):
        ledger.offer(transferred("RS", "A", "-1", overdraft_reason="Fullmäktige § 12"))
