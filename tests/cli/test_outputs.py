"""Whatever a command is asked to write, it never puts it in the place of a ledger."""

from pathlib import Path

import pytest
from terminal import assert_told

from cli.outputs import NotOverALedger

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
@pytest.mark.parametrize("place", ["liggare.db", "liggare.db.views", "liggare.db-wal", "other.db", "link"])
def test_no_output_takes_the_place_of_a_ledger(told, words, place):
    """Neither of this one or its read model, nor of another, under whatever name; --overwrite is for outputs."""
    Path("b.se").write_text(SIE, encoding="cp437")
    told.done("checkpoint", "--new-key", "key", "--key-name", "region.example/revision")
    told.done("checkpoint", "--key", "key", "--output", "signed")
    told("rebuild")
    told.alone("--ledger", "other.db", "init")
    Path("link").symlink_to("other.db")
    Path("liggare.db-wal").touch()
    before = told.journal
    content = Path(place).read_bytes()

    assert_told(told(*words.split(), place), 1, NotOverALedger(place).sentence)
    assert Path(place).read_bytes() == content
    assert told.journal == before


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
