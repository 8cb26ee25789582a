"""Whatever is typed wrong, one sentence says what, a hint says what to do, and nothing is recorded."""

import shlex

import pytest
from story import STORY, text
from terminal import Terminal, assert_told

ADOPT = "record budget.adopted --unit HSN --year 2024 --lines"
MOVE = "record budget.transferred --effective 2024-09-01 --year 2024 --from-unit INK --line NETTO"
GRANT = (
    "record grant.received --effective 2024-09-01 --grant G --giver S --year 2024 --unit RS --line BIDRAG --amount 5"
)
OPEN = "record unit.opened --unit X --effective"
ASK = "record exemption.requested --exemption D-9 --unit HSN --employment permanent --positions 1 --reason Vård"
CLERKS = "--category administratör --employment permanent"
REDUCE = f"record positions.reduced --unit EKO --effective 2024-10-01 {CLERKS} --positions"
REFUSED, NOT_UNDERSTOOD = 1, 2

WRONG = [
    # units and lines
    ("record unit.renamed --unit HNS --name X --effective 2024-01-01", REFUSED, "'HNS'", "HSN"),
    (f"{ADOPT} NETO=-5", REFUSED, "'NETO'", "NETTO"),
    (f"{OPEN} 2024-01-01 --name X --parent HNS", REFUSED, "'HNS'"),
    (f"{OPEN} 2021-12-31 --name X --parent R", REFUSED, "R", "2022-01-01"),
    ("record unit.opened --unit HSN --name X --effective 2024-01-01", REFUSED, "HSN"),
    ("record unit.moved --unit RS --parent RS --effective 2024-01-01", REFUSED, "RS", "itself"),
    ("record unit.moved --unit RS --parent INK --effective 2024-01-01", REFUSED, "RS", "INK"),
    ("record unit.closed --unit EKO --effective 2024-06-01", REFUSED, "EKO"),
    ("record outcome.reported --unit INK --month 2026-02 --lines NETTO=-5", REFUSED, "INK", "2026-01-01"),
    # amounts
    (f"{ADOPT} NETTO=1.250", NOT_UNDERSTOOD, "1250", "1,25"),
    (f"{ADOPT} NETTO=-1,250", NOT_UNDERSTOOD, "-1250", "-1,25"),
    (f"{ADOPT} 'NETTO=1.250 Mkr'", NOT_UNDERSTOOD, "1250 Mkr", "1,25 Mkr"),
    (f"{ADOPT} NETTO=1.250.000", NOT_UNDERSTOOD, "1.250.000"),
    (f"{ADOPT} 'NETTO=12 34'", NOT_UNDERSTOOD, "12 34"),
    (f"{ADOPT} 'NETTO=5 Mdkrr'", NOT_UNDERSTOOD, "Mdkrr", "Mkr"),
    (f"{ADOPT} 'NETTO=5 EUR'", NOT_UNDERSTOOD, "EUR"),
    (f"{ADOPT} NETTO=NaN", NOT_UNDERSTOOD, "NaN"),
    (f"{ADOPT} NETTO=inf", NOT_UNDERSTOOD, "inf"),
    (f"{ADOPT} NETTO=1e6", NOT_UNDERSTOOD, "1e6"),
    (f"{ADOPT} NETTO=0,001", NOT_UNDERSTOOD, "öre"),
    (f"{ADOPT} NETTO=--5", NOT_UNDERSTOOD, "--5"),
    (f"{ADOPT} NETTO=", NOT_UNDERSTOOD, "NETTO"),
    (f"{ADOPT} NETTO", NOT_UNDERSTOOD, "NETTO=-100"),
    (f"{ADOPT} =5", NOT_UNDERSTOOD, "=5"),
    (f"{ADOPT} 'NETTO=10 000 001 Mkr'", NOT_UNDERSTOOD, "10 000 001 Mkr"),
    (f"{ADOPT} NETTO=1 --lines NETTO=2", NOT_UNDERSTOOD, "NETTO twice"),
    (f"{ADOPT} NETTO=12 --phasing NETTO:2024-01=11", REFUSED, "11 kr", "12 kr"),
    (f"{ADOPT} NETTO=12 --phasing NETTO:2025-01=12", REFUSED, "2025-01", "2024"),
    (f"{ADOPT} NETTO=12 --phasing NETTO:2024-13=12", NOT_UNDERSTOOD, "2024-13"),
    ("record budget.adjusted --unit HSN --year 2024 --effective 2024-09-01 --lines NETTO=-5", REFUSED, "--financing"),
    # dates
    (f"{OPEN} 2024-02-30 --name X", NOT_UNDERSTOOD, "'2024-02-30'", "does not exist"),
    (f"{OPEN} 2023-02-29 --name X", NOT_UNDERSTOOD, "'2023-02-29'"),
    (f"{OPEN} 1989-12-31 --name X", NOT_UNDERSTOOD, "1990"),
    (f"{OPEN} 2101-01-01 --name X", NOT_UNDERSTOOD, "2100"),
    (f"{OPEN} 2024-7-1 --name X", NOT_UNDERSTOOD, "2024-7-1", "2024-07-31"),
    (f"{OPEN} 1/7/2024 --name X", NOT_UNDERSTOOD, "1/7/2024"),
    (f"{OPEN} idag --name X", NOT_UNDERSTOOD, "idag"),
    ("record budget.adopted --unit HSN --year 24 --lines NETTO=5", NOT_UNDERSTOOD, "'24'", "four digits"),
    ("record outcome.reported --unit RS --month juli --lines NETTO=5", NOT_UNDERSTOOD, "juli", "2024-07"),
    ("record outcome.reported --unit RS --month 2024-08 --lines NETTO=5 --effective 2024-08-30", NOT_UNDERSTOOD,
     "2024-08-30", "2024-08-31"),
    ("show budget --year 24", NOT_UNDERSTOOD, "'24'", "four digits"),
    ("show budget --year 2101", NOT_UNDERSTOOD, "2101"),
    ("show budget --as-of 2024-02-30", NOT_UNDERSTOOD, "2024-02-30"),
    ("show budget --known-at 2024-02-01T10:00", NOT_UNDERSTOOD, "2024-02-01T10:00", "offset"),
    ("show report --month 2024", NOT_UNDERSTOOD, "'2024'"),
    # transfers and grants
    (f"{MOVE} --to-unit EKO --amount '-11,6 Mkr'", REFUSED, "INK has", "--overdraft-reason"),
    (f"{MOVE} --to-unit EKO --amount '5 Mkr'", REFUSED, "INK has"),
    (f"{MOVE} --to-unit INK --amount '-5 Mkr'", REFUSED, "INK NETTO"),
    (f"{MOVE} --to-unit EKO --amount 0", REFUSED, "0 kr"),
    (f"{MOVE} --to-unit EKO --amount '-5 Mkr' --from-month 2025-01", REFUSED, "2025-01"),
    (f"{GRANT} --accrual-from 2024-06 --accrual-to 2024-05", REFUSED, "2024-06", "2024-05"),
    (f"{GRANT} --accrual-from 2024-06 --accrual-to 2025-05", REFUSED, "2025-05"),
    (f"{GRANT} --accrual 2024-06", NOT_UNDERSTOOD, "from=…,to=…"),
    (f"{GRANT} --accrual from=2024-06,to=2024-12 --passed-on unit=HSN,line=NETTO,amount=-6", REFUSED, "5 kr", "6 kr"),
    (f"{GRANT} --accrual from=2024-06,to=2024-12 --passed-on '{{\"unit\":'", NOT_UNDERSTOOD, "passed_on", "JSON"),
    # freezes, exemptions, positions
    (f"{ASK} --category X --freeze STOP --effective 2024-09-01", REFUSED, "'STOP'", "STOPP"),
    (f"{ASK} --category läkare --freeze STOPP --effective 2024-09-01", REFUSED, "STOPP", "läkare"),
    (f"{ASK} --category X --freeze STOPP --effective 2025-07-01", REFUSED, "STOPP", "not in force"),
    ("record exemption.granted --exemption D-1 --effective 2024-09-01", REFUSED, "D-1", "already granted", "#35"),
    ("record exemption.denied --exemption D-1 --effective 2024-09-01", REFUSED, "D-1", "already granted", "#35"),
    ("record exemption.granted --exemption D-2 --effective 2024-09-01", REFUSED, "D-2", "already denied", "#38"),
    ("record exemption.used --exemption D-1 --positions 1 --effective 2024-09-01", REFUSED, "2.5"),
    ("record exemption.withdrawn --exemption D-1 --effective 2024-09-01", REFUSED, "D-1", "2.5"),
    (f"record positions.established --unit RS --positions 1 --effective 2024-09-01 {CLERKS}", REFUSED, "STOPP"),
    (f"{REDUCE} 4,5", REFUSED, "EKO has 4 positions", "4.5"),
    (f"{REDUCE} 0", REFUSED, "0 positions"),
    (f"{REDUCE} -1", REFUSED, "-1 positions"),
    (f"{REDUCE} 0,0001", NOT_UNDERSTOOD, "positions: '0,0001'"),
    (f"{REDUCE} '1 Mkr'", NOT_UNDERSTOOD, "positions: '1 Mkr'"),
    (f"{REDUCE} 1 --measure Å-9", REFUSED, "'Å-9'"),
    # control
    ("record decision.reversed --reverses c-6 --reason Fel", REFUSED, "#60", "reversal"),
    ("record decision.reversed --reverses 60 --reason Fel", REFUSED, "#60", "reversal"),
    ("record decision.reversed --reverses c-5 --reason Fel", REFUSED, "#59", "already reversed"),
    ("record decision.reversed --reverses '#999' --reason Fel", REFUSED, "#999"),
    ("record decision.reversed --reverses 0 --reason Fel", NOT_UNDERSTOOD, "0"),
    ("record decision.reversed --reverses o-2 --reason Fel --late-reason Sent", REFUSED, "#2", "HSN"),
    ("record decision.attested --attests b-1", REFUSED, "ekonom1"),
    ("record decision.attested --attests c-2 --actor chef1", REFUSED, "#56", "already"),
    ("record month.reopened --month 2024-07", REFUSED, "2024-07"),
    ("record forecast.submitted --unit HSN --year 2024 --version P2 --lines NETTO=5 --effective 2024-08-31", REFUSED,
     "P2", "#23"),
    # people, text, choices
    (f"{OPEN} 2024-01-01 --name 'Kalle 19121212-1212'", REFUSED, "name", "19121212-****"),
    (f"{OPEN} 2024-01-01 --name X --note 'pnr 121212 1212'", REFUSED, "note"),
    (f"{OPEN} 2024-01-01 --name X --case 121212-1212", REFUSED, "decision.case"),
    (f"{OPEN} 2024-01-01 --name X --actor 121212-1212", REFUSED, "actor"),
    (f"{OPEN} 2024-01-01 --name {'x' * 501}", NOT_UNDERSTOOD, "501"),
    (f"{OPEN} 2024-01-01 --name 'X\x1b[31m'", NOT_UNDERSTOOD, "U+001B"),
    (f"{OPEN} 2024-01-01 --name X --id 'two\nlines'", NOT_UNDERSTOOD, "U+000A"),
    (f"{OPEN} 2024-01-01", NOT_UNDERSTOOD, "name"),
    (f"{OPEN} 2024-01-01 --name '  '", NOT_UNDERSTOOD, "name"),
    ("record line.opened --line X --name X --side nett --statement operating --effective 2024-01-01", NOT_UNDERSTOOD,
     "'nett'", "net?"),
    ("record measure.decided --measure M --plan OMST --unit RS --name X --recurring kanske --effective 2024-09-01",
     NOT_UNDERSTOOD, "recurring", "kanske"),
    # usage
    ("recrd", NOT_UNDERSTOOD, "'recrd'", "record"),
    ("show bugdet", NOT_UNDERSTOOD, "'bugdet'", "budget"),
    ("record bugdet.adopted", NOT_UNDERSTOOD, "'bugdet.adopted'", "budget.adopted"),
    ("show budget --yaer 2024", NOT_UNDERSTOOD, "--yaer", "--year"),
    ("record unit.opened --parrent R", NOT_UNDERSTOOD, "--parrent", "--parent"),
    ("show budget extra", NOT_UNDERSTOOD, "extra"),
    ("show budget --format xml", NOT_UNDERSTOOD, "xml", "json"),
    ("show budget --in sek", NOT_UNDERSTOOD, "sek", "Mkr"),
    ("show budget --decimals 9", NOT_UNDERSTOOD, "9"),
    ("show budget --unit", NOT_UNDERSTOOD, "--unit"),
    ("show staffing --since 2024-1", NOT_UNDERSTOOD, "2024-1"),
    ("journal --last 0", NOT_UNDERSTOOD, "0"),
    ("init", REFUSED, "liggare.db already exists"),
    ("--ledger other.db init --orgnr 232100-0223", REFUSED, "232100-0223"),
    ("--ledger '' init", NOT_UNDERSTOOD, "''", "--help"),
    ("--ledger . init", NOT_UNDERSTOOD, "'.'"),
    ("--ledger", NOT_UNDERSTOOD, "--ledger"),
    ("--read-only record unit.opened --unit X --name X --effective 2024-01-01", REFUSED, "--read-only"),
    ("--read-only --ledger other.db init", REFUSED, "--read-only"),
]  # fmt: skip


