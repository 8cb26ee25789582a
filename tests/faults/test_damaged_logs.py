"""A ledger's own file with flipped bytes or without its end: said in words, the position named, and no wrong answer."""

import json
import shutil
from pathlib import Path

import pytest
from paths import ROOT
from terminal import UNEXPECTED, Terminal, assert_told
from wrecking import EXAMPLE, damage

READING = (
    ("show", "budget", "--year", "2024", "--format", "csv"),
    ("journal", "--format", "csv"),
    ("export",),
    ("status",),
)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A ledger without a read model, and what each question answers."""
    liggare = Terminal(tmp_path_factory.mktemp("original") / "liggare.db")
    liggare.done("restore", str(ROOT / "examples" / EXAMPLE))
    answers = [liggare.done(*words).out for words in READING]
    liggare.ledger.with_name("liggare.db.views").unlink()
    return liggare.ledger, answers


@pytest.fixture
def copy(original, tmp_path):
    return Terminal(Path(shutil.copy(original[0], tmp_path / "liggare.db")))


def changed(ledger, old, new):
    data = ledger.read_bytes()
    assert data.count(old) == 1
    ledger.write_bytes(data.replace(old, new))


@pytest.mark.parametrize("words", [*READING[:3], ("rebuild",)])
def test_one_byte_of_one_amount(copy, words):
    """Still an amount, and still a fact; only the checksum knows that it was another."""
    line = next(line for line in copy.journal.splitlines() if "BUDGET-2024-104-LS" in line)
    amount = json.loads(line)["lines"]["NETTO"]
    state = line.partition(',"type"')[2]
    changed(copy.ledger, state.encode(), state.replace(amount, amount.replace("0.00", "1.00")).encode())

    assert_told(copy(*words), 3, "Fact #54 cannot be read: its bytes are not those that were recorded", "salvage")
    checked = copy("verify")
    assert checked.status == 1
    assert "#54: it is not as it was recorded: its checksum is another" in checked.err


def test_nothing_is_recorded_on_top_of_a_fact_that_has_changed(copy):
    """Who is judged by it meets it first."""
    changed(copy.ledger, b'"name":"Nettokostnad', b'"name":"Nettokostnud')
    before = copy.ledger.read_bytes()
    ran = copy("record", "unit.opened", "--unit", "NY", "--name", "Ny", "--effective", "2024-01-01")

    assert_told(ran, 3, "cannot be read: its bytes are not those that were recorded")
    assert copy.ledger.read_bytes() == before


def test_a_page_that_is_gone(copy):
    """SQLite cannot read past it, and the first fact on it is named."""
    data = bytearray(copy.ledger.read_bytes())
    page = data.find(b'{"type":"budget.adopted","id":"BUDGET-2024-104-LS"') // 4096
    data[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    copy.ledger.write_bytes(data)
    ran = copy("show", "budget", "--year", "2024")

    assert_told(ran, 3, "database disk image is malformed", "; the first fact that cannot be read is #5", "salvage")


def test_a_file_without_its_end(copy):
    """Facts stand on its last pages."""
    data = copy.ledger.read_bytes()
    copy.ledger.write_bytes(data[: len(data) - 3 * 4096])

    for words in READING:
        assert_told(copy(*words), 3, "liggare.db is damaged: database disk image is malformed", "salvage")


@pytest.mark.rounds(20)
def test_damage_anywhere(original, copy, chance, survived):
    """An answer is right, or there is none; verify says what is wrong, and nothing ends in a traceback."""
    what = damage(copy.ledger, chance)
    for words, answer in zip(READING[:3], original[1][:3], strict=True):
        ran = copy(*words)
        assert ran.status in (0, 1, 3), (what, ran.err)
        assert not any(each in ran.err + ran.out for each in UNEXPECTED), (what, ran.err)
        assert ran.status or ran.out == answer or copy("verify").status, (what, words)
        if ran.status == 3:
            assert ran.err.splitlines()[-1].startswith("Hint: "), ran.err
    checked = copy("verify")
    assert checked.status in (0, 1, 3)
    assert not any(each in checked.err for each in UNEXPECTED), (what, checked.err)
    survived("damaged files told of")
