"""Published tables of goals, indicators by month, assignments, measures and units' parts of savings are checked."""

from datetime import date
from pathlib import Path

import pytest
from tables import EVER, START, printed_table, region

from ledger.domain.fact import Fact
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.published.mapping import read_legend
from ledger.queries.check.checking import check_table
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

NEW_YEAR = {"effective": "2024-01-01"}
DECISIONS: list[dict] = [
    {"type": "line.opened", "line": "H", "name": "Hyrda", "side": "cost", "statement": "operating"},
    {"type": "goal.set", "goal": "M", "name": "En god vård"},
    {"type": "goal.set", "goal": "M1", "name": "Egna medarbetare", "parent": "M"},
    {"type": "goal.set", "goal": "M2", "name": "Vård i tid", "parent": "M"},
    {"type": "goal.judged", "goal": "M2", "month": "2024-01", "status": "met"},
    {"type": "indicator.defined", "indicator": "HYR", "name": "Hyrda", "of": "procent", "better": "lower",
     "of_lines": ["H"], "per_lines": ["N"], "over": "ytd", "goal": "M1"},
    {"type": "target.set", "indicator": "HYR", "unit": "A", "year": 2024, "target": "4"},
    {"type": "outcome.reported", "unit": "A", "month": "2024-06", "from_month": "2024-01",
     "lines": {"H": "-40", "N": "-1000"}},
    {"type": "outcome.reported", "unit": "A", "month": "2024-07", "lines": {"H": "-47", "N": "-1000"}},
    {"type": "savings-plan.adopted", "plan": "S", "name": "Balans", "amount": "100 Mkr", "positions": "130",
     "either": True},
    {"type": "savings-plan.phase-set", "plan": "S", "phase": "1", "name": "Ett", "amount": "40 Mkr",
     "positions": "50"},
    {"type": "savings-plan.phase-set", "plan": "S", "phase": "1", "name": "Ett", "amount": "10 Mkr",
     "positions": "5", "unit": "A"},
    {"type": "savings-plan.revised", "plan": "S", "amount": "60 Mkr", "positions": "100", "covered_amount": "40 Mkr"},
    {"type": "measure.decided", "measure": "Å1", "plan": "S", "phase": "1", "unit": "A", "name": "X",
     "amount": "3 Mkr", "positions": "2"},
    {"type": "effect.reported", "measure": "Å1", "month": "2024-06", "amount": "1.5 Mkr"},
    {"type": "assignment.given", "assignment": "U", "title": "Minska", "from_body": "RS", "units": ["A", "B"],
     "due": "2024-12-31"},
    {"type": "assignment.closed", "assignment": "U", "unit": "B", "status": "done"},
]  # fmt: skip
MONTHLY = ("target.set", "outcome.reported", "effect.reported")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("follow-up") / "l.db"
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


def test_goals_are_checked_by_their_status_and_how_many_are_met(ledger):
    legend = """question = "goals"
[rows]
"En god vård" = "M"
"Egna medarbetare" = "M1"
"Vård i tid" = "M2"
[columns]
Status = "status"
Uppfyllda = "met"
Delvis = "partly"
[words]
uppfyllt = "met"
delvis = "partly"
"""
    table = (
        "Mål;Status;Uppfyllda;Delvis\nEn god vård;delvis;1;1\nEgna medarbetare;delvis;0;1\nVård i tid;uppfyllt;1;0\n"
    )

    assert check(ledger, table, legend).verdict == "agrees"
    assert [each.row for each in check(ledger, table.replace("uppfyllt", "delvis"), legend).unexplained] == [
        "Vård i tid"
    ]


def test_months_of_an_indicator_are_checked(ledger):
    """A month that is not the latest one has a row, too."""
    legend = """question = "indicators"
indicator = "HYR"
unit = "A"
year = 2024
[rows]
juni = { month = "2024-06" }
juli = { month = "2024-07" }
[columns]
"Värde" = "value"
"Mål" = "target"
Andel = { column = "share", in = "percent" }
"""
    table = "Månad;Värde;Mål;Andel\njuni;4,0;4;100\njuli;4,35;4;92\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert check(ledger, table.replace("4,35", "4,7"), legend).has_findings


def test_each_unit_s_assignment_is_checked(ledger):
    legend = """question = "assignments"
assignment = "U"
[rows]
"Vården" = { unit = "A" }
Trafiken = { unit = "B" }
[columns]
"Läge" = "status"
[words]
klart = "done"
givet = "given"
"""
    table = "Enhet;Läge\nVården;givet\nTrafiken;klart\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert [each.row for each in check(ledger, table.replace("givet", "klart"), legend).unexplained] == ["Vården"]


def test_measures_are_checked_and_their_figures_explained(ledger):
    legend = """question = "measures"
[rows]
"Åtgärd X" = "Å1"
[columns]
Beslutat = "decided_amount"
Realiserat = "realised_amount"
Andel = { column = "share", in = "percent" }
"Läge" = "status"
[words]
"pågår" = "under-way"
"""
    table = "Åtgärd;Beslutat;Realiserat;Andel;Läge\nÅtgärd X;3;1,5;50;pågår\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert check(ledger, table.replace("3;1,5", "3;2,5"), legend).has_findings


def test_a_unit_s_part_and_what_was_taken_over_are_checked(ledger):
    """The plan's own 60 and the 40 that were taken over are the 100 it began with."""
    legend = """question = "savings"
[rows]
Plan = "S"
"Fas 1" = { plan = "S", phase = "1" }
"Fas 1, vården" = { plan = "S", phase = "1", unit = "A" }
[columns]
"Mål" = "target_amount"
"Övertaget" = "covered_amount"
"Andel" = { column = "share", in = "percent" }
"""
    table = "Rad;Mål;Övertaget;Andel\nPlan;60;40;2,5\nFas 1;40;;3,75\nFas 1, vården;10;;15\n"

    assert check(ledger, table, legend).verdict == "agrees"
    assert check(ledger, table.replace("vården;10", "vården;40"), legend).has_findings