@pytest.fixture(scope="module")
def offered(tmp_path_factory):
    """A terminal on a ledger with the story, to which only wrong things are offered."""
    terminal = Terminal(tmp_path_factory.mktemp("offered") / "liggare.db")
    terminal.done("init")
    terminal.done("import", "--actor", "ekonom1", "-", typed=text().encode())
    return terminal


@pytest.mark.parametrize("words", ["export", "sie-map story.jsonl --output", "checkpoint --key"])
def test_a_name_that_no_file_can_have_is_told(told, words):
    """Whatever the system says of a file reaches people as a sentence."""
    assert_told(told(*words.split(), "x" * 300), NOT_UNDERSTOOD, "File name too long")


@pytest.mark.parametrize("reference", ["\udcff", "9" * 5000, "#" + "9" * 25])
def test_a_reference_that_no_fact_can_have_names_none(told, reference):
    """Bytes that are no text, and more digits than Python reads as a number."""
    assert_told(told("correct", reference, "--reason", "Fel", "--set", "note=x"), REFUSED, "There is no fact")


@pytest.mark.parametrize(("words", "status", "saying"), [(words, at, say) for words, at, *say in WRONG])
def test_wrong_input_is_told_and_nothing_recorded(offered, words, status, saying):
    """One sentence with the value that is wrong, one way out, the exit status, and the ledger as it was."""
    before = offered.journal

    assert_told(offered(*shlex.split(words)), status, *saying)
    assert offered.journal == before


