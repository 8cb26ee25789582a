"""``liggare publish`` as it is typed, rightly and wrongly."""

import json
import os
import shlex
import subprocess
import sys

import pytest
from paths import ROOT
from terminal import Terminal, assert_told, clean_environment, process

from ledger.reports.monthly.publishing import LibraryMissing, PackageMissing

JULY = ("publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "en")


@pytest.fixture
def liggare(ledgers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Terminal(ledgers["region"])


def test_a_file_is_written_and_told_of(liggare, tmp_path):
    ran = liggare.done(*JULY, "--unit", "RS", "--to", "report.md")

    assert ran.out == "Wrote report.md: the report of RS for 2024-07, with everything known at position 308.\n"
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("# Monthly report July 2024\n\n**Regionst")
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


@pytest.mark.parametrize(("form", "begins"), [((), "# Monthly"), (("--format", "html"), "<!DOCTYPE html>")])
def test_a_dash_prints_the_report(liggare, tmp_path, form, begins):
    """To be pasted, or piped on; nothing else is printed."""
    ran = liggare.done(*JULY, "--to", "-", *form)

    assert ran.out.startswith(begins)
    assert list(tmp_path.iterdir()) == []


def test_what_is_printed_is_what_is_written(liggare, tmp_path):
    printed = liggare.done(*JULY, "--to", "-").out
    liggare.done(*JULY, "--to", "report.md")

    assert (tmp_path / "report.md").read_bytes() == printed.encode()


def test_the_command_in_the_report_makes_it_again(liggare, tmp_path):
    """Also when no moment was given: the report knows what the last fact made known, and says when that was."""
    first = liggare.done("publish", "--month", "2024-07", "--in", "tkr", "--decimals", "1", "--to", "-").out
    words = _command_in(first)

    assert words[:2] == ["liggare", "publish"]
    assert words[-2:] == ["--to", "report.md"]
    liggare.done(*words[1:])
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == first


def _command_in(report):
    return shlex.split(report.rpartition("- Command: `")[2].partition("`")[0])


def test_a_moment_that_is_not_over_is_settled(ledgers, tmp_path, monkeypatch):
    """What is recorded before it, but after the report was made, is not in the report that its command makes again."""
    monkeypatch.chdir(tmp_path)
    own = Terminal(tmp_path / "own.db")
    own.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    first = own.done("publish", "--month", "2024-07", "--known-at", "2100-01-01", "--lang", "en", "--to", "-").out
    own.done("record", "budget.adjusted", "--effective", "2024-07-31", "--unit", "RLK", "--year", "2024",
             "--lines", "40-PERS=-8 Mkr", "--financing", "Statsbidrag")  # fmt: skip
    own.done(*_command_in(first)[1:])

    assert (tmp_path / "report.md").read_text(encoding="utf-8") == first


def test_an_earlier_moment_knows_less(liggare):
    """Before the forecast of August there was one version, and nothing of the grant's month."""
    text = liggare.done("publish", "--month", "2024-06", "--known-at", "2024-07-05", "--lang", "en", "--to", "-").out

    assert "| P1 | Budget | Deviation |" in text
    assert "There is one forecast for the year so far" in text
    assert "No outcome has been reported for June 2024." in text


@pytest.mark.parametrize("between", ["\n\n# ", "\r\n## ", "\n- "])
def test_names_stay_in_their_line(tmp_path, between):
    """What follows a line break in a name makes no heading, no list and no end of a table's row."""
    own = Terminal(tmp_path / "own.db")
    own.done("init")
    name = f"Region{between}Exempel"
    for line in (
        {"type": "unit.opened", "effective": "2024-01-01", "unit": "R", "name": name},
        {"type": "line.opened", "effective": "2024-01-01", "line": "L", "name": "L", "side": "net",
         "statement": "operating"},
        {"type": "outcome.reported", "unit": "R", "month": "2024-07", "lines": {"L": "-1000000"}},
    ):  # fmt: skip
        own.done("import", "-", typed=json.dumps(line).encode())
    text = own.done("publish", "--month", "2024-07", "--lang", "en", "--to", "-").out
    told = [line for line in text.splitlines() if "Exempel" in line]

    assert f"**Region {between.strip()} Exempel**" in text
    assert all("Region" in line for line in told)


def test_a_report_in_kronor_has_every_krona(liggare):
    text = liggare.done(*JULY, "--in", "kr", "--decimals", "2", "--unit", "RLK", "--to", "-").out

    assert "Net cost by unit, July 2024 (kr)" in text
    assert "-372,500,000.00" in text


@pytest.mark.parametrize(
    ("words", "status", "saying"),
    [
        (("--to", "report.doc"), 2, ["--to report.doc does not end in .html, .pdf, .xlsx or .md"]),
        (("--to", "report"), 2, ["--to report does not end in"]),
        (("--to", ""), 2, ["does not end in"]),
        (("--to", "report.md", "--format", "html"), 2, ["does not end in .html"]),
        (("--to", "a.md", "--unit", "XYZ"), 1, ["no unit 'XYZ'", "liggare show units"]),
        (("--to", "no/such/folder/a.md"), 2, ["no/such/folder/a.md", "No such file"]),
        (("--to", "a.md", "--month", "2024-13"), 2, ["there is no month 13"]),
        (("--to", "a.md", "--month", "2019-05"), 1, ["nothing to report in 2019-05", "liggare journal"]),
        (("--to", "a.md", "--month", "2019-05", "--unit", "RS"), 1, ["RS"]),
        ((), 2, ["Missing option '--to'"]),
    ],
)
def test_what_cannot_be_published_is_told(liggare, tmp_path, words, status, saying):
    """One sentence and the way out, and no file left behind."""
    assert_told(liggare(*JULY, *words), status, *saying)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_left_as_it_is(liggare, tmp_path):
    """Unless it is to be replaced: a report that was sent out must not change by a slip."""
    (tmp_path / "report.md").write_text("sent", encoding="utf-8")

    assert_told(liggare(*JULY, "--to", "report.md"), 1, "report.md", "--overwrite")
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "sent"

    liggare.done(*JULY, "--to", "report.md", "--overwrite")
    assert (tmp_path / "report.md").read_text(encoding="utf-8") != "sent"


def test_a_ledger_is_never_written_over(ledgers, tmp_path, monkeypatch):
    """Not even its own, under a name that a report could have."""
    monkeypatch.chdir(tmp_path)
    own = Terminal(tmp_path / "ledger.md")
    own.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    before = (tmp_path / "ledger.md").read_bytes()

    assert_told(own(*JULY, "--to", "ledger.md", "--overwrite"), 1, "ledger.md is a ledger")
    assert (tmp_path / "ledger.md").read_bytes() == before


def test_a_folder_is_no_file_to_write(liggare, tmp_path):
    (tmp_path / "report.md").mkdir()

    ran = liggare(*JULY, "--to", "report.md", "--overwrite")

    assert_told(ran, 2, "report.md")


def test_there_must_be_a_ledger(tmp_path):
    assert_told(Terminal(tmp_path / "none.db")(*JULY, "--to", str(tmp_path / "a.md")), 3, "There is no ledger", "init")


def test_an_empty_ledger_has_nothing_to_report(tmp_path):
    empty = Terminal(tmp_path / "empty.db")
    empty.done("init")

    assert_told(empty(*JULY, "--to", str(tmp_path / "a.md")), 1, "nothing to report")


def test_nothing_is_written_beside_a_ledger_that_is_only_read(ledgers, tmp_path):
    copy = Terminal(tmp_path / "copy.db")
    copy.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    before = {path.name for path in tmp_path.iterdir()}

    assert copy.alone("--ledger", str(copy.ledger), "--read-only", *JULY, "--to", "-").out.startswith("# Monthly")
    assert {path.name for path in tmp_path.iterdir()} - before <= {"copy.db-shm", "copy.db-wal"}


# -- where the extra or the system library is missing -------------------------------------------------------------

_WITHOUT = "import sys; sys.modules[{package!r}] = None; from cli.main import main; main()"
"""A Python that has no such package: importing it raises what Python raises then."""


@pytest.mark.parametrize(
    ("package", "form"), [("altair", "html"), ("vl_convert", "html"), ("jinja2", "html"), ("weasyprint", "pdf")]
)
def test_a_package_that_is_missing_is_named(ledgers, tmp_path, package, form):
    program = _WITHOUT.format(package=package)
    ran = started(["-c", program, "--ledger", ledgers["region"], *JULY, "--to", f"report.{form}"], tmp_path)

    refusal = PackageMissing(form, package)
    assert ran.returncode == refusal.exit_status == 1
    assert ran.stderr == f"Error: {refusal.sentence}\nHint: {refusal.hint}\n"
    assert "pip install 'liggare[publish]'" in refusal.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["md", "xlsx"])
def test_markdown_and_excel_need_no_extra(ledgers, tmp_path, form):
    """Nor do they import what draws charts, which takes a second."""
    program = "; ".join(
        f"sys.modules[{package!r}] = None" for package in ("altair", "vl_convert", "jinja2", "weasyprint", "PIL")
    )
    command = f"import sys; {program}; from cli.main import main; main()"
    ran = started(["-c", command, "--ledger", ledgers["region"], *JULY, "--to", f"report.{form}"], tmp_path)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / f"report.{form}").stat().st_size > 10_000


