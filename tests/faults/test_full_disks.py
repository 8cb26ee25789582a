"""A disk without room: it is said in words, the ledger is as it was, and all goes on when there is room again."""

import errno
import json
import os
import resource
import shutil
import subprocess

import pytest
from paths import ROOT
from terminal import Terminal, assert_told, process

EXAMPLE = ROOT / "examples" / "vasterbotten-2024.jsonl"
ASKED = ("show", "budget", "--year", "2024", "--format", "csv")

WORK = {
    "record": ("record", "unit.opened", "--unit", "NY", "--name", "Ny", "--effective", "2024-01-01"),
    "import": ("import", "many.jsonl"),
    "rebuild": ("rebuild",),
    "the first question": ASKED,
    "restore": ("--ledger", "new.db", "restore", str(EXAMPLE)),
    "init": ("--ledger", "new.db", "init"),
    "export": ("export", "out.jsonl"),
}
"""What needs room."""
ROOM_KIB = {
    "record": 4,
    "import": 80,
    "rebuild": 40,
    "the first question": 60,
    "restore": 60,
    "init": 16,
    "export": 20,
}
"""How much there is: enough to begin with, not enough to finish."""


class SmallDisk:
    """A file system of its own with little room."""

    def __init__(self, folder):
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, room_kib):
        there = os.statvfs(self.folder)
        self._filler.write_bytes(bytes(max(0, there.f_bavail * there.f_frsize - room_kib * 1024)))

    def make_room(self):
        self._filler.unlink()

    def run(self, *words):
        return process(*words, folder=self.folder)


class LimitedFiles:
    """A process none of whose files may grow beyond a limit, which SQLite and the system tell in another way."""

    def __init__(self, folder):
        self.folder = folder
        self._most = resource.RLIM_INFINITY

    def fill(self, room_kib):
        self._most = room_kib * 1024

    def make_room(self):
        self._most = resource.RLIM_INFINITY

    def run(self, *words):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._most, self._most))

        return process(*words, folder=self.folder, preexec_fn=limit)


@pytest.fixture(params=["a full disk", "a limit on files"])
def disk(request, tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "a limit on files":
        yield LimitedFiles(folder)
        return
    mount, umount = shutil.which("mount"), shutil.which("umount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False)
    if not made or made.returncode:
        pytest.skip("making a small disk takes rights that this user does not have")
    yield SmallDisk(folder)
    subprocess.run([umount, "-l", folder], check=True)


@pytest.fixture
def ledger(disk):
    """A terminal on a ledger that lies there, with a file to import."""
    terminal = Terminal(disk.folder / "liggare.db")
    terminal.done("restore", str(EXAMPLE))
    lines = (
        {"type": "outcome.reported", "id": f"x-{number}", "unit": "102-DOS", "month": "2023-07", "lines": {"NETTO": -1}}
        for number in range(600)
    )
    (disk.folder / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return terminal


@pytest.mark.parametrize("work", WORK)
def test_a_full_disk_is_told_and_harms_nothing(disk, ledger, survived, work):
    """Exit status 3, a sentence and a way out; questions are answered from memory instead."""
    journal, answer = ledger.journal, ledger.done(*ASKED).out
    if work == "the first question":
        ledger.ledger.with_name("liggare.db.views").unlink()
    disk.fill(ROOM_KIB[work])
    ran = disk.run(*WORK[work])

    if work == "the first question":
        assert (ran.status, ran.out, ran.err) == (0, answer, "")
    else:
        assert_told(ran, 3)
        assert any(words in ran.err for words in ("no room left", "refused to read or write", "cannot be written")), (
            ran.err
        )
    left = {each.name for each in disk.folder.iterdir()}
    assert not any(name.startswith("new.db") or name.endswith(".new") for name in left)
    assert "out.jsonl" not in left
    assert ledger.journal == journal
    disk.make_room()
    assert ledger.done(*ASKED).out == answer
    assert disk.run(*WORK[work]).status == 0
    assert ledger("verify").status == 0
    survived("full disks")


@pytest.mark.parametrize("room_kib", [40, 64])
def test_a_ledger_that_was_made_is_whole(disk, survived, room_kib):
    """However full the disk is: when init says that it has made one, there is one; else there is nothing."""
    disk.fill(room_kib)
    ran = disk.run("init")
    disk.make_room()

    if ran.status:
        assert_told(ran, 3)
        assert not [each.name for each in disk.folder.iterdir() if "liggare.db" in each.name]
    else:
        assert Terminal(disk.folder / "liggare.db")("verify").status == 0
    survived("full disks")


@pytest.mark.parametrize("room_kib", [0, 24])
def test_a_question_is_answered_however_little_room_there_is(disk, ledger, survived, room_kib):
    """Not even what SQLite wants to keep beside a file that is read has to have room."""
    answer = ledger.done(*ASKED).out
    disk.fill(room_kib)
    ran = disk.run(*ASKED)

    assert (ran.status, ran.out) == (0, answer)
    survived("full disks")


def test_what_salvage_cannot_write_is_told(disk, ledger):
    """The output is another matter than the ledger."""
    assert ledger("salvage").status == 0
    disk.fill(8)
    ran = disk.run("salvage", "--to", "saved.jsonl")

    assert_told(ran, 3, os.strerror(errno.EFBIG if isinstance(disk, LimitedFiles) else errno.ENOSPC))
    assert not any(each.name.startswith((".saved", "saved")) for each in disk.folder.iterdir())
