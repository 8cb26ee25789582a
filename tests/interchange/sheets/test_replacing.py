"""A corrected sheet: what stands is refused, or gives way with ``--replace``; what is gone is named, or taken to 0."""

import json
from pathlib import Path

import pytest

from cli.main import run
from ledger.interchange.replacing import ReplacedApart

BASE = """\
{"type":"unit.opened","unit":"RS","name":"Styrelsen","effective":"2023-01-01"}
{"type":"line.opened","line":"LON","name":"Löner","side":"cost","statement":"operating","effective":"2023-01-01"}
{"type":"line.opened","line":"HYRA","name":"Hyror","side":"cost","statement":"operating","effective":"2023-01-01"}
{"type":"project.opened","project":"P","name":"Projekt","effective":"2023-01-01"}
"""


class Office:
    """Imports what is written to files."""

    def __init__(self, capsys):
        self._capsys = capsys

    def __call__(self, *words):
        status = run(list(words))
        found = self._capsys.readouterr()
        return status, found.out, found.err

    def imported(self, name, text, *options, status=0):
        """What is told of an import, which must end so."""
        Path(name).write_text(text, encoding="utf-8")
        ended, out, err = self("import", name, *options, "--actor", "ekonom1")
        assert ended == status, err
        return out + err

    def facts(self, *types):
        _, out, _ = self("export", "-")
        facts = map(json.loads, out.splitlines())
        return [fact for fact in facts if fact["type"] in types]

    def budget(self, unit="RS"):
        """The current budget by line."""
        _, out, _ = self("show", "budget", "--year", "2024", "--by", "unit,line", "--format", "json")
        return {row["line"]: row["current"] for row in json.loads(out)["rows"] if row["unit"] == unit}