def test_a_system_without_pango_is_told_which_package_has_it(ledgers, tmp_path):
    """The loader finds a library that is none, as after a broken upgrade."""
    libraries = tmp_path / "lib"
    libraries.mkdir()
    for name in ("libpango-1.0.so.0", "libpango-1.0.so", "libpangoft2-1.0.so.0"):
        (libraries / name).write_bytes(b"no library")
    ran = started(
        ["-m", "cli.main", "--ledger", ledgers["region"], *JULY, "--to", "report.pdf"], tmp_path,
        LD_LIBRARY_PATH=str(libraries),
    )  # fmt: skip

    refusal = LibraryMissing("cannot load library 'libpango-1.0-0'")
    assert ran.returncode == refusal.exit_status == 1
    assert ran.stderr.startswith("Error: A report cannot be written as pdf here: the system library Pango cannot be")
    assert ran.stderr.splitlines()[1] == f"Hint: {refusal.hint}"
    assert "apt install libpango-1.0-0" in refusal.hint
    assert (ran.stdout, len(ran.stderr.splitlines())) == ("", 2)
    assert not (tmp_path / "report.pdf").exists()


def test_starting_publish_imports_no_heavy_library(tmp_path):
    program = (
        "import sys; from cli.main import run; run(['publish', '--help']); "
        "print(sorted({'altair', 'jinja2', 'weasyprint', 'xlsxwriter', 'babel'} & set(sys.modules)))"
    )
    assert started(["-c", program], tmp_path).stdout.endswith("[]\n")


