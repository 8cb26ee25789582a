"""Whatever becomes of the read model, it is derived anew by itself, said so, and the answers are right.

What a question does not notice is a byte that changed without breaking anything that SQLite checks as it reads.
``liggare verify`` compares every row and finds it, ``liggare rebuild`` mends it.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from paths import ROOT
from terminal import UNEXPECTED, Terminal
from wrecking import EXAMPLE, cut, damage, flip

QUESTIONS = (
    ("show", "budget", "--year", "2024", "--format", "csv"),
    ("show", "report", "--month", "2024-07", "--format", "csv"),
    ("show", "staffing", "--as-of", "2024-08-31", "--format", "csv"),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A ledger with its read model, and the right answers."""
    liggare = Terminal(tmp_path_factory.mktemp("asked") / "liggare.db")
    liggare.done("restore", str(ROOT / "examples" / EXAMPLE))
    return liggare.ledger, [liggare.done(*question).out for question in QUESTIONS]


@pytest.fixture
def copy(asked, tmp_path):
    """A terminal on a copy, and where its read model lies."""
    terminal = Terminal(Path(shutil.copy(asked[0], tmp_path / "liggare.db")))
    return terminal, Path(shutil.copy(f"{asked[0]}.views", f"{terminal.ledger}.views"))


def answers(terminal):
    """What is answered, and what is said besides."""
    ran = [terminal(*question) for question in QUESTIONS]
    assert [each.status for each in ran] == [0] * len(ran), [each.err for each in ran]
    assert not any(words in each.err for each in ran for words in UNEXPECTED)
    return [each.out for each in ran], "".join(each.err for each in ran)


def test_deleted(asked, copy):
    """Whoever deletes it does not have to be told."""
    terminal, views = copy
    views.unlink()

    assert answers(terminal) == (asked[1], "")
    assert views.exists()


@pytest.mark.rounds(8)
def test_truncated(asked, copy, chance, survived):
    """At any length."""
    terminal, views = copy
    data = bytearray(views.read_bytes())
    whole = len(data)
    cut(data, chance)
    views.write_bytes(data)
    found, said = answers(terminal)

    assert found == asked[1]
    if 0 < len(data) < whole - 4096:  # of the last page, what is gone may have been empty
        assert said.startswith("The read model liggare.db.views is derived anew: it is damaged (")
    assert said.count("derived anew") <= 1
    assert terminal("verify").status == 0
    survived("broken read models")


@pytest.mark.parametrize("version", ["0.1.0, format 1", "the next"])
def test_of_another_version(asked, copy, version):
    """An older or newer program has left it there."""
    terminal, views = copy
    with closing(sqlite3.connect(views)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (version,))
        connection.commit()
    found, said = answers(terminal)

    assert found == asked[1]
    assert said == (
        "The read model liggare.db.views is derived anew: it was made by another version or for another ledger.\n"
    )


@pytest.mark.parametrize("content", [b"", b"Hej", bytes(8192), b"SQLite format 3\0" + b"\xff" * 8000])
def test_something_else(asked, copy, content):
    """Another program has written over it."""
    terminal, views = copy
    views.write_bytes(content)

    assert answers(terminal)[0] == asked[1]
    assert terminal("verify").status == 0


@pytest.mark.rounds(25)
def test_bytes_flipped(asked, copy, chance, survived):
    """The answer is right, or verify finds what is wrong; and rebuild mends it."""
    terminal, views = copy
    if chance.random() < 0.5:
        damage(views, chance)
    else:
        data = bytearray(views.read_bytes())
        flip(data, chance, most=400)
        views.write_bytes(data)
    asking = chance.randrange(len(QUESTIONS))
    ran = terminal(*QUESTIONS[asking])
    checked = terminal("verify")

    assert ran.out == asked[1][asking] or checked.status == 1
    assert not any(words in ran.err for words in UNEXPECTED)
    assert not any(words in checked.err for words in UNEXPECTED)
    assert terminal("rebuild").status == 0
    assert answers(terminal) == (asked[1], "")
    assert terminal("verify").status == 0
    survived("broken read models")
