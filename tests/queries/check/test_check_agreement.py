"""Printed figures equal, equal within the rounding, or different; and sums that add up or do not."""

from datetime import date

import pytest
from tables import FACTS, FIRST, TABLE, adopted, changed, checked, contradicting, differing, mkr, recorded, region

from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.values.days import Month


def test_a_table_that_agrees_needs_no_explanation(tmp_path):
    found = checked(recorded(tmp_path / "l.db", *FACTS), TABLE)

    assert (found.count("equal"), found.count("rounding"), found.count("different")) == (9, 0, 0)
    assert (found.sums, found.uneven, found.explanations) == (6, [], [])
    assert not found.has_findings


@pytest.mark.parametrize(
    ("exact", "agreement"),
    [(-600.50000001, "different"), (-600.5, "rounding"), (-599.5, "rounding"), (-599.49999999, "different")],
)
def test_a_printed_figure_is_the_exact_one_rounded(tmp_path, exact, agreement):
    """Exactly half may have gone either way: programs differ."""
    ledger = recorded(tmp_path / "l.db", *region(), adopted("A", exact))
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-600,,\nTrafiken,,,\nSumma,,,\n"

    assert checked(ledger, table).cells[0].agreement == agreement


def test_a_sum_with_a_part_that_is_not_printed_names_what_is_in_it(tmp_path):
    """The region's own budget is in its row and in none of the boards'. So the table contradicts itself."""
    ledger = recorded(tmp_path / "l.db", *FACTS, adopted("R", -30))
    table = TABLE.replace("Summa,-800", "Summa,-830").replace("-40\n", "-10\n")

    found = checked(ledger, table)
    assert not differing(found)
    assert contradicting(found) == {("Summa", "Budget"): [9], ("Summa", "Avvikelse"): [9]}
    assert found.contradictions[1].facts[0].missing_in == []
    assert all(found.is_contradiction(each) for each in found.unexplained_sums)
    assert found.has_findings


def test_a_sum_of_misprints_stays_unexplained(tmp_path):
    found = checked(recorded(tmp_path / "l.db", *FACTS), changed(TABLE, "Summa", 1, "-900"))

    assert contradicting(found) == {("Summa", "Budget"): [], ("Summa", "Avvikelse"): []}
    assert found.has_findings


def test_a_sum_with_an_empty_cell_is_not_looked_at(tmp_path):
    """Whoever leaves a cell empty has not said that it is zero."""
    found = checked(recorded(tmp_path / "l.db", *FACTS), changed(TABLE, "Trafiken", 1, ""))

    assert (len(found.cells), found.sums, found.uneven) == (8, 4, [])


def test_a_line_may_be_asked_for(tmp_path):
    """In the result statement, rows are lines."""
    line = LineOpened(effective=FIRST, line="I", name="Intäkt", side="income", statement="operating")
    both = OutcomeReported(
        effective=date(2024, 7, 31), unit="A", month=Month.of(2024, 7), lines={"N": mkr(-12), "I": -mkr(-12)}
    )
    legend = """question = "result"
month = "2024-07"
[rows]
Netto = "N"
"Intäkt" = "I"
"Vårdens" = { line = "N", unit = "A" }
Trafikens = { line = "N", unit = "B" }
[columns]
Utfall = "ytd_outcome"
"""
    table = "Rad,Utfall\nNetto,-12\nIntäkt,12\nVårdens,-12\nTrafikens,0\n"

    assert checked(recorded(tmp_path / "l.db", *region(), line, both), table, legend).count("equal") == 4
