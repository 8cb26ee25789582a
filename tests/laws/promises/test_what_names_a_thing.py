"""What names a thing is searched for in the log, and is the same as what all folded streams say."""

import histories
from hypothesis import given
from hypothesis import strategies as st
from test_laws_of_four_eyes import offers, tell

from ledger.domain.streams import every_stream
from ledger.recording import naming
from ledger.recording.admission import Admission

THINGS = [
    *(("unit", code) for code in "RABCDE"),
    *(("line", code) for code in ("KOST", "NETTO", "BYGG")),
    *(("project", code) for code in ("P1", "P3")),
    *(("measure", code) for code in ("M1", "M2")),
    ("savings-plan", "PLAN"),
    ("freeze", "STOPP"),
    ("exemption", "D1"),
]


def days_of(mentions):
    """When something is needed, in a form that compares."""
    return [list(timeline.changes()) for timeline in (mentions.needed_from, mentions.needed_until)]


def assert_the_same(ledger):
    """By search in a world of its own for each thing, and by folding everything in one."""
    folded = Admission(ledger.log)
    for kind, code in THINGS:
        searched = Admission(ledger.log)
        found = searched.mentions_of(kind, code)

        assert days_of(found) == days_of(folded._mentioned_anywhere(kind, code)), (kind, code)
        assert searched.reads.keys() >= set(every_stream())  # so that nobody can name it meanwhile


@given(steps=histories.histories(8))
def test_a_search_finds_what_folding_finds(steps):
    """Whatever was corrected, reversed or named in lists and tables."""
    with histories.told(steps) as told:
        assert_the_same(told.ledger)


@given(history=st.lists(offers, min_size=4, max_size=20))
def test_a_search_knows_what_waits(history):
    """Under policies, with attestations, withdrawals and corrections that wait."""
    with histories.told([]) as told:
        tell(told, history)
        assert_the_same(told.ledger)


def test_a_fourth_search_is_answered_from_folded_streams():
    """Many such questions are cheaper from what was folded, and are answered the same."""
    with histories.told([]) as told:
        world = Admission(told.ledger.log)
        first = [days_of(world.mentions_of("unit", "A")) for _ in range(naming.MOST_SEARCHES + 2)]

        assert world._kept.streams.keys() > {"control"}
        assert first == first[:1] * len(first)
