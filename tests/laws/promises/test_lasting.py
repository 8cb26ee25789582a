"""What is on disk is what was told: facts, the read model derived from them, and the journal that restores them."""

import io
import tempfile
from pathlib import Path

import asking
import histories
import pytest
from decisions import decisions
from histories import EVER, Clock, days, instants
from hypothesis import given
from hypothesis import strategies as st

from ledger.interchange.importing import restore_lines
from ledger.interchange.journal.lines import read_journal
from ledger.projections import tables
from ledger.projections.fact_log import identity_of
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger
from ledger.store.codec import decode, encode, is_canonical, journal_line
from ledger.store.files.log import LogReader
from ledger.store.files.reading import open_log


@given(fact=decisions)
def test_a_fact_survives_its_spelling(fact):
    """What is written is read as the same fact, and has only one spelling."""
    state = encode(fact)
    read = decode(fact.TYPE, state)

    assert read == fact
    assert is_canonical(read, state)


@given(steps=histories.histories(4))
def test_a_fact_survives_the_disk(steps):
    """Position, instant and every field come back as they were recorded."""
    with histories.told(steps) as told, open_log(told.path) as log:
        assert list(log.facts()) == told.facts


def derived(log, *, chunk=None):
    """A read model of the log in memory, caught up so many facts at a time."""
    connection = tables.connect(None)
    tables.make(connection, identity_of(log))
    with pytest.MonkeyPatch.context() as patch:
        if chunk is not None:
            patch.setattr(tables, "CHUNK", chunk)
        tables.catch_up(connection, log)
    return connection


def held(connection):
    """All the read model holds, table by table, row by row."""
    tables_in_it = ("words", "flows", "statements", "months", "voided", "marks", "meta")
    return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in tables_in_it}


@given(steps=histories.histories(6), chunk=st.integers(1, 9))
def test_catching_up_equals_rebuilding(steps, chunk):
    """In one go, in chunks, or after each fact: the read model holds the same rows."""
    with histories.told([]) as told:
        with open_log(told.path) as log:
            followed = derived(log)
        for step in steps:
            told.clock.advance(step.days)
            told.offer(step.offer)
            with open_log(told.path) as log:
                tables.catch_up(followed, log)
        with open_log(told.path) as log:
            whole, chunked = derived(log), derived(log, chunk=chunk)

    assert held(followed) == held(whole) == held(chunked)
    assert list(tables.rows(followed)) == list(tables.rows(whole))


def exported(log: LogReader) -> bytes:
    return b"".join(journal_line(*row) + b"\n" for row in log.raw())


def restored(journal: bytes, path: Path) -> None:
    clock = Clock()
    histories.make_ledger(path, name="Region Y", orgnr="", clock=clock)
    lines = [(f"journal:{number}", fields) for number, fields in read_journal(io.BytesIO(journal), "journal")]
    with Ledger.open(path, clock) as ledger:
        restore_lines(ledger, lines)


@given(steps=histories.histories(6), as_of=days, known_at=st.one_of(st.just(EVER), instants))
def test_exported_and_restored_every_answer_is_the_same(steps, as_of, known_at):
    """The journal holds everything: restored from it, the ledger answers alike and exports the same bytes."""
    with histories.told(steps) as told, tempfile.TemporaryDirectory() as folder:
        with open_log(told.path) as log:
            journal = exported(log)
        copy = Path(folder) / "copy.db"
        restored(journal, copy)

        with open_log(copy) as log:
            assert exported(log) == journal
        with told.reader() as original, LedgerReader.open(copy) as second:
            assert not asking.differences(
                asking.asked(second, as_of, known_at), asking.asked(original, as_of, known_at)
            )


@given(before=histories.histories(4), after=histories.histories(2))
def test_recording_goes_on_in_a_restored_ledger(before, after):
    """The rules judge as they would have judged in the ledger that was exported."""
    with histories.told(before) as told, tempfile.TemporaryDirectory() as folder:
        copy = histories.Told(Path(folder), "copy.db")
        with open_log(told.path) as log:
            journal = exported(log)
        lines = [(f"journal:{number}", fields) for number, fields in read_journal(io.BytesIO(journal), "journal")]
        restore_lines(copy.ledger, lines)
        copy.facts, copy.clock.now, copy._ids = list(told.facts), told.clock.now, told._ids
        told.tell(after)
        copy.tell(after)
        copy.close()

        assert copy.facts == told.facts
