"""A region's office: its ledger, its accounting system's files, and the commands that go between them."""

import json
import zlib
from pathlib import Path

import attrs

from cli.main import run

LINES = (
    ("AVG", "Patientavgifter", "income", "operating"),
    ("LÖN", "Löner", "cost", "operating"),
    ("ÖVR", "Övriga kostnader", "cost", "operating"),
    ("BYGG", "Byggen", "cost", "investment"),
)
ORGANISATION = """
{"type":"unit.opened","effective":"2022-01-01","unit":"REG","name":"Region Exempel"}
{"type":"unit.opened","effective":"2022-01-01","unit":"HSN","name":"Hälso- och sjukvårdsnämnden","parent":"REG"}
{"type":"unit.opened","effective":"2022-01-01","unit":"RS","name":"Regionstyrelsen","parent":"REG"}
""" + "".join(
    f'{{"type":"line.opened","effective":"2022-01-01","line":"{line}","name":"{name}","side":"{side}",'
    f'"statement":"{statement}"}}\n'
    for line, name, side, statement in LINES
)
MAPPING = """
dimension = 1
[accounts]
"3*" = "AVG"
"4000-4999" = "LÖN"
"5*" = "ÖVR"
[units]
"100" = "HSN"
"200" = "RS"
"""
HEAD = """#FLAGGA 0
#PROGRAM "Ekonomi" 7.1
#FORMAT PC8
#GEN 20240805 "AB"
#SIETYP 3
#ORGNR 222000-1230
#FNAMN "Region Exempel"
#RAR 0 20240101 20241231
#RAR -1 20230101 20231231
#OMFATTN 20240731
#KONTO 1930 "Plusgiro"
#KTYP 1930 T
#KONTO 3110 "Patientavgifter, öppen vård"
#KTYP 3110 I
#KONTO 4010 "Löner"
#KONTO 4020 "Löner, jour"
#KONTO 5010 "Lokalhyror"
#DIM 1 "Ansvar"
#DIM 6 "Projekt"
#OBJEKT 1 "100" "Hälso- och sjukvårdsnämnden"
#OBJEKT 1 "200" "Regionstyrelsen"
#OBJEKT 6 "P1" "Ombyggnad"
"""


@attrs.frozen
class Ran:
    """What became of a command."""

    status: int
    out: str
    err: str


class Office:
    """Runs commands on one ledger and puts files beside it."""

    def __init__(self, folder, screen):
        self.folder = folder
        self._screen = screen

    def prepare(self):
        self.run("init", "--name", "Region Exempel", "--orgnr", "222000-1230")
        Path("org.jsonl").write_text(ORGANISATION, encoding="utf-8")
        self.run("import", "org.jsonl")
        Path("liggare.sie.toml").write_text(MAPPING, encoding="utf-8")

    def run(self, *words, ledger="liggare.db"):
        """A command that may fail."""
        self._screen.readouterr()
        status = run(["--ledger", ledger, *words])
        out, err = self._screen.readouterr()
        return Ran(status, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def done(self, *words, **how):
        """A command that must succeed."""
        ran = self.run(*words, **how)
        assert ran.status == 0, ran.err
        assert "unexpected" not in ran.err
        return ran

    def imported(self, text, *options, encoding="cp437"):
        """What came of importing a file with *text*."""
        return self.run("import", put("bok.se", text, encoding), *options)

    def refused(self, text, *sayings, status=1, encoding="cp437"):
        """A file that must be refused, with *sayings* among what is said; nothing is recorded."""
        before = self.facts()
        ran = self.imported(text, encoding=encoding)
        assert (ran.status, self.facts()) == (status, before), ran.err
        for saying in sayings:
            assert saying in ran.err
        assert "unexpected" not in ran.err
        return ran

    def facts(self, type_="", ledger="liggare.db"):
        """The facts of a type, as the journal has them, without what the ledger adds."""
        lines = self.done("export", ledger=ledger).out.splitlines()
        kept = (json.loads(line) for line in lines)
        left_out = ("position", "recorded_at", "id", "actor", "effective", "type")
        return [
            {name: value for name, value in fact.items() if name not in left_out}
            for fact in kept
            if fact["type"].startswith(type_)
        ]

    def outcomes(self, **how):
        """The outcomes recorded last, by unit and month."""
        facts = self.facts("outcome", **how)
        return {(fact["unit"], fact["month"]): fact["lines"] for fact in facts}


def put(name, text, encoding="cp437"):
    """A file in the folder of the test, with the line endings of the standard's programs."""
    written = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode(encoding)
    Path(name).write_bytes(written)
    return name


def summed(*parts, encoding="cp437"):
    """The checksum of labels and fields, worked out by hand: nothing between them counts."""
    return zlib.crc32("".join(parts).encode(encoding))