@pytest.fixture
def office(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LIGGARE_LEDGER", raising=False)
    office = Office(capsys)
    office("init")
    office.imported("base.jsonl", BASE)
    return office


HEAD = "enhet;år;konto;belopp\n"
ADOPTED = ("--type", "budget.adopted")


def test_a_budget_that_stands_is_refused_and_replaced_when_asked(office):
    """As a correction, with both amounts told, in one import; and only once."""
    office.imported("a.csv", HEAD + "RS;2024;LON;-240\n", *ADOPTED)
    corrected = HEAD + "RS;2024;LON;-241\n"

    assert "-240 kr on LON for 2024 (#6)" in office.imported("b.csv", corrected, *ADOPTED, status=1)
    told = office.imported("b.csv", corrected, *ADOPTED, "--replace")
    assert "1 amount of an adopted budget is replaced: RS 2024 LON -240 kr → -241 kr (#6)" in told
    assert office.budget() == {"LON": -241}
    (reversal,) = office.facts("decision.reversed")
    assert office.facts("budget.adopted")[-1]["corrects"] == reversal["reverses"] == 6
    assert (office.facts("import.finished")[-1]["first"], office.facts("import.finished")[-1]["facts"]) == (8, 2)

    before = office("export", "-")
    for again in ((), ("--replace",)):
        assert "0 facts recorded, 1 already there" in office.imported("b.csv", corrected, *ADOPTED, *again)
    assert "0 facts recorded, 1 already there" in office.imported("c.csv", corrected + "\n", *ADOPTED, "--replace")
    assert office("export", "-") == before
    assert office("undo", "3", "--reason", "Fel")[0] == 0
    assert office.budget() == {"LON": -240}


def test_other_lines_of_what_is_replaced_are_recorded_again_unchanged(office):
    """Of the original and of every further part, phasing and all; and they are told."""
    Path("d.jsonl").write_text(
        '{"type":"budget.adopted","id":"B","unit":"RS","year":2024,"lines":{"LON":"-240.00","HYRA":"-12.00"},'
        '"phasing":{"HYRA":{"2024-03":"-12.00"}}}\n'
        '{"type":"budget.adopted","unit":"RS","year":2024,"lines":{"LON":"-5.00","HYRA":"-7.00"},"adds_to":"B",'
        '"effective":"2024-06-01"}\n'
        '{"type":"budget.adopted","unit":"RS","year":2024,"lines":{"LON":"-1.00"},"project":"P"}\n',
        encoding="utf-8",
    )
    assert office("import", "d.jsonl")[0] == 0
    told = office.imported("a.csv", HEAD + "RS;2024;LON;-250\n", *ADOPTED, "--replace")

    assert "RS 2024 LON -245 kr → -250 kr (#6, #7)" in told
    assert "2 amounts that the file does not have are recorded again unchanged: RS 2024 HYRA -12 kr (#6)" in told
    assert office.budget() == {"LON": -251, "HYRA": -19}
    replacement, rest = office.facts("budget.adopted")[-2:]
    assert replacement["corrects"] == [6, 7]
    assert replacement["phasing"] == {"HYRA": {"2024-03": "-12.00"}}
    assert (rest["corrects"], rest["adds_to"], rest["lines"], rest["effective"]) == (
        7, 12, {"HYRA": "-7.00"}, "2024-06-01",
    )  # fmt: skip
    assert office("verify")[0] == 0


def test_what_a_file_says_twice_is_refused_all_the_same(office):
    """The second row does not replace the first of its own file."""
    office.imported("a.csv", HEAD + "RS;2024;LON;-240\n", *ADOPTED)
    twice = '{"type":"budget.adopted","unit":"RS","year":2024,"lines":{"LON":"%s"}}\n'

    told = office.imported("b.jsonl", twice % "-241.00" + twice % "-242.00", "--replace", status=1)
    assert "RS already has an adopted budget of -241 kr on LON" in told
    assert office.budget() == {"LON": -240}


def test_a_replacement_does_not_wait_apart_from_what_it_leaves(office):
    """Under a policy, lines left by the file would count before, or after, what is replaced."""
    office.imported(
        "d.jsonl",
        '{"type":"budget.adopted","id":"B","unit":"RS","year":2024,"lines":{"LON":"-240.00"}}\n'
        '{"type":"budget.adopted","unit":"RS","year":2024,"lines":{"LON":"-5.00","HYRA":"-7.00"},"adds_to":"B"}\n'
        '{"type":"policy.set","policy":"P","types":["budget.adopted"],"from_amount":"100.00","effective":"2024-01-01"}\n',
    )
    told = office.imported("a.csv", HEAD + "RS;2024;LON;-250\n", *ADOPTED, "--replace", status=1)
    assert ReplacedApart.code == "replaced-apart"
    assert "would wait for an attestation apart from lines" in told
    whole = office.imported("b.csv", HEAD + "RS;2024;LON;-250\nRS;2024;HYRA;-7\n", *ADOPTED, "--replace")
    assert "3 facts wait for an attestation" in whole
    assert office.budget() == {"LON": -245, "HYRA": -7}


MONTHS = "enhet;konto;månad;belopp\n"
REPORTED = ("--type", "outcome.reported")


def test_lines_that_a_sheet_has_no_more_are_named_or_taken_to_0(office):
    """Of the units and months it states; never those of another project."""
    office.imported("a.csv", MONTHS + "RS;LON;2024-01;-5\nRS;HYRA;2024-01;-3\nRS;HYRA;2024-02;-3\n", *REPORTED)
    project = '{"type":"outcome.reported","unit":"RS","month":"2024-01","lines":{"HYRA":"-9.00"},"project":"P"}\n'
    office.imported("p.jsonl", project)
    corrected = MONTHS + "RS;LON;2024-01;-8\n"
    told = office.imported("b.csv", corrected, *REPORTED)

    assert "1 figure is stated otherwise than it was reported, and counts instead: RS 2024-01 LON -5 kr → -8 kr" in told
    assert "1 figure still stands that the file does not have: RS 2024-01 HYRA -3 kr (#6); with --replace" in told
    told = office.imported("b.csv", corrected, *REPORTED, "--replace")
    assert "1 figure that the file has no more is taken to 0: RS 2024-01 HYRA -3 kr (#6)" in told
    assert office.facts("outcome.reported")[-1]["lines"] == {"HYRA": "0.00"}
    assert "still stands" not in office.imported("b.csv", corrected, *REPORTED)
    assert "0 facts recorded" in office.imported("b.csv", corrected, *REPORTED, "--replace")


def test_a_line_that_was_reversed_is_recorded_again(office):
    """Under a new id, and told; a line with an id of its own stays as it is."""
    sheet = MONTHS + "RS;LON;2024-01;-5\n"
    office.imported("a.csv", sheet, *REPORTED)
    office.imported(
        "b.jsonl", '{"type":"outcome.reported","id":"X","unit":"RS","month":"2024-02","lines":{"LON":"-1.00"}}\n'
    )
    for number in ("2", "3"):
        assert office("undo", number, "--reason", "Fel")[0] == 0
    told = office.imported("a.csv", sheet, *REPORTED)

    assert "1 fact is recorded again that had been reversed: #6" in told
    assert "1 fact recorded, 0 already there" in told
    assert "0 facts recorded, 1 already there" in office.imported("a.csv", sheet, *REPORTED)
    assert "0 facts recorded, 1 already there" in office.imported("b.jsonl", Path("b.jsonl").read_text())
    assert office("undo", "4", "--reason", "Fel")[0] == 0
    assert "1 fact recorded, 0 already there" in office.imported("a.csv", sheet, *REPORTED)


def test_what_a_file_reverses_itself_is_not_recorded_again(office):
    """Importing the same file twice records nothing twice."""
    lines = (
        '{"type":"outcome.reported","unit":"RS","month":"2024-01","lines":{"LON":"-5.00"}}\n'
        '{"type":"decision.reversed","reverses":6,"reason":"Fel"}\n'
    )
    office.imported("a.jsonl", lines)

    assert "0 facts recorded, 2 already there" in office.imported("a.jsonl", lines)
