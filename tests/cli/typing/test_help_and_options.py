"""Every command explains itself, with an example, and near misses are told what was meant."""

import re
import shutil
from importlib.metadata import version
from itertools import pairwise

import click
import pytest
from paths import ROOT
from story import STORY
from terminal import Terminal, assert_told

import ledger
from cli.commands.recording.template import NotFilledIn
from cli.main import liggare as root
from ledger.domain.fact import meaning, own_fields
from ledger.domain.vocabulary import RECORDABLE


def every_command(command=root, *path):
    """The words of every command, groups and the commands in them."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), *path, name)


COMMANDS = list(every_command())


@pytest.fixture
def terminal(tmp_path):
    """A terminal without a ledger: help needs none."""
    return Terminal(tmp_path / "missing.db")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(terminal, path):
    """A sentence on what it does, its options, and a line to copy."""
    ran = terminal.alone(*path, "--help")
    usage, sentence, *_ = ran.out.split("\n\n")
    about, options, example = re.split(r"^Options:$|^ *(?:Examples?|Begin with):", ran.out, flags=re.MULTILINE)

    assert (ran.status, ran.err) == (0, "")
    assert usage.startswith(" ".join(["Usage: liggare", *path]))
    assert re.match(r" {2}[A-Z].*[a-z]", sentence)
    assert max(map(len, (about + options).splitlines())) <= 100
    assert "-h, --help" in options
    assert " liggare " in example


def test_h_is_help(terminal):
    """Both spellings are known."""
    assert terminal.alone("show", "budget", "-h") == terminal.alone("show", "budget", "--help")


@pytest.mark.parametrize("path", [(), ("show",), ("record",)])
def test_a_group_alone_shows_its_help(terminal, path):
    """Asking for nothing in particular is no error."""
    assert terminal.alone(*path).out == terminal.alone(*path, "--help").out
    assert terminal.alone(*path).status == 0


@pytest.mark.parametrize("cls", RECORDABLE.values(), ids=RECORDABLE)
def test_every_field_of_a_type_is_an_option_with_its_meaning(terminal, cls):
    """The class of the fact is where its help comes from."""
    text = " ".join(terminal.alone("record", cls.TYPE, "--help").out.split())

    for attribute in own_fields(cls):
        assert f"--{attribute.name.removesuffix('_').replace('_', '-')} " in text
        assert " ".join(meaning(attribute).help.split()) in text
    for shared in ("--effective", "--decided", "--paragraph", "--case", "--actor", "--note", "--id", "--dry-run"):
        assert shared in text


@pytest.mark.parametrize("name", RECORDABLE)
def test_the_example_of_a_type_can_be_read(liggare, name):
    """The example of the help, copied, is refused only for what is not there yet."""
    import shlex

    helped = liggare.alone("record", name, "--help").out
    _, *words = shlex.split(helped[helped.index("Example:") + len("Example:") :])
    ran = liggare(*words, "--dry-run")

    assert ran.status in (0, 1), ran.err


def test_the_types_of_fact_are_listed(terminal):
    """``record --help`` is where a user finds the type to record."""
    listed = terminal.alone("record", "--help").out

    assert all(f"  {name} " in listed for name in RECORDABLE)


def test_the_version_is_told_and_in_a_checkout_the_commit(terminal):
    """It is that of the installed distribution."""
    told = re.fullmatch(r"liggare (\S+)(?: \(commit ([0-9a-f]{12,})\))?\n", terminal.alone("--version").out)

    assert told[1] == version("liggare")
    assert bool(told[2]) == bool((ROOT / ".git").exists() and shutil.which("git"))


@pytest.mark.parametrize("broken", ["no git", "a git that fails", "no checkout"])
def test_the_version_is_told_without_a_commit_where_there_is_none_to_tell(terminal, monkeypatch, tmp_path, broken):
    """An unpacked archive, a machine without git, or a checkout of somebody whom git does not trust."""
    if broken == "no checkout":
        monkeypatch.setattr(ledger, "__file__", str(tmp_path / "ledger" / "__init__.py"))
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    if broken == "a git that fails":
        (tmp_path / "git").write_text("#!/bin/sh\necho fatal >&2; exit 128\n", encoding="utf-8")
        (tmp_path / "git").chmod(0o755)

    assert terminal.alone("--version").out == f"liggare {version('liggare')}\n"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["shw"], "show"),
        (["imprt"], "import"),
        (["jurnal"], "journal"),
        (["show", "exemption"], "exemptions"),
        (["show", "staff"], "staffing"),
        (["record", "unit.open"], "unit.opened"),
        (["record", "exemption.grant"], "exemption.granted"),
        (["record", "measure.decided", "--plann", "X"], "--plan"),
    ],
)
def test_a_near_miss_is_told_what_was_meant(terminal, words, meant):
    """The nearest known word stands in the error."""
    assert_told(terminal(*words), 2, meant)


def test_a_traceback_is_shown_only_when_asked_for(told):
    """--debug is for whoever mends the program."""
    words = ("record", "unit.opened", "--unit", "HSN", "--name", "X", "--effective", "2024-01-01")
    quiet, loud = told(*words), told.alone("--debug", "--ledger", str(told.ledger), *words)

    assert "Traceback" not in quiet.err
    assert loud.err.startswith("Traceback")
    assert loud.err.endswith(quiet.err)
    assert loud.status == quiet.status == 1


def test_the_ledger_is_named_by_option_or_environment_or_is_in_the_folder(told, monkeypatch, tmp_path):
    """--ledger comes before LIGGARE_LEDGER, and liggare.db is where nothing is said."""
    here = told.alone("export").out
    monkeypatch.setenv("LIGGARE_LEDGER", str(tmp_path / "other.db"))
    told.alone("init", "--name", "Region Syd")

    assert len(here.splitlines()) == len(STORY) + 1
    assert told.alone("export").out == ""
    assert told.alone("--ledger", str(told.ledger), "export").out == here


def test_reading_only_answers_without_a_read_model(told):
    """--read-only answers as well, and leaves no read model beside the ledger."""
    answer = told.done("show", "budget", "--year", "2024", "--format", "csv").out
    views = told.ledger.with_name(told.ledger.name + ".views")
    views.unlink()

    assert told.done("--read-only", "show", "budget", "--year", "2024", "--format", "csv").out == answer
    assert not views.exists()


def test_positions_are_told_in_order(told):
    """The journal's positions are 1, 2, 3, … and its instants ever later."""
    rows = told.done("journal", "--format", "json").answer["rows"]

    assert [row["position"] for row in rows] == list(range(1, len(STORY) + 2))
    assert all(one["recorded_at"] < two["recorded_at"] for one, two in pairwise(rows))


def test_rebuilding_changes_no_answer(told):
    """The read model is disposable."""
    before = told.done("show", "report", "--month", "2024-07", "--format", "csv").out

    assert told.done("rebuild").out == f"The read model holds {len(STORY) + 1} facts.\n"
    assert told.done("show", "report", "--month", "2024-07", "--format", "csv").out == before


def test_a_template_that_does_not_come_filled_in_says_which_do(liggare):
    """A month is closed in one line: there is nothing to fill in beforehand."""
    refusal = NotFilledIn("month.closed", [])

    assert_told(liggare("template", "month.closed", "--year", "2025"), 1, refusal.sentence, "budget.adopted")
    liggare.done("template", "month.closed", "--to", "closed.csv", "--format", "csv")