def test_a_line_is_judged_with_the_lines_before_it(liggare):
    """A unit opened two lines above can be meant by a misspelt one."""
    lines = "".join(text([line]) for line in (*STORY[:9], STORY[11], {**STORY[11], "id": "x", "unit": "HNS"}))
    ran = liggare("import", "-", typed=lines.encode())

    assert ran.status == REFUSED
    assert ran.err.startswith("Error: -:11: There is no unit 'HNS'\nHint: Did you mean HSN? ")
    assert liggare.journal == ""


# -- the ledger itself ---------------------------------------------------------------------------------------

NEED_A_LEDGER = [
    "show budget", "show outcome", "show forecast", "show staffing", "show freezes", "show exemptions", "show savings",
    "show indicators", "show assignments", "show units", "show report", "show result", "journal", "rebuild", "export",
    "export journal.jsonl", f"{OPEN} 2024-01-01 --name X", f"{OPEN} 2024-01-01 --name X --dry-run", "import -",
]  # fmt: skip


@pytest.mark.parametrize("words", NEED_A_LEDGER)
def test_a_missing_ledger_is_told_with_the_way_to_one(tmp_path, words):
    """Exit status 3, and the hint names init with the name that was meant."""
    terminal = Terminal(tmp_path / "missing.db")

    assert_told(terminal(*shlex.split(words)), 3, "no ledger at", f"--ledger {tmp_path / 'missing.db'} init")
    assert list(tmp_path.iterdir()) == []


