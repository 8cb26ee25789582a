"""Columns that are no sum of facts, and words, are held against the answer of their question: any question there is."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tables import EVER, START, printed_table, region
from xlsxwriter import Workbook

from cli.main import run
from ledger.domain.fact import Fact
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.published.mapping import read_legend
from ledger.queries.check.checking import check_table
from ledger.queries.check.kinds import columns_of
from ledger.queries.questions import names
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

NEW_YEAR = {"effective": "2024-01-01"}
DECISIONS: list[dict] = [
    {"type": "indicator.defined", "indicator": "SJUK", "name": "Sjukfrånvaro", "of": "procent", "better": "lower"},
    {"type": "target.set", "indicator": "SJUK", "unit": "A", "year": 2024, "target": "5.5", "baseline": "7"},
    {"type": "target.set", "indicator": "SJUK", "unit": "B", "year": 2024, "target": "6"},
    {"type": "indicator.reported", "indicator": "SJUK", "unit": "A", "month": "2024-07", "value": "6.42"},
    {"type": "savings-plan.adopted", "plan": "SPAR", "name": "Balans", "amount": "100 Mkr", "positions": "130"},
    {"type": "savings-plan.phase-set", "plan": "SPAR", "phase": "1", "name": "Ett", "amount": "40 Mkr",
     "positions": "50"},
    {"type": "measure.decided", "measure": "M1", "plan": "SPAR", "phase": "1", "unit": "A", "name": "X",
     "amount": "3 Mkr"},
    {"type": "effect.reported", "measure": "M1", "month": "2024-06", "amount": "20 Mkr"},
    {"type": "assignment.given", "assignment": "U1", "title": "Minska hyrpersonal", "from_body": "RS", "units": ["A"],
     "due": "2024-12-31"},
    {"type": "assignment.reported", "assignment": "U1", "unit": "A", "status": "on-track", "comment": "pågår"},
]  # fmt: skip
MONTHLY = ("target.set", "indicator.reported", "effect.reported")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Indicators, a savings plan and an assignment."""
    path = tmp_path_factory.mktemp("any") / "l.db"
    make_ledger(path, name="", orgnr="", clock=lambda: START)
    facts: list[Fact] = [
        *region(),
        *(to_fact(each if each["type"] in MONTHLY else each | NEW_YEAR) for each in DECISIONS),
    ]
    with Ledger.open(path, lambda: START) as opened:
        for fact in facts:
            opened.record(fact)
    return path


def check(path: Path, table: str, legend: str):
    with LedgerReader.open(path) as reader:
        return check_table(
            printed_table(table, read_legend(legend.encode(), "m.toml")),
            lambda moment: reader.at(moment.as_of, moment.known_at),
            as_of=None,
            known_at=EVER,
            today=date(2024, 8, 31),
        )


INDICATORS = (
    """question = "indicators"
year = 2024
indicator = "SJUK"
[rows]
"Vården" = "A"
Trafiken = { unit = "B" }
[columns]
Mål = "target"
Värde = "value"
"Mål uppfyllt" = "status"
Andel = { column = "share", in = "percent" }
[words]
delvis = "partly"
okänt = "unknown"
""".replace("Mål =", '"Mål" =')
    .replace("Värde =", '"Värde" =')
    .replace("okänt =", '"okänt" =')
)
TABLE = "Enhet;Mål;Värde;Mål uppfyllt;Andel\nVården;5,5;6,4;delvis;86\nTrafiken;6;;okänt;\n"


def test_indicators_are_checked_like_money(ledger):
    """Values to their decimals, a share in percent, and words by what the mapping says they mean."""
    found = check(ledger, TABLE, INDICATORS)

    assert (found.verdict, len(found.cells)) == ("agrees", 6)
    assert {(each.column, each.agreement) for each in found.cells if each.row == "Vården"} == {
        ("Mål", "equal"), ("Värde", "rounding"), ("Mål uppfyllt", "equal"), ("Andel", "rounding"),
    }  # fmt: skip
    assert next(each.ledger for each in found.cells if each.column == "Värde") == Decimal("6.42")


@pytest.mark.parametrize(
    ("was", "now", "row", "column"),
    [
        ("6,4;", "6,5;", "Vården", "Värde"),
        ("6;;", "6;7;", "Trafiken", "Värde"),
        ("delvis;86", "delvis;85", "Vården", "Andel"),
        ("okänt", "delvis", "Trafiken", "Mål uppfyllt"),
    ],
)
def test_what_differs_stays_unexplained(ledger, was, now, row, column):
    """A figure that the ledger has none for differs too."""
    found = check(ledger, TABLE.replace(was, now), INDICATORS)

    assert [(each.row, each.column) for each in found.unexplained] == [(row, column)]
    assert found.has_findings


