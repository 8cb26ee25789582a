"""A ledger of real decisions, and somebody with a database program."""

import re
import sqlite3
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

import pytest
from paths import TESTS

from cli.main import run
from ledger.interchange.importing import restore_lines
from ledger.interchange.journal.reading import read_journal
from ledger.recording.ledger import Ledger, make_ledger
from ledger.store.checksums import checksum

JOURNAL = TESTS.parent / "examples" / "vasterbotten-2024.jsonl"
UNIT = 6
ADOPTED, LATER_ADOPTED = 54, 60
OUTCOME = 72
LAST = 174
"""Positions in it."""

model = pytest.mark.usefixtures("with_model")


def clock():
    return datetime(2025, 1, 7, 8, tzinfo=UTC)


def restored(path, journal=JOURNAL):
    """A ledger at *path* that holds a journal."""
    make_ledger(path, name="Region Västerbotten", orgnr="", clock=clock)
    with journal.open("rb") as stream, Ledger.open(path, clock) as ledger:
        restore_lines(ledger, ((f"{journal.name}:{number}", line) for number, line in read_journal(stream, "")))
    return path


class Intruder:
    """Somebody who may write to the file, takes the triggers away, and puts them and the checksums right afterwards."""

    def __init__(self, path):
        self.path = path

    @contextmanager
    def inside(self, path=None):
        with closing(sqlite3.connect(path or self.path)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            self._sum_anew(connection)
            for _, statement in triggers:
                connection.execute(statement)
            connection.commit()

    @staticmethod
    def _sum_anew(connection):
        connection.create_function("summed", 3, checksum)
        with suppress(sqlite3.OperationalError):  # what has no sum or no facts needs none
            connection.execute("UPDATE stored_events SET checksum = summed(position, recorded_at, state)")

    def change(self, statement, *values):
        with self.inside() as connection:
            assert connection.execute(statement, values).rowcount > 0

    def change_model(self, statement, *values):
        with self.inside(self.path.with_name(self.path.name + ".views")) as connection:
            assert connection.execute(statement, values).rowcount > 0

    def state(self, position):
        with closing(sqlite3.connect(self.path)) as connection:
            (state,) = connection.execute("SELECT state FROM stored_events WHERE position = ?", (position,)).fetchone()
        return state

    def replace(self, position, old, new):
        """Change bytes of a stored fact."""
        state = self.state(position)
        assert old in state
        self.change("UPDATE stored_events SET state = ? WHERE position = ?", state.replace(old, new, 1), position)

    def swap(self, columns, some, other):
        """Exchange these columns of two facts."""
        with self.inside() as connection:
            read = f"SELECT {columns} FROM stored_events WHERE position = ?"
            rows = [connection.execute(read, (position,)).fetchone() for position in (some, other)]
            places = ", ".join(f"{column} = ?" for column in columns.split(", "))
            if "fact_id" in columns:  # two facts cannot have one id, not even for a moment
                connection.execute("UPDATE stored_events SET fact_id = 'moved' WHERE position = ?", (some,))
            for position, row in ((other, rows[0]), (some, rows[1])):
                connection.execute(f"UPDATE stored_events SET {places} WHERE position = ?", (*row, position))


class Shell:
    """Runs liggare on one ledger and keeps what it printed."""

    def __init__(self, ledger, capsys):
        self.ledger = ledger
        self._capsys = capsys

    def __call__(self, *words):
        status = run(["--ledger", str(self.ledger), *map(str, words)])
        printed = self._capsys.readouterr()
        self.out, self.err = printed.out, printed.err
        return status


def assert_found(liggare, *said, status=1, options=()):
    """Every one of *said* is in an error, and nothing unexpected happened."""
    assert liggare("verify", *options) == status
    assert all(line.startswith(("Error: ", "Hint: ", "… and ")) for line in liggare.err.splitlines())
    assert "unexpected" not in liggare.err
    for sentence in said:
        assert re.search(rf"^Error: .*{sentence}", liggare.err, re.MULTILINE), liggare.err
    assert liggare.out == ""


def statement(ledger, sql):
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(sql)
