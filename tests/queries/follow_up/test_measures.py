"""Measures: how they go, the facts of their figures, and two moments compared."""

from decimal import Decimal

import attrs
import pytest
from given import cancelled, measure, money, number, phase, plan
from offering import empty_ledger, given
from savings_ledgers import at, effect, either, rows

from ledger.queries.cell import Cell
from ledger.queries.compare import Side, compare
from ledger.queries.explain.figures import explain
from ledger.queries.explain.narrowing import NoSuchCode
from ledger.queries.questions import question

__all__ = ["at", "empty_ledger", "given"]


def test_measures_tell_how_they_go(at):
    """Decided, under way, done and cancelled."""
    found = at(
        plan(),
        phase(),
        measure("A", amount="10", positions="2"),
        measure("B", amount="10", positions="2", phase="FAS1"),
        measure("C", amount="10", positions="2"),
        measure("D", amount="10", positions="2"),
        cancelled("2024-04-30", code="D"),
        effect("2024-03", "B", amount="10", positions="1.999"),
        effect("2024-03", "C", amount="10", positions="2"),
        effect("2024-03", "D", amount="10", positions="2"),
    )
    told = {row.measure: (row.status, row.share) for row in rows(found, "measures")}

    assert told == {"A": ("decided", 0), "B": ("under-way", 1), "C": ("done", 1), "D": ("cancelled", 1)}
    assert [row.measure for row in rows(found, "measures", phase="FAS1")] == ["B"]
    assert [row.measure for row in rows(found, "measures", measure="C")] == ["C"]
    assert [row.measure for row in rows(found, "measures", unit="HSN")] == []


def test_a_measure_of_two_ways_is_done_by_one_of_them(at):
    found = at(*either(measure("B", amount="10", positions="2")), effect("2024-03", "B", positions="2"))
    (row,) = rows(found, "measures")

    assert (row.share, row.status) == (1, "done")


@pytest.mark.parametrize(
    ("decided", "realised", "share"),
    [
        ({"positions": "2"}, {"positions": "1", "hours": "9"}, Decimal("0.5")),
        ({"hours": "100"}, {"hours": "25"}, Decimal("0.25")),
        ({}, {"amount": "1"}, None),
    ],
)
def test_the_share_is_of_what_was_decided(at, decided, realised, share):
    """Kronor first, then positions, then hours."""
    told = {"amount": None, "positions": None} | {name: number(value) for name, value in decided.items()}
    found = at(plan(), attrs.evolve(measure("B"), **told), effect("2024-03", "B", **realised))
    (row,) = rows(found, "measures")

    assert (row.share, row.status) == (share, "under-way")


def test_a_measure_is_taken_apart_into_its_facts(at):
    """Each figure of each measure, also of one that was cancelled."""
    found = at(
        plan(),
        measure("B", hours=number("7")),
        measure("D"),
        cancelled("2024-04-30", code="D"),
        effect("2024-02", "B", amount="3", hours="2"),
        effect("2024-03", "B", amount="4", positions="1"),
    )
    for row in rows(found, "measures"):
        for column in question("measures").explained.columns:
            figure = getattr(row, column)
            if figure is not None:
                assert explain(found, "measures", Cell(measure=row.measure), column).total == figure
    assert len(explain(found, "measures", Cell(measure="B"), "realised_amount").rows) == 2


def test_a_measure_is_compared_at_two_moments(at):
    """The facts between them make the difference."""
    told = (plan(), measure("B"), effect("2024-02", "B", amount="3"), effect("2024-03", "B", amount="4"))
    now = at(*told)
    before = now.known_through(now.position - 1, now.moment)
    cell = Cell(measure="B")
    changed = compare(Side(before, cell), Side(now, cell), "measures", None).rows

    assert {row.unit: (row.change, row.residual) for row in changed} == {
        unit: (money("4"), money("0")) for unit in ("REG", "RS")
    }


@pytest.mark.parametrize("option", ["plan", "phase", "measure"])
def test_a_code_that_there_is_not_is_refused(at, option):
    """Instead of no rows."""
    with pytest.raises(NoSuchCode, match="'NIX'"):
        rows(at(plan(), phase(), measure()), "measures", **{option: "NIX"})