def started(words, folder, **environment):
    """A Python of its own, which finds the program where these tests found it."""
    path = str(ROOT)
    return subprocess.run(
        [sys.executable, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env=clean_environment({"PYTHONPATH": os.pathsep.join([path]), **environment}),
    )  # fmt: skip


def test_the_demonstration_publishes_a_report(tmp_path):
    ran = process("demo", "--keep", str(tmp_path / "demo"), folder=tmp_path)

    assert ran.status == 0
    assert "publish --month 2024-07 --known-at 2024-08-27 --unit 10-RS --to report.md" in ran.out
    text = (tmp_path / "demo" / "report.md").read_text(encoding="utf-8")
    assert "53\N{NO-BREAK SPACE}Mkr worse than budgeted" in text


def test_a_section_with_nothing_in_it_is_left_out(tmp_path):
    """A unit whose month holds a freeze and no money has no table of it; the section is named at the end."""
    liggare = Terminal(tmp_path / "one.db")
    liggare.done("init")
    assert liggare("import", str(ROOT / "docs" / "one-of-each.jsonl")).status == 0
    opened = ("--unit", "NYA", "--name", "Nya enheten", "--parent", "FOU", "--effective", "2024-08-01")
    liggare.done("record", "unit.opened", *opened)
    asked = ("--exemption", "D-9", "--freeze", "STOPP-2024", "--unit", "NYA", "--category", "Analytiker")
    more = ("--employment", "permanent", "--positions", "1", "--reason", "Sommaren", "--effective", "2024-08-20")
    liggare.done("record", "exemption.requested", *asked, *more)
    text = liggare.done("publish", "--month", "2024-08", "--unit", "NYA", "--lang", "en", "--to", "-").out

    assert "## Hiring freezes" in text
    assert "Net cost by unit" not in text
    assert "Nothing has been recorded about net cost, " in text
