"""A folder with a ledger, a sound file of every kind that liggare reads, and what must hold whatever is done there."""

import shutil
import signal
import sqlite3
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from accounting import HEAD, MAPPING
from story import STORY, text
from terminal import UNEXPECTED, Ran, Terminal

PATIENCE_S = 30
"""No command on a small ledger takes nearly as long, on a busy machine either."""

LEDGER = "liggare.db"
OURS = (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm", f"{LEDGER}.views", f"{LEDGER}.views-wal", f"{LEDGER}.views-shm")
"""What may come and go beside a ledger whatever becomes of a command."""

SIE = HEAD + (
    '#PSALDO 0 202401 4010 {} 5.00\n#PSALDO 0 202401 4010 {1 "100"} 5.00\n#PBUDGET 0 202402 4010 {1 "100"} 1\n'
    '#VER A 1 20240101 "Å" \n{\n#TRANS 4010 {1 "100"} 5 20240102\n#TRANS 1930 {} -5\n}\n'
)
SIE_MAPPING = MAPPING.replace("LÖN", "NETTO").replace("ÖVR", "NETTO").replace("AVG", "BIDRAG")
TABLE_MAPPING = """question = "report"
month = "2024-07"
in = "Mkr"
as_of = "2024-07-31"
ignore = ["name", "parent"]

[rows]
"R" = "R"
"HSN" = "HSN"
"RS" = "RS"

[columns]
month_outcome = "month_outcome"
year_budget = "year_budget"
"Prognos" = { column = "year_forecast", decimals = 1 }

[rows_add_up]
"R" = ["HSN", "RS"]
"""
TABLE = (
    "unit;name;parent;month_outcome;year_budget;Prognos\n"
    "R;Region;;-119,5;-1 330;-1 320,0\nHSN;Hälsa;R;-110;-1 210;-1 320,0\nRS;Styrelse;R;-9,5;-120;\n"
)
SHEET = "enhet;namn;överordnad;gäller från\nLAB;Laboratoriet;HSN;2024-03-01\nRTG;Röntgen;HSN;2024-03-01\n"
OUTCOMES = "enhet;månad;rad;belopp\nHSN;2024-05;NETTO;-100 000 000,00\nRS;2024-05;NETTO;-9 500 000,50\n"


class Hung(BaseException):
    """A command did not come to an end."""


@contextmanager
def patience():
    """Raise :class:`Hung` in whatever takes too long."""

    def hung(*_):
        raise Hung

    before = signal.signal(signal.SIGALRM, hung)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


BYTE_FOR_BYTE = {"export", "salvage"}
"""Commands that print what is stored as it is."""


def assert_shown(ran):
    """Every character that was printed can be seen."""
    for line in (ran.out + ran.err).split("\n"):
        assert line.replace("\N{NO-BREAK SPACE}", " ").replace("\t", " ").isprintable(), repr(line)


class Desk:
    """The folder, and the content of everything in it as it was laid."""

    def __init__(self, folder):
        self.folder = folder
        self.terminal = Terminal(Path(LEDGER))
        self._laid = {}

    @classmethod
    def lay(cls, folder):
        """A desk in the current folder."""
        desk = cls(folder)
        liggare = desk.terminal.done
        liggare("init", "--name", "Region Norr", "--orgnr", "222000-1230")
        liggare("import", "-", "--actor", "ekonom1", typed=text().encode())
        for name, content in desk._written():
            Path(name).write_bytes(content)
        liggare("export", "journal.jsonl")
        liggare("checkpoint", "--new-key", "key", "--key-name", "region.example/revision")
        liggare("checkpoint", "--key", "key", "--output", "signed.checkpoint")
        liggare("proof", "7", "--checkpoint", "signed.checkpoint", "--output", "fact.tlog-proof")
        liggare("show", "budget", "--year", "2024", "--format", "json", "--receipt", "answer.receipt")
        with closing(sqlite3.connect(LEDGER)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # all in one file, to be copied
        desk._laid = {path.name: path.read_bytes() for path in folder.iterdir()}
        return desk

    @staticmethod
    def _written():
        yield "book.xlsx", Desk._book()
        yield "story.jsonl", text(STORY[:11]).encode()
        yield "unit.opened.csv", SHEET.encode()
        yield "outcome.reported.csv", OUTCOMES.encode()
        yield "bokforing.se", SIE.encode("cp437")
        yield "liggare.sie.toml", SIE_MAPPING.encode()
        yield "table.csv", TABLE.encode()
        yield "table.toml", TABLE_MAPPING.encode()

    @staticmethod
    def _book():
        """A workbook with a budget in it."""
        import openpyxl

        paper, book = BytesIO(), openpyxl.Workbook()
        book.active.title = "budget.adopted"
        for row in (["enhet", "år", "konto", "belopp"], ["HSN", 2025, "NETTO", -12.5], ["RS", 2025, "NETTO", "=-3*4"]):
            book.active.append(row)
        book.save(paper)
        return paper.getvalue()

    def sound(self, name):
        """The bytes of a file as it was laid."""
        return self._laid[name]

    def tidy(self, **changed):
        """Everything as it was laid, but for the files whose new bytes are given."""
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in self._laid or path.stat().st_size != len(self._laid[path.name]):
                path.unlink()
        for name, content in {**self._laid, **changed}.items():
            (self.folder / name).write_bytes(content)

    def facts(self):
        """Every fact that the ledger has, read without liggare."""
        with closing(sqlite3.connect(f"file:{LEDGER}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT * FROM stored_events ORDER BY position").fetchall()

    def others(self):
        """The files in the folder with their bytes, but for the ledger."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir() if path.name not in OURS}

    def answered(self, *words, typed=b"") -> Ran:
        """What became of a command: an answer or an error, in time, and nothing half done."""
        facts, files = self.facts(), self.others()
        with patience():
            ran = self.terminal(*words, typed=typed)

        assert ran.status in (0, 1, 2, 3), ran
        assert not any(unexpected in ran.out + ran.err for unexpected in UNEXPECTED), ran
        assert "hemligt" not in ran.err, "a password was repeated"
        if words[0] not in BYTE_FOR_BYTE:
            assert_shown(ran)
        now = self.facts()
        assert now[: len(facts)] == facts, "a recorded fact has changed"
        if ran.status != 0:
            assert "Error: " in ran.err or (words[0] in ("check", "verify") and ran.status == 1), ran
            assert now == facts, "something was recorded by a command that failed"
            reports = {name for option, name in pairwise(words) if option == "--report"}
            kept = [
                {name: said for name, said in each.items() if name not in reports} for each in (files, self.others())
            ]
            assert kept[0] == kept[1], "a command that failed left something behind"
        return ran
