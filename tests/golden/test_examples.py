"""The example journals are what their scripts make, and say what was published."""

import csv
import importlib
import json
from decimal import Decimal

import pytest
from published import EXAMPLES, EXPLAINED_BY, FIGURES, JOURNAL, MOMENTS, TRANSFER, UNIT_OF

from ledger.domain.values.days import instant_text

VARMLAND = EXAMPLES / "varmland-2022-2024.jsonl"
VASTMANLAND = EXAMPLES / "vastmanland-2020-2024.jsonl"
SCRIPTS = {"build_vasterbotten": JOURNAL, "build_varmland": VARMLAND, "build_vastmanland": VASTMANLAND}


def facts(journal):
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def varmland():
    return {fact["id"]: fact for fact in facts(VARMLAND)}


@pytest.mark.parametrize(("script", "journal"), SCRIPTS.items(), ids=SCRIPTS)
def test_the_stored_journal_is_what_its_script_makes(monkeypatch, script, journal):
    """Neither is changed without the other."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    made = importlib.import_module(script).journal()

    assert journal.read_bytes().decode() == made


@pytest.mark.parametrize("journal", SCRIPTS.values(), ids=SCRIPTS)
def test_positions_have_no_gap_and_instants_never_step_back(journal):
    """What restore requires of an exported journal."""
    lines = facts(journal)
    instants = [line["recorded_at"] for line in lines]

    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert instants == sorted(set(instants))
    assert len({line["id"] for line in lines}) == len(lines)
    assert all([*line][:2] == ["position", "recorded_at"] for line in lines)


def test_the_moments_separate_the_tables_the_transfer_and_the_grant():
    """The board's table, the transfer, the region's budgets, the grant, the region's deviations: in that order."""
    recorded = {fact["id"]: fact["recorded_at"] for fact in facts(JOURNAL)}
    board, region, deviations = (instant_text(moment.known_at) for moment in MOMENTS.values())
    (grant,) = set(EXPLAINED_BY.values())

    assert recorded["PROGNOS-2024-JULI-20-HSN"] <= board < recorded[TRANSFER]
    assert recorded["PROGNOS-2024-JULI-2-20-HSN"] <= region < recorded[grant] <= deviations


def test_every_printed_row_is_a_unit_of_that_name():
    """A row's label is its unit's name, except where a table prints the sum of itself."""
    name = {fact["unit"]: fact["name"] for fact in facts(JOURNAL) if fact["type"] == "unit.opened"}
    other = {(label, name[unit]) for rows in UNIT_OF.values() for label, unit in rows.items() if label != name[unit]}

    assert other == {("Verksamhetens nettokostnader", "Regionstyrelsen"), ("TOTAL", "Region Västerbotten")}


PUBLISHED = {
    "political savings order (known from before)": "ORDER-2022",
    "savings plan presented by the region director": "PLAN-2023",
    "phase 1": "PLAN-2023-FAS-1",
    "phase 2": "PLAN-2023-FAS-2",
    "grant: the region's share of the spring amending budget": "STATSBIDRAG-2024-VAB",
}


def test_the_plan_has_the_published_amounts_and_positions(varmland):
    """Kronor and positions stand in the journal as the region stated them."""
    with (FIGURES / "varmland-plan.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["what"]: row for row in csv.DictReader(file)}

    for what, id_ in PUBLISHED.items():
        fact, row = varmland[id_], rows[what]
        assert Decimal(fact["amount"]) == Decimal(row["amount_mkr"]) * 10**6
        assert fact.get("positions", "") == row["positions"]
    assert varmland["PLAN-2023-REVIDERAD"]["amount"] == "340000000.00"
    assert varmland["PLAN-2023-REVIDERAD"]["positions"] == "500"
    assert varmland["PLAN-2023-REVIDERAD"]["because_of"] in varmland


def test_the_reported_staff_changes_as_published(varmland):
    """Only the changes are the region's; the level they start from is ours."""
    value = {
        (fact["employment"], fact["month"]): Decimal(fact["value"])
        for fact in varmland.values()
        if fact["type"] == "workforce.reported"
    }

    assert value["permanent", "2024-08"] - value["permanent", "2024-01"] == Decimal("-173.8")
    assert value["fixed-term", "2024-08"] - value["fixed-term", "2024-01"] == Decimal("-14.6")
    assert value["fixed-term", "2024-08"] - value["fixed-term", "2023-08"] == Decimal("-115.4")


def test_what_is_invented_says_so(varmland):
    """Exemptions, measures and positions of single units were not published."""
    invented = ("exemption.", "measure.", "effect.", "positions.")

    for fact in varmland.values():
        assert fact["type"].startswith(invented) == (fact.get("note") == "Illustration, not published")
