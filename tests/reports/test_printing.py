import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample_answers import board_budget, board_report

from cli.output.render import print_answer, print_error
from ledger.domain.errors import Refused

HERE = Path(__file__).parent
REPORT = (
    "from sample_answers import board_report; from cli.output.render import print_answer; print_answer(board_report()"
)


def environment(**extra):
    surroundings = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "TERM"}}
    return surroundings | {"PYTHONPATH": f"{HERE.parent.parent}{os.pathsep}{HERE}"} | extra


def python(program, **extra):
    return subprocess.run(
        [sys.executable, "-c", program], env=environment(**extra), capture_output=True, check=False, timeout=60
    )


def on_a_terminal(program, **extra):
    """What *program* writes when standard output is a terminal of 90 columns."""
    import fcntl
    import pty
    import struct
    import termios

    keyboard, screen = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
    surroundings = environment(TERM="xterm", **extra)
    with subprocess.Popen([sys.executable, "-c", program], env=surroundings, stdout=screen, stdin=screen) as started:
        os.close(screen)
        written = b""
        while True:
            try:
                piece = os.read(keyboard, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            written += piece
    os.close(keyboard)
    assert started.returncode == 0
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("form", "start"), [("json", '{\n  "question": "report"'), ("csv", "unit,name,parent"), ("table", "Outcome report")]
)
def test_every_form_goes_to_standard_output(form, start, capsysbinary):
    """As UTF-8, with nothing before it."""
    print_answer(board_report(), form=form)

    written = capsysbinary.readouterr().out.decode()
    assert written.startswith(start)
    assert "Företagshälsan" in written


def test_a_table_in_a_pipe_is_plain_and_whole():
    """No colours and no wrapping, whatever the surroundings say of the terminal."""
    run = python(REPORT + ", unit='kr')", COLUMNS="40", FORCE_COLOR="1")

    text = run.stdout.decode()
    assert run.returncode == 0, run.stderr
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) > 100
    assert "Regionförvaltningen gemensamt  GEM" in text


def test_a_terminal_gets_its_width_and_colours():
    """Headings are bold on a terminal, and lines keep within it."""
    text = on_a_terminal(REPORT + ")")

    assert text.startswith("\x1b[1mOutcome report")
    assert "\n  gemensamt\n" in text
    assert max(len(re.sub("\x1b[^m]*m", "", line)) for line in text.splitlines()) <= 90


@pytest.mark.parametrize("extra", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_is_respected(extra):
    """A terminal whose user wants no colours, or that has none, gets plain text."""
    program = f"import os; os.environ.update({extra}); {REPORT})"

    assert "\x1b" not in on_a_terminal(program)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_reader_who_leaves_is_no_error(form):
    """`liggare show budget | head -1` ends quietly."""
    program = f"{REPORT}, form='{form}')"
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment(), stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)

    assert run.returncode == 0
    assert run.stderr == b""


def test_an_output_that_cannot_say_it_gets_utf_8():
    """A minus sign is not replaced by a question mark."""
    run = python(REPORT + ", lang='sv')", PYTHONIOENCODING="ascii")

    assert run.returncode == 0, run.stderr
    assert "−245*" in run.stdout.decode()


def test_babel_and_rich_are_loaded_only_where_they_are_used():
    """English tables need no Babel, JSON and CSV no rich, and importing the rooms needs neither."""
    program = """
import sys
import ledger.reports.formats.table, ledger.reports.formats.csv_text, ledger.reports.formats.json_text
from sample_answers import board_budget
from cli.output.render import print_answer
print_answer(board_budget(), form="csv"); print_answer(board_budget(), form="json")
assert "rich" not in sys.modules
print_answer(board_budget(), lang="en")
assert "babel" not in sys.modules
print_answer(board_budget(), lang="sv")
assert "babel" in sys.modules
"""

    run = python(program)
    assert run.returncode == 0, run.stderr.decode()


def test_an_error_is_told_with_the_way_out(capsys):
    """One line says what is wrong and the next what to do; without a hint there is no second line."""
    print_error(Refused("RS has 1.00 on NETTO, but 2.00 was to be moved", hint="Give --overdraft-reason"))
    print_error(Refused("Nothing to record"))

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Error: RS has 1.00 on NETTO, but 2.00 was to be moved",
        "Hint: Give --overdraft-reason",
        "Error: Nothing to record",
    ]


def test_a_width_can_be_asked_for(capsysbinary):
    """So that a report can be made for a page."""
    print_answer(board_budget(), width=60)

    assert max(map(len, capsysbinary.readouterr().out.decode().splitlines())) <= 60