NOT_LEDGERS = {
    "text": b"Konto;Belopp\n" * 500,
    "empty": b"",
    "zeros": bytes(8192),
    "journal": text().encode(),
}


@pytest.mark.parametrize("words", ["show budget", "journal", "export", f"{OPEN} 2024-01-01 --name X", "rebuild"])
@pytest.mark.parametrize("content", NOT_LEDGERS.values(), ids=NOT_LEDGERS)
def test_a_file_that_is_no_ledger_is_told_and_left_alone(tmp_path, content, words):
    """Exit status 3, and not a byte of the file is changed."""
    terminal = Terminal(tmp_path / "some.db")
    terminal.ledger.write_bytes(content)

    assert_told(terminal(*shlex.split(words)), 3, "some.db is not a ledger")
    assert terminal.ledger.read_bytes() == content


@pytest.mark.parametrize("words", ["show budget", "journal", "export", f"{OPEN} 2024-01-01 --name X", "init"])
def test_a_directory_and_another_database_are_no_ledgers(tmp_path, words):
    """Neither is written to; init says that something is there."""
    import sqlite3

    (tmp_path / "folder.db").mkdir()
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE konto (nr INTEGER)")
    other.close()
    before = (tmp_path / "other.db").read_bytes()

    for name in ("folder.db", "other.db"):
        status, saying = (1, "already exists") if words == "init" else (3, "not a ledger")
        assert_told(Terminal(tmp_path / name)(*shlex.split(words)), status, name, saying)
    assert (tmp_path / "other.db").read_bytes() == before
    assert list((tmp_path / "folder.db").iterdir()) == []


