"""Whatever a command is asked to write: never in the place of a ledger, and nowhere under --read-only."""

import errno
import os
from pathlib import Path
from random import Random

import pytest
from terminal import assert_told, file_size_limit, process

from cli.files.file_errors import NoRoomForFile
from cli.files.output_files import NotOverALedger
from cli.settings import ReadOnlyAsked

SIE = (
    '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 3\n#FNAMN "X"\n#RAR 0 20240101 20241231\n'
    '#KONTO 3110 "P"\n#PSALDO 0 202401 3110 {} 5\n'
)
WRITING = [
    "export --overwrite",
    "export --sie --year 2024 --overwrite",
    "sie-map b.se --overwrite --output",
    "checkpoint --key key --overwrite --output",
    "proof 1 --checkpoint signed --overwrite --output",
]


@pytest.mark.parametrize("words", WRITING)
@pytest.mark.parametrize(
    "place",
    ["liggare.db", "liggare.db.views", "liggare.db-wal", "other.db", "other.db-wal", "other.db.views", "link", "hard"],
)
def test_no_output_takes_the_place_of_a_ledger(told, words, place):
    """Neither of this one or its read model, nor of another, under whatever name; --overwrite is for outputs."""
    Path("b.se").write_text(SIE, encoding="cp437")
    told.done("checkpoint", "--new-key", "key", "--key-name", "region.example/revision")
    told.done("checkpoint", "--key", "key", "--output", "signed")
    told("rebuild")
    told.alone("--ledger", "other.db", "init")
    told.alone("--ledger", "other.db", "show", "budget")
    Path("link").symlink_to("other.db.views")
    Path("hard").hardlink_to("other.db")
    before = told.journal
    Path("liggare.db-wal").touch()
    Path("other.db-wal").touch()
    content = Path(place).read_bytes()

    assert_told(told(*words.split(), place), 1, NotOverALedger(place).sentence)
    if not place.endswith("-wal"):  # which goes away with the command that finds it empty
        assert Path(place).read_bytes() == content
    assert told.journal == before


BESIDE = [
    *("liggare.db-wal", "liggare.db-shm", "liggare.db-journal", "liggare.db.views", "liggare.db.views-wal"),
    *("other.db-wal", "other.db-shm", "other.db-journal", "other.db.views", "other.db.views-shm", "link-wal", "to-wal"),
]


@pytest.mark.parametrize("place", BESIDE)
@pytest.mark.parametrize(
    "words",
    [
        *("export", "sie-map b.se --output", "show units --receipt", "salvage --to", "publish --month 2024-07 --to"),
        "checkpoint --key-name a --new-key",
    ],
)
def test_nothing_is_put_where_a_ledger_would_take_it_for_its_own(told, words, place):
    """A file that is not there yet, by the name that SQLite or the read model would have, also through a link."""
    Path("b.se").write_text(SIE, encoding="cp437")
    told.alone("--ledger", "other.db", "init")
    Path("link").symlink_to("other.db")
    Path("to-wal").symlink_to("other.db-wal")
    before = {path.name for path in Path().iterdir()}

    ran = told(*words.split(), place)
    if not words.startswith("publish"):  # whose names end in .md
        assert_told(ran, 1, NotOverALedger(place).sentence)
    assert ran.status
    assert {path.name for path in Path().iterdir()} - {"liggare.db.views"} == before


@pytest.mark.parametrize("name", ["liggare.db.views", "liggare.db-wal", "new.db-shm", "new.db-journal"])
@pytest.mark.parametrize("words", ["init", "restore all.jsonl"])
def test_no_ledger_is_made_under_the_name_of_a_file_beside_another(told, words, name):
    """The read model of the other would take its place."""
    told.done("export", "all.jsonl")

    assert_told(told.alone("--ledger", name, *words.split()), 1, NotOverALedger(name).sentence)


@pytest.mark.parametrize("mask", [0o077, 0o027, 0o022, 0o002])
def test_what_is_written_is_readable_for_whom_the_umask_says(told, mask):
    """Journals, mappings, templates, checkpoints, receipts, reports, ledgers and read models; a key for nobody else."""
    Path("b.se").write_text(SIE, encoding="cp437")
    Path("wide.jsonl").touch()
    Path("wide.jsonl").chmod(0o666)
    Path("narrow.jsonl").touch()
    Path("narrow.jsonl").chmod(0o600)
    there = {path.name for path in Path().iterdir()}
    before = os.umask(mask)
    try:
        for words in (
            "export all.jsonl",
            "export --overwrite wide.jsonl",
            "export --overwrite narrow.jsonl",
            "export --sie --year 2024 all.se",
            "sie-map b.se --output b.toml",
            "template unit.opened --output units.xlsx",
            "checkpoint --new-key key --key-name a",
            "checkpoint --key key --output signed",
            "proof 1 --output proof",
            "show budget --receipt receipt",
            "publish --month 2024-07 --to report.md",
            "rebuild",
        ):
            assert told(*words.split()).status == 0, words
        told.alone("--ledger", "copy.db", "restore", "all.jsonl")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in Path().iterdir()}

    assert modes["key"] == modes["narrow.jsonl"] == 0o600
    assert modes["wide.jsonl"] & ~(0o666 & ~mask) == 0
    for name in modes.keys() - there - {"key"}:
        assert modes[name] in (0o666 & ~mask, 0o644 & ~mask), name
        assert modes[name] & 0o600 == 0o600


