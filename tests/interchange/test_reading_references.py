"""A reference is read alike at every door: an id in NFC, or a position as ``5``, ``#5`` or the number itself."""

import json
import unicodedata

import pytest
from terminal import Terminal

NAMED = unicodedata.normalize("NFC", "BESLUT-Å")


@pytest.fixture
def liggare(tmp_path, monkeypatch):
    """A terminal on a ledger with one budget, #3, which has an id of its own."""
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(tmp_path / "liggare.db")
    terminal.done("init")
    terminal.done("record", "unit.opened", "--unit", "RS", "--name", "RS", "--effective", "2024-01-01")
    line = ("--line", "NETTO", "--name", "Netto", "--side", "net", "--statement", "operating")
    terminal.done("record", "line.opened", *line, "--effective", "2024-01-01")
    terminal.done("record", "budget.adopted", "--unit", "RS", "--year", "2024", "--lines", "NETTO=-5", "--id", NAMED)
    return terminal


def typed(liggare, reference):
    return liggare("record", "decision.reversed", "--reverses", reference, "--reason", "fel")


def in_journal(liggare, reference):
    line = {"type": "decision.reversed", "reverses": reference, "reason": "fel"}
    (liggare.ledger.parent / "fel.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return liggare("import", "fel.jsonl")


def in_a_number(liggare, reference):
    return in_journal(liggare, int(reference.removeprefix("#")) if reference.removeprefix("#").isdigit() else reference)


def in_csv(liggare, reference):
    (liggare.ledger.parent / "fel.csv").write_text(f"type,reverses,reason\ndecision.reversed,{reference},fel\n")
    return liggare("import", "fel.csv")


DOORS = [typed, in_journal, in_a_number, in_csv]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("reference", ["3", "#3", NAMED, unicodedata.normalize("NFD", NAMED)])
def test_a_fact_is_found_through_every_door(liggare, door, reference):
    ran = door(liggare, reference)

    assert ran.status == 0, ran
    assert "#3" in liggare.done("journal", "--last", "2").out


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("reference", ["4", "#4", "BESLUT-A", "#BESLUT-Å"])
def test_what_nobody_recorded_is_found_through_none(liggare, door, reference):
    ran = door(liggare, reference)

    assert ran.status != 0, ran
    assert reference.removeprefix("#") in ran.err


@pytest.mark.parametrize("identity", ["3", "#3", "+3", "３", "-3", "＃3"])
@pytest.mark.parametrize("door", ["typed", "journal", "csv"])
def test_an_id_never_looks_like_a_position(liggare, door, identity):
    """In whatever script its digits are."""
    fact = {"type": "unit.renamed", "id": identity, "effective": "2024-02-01", "unit": "RS", "name": "Ny"}
    folder = liggare.ledger.parent
    if door == "typed":
        words = ("--unit", "RS", "--name", "Ny", "--effective", "2024-02-01")
        ran = liggare("record", "unit.renamed", *words, f"--id={identity}")
    elif door == "journal":
        (folder / "ny.jsonl").write_text(json.dumps(fact) + "\n", encoding="utf-8")
        ran = liggare("import", "ny.jsonl")
    else:
        (folder / "ny.csv").write_text(",".join(fact) + "\n" + ",".join(fact.values()) + "\n", encoding="utf-8")
        ran = liggare("import", "ny.csv")

    assert ran.status != 0, ran
    assert identity in ran.err


@pytest.mark.parametrize("reference", ["3", "#3", NAMED, unicodedata.normalize("NFD", NAMED)])
def test_a_proof_names_facts_alike(liggare, reference):
    assert "#3" in liggare.done("proof", reference, "--output", "bevis").out