@pytest.mark.parametrize("kept", [100, 1000, 4096, 8192, 12288])
def test_a_truncated_ledger_is_told(told, kept):
    """Whatever is left of the file: exit status 3 and one sentence, never half an answer."""
    whole, journal = told.ledger.read_bytes(), told.journal
    for ending in ("-wal", "-shm", ".views"):
        told.ledger.with_name(told.ledger.name + ending).unlink(missing_ok=True)
    told.ledger.write_bytes(whole[:kept])

    for words in ("journal", "show budget --year 2024", f"{OPEN} 2024-01-01 --name X"):
        assert_told(told(*shlex.split(words)), 3, "liggare.db")
    exported = told("export")
    assert exported.status == 3
    assert journal.startswith(exported.out)


def test_a_fact_that_was_changed_on_disk_is_named(told):
    """Bytes that are no fact are corruption, told with the position and exit status 3."""
    import sqlite3

    connection = sqlite3.connect(told.ledger, isolation_level=None)
    (table,) = connection.execute("SELECT name FROM sqlite_master WHERE name = 'stored_events'").fetchone()
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(f"UPDATE {table} SET state = ? WHERE position = 12", (b'{"type":"budget.adopted"}',))
    connection.close()
    told.ledger.with_name(told.ledger.name + ".views").unlink(missing_ok=True)

    assert_told(told("show", "budget"), 3, "#12")
    assert_told(told("journal"), 3, "#12")


def test_an_empty_file_is_told_to_be_empty(tmp_path):
    (tmp_path / "empty.db").touch()

    for words in (["show", "units"], ["record", "month.closed", "--month", "2024-01"]):
        assert_told(Terminal(tmp_path / "empty.db")(*words), 3, "empty.db is not a ledger: it is empty")


@pytest.mark.parametrize("address", ["mysql://x:secret@host/y", "sqlite:///x.db", "https://host/liggare.db"])
def test_an_address_of_another_kind_is_told_which_there_are(liggare, address):
    """And what may be a password in it is not printed."""
    ran = liggare.alone("--ledger", address, "show", "units")

    assert_told(ran, 2, "That is no address of a ledger", "postgresql://user@host/db")
    assert "secret" not in ran.err


def test_the_next_command_is_told_with_the_ledger_that_was_named(tmp_path, monkeypatch):
    """Whoever named it on the command line has to name it again; from the environment it comes by itself."""
    named = Terminal(tmp_path / "the ledger.db")
    made, empty = named.done("init").out, named.done("status").out
    again = named("init")
    monkeypatch.setenv("LIGGARE_LEDGER", "other.db")

    for told in (made, empty):
        assert told.endswith(f"Record the first unit: liggare --ledger '{named.ledger}' record unit.opened --help\n")
    assert_told(again, 1, f"use the one there is: liggare --ledger '{named.ledger}' show units")
    assert named.alone("init").out == "Made other.db. Record the first unit: liggare record unit.opened --help\n"
