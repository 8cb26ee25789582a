"""``liggare serve`` as a process: where it listens, what it says, and how it stops."""

import contextlib
import http.client
import signal
import socket
import stat
import subprocess
import sys

import pytest
from terminal import clean_environment

from cli.commands.questions.serve import PagesMissing

PATIENCE_S = 30


@contextlib.contextmanager
def serving(terminal, *options):
    """The server, once it has said where it listens; it is ended if the test has not ended it."""
    command = (sys.executable, "-m", "cli.main", "--ledger", str(terminal.ledger), "serve", *options)
    with subprocess.Popen(
        command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            process.where = process.stdout.readline().rstrip()
            assert process.where, process.stderr.read()
            yield process
        finally:
            process.kill()


def asked(connection, path="/units"):
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_it_says_where_it_shows_the_ledger_and_stops_when_it_is_asked_to(terminal):
    """With exit status 0 and no complaint, as a service that is stopped should."""
    with serving(terminal, "--port", "0", "--access-log") as process:
        address = process.where.rpartition("http://")[2].rstrip("/")
        with contextlib.closing(http.client.HTTPConnection(address, timeout=PATIENCE_S)) as connection:
            status, page = asked(connection)
        assert (status, "<h1>" in page) == (200, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        told = process.stderr.read()
        assert "Traceback" not in told
        assert "GET /units 200" in told


def test_a_socket_is_for_its_owner_and_group_and_is_taken_away(terminal, tmp_path):
    """One that was left behind is replaced; one that is answered at, and any other file, is left alone."""
    path = tmp_path / "pages.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with serving(terminal, "--socket", str(path)) as process:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        connection = http.client.HTTPConnection("localhost", timeout=PATIENCE_S)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(path))
        assert asked(connection)[0] == 200
        connection.close()
        ran = terminal("serve", "--socket", str(path))
        assert (ran.status, "another server answers there" in ran.err) == (3, True)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
        assert not path.exists()
    path.write_text("mine", encoding="utf-8")
    ran = terminal("serve", "--socket", str(path))
    assert (ran.status, path.read_text(encoding="utf-8")) == (3, "mine")


def test_an_address_that_is_taken_is_told(terminal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = terminal("serve", "--port", str(taken.getsockname()[1]))

    assert (ran.status, "cannot be served at 127.0.0.1 port" in ran.err) == (3, True)
    assert "--port 0" in ran.err


def test_a_ledger_that_is_not_there_is_told_before_anything_listens(terminal, tmp_path):
    ran = type(terminal)(tmp_path / "none.db")("serve")

    assert (ran.status, "none.db init" in ran.err) == (3, True)


@pytest.mark.parametrize("url", ["ledger.region.se", "https://x/?y"])
def test_a_base_url_that_is_none_is_refused(terminal, url):
    ran = terminal("serve", "--base-url", url)

    assert (ran.status, "no address that pages can have" in ran.err) == (2, True)


def test_without_the_extra_it_is_told_what_to_install(terminal, monkeypatch):
    for name in [each for each in sys.modules if each.split(".")[0] == "web"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    ran = terminal("serve")

    assert (ran.status, PagesMissing("uvicorn").sentence in ran.err) == (1, True)
    assert "pip install 'liggare[web]'" in ran.err


def test_no_other_command_loads_what_pages_need(terminal):
    """A start would take half as long again."""
    script = (
        "import sys; from cli.main import run; "
        f"run(['--ledger', {str(terminal.ledger)!r}, 'status']); run(['--help']); "
        "print([each for each in sys.modules if each.split('.')[0] in ('web', 'starlette', 'uvicorn', 'jinja2')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], env=clean_environment(), capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines()[-1] == "[]"