def test_savings_targets_are_checked_beside_what_has_been_realised(ledger):
    """The plan's own row is the one without a phase."""
    legend = """question = "savings"
as_of = "2024-07"
[rows]
Plan = "SPAR"
"Fas 1" = { plan = "SPAR", phase = "1" }
[columns]
"Mål" = "target_amount"
Tjänster = "target_positions"
Realiserat = "realised_amount"
"Andel %" = "share_amount"
""".replace("Tjänster", '"Tjänster"')
    table = "Rad;Mål;Tjänster;Realiserat;Andel %\nPlan;100;130;20;20\nFas 1;40;50;20;50\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert check(ledger, table.replace(";130", ";120"), legend).has_findings


def test_assignments_are_checked_by_their_words_and_days(ledger):
    legend = """question = "assignments"
[rows]
"Hyrpersonal" = "U1"
[columns]
Uppdrag = "title"
Senast = "due"
"Läge" = "status"
"Försenat" = "overdue"
[words]
"enligt plan" = "on-track"
"""
    table = "Rad;Uppdrag;Senast;Läge;Försenat\nHyrpersonal;minska hyrpersonal;2024-12-31;enligt plan;nej\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert [each.column for each in check(ledger, table.replace("nej", "ja"), legend).unexplained] == ["Försenat"]


def test_a_row_that_could_be_several_is_refused(ledger):
    """… with what would tell them apart."""
    with pytest.raises(Exception, match="'Alla' stands for 2 rows of the answer") as refused:
        check(ledger, "Rad;v\nAlla;6\n", 'question = "indicators"\n[rows]\nAlla = "SJUK"\n[columns]\nv = "target"\n')

    assert refused.value.code == "row-not-alone"
    assert "unit" in refused.value.hint


@pytest.mark.parametrize("name", names())
def test_every_question_has_columns_that_can_be_checked(name):
    """All that any question answers is money, people, a number, a share or words."""
    assert columns_of(name)
    assert set(columns_of(name).values()) <= {"money", "quantity", "number", "share", "text"}


def test_the_finest_grouping_that_a_row_names_is_asked(tmp_path):
    """A row with a line beside one without."""
    from tables import FIRST, adopted, mkr, recorded

    from ledger.domain.money.budgets import BudgetAdopted
    from ledger.domain.organisation.lines import LineOpened

    line = LineOpened(effective=FIRST, line="L", name="Löner", side="cost", statement="operating")
    wages = BudgetAdopted(effective=FIRST, unit="A", year=2024, lines={"L": mkr(-7)})
    path = recorded(tmp_path / "l.db", *region(), line, adopted("A", -3), wages)
    legend = """question = "budget"
year = 2024
[rows]
"Vården" = "A"
"varav löner" = { unit = "A", line = "L" }
"varav löner i juli" = { unit = "A", line = "L", month = "2024-07" }
[columns]
Budget = "current"
"""
    table = "Rad;Budget\nVården;-10\nvarav löner;-7\nvarav löner i juli;-0,58\n"

    assert check(path, table, legend).verdict == "agrees"


# -- the same readers as for imports -------------------------------------------------------------------------


def workbook(path, sheet="Tabell"):
    with Workbook(path) as book:
        book.add_worksheet("Titel").write(0, 0, "Region Exempel")
        paper = book.add_worksheet(sheet)
        paper.write_row(0, 0, ["Uppföljning"])
        paper.write_row(2, 0, ["Enhet", "Mål", "Värde", "Mål uppfyllt", "Andel"])
        paper.write_row(3, 0, ["Vården", 5.5, 6.4, "delvis", 86])
        paper.write_row(4, 0, ["Trafiken", 6, "", "okänt"])


def test_a_table_may_stand_in_a_workbook(ledger, tmp_path, capsys):
    """In the sheet that the mapping names, below a title."""
    workbook(tmp_path / "t.xlsx")
    (tmp_path / "m.toml").write_text('sheet = "Tabell"\n' + INDICATORS, encoding="utf-8")
    words = ["--ledger", str(ledger), "check", str(tmp_path / "t.xlsx"), "--map", str(tmp_path / "m.toml")]
    status = run([*words, "--as-of", "2024-08", "--lang", "sv"])
    out = capsys.readouterr().out

    assert (status, "Allt stämmer." in out) == (0, True), out
    (tmp_path / "m.toml").write_text('sheet = "Tabel"\n' + INDICATORS, encoding="utf-8")
    assert run(words) == 2
    assert "Did you mean Tabell?" in capsys.readouterr().err


def test_a_table_in_windows_letters_is_read_and_told(ledger, tmp_path, capsys):
    (tmp_path / "t.csv").write_bytes(TABLE.encode("cp1252"))
    (tmp_path / "m.toml").write_text(INDICATORS, encoding="utf-8")
    words = ["--ledger", str(ledger), "check", str(tmp_path / "t.csv"), "--map", str(tmp_path / "m.toml")]

    assert run([*words, "--as-of", "2024-08"]) == 0
    assert "was read as Windows-1252" in capsys.readouterr().err
