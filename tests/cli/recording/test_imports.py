"""Every file that an import brings facts from is an import of its own, with its name and its SHA-256."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.queries.questions.facts.imports import ImportUnknown

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


BASE = """\
{"type":"unit.opened","unit":"A","name":"A","effective":"2024-01-01"}
{"type":"line.opened","line":"LON","name":"Löner","side":"cost","statement":"operating","effective":"2024-01-01"}
{"type":"line.opened","line":"SKATT","name":"Skatt","side":"income","statement":"operating","effective":"2024-01-01"}
"""
BUDGET = """\
{"type":"budget.adopted","unit":"A","year":2024,"lines":{"LON":"-100.00","SKATT":"130.00"}}
{"type":"outcome.reported","unit":"A","month":"2024-01","lines":{"LON":"-9.00"}}
{"type":"outcome.reported","unit":"A","month":"2024-02","lines":{"LON":"-8.00"}}
"""


@pytest.fixture
def two(liggare):
    """Two imports, with facts recorded by hand between them."""
    Path("base.jsonl").write_text(BASE, encoding="utf-8")
    Path("budget.jsonl").write_text(BUDGET, encoding="utf-8")
    liggare.done("import", "base.jsonl", "--actor", "ekonom1")
    liggare.done("record", "unit.opened", "--unit", "B", "--name", "B", "--effective", "2024-01-01")
    liggare("import", "budget.jsonl", "--actor", "ekonom2")
    return liggare


def test_imports_are_listed(two):
    """When, by whom, from which file, which facts, and how many of them still count."""
    two.done("record", "decision.reversed", "--reverses", "7", "--reason", "Fel")
    rows = two.done("imports", "--format", "json").answer["rows"]

    assert [(row["import"], row["file"], row["actor"], row["first"], row["last"]) for row in rows] == [
        (1, "base.jsonl", "ekonom1", 1, 3),
        (2, "budget.jsonl", "ekonom2", 6, 8),
    ]
    assert [(row["facts"], row["counting"]) for row in rows] == [(3, 3), (3, 2)]
    assert "budget.jsonl" in two.done("imports").out


def test_one_import_is_shown_with_its_control_totals(two):
    """Facts by type; kronor by side and in all; units, lines and months with how many there are."""
    answer = two.done("imports", "2", "--format", "json").answer
    budget, outcome = answer["totals"]

    assert [row["import"] for row in answer["rows"]] == [2]
    assert budget == {
        "type": "budget.adopted", "facts": 1, "units": 1, "lines": 2, "months": 0,
        "income": 130, "cost": -100, "net": None, "amount": 30,
    }  # fmt: skip
    assert (outcome["facts"], outcome["months"], outcome["cost"], outcome["amount"]) == (2, 2, -17, -17)
    told = two.done("imports", "2", "--lang", "sv", "--in", "kr").out
    assert "Kontrollsummor" in told
    assert "Intäkt" in told


def test_an_import_that_was_not_is_refused(two):
    """Also at a moment when it had not been."""
    ran = two("imports", "3")
    assert (ran.status, ran.err.splitlines()[0]) == (1, f"Error: {ImportUnknown(3, 2).sentence}")
    earlier = json.loads(two.journal.splitlines()[4])["recorded_at"]
    assert two("imports", "2", "--known-at", earlier).status == 1
    assert two("imports", "0").status == 2


def test_facts_name_their_import(two):
    """In ``explain`` and in the journal; what was recorded by hand belongs to none."""
    explained = two.done("explain", "budget", "--unit", "A", "--year", "2024", "--format", "json").answer["rows"]
    journal = two.done("journal", "--format", "json").answer["rows"]

    assert [row["import"] for row in explained] == [2]
    assert [row["import"] for row in journal] == [1, 1, 1, None, None, 2, 2, 2, None]


def test_an_import_is_undone(two):
    """Shown first with ``--dry-run``; figures are then what they were before it."""
    before = two.journal
    rehearsed = two.done("undo", "2", "--reason", "Fel fil", "--dry-run", "--actor", "ekonom1").out
    assert rehearsed == "Import 2 (budget.jsonl): 3 facts would be reversed.\nNothing was recorded.\n"
    assert two.journal == before

    assert two.done("undo", "2", "--reason", "Fel fil", "--actor", "ekonom1").out == (
        "Import 2 (budget.jsonl): 3 facts reversed.\n"
    )
    assert [(row["import"], row["counting"]) for row in two.done("imports", "--format", "json").answer["rows"]] == [
        (1, 3),
        (2, 0),
    ]
    assert two("undo", "2", "--reason", "Fel fil").status == 1
    assert two.done("verify").status == 0


def test_undoing_names_what_is_in_the_way(two):
    ran = two("undo", "1", "--reason", "Fel fil")

    assert ran.status == 1
    assert "Import 1 cannot be undone: #6 to #8 were recorded since and need what it brought" in ran.err


def test_undoing_needs_a_reason(two):
    assert two("undo", "2").status == 2
    assert two("undo", "2", "--reason", " ").status == 2
    assert two("undo", "7", "--reason", "Fel").status == 1
