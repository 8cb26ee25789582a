"""A shell that completes a command gets the words of the ledger, or nothing; never a message, never a file."""

import subprocess
import sys
from pathlib import Path

import pytest
from needed import program
from person import TAB, Person
from story import STORY, written
from terminal import Terminal, clean_environment

from cli.main import run
from ledger.domain.vocabulary import RECORDABLE


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A ledger that holds the story and is only looked at."""
    folder = tmp_path_factory.mktemp("completing")
    terminal = Terminal(folder / "liggare.db")
    terminal.done("init")
    terminal.done("import", written(folder))
    return terminal.ledger


@pytest.fixture
def completed(ledger, monkeypatch, capfdbinary):
    """What a shell is told for the words typed so far, the last of them being completed: word → what it stands for."""

    def complete(*words, by="zsh", where=ledger):
        with monkeypatch.context() as asking:
            asking.setenv("LIGGARE_LEDGER", str(where))
            asking.setenv("_LIGGARE_COMPLETE", f"{by}_complete")
            asking.setenv("COMP_WORDS", "\n".join(("liggare", *words)))
            asking.setenv("COMP_CWORD", str(len(words)))
            run([])
        out, err = capfdbinary.readouterr()
        assert err == b""
        lines = out.decode().splitlines()
        return dict(zip(lines[1::3], lines[2::3], strict=True)) if by == "zsh" else lines

    return complete


def names(folder):
    return sorted(path.name for path in folder.iterdir())


CASES = {
    "a command": (("reco",), {"record": "Record one decision."}),
    "a type": (("record", "unit.o"), {"unit.opened": "A unit comes into being, below another unit or at the top."}),
    "a question": (("show", "exe"), {"exemptions": "Exemptions from hiring freezes, and what..."}),
    "a unit by its newest name": (("show", "budget", "--unit", "e"), {"EKO": 'Stab "Ekonomi & inköp", R'}),
    "a closed unit": (("explain", "budget", "--unit", "IN"), {"INK": "Inköp (closed)"}),
    "a line": (("record", "budget.transferred", "--line", "NET"), {"NETTO": "Nettokostnad"}),
    "a line with its amount to come": (("record", "budget.adopted", "--lines", "NET"), {"NETTO=": "Nettokostnad"}),
    "one more of a list": (("record", "freeze.declared", "--units", "R,H"), {"R,HSN": "Hälso- och sjukvårdsnämnden"}),
    "a field of a part": (("record", "unit.closed", "--body", "Regions"), {"Regionstyrelsen": "_"}),
    "a plan": (("explain", "savings", "--plan", ""), {"OMST": "Omställning"}),
    "a phase": (("explain", "savings", "--phase", ""), {"1": "_"}),
    "a freeze by what it covers": (
        ("record", "freeze.lifted", "--freeze", ""),
        {"STOPP": "units R, categories *, except categories läkare, employment permanent fixed-term, until 2024-12-31"},
    ),
    "a measure": (("record", "effect.reported", "--measure", "å-3"), {"Å-3": "Färre hyrda"}),
    "an indicator": (("record", "target.set", "--indicator", ""), {"VÄNTA": "Väntetid"}),
    "an assignment": (("record", "assignment.closed", "--assignment", "U"), {"U-12": "Se över lokalerna"}),
    "an exemption": (
        ("record", "exemption.used", "--exemption", "D-1"),
        {"D-1": "STOPP, HSN, category sjuksköterska, employment permanent, positions 3, reason Patientsäkerhet"},
    ),
    "a category": (("explain", "staffing", "--category", "s"), {"sjuksköterska": "_"}),
    "a choice": (("record", "positions.reduced", "--employment", "p"), {"permanent": "_"}),
    "a version": (("compare", "forecast", "--from-version", "P1"), {"P1": "_"}),
    "a month": (("show", "report", "--month", "2024-07"), {"2024-07": "_"}),
    "a year": (("show", "budget", "--year", "2023"), {"2023": "_"}),
    "a moment": (("compare", "budget", "--as-of", "2022-12"), {}),
    "a fact": (
        ("record", "decision.reversed", "--reverses", str(len(STORY))),
        {str(len(STORY)): "goal.judged: TID, HSN, month 2025-08, status partly"},
    ),
    "a column": (("explain", "budget", "--column", "gra"), {"grants": "_"}),
    "nothing that is not there": (("show", "budget", "--unit", "zzz"), {}),
    "no command": (("shwo", "budget", "--unit", ""), None),
    "no type": (("record", "nothing.done", "--unit", ""), None),
}


@pytest.mark.parametrize(("words", "expected"), CASES.values(), ids=CASES)
def test_words_of_the_ledger_are_completed(completed, words, expected):
    """Codes come with their names, the newest ones; words used before are offered again."""
    found = completed(*words)

    assert expected is None or found == expected


def test_every_field_that_names_something_is_completed(completed):
    """No type of fact has to say anything about completion: its fields say what they refer to."""
    from ledger.domain.fact import meaning, own_fields

    kinds = {"unit": "HSN", "line": "NETTO", "freeze": "STOPP", "plan": "OMST", "measure": "Å-3", "exemption": "D-1",
             "indicator": "VÄNTA", "assignment": "U-12", "policy": "FYRA", "project": "FVIS",
             "goal": "VÅRD"}  # fmt: skip
    for name, cls in RECORDABLE.items():
        for attribute in own_fields(cls):
            kind = meaning(attribute).refers
            if kind is not None:
                found = completed("record", name, f"--{attribute.name.replace('_', '-')}", kinds[kind][:2])
                assert kinds[kind] in {word.rstrip("=") for word in found}, (name, attribute.name)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("show", "budget", "--unit", "=", "HS"), ["plain,HSN"]),
        (("show", "budget", "--unit", "="), ["plain,EKO", "plain,HSN", "plain,INK", "plain,R", "plain,RS"]),
        (("show", "budget", "--unit", "=", "HSN", "--year", "=", "2023"), ["plain,2023"]),
        (("record", "budget.adopted", "--lines", "NET"), ["plain,NETTO="]),
    ],
)
def test_what_bash_cuts_at_an_equals_sign_is_put_together(completed, words, expected):
    """Options may be typed with their values behind an equals sign; only the value is completed."""
    assert completed(*words, by="bash") == expected


def test_a_file_is_completed_as_a_file(completed):
    """Where a file is to be named the shell is told so."""
    assert completed("import", "st", by="bash") == ["file,st"]
    assert completed("--ledger", "li", by="bash") == ["file,li"]


@pytest.mark.parametrize("where", ["none.db", "damaged.db", "folder", "postgresql://nobody@127.0.0.1:1/none"])
def test_without_a_ledger_nothing_is_said(completed, tmp_path, where):
    """No ledger, a damaged one, a folder or a server out of reach: what needs no ledger is completed all the same."""
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + bytes(1000))
    (tmp_path / "folder").mkdir()
    before = names(tmp_path)

    assert completed("show", "budget", "--unit", "", where=where) == {}
    assert completed("record", "positions.reduced", "--employment", "p", where=where) == {"permanent": "_"}
    assert names(tmp_path) == before


def test_completing_leaves_no_trace(completed, ledger):
    """No read model is derived, no file is made beside the ledger, and the ledger is not touched."""
    for path in ledger.parent.glob("liggare.db?*"):
        path.unlink()
    before = ledger.read_bytes()

    assert completed("show", "budget", "--unit", "HS") == {"HSN": "Hälso- och sjukvårdsnämnden"}
    assert names(ledger.parent) == ["liggare.db", "story.jsonl"]
    assert ledger.read_bytes() == before


def test_what_was_reversed_is_not_offered(told, completed):
    """A code whose fact does not count is no code."""
    told.done("record", "indicator.defined", "--indicator", "FEL", "--name", "Fel", "--of", "st", "--better", "lower",
              "--effective", "2024-01-01", "--id", "fel")  # fmt: skip
    assert "FEL" in completed("record", "target.set", "--indicator", "", where=told.ledger)

    told.done("record", "decision.reversed", "--reverses", "fel", "--reason", "Fel")
    assert "FEL" not in completed("record", "target.set", "--indicator", "", where=told.ledger)


def test_bash_completes(ledger):
    """In a real bash the tabulator key writes the rest of a type, a unit, and a category with a blank in it."""
    scripts = Path(sys.executable).parent
    terminal = Terminal(ledger)
    terminal.done("record", "positions.established", "--unit", "RS", "--category", "vårdbiträde natt", "--employment",
                  "permanent", "--positions", "1", "--effective", "2025-06-01", "--id", "natt")  # fmt: skip
    start = f'PATH="{scripts}:$PATH"; PS1="READY "; eval "$(_LIGGARE_COMPLETE=bash_source liggare)"'

    with Person(program("bash", "bash"), "--norc", "--noprofile", "-i", folder=ledger.parent) as person:
        person.types(start)
        person.sees("READY ")
        person.types("liggare record positions.est", key=TAB).sees("established ")
        person.types("--unit=HS", key=TAB).sees("--unit=HSN ")
        person.types("--category vårdb", key=TAB).sees(r"vårdbiträde\ natt ")
        person.types("--employment permanent --positions 1 --effective 2025-06-02 --id natt-2")
        person.sees("positions.established: HSN, category vårdbiträde natt")
        person.types("exit")
        assert person.leaves() == 0


def test_completing_loads_no_heavy_machine(ledger):
    """Somebody waits for the tabulator key: only what reads the log and its facts is imported."""
    environment = clean_environment(
        {"_LIGGARE_COMPLETE": "bash_complete", "COMP_WORDS": "liggare\nshow\nbudget\n--unit\nHS", "COMP_CWORD": "4"}
    )
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cli.main"],
        env=environment, cwd=ledger.parent, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}

    assert ran.stdout == b"plain,HSN\n"
    assert "ledger.queries.codes" in loaded
    assert not loaded & {"eventsourcing", "sqlite_utils", "rich", "psycopg", "altair", "xlsxwriter"}
