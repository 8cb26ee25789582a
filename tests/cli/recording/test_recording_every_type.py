"""Every type of fact can be typed, imported, exported and restored, and is the same fact each time."""

import json
from pathlib import Path

import pytest
from paths import TESTS
from story import STORY, command, written
from terminal import Terminal, assert_told

from ledger.domain.fact import SHARED, journal_name
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.values.fields import spellings

SPELLINGS = sorted(
    {
        path.name.partition(".v")[0]: path  # of several versions the last one, which is how it is spelled today
        for path in sorted((TESTS / "store" / "spellings").glob("*.json"))
    }.values()
)


def without_instants(facts):
    return [{**fact, "recorded_at": None} for fact in facts]


def test_the_story_has_every_type():
    """The tests below are about every type of fact."""
    assert {line["type"] for line in STORY} == set(RECORDABLE)


def test_typed_and_imported_facts_are_the_same(liggare, tmp_path):
    """What is typed option by option is stored as what a journal says."""
    imported = Terminal(tmp_path / "imported.db")
    imported.done("init")
    ran = imported.done("import", written(tmp_path))

    for position, line in enumerate(STORY, 1):
        typed = liggare.done(*command(line))
        assert typed.out.startswith(f"#{position} {line['type']}: ")

    assert ran.out == f"{len(STORY)} facts recorded, 0 already there.\n"
    assert without_instants(liggare.decisions) == without_instants(imported.decisions)


def test_exported_and_restored_facts_are_the_same_bytes(told, tmp_path):
    """A restored ledger exports what the first one did, byte for byte, and answers alike."""
    told.done("export", "journal.jsonl")
    restored = Terminal(tmp_path / "restored.db")
    restored.done("restore", "journal.jsonl")
    restored.done("export", "again.jsonl")
    question = ("show", "budget", "--year", "2024", "--known-at", "2100-01-01", "--format", "json")

    assert Path("journal.jsonl").read_bytes() == Path("again.jsonl").read_bytes()
    assert told.done(*question).out == restored.done(*question).out
    assert told.journal.encode() == Path("again.jsonl").read_bytes()


@pytest.mark.parametrize("sample", SPELLINGS, ids=lambda path: path.name.partition(".v")[0])
def test_every_field_can_be_typed(liggare, sample):
    """Each sample with all its fields is understood; it is refused only because its units are not there."""
    ran = liggare(*command(json.loads(sample.read_text(encoding="utf-8"))), "--dry-run")

    assert ran.status in (0, 1), ran.err


def test_every_field_is_in_some_sample():
    """The test above leaves no field out."""
    lines = [json.loads(path.read_text(encoding="utf-8")) for path in SPELLINGS]
    said = {(line["type"], name) for line in lines for name in line} | {(None, name) for line in lines for name in line}
    fields = {(each, name) for each, cls in RECORDABLE.items() for name in spellings(cls)}

    assert {(None if journal_name(name) in SHARED else each, name) for each, name in fields} <= said


def test_a_fact_is_told_with_its_position_or_as_a_line(liggare):
    """The position is what people quote; --format json gives the line as export writes it."""
    words = ("record", "unit.opened", "--unit", "R", "--name", "Region Norr", "--effective", "2024-01-01")
    told = liggare.done(*words, "--id", "RF-1", "--format", "json")
    again = liggare.done(*words, "--id", "RF-1")

    assert told.out == liggare.journal
    assert again.out == "#1 unit.opened was already recorded: R, name Region Norr\n"


def test_an_id_means_one_fact(liggare):
    """Other content under the same id is refused, and both facts are named."""
    words = ("record", "unit.opened", "--unit", "R", "--effective", "2024-01-01", "--id", "RF-1", "--name")
    liggare.done(*words, "Region Norr")

    assert_told(liggare(*words, "Region Syd"), 1, "RF-1", "#1 (unit.opened)", "the unit.opened offered")


def test_an_option_that_is_given_twice_is_refused(told):
    """Neither the first nor the last amount is guessed to be the right one."""
    before = told.journal
    words = command({**STORY[15], "id": "twice"})
    ran = told(*words, "--amount", "-1")

    assert_told(ran, 2, "amount")
    assert told.journal == before


def test_amounts_are_in_the_unit_that_was_said(told):
    """--in is for amounts that say no unit of their own."""
    words = ("record", "outcome.reported", "--unit", "RS", "--format", "json", "--in", "Mkr")
    ran = told.done(*words, "--month", "2024-08", "--lines", "NETTO=−9,5", "--lines", "BIDRAG=2 500 tkr")

    assert ran.answer["lines"] == {"BIDRAG": "2500000.00", "NETTO": "-9500000.00"}


@pytest.mark.parametrize(
    ("words", "environment", "actor"),
    [
        (("--actor", "chef1"), {"LIGGARE_ACTOR": "ekonom2"}, "chef1"),
        ((), {"LIGGARE_ACTOR": "ekonom2"}, "ekonom2"),
    ],
)
def test_who_records_is_kept(liggare, monkeypatch, words, environment, actor):
    """--actor says who records, else LIGGARE_ACTOR does."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    opened = ("record", "unit.opened", "--unit", "R", "--name", "R", "--effective", "2024-01-01", "--format", "json")

    assert liggare.done(*opened, *words).answer["actor"] == actor


@pytest.mark.parametrize("name", ["x" * 65, "Eva\x07", "Eva\nBo"])
def test_an_actor_that_could_not_be_read_back_is_refused(liggare, monkeypatch, tmp_path, name):
    """Who records is checked like any other code, or the ledger's own export could not be restored."""
    monkeypatch.setenv("LIGGARE_ACTOR", name)
    opened = ("record", "unit.opened", "--unit", "R", "--name", "R", "--effective", "2024-01-01")

    assert_told(liggare(*opened), 2, "LIGGARE_ACTOR")
    assert_told(liggare("import", "--actor", name, written(tmp_path)), 2, "--actor")
    assert liggare.journal == ""
