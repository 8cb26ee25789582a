"""Every file that an import brings facts from is an import of its own, with its name and its SHA-256."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

UNIT = '{"type":"unit.opened","unit":"%s","name":"Enhet","effective":"2024-01-01"}\n'


@pytest.fixture
def finished(liggare):
    """What the ledger says of its imports."""

    def finished():
        return [line for line in map(json.loads, liggare.journal.splitlines()) if line["type"] == "import.finished"]

    return finished


def file(name, *units):
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(UNIT % unit for unit in units), encoding="utf-8")
    return name


def test_each_file_is_an_import(liggare, finished):
    """In one transaction; a file that brings nothing new leaves no trace."""
    liggare.done(
        "import", "--actor", "ekonom1", file("mapp/a.jsonl", "A", "B"), file("b.jsonl", "B"), file("c.jsonl", "C")
    )
    one, two = finished()

    assert (one["import"], one["file"], one["first"], one["last"], one["facts"]) == (1, "a.jsonl", 1, 2, 2)
    assert (two["import"], two["file"], two["first"], two["last"], two["facts"]) == (2, "c.jsonl", 4, 4, 1)
    assert one["sha256"] == sha256(Path("mapp/a.jsonl").read_bytes()).hexdigest()
    assert one["actor"] == "ekonom1"


def test_standard_input_has_no_name(liggare, finished):
    liggare.done("import", "-", typed=(UNIT % "A").encode())
    (one,) = finished()

    assert "file" not in one
    assert one["sha256"] == sha256((UNIT % "A").encode()).hexdigest()


def test_sheets_are_imports_too(liggare, finished):
    Path("unit.opened.csv").write_text("enhet;namn;gäller från\nA;Enhet;2024-01-01\n", encoding="utf-8")
    liggare.done("import", "unit.opened.csv")
    (one,) = finished()

    assert (one["file"], one["first"], one["last"]) == ("unit.opened.csv", 1, 1)
    assert one["sha256"] == sha256(Path("unit.opened.csv").read_bytes()).hexdigest()


def test_nothing_is_recorded_of_what_is_refused_or_rehearsed(liggare, finished):
    liggare.done("import", "--dry-run", file("a.jsonl", "A"))
    Path("b.jsonl").write_text(UNIT % "A" + UNIT % "", encoding="utf-8")
    assert liggare("import", "b.jsonl").status == 2
    assert finished() == []


def test_an_exported_journal_brings_no_imports_along(liggare, finished):
    """Its imports were another ledger's, or have been here: the lines are left out, and that is said."""
    liggare.done("import", file("a.jsonl", "A"))
    lines = [json.loads(line) for line in liggare.journal.splitlines()]
    Path("again.jsonl").write_text(
        "".join(
            json.dumps({name: value for name, value in line.items() if name not in ("position", "recorded_at")}) + "\n"
            for line in lines
        ),
        encoding="utf-8",
    )
    done = liggare("import", "again.jsonl")

    assert done.status == 0
    assert "1 line says what earlier imports brought (import.finished), and nothing was recorded of that" in done.err
    assert len(finished()) == 1


def test_a_sheet_holds_none(liggare):
    Path("a.csv").write_text("typ;enhet\nimport.finished;A\n", encoding="utf-8")
    done = liggare("import", "a.csv")

    assert done.status != 0
    assert "import.finished is recorded by an import itself" in done.err


@pytest.mark.parametrize("words", [("record", "import.finished"), ("template", "import.finished")])
def test_it_is_no_type_for_people(liggare, words):
    """Neither to record nor to fill in."""
    done = liggare(*words)

    assert done.status in (1, 2)
    assert "import.finished is recorded by an import itself" in done.err


def test_a_name_that_holds_a_person_is_not_recorded(liggare, finished):
    """The ledger is a public record, and so are the names of files in it."""
    done = liggare("import", file("kim 640823-3234.jsonl", "A"))

    assert done.status == 1
    assert "file holds what reads as a personal identity number" in done.err
    assert finished() == []