def test_sheets_neither(told):
    """They must end in .xlsx, which a ledger may too."""
    Path("unit.opened.csv").write_text("enhet;namn;gäller från\nHSN;Finns;2024-01-01\n", encoding="utf-8")
    told.alone("--ledger", "region.xlsx", "init")
    before = Path("region.xlsx").read_bytes()

    for words in ("import unit.opened.csv --report", "template unit.opened --output"):
        assert_told(told(*words.split(), "region.xlsx", "--overwrite"), 1, NotOverALedger("region.xlsx").sentence)
    assert Path("region.xlsx").read_bytes() == before


def test_an_output_takes_the_place_of_another(told):
    """Which --overwrite is for, also where the file is empty or no file of ours."""
    for content in (b"", b"SQLite", b"mine"):
        Path("out.jsonl").write_bytes(content)
        told.done("export", "out.jsonl", "--overwrite")

        assert Path("out.jsonl").read_text(encoding="utf-8") == told.journal


EVERY_OUTPUT = [
    "export out",
    "export --sie --year 2024 out",
    "sie-map b.se --output out",
    "template unit.opened --output out.xlsx",
    "template unit.opened",
    "publish --month 2024-07 --to out.md",
    "show budget --year 2024 --receipt out",
    "compare budget --year 2024 --from 2024-06 --receipt out",
    "salvage --to out.jsonl",
    "checkpoint --new-key out --key-name region.example/revision",
    "proof 1 --output out",
    "import unit.opened.csv --report out.xlsx",
    "rebuild",
    "demo --keep out",
    "demo",
]


@pytest.mark.parametrize("words", EVERY_OUTPUT)
def test_nothing_is_written_anywhere_under_read_only(told, words):
    """Whatever the command, and whatever it would write: no file comes, goes or changes."""
    Path("b.se").write_text(SIE, encoding="cp437")
    Path("unit.opened.csv").write_text("enhet;namn;gäller från\nHSN;Finns;2024-01-01\n", encoding="utf-8")
    before = _written()

    assert_told(told("--read-only", *words.split()), 1, ReadOnlyAsked().sentence)
    assert _written() == before


def _written():
    """Every file here but those that SQLite keeps while it reads."""
    return {path.name: path.read_bytes() for path in Path().iterdir() if not path.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize("words", ["export", "publish --month 2024-07 --to -", "sie-map b.se", "show units"])
def test_what_is_printed_is_printed_under_read_only(told, words):
    Path("b.se").write_text(SIE, encoding="cp437")

    assert told.done("--read-only", *words.split()).out == told.done(*words.split()).out


FILES = [
    "export out.jsonl",
    "export --sie --year 2024 out.se",
    "sie-map b.se --output out.toml",
    "template unit.opened --output out.csv",
    "template unit.opened --output out.xlsx",
    "publish --month 2024-07 --to out.md",
    "publish --month 2024-07 --to out.xlsx",
    "show budget --year 2024 --receipt out",
    "salvage --to out.jsonl",
    "checkpoint --key key --output out",
    "proof 1 --output out",
]


@pytest.mark.parametrize("words", FILES)
def test_a_disk_without_room_is_told_as_such(told, words):
    """Exit status 3, and nothing is left of the file; a wrong name is another matter."""
    Path("b.se").write_text(SIE, encoding="cp437")
    told.done("checkpoint", "--new-key", "key", "--key-name", "region.example/revision")
    told("rebuild")
    before = _written()
    with file_size_limit(64):
        ran = told(*words.split())

    assert_told(ran, 3, "out", os.strerror(errno.EFBIG), NoRoomForFile("", "").hint)
    assert _written() == before
    assert_told(told(*words.replace(" out", " missing/out").split()), 2, os.strerror(errno.ENOENT))


@pytest.mark.usefixtures("told")
def test_nor_is_a_report_on_sheets_left_half_written():
    """What is wrong in the sheet is told in any case, and then what is wrong with the disk."""
    chance = Random(1)  # noqa: S311 - text that does not shrink, the same each time
    rows = "".join(f"HSN;{chance.getrandbits(160):x};2024-13-01\n" for _ in range(2000))
    Path("unit.opened.csv").write_text(f"enhet;namn;gäller från\n{rows}", encoding="utf-8")
    before = _written()
    with file_size_limit(40_000):  # which is enough for what SQLite keeps while it is open
        ran = process("import", "unit.opened.csv", "--report", "out.xlsx", folder=Path())

    assert (ran.status, ran.err.splitlines()[-2:]) == (3, [
        f"Error: {NoRoomForFile('out.xlsx', os.strerror(errno.EFBIG)).sentence}",
        f"Hint: {NoRoomForFile('', '').hint}",
    ])  # fmt: skip
    assert _written() == before
