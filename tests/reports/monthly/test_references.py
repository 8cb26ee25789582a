"""Each figure is referred to the facts that make it: those that liggare explain names."""

import attrs
import pytest
from opened_with import JULY

from ledger.domain.values.measured import Money
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain
from ledger.queries.monthly import gathering
from ledger.reports.monthly.document import MOST_RANGES, references
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.sections.facts import facts_grid
from ledger.reports.monthly.speech import Speech

BASE = ("ytd_outcome", "ytd_outcome_last_year", "year_budget", "year_forecast")


def test_rows_refer_to_the_facts_that_explain_them(july, book):
    """For every unit and every column the same facts that liggare explain names."""
    for row, source in zip(july.report.answer.rows, july.report.sources, strict=True):
        for column in BASE:
            explained = explain(book, "report", Cell(unit=row.unit, month=JULY), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)
            assert explained.total == (getattr(row, column) or Money(0))


@pytest.mark.parametrize("statement", ["operating", "investment"])
def test_lines_refer_to_the_facts_that_explain_them(july, book, statement):
    part = july.result if statement == "operating" else july.investments

    assert part.answer.rows
    for row, source in zip(part.answer.rows, part.sources, strict=True):
        for column in (*BASE, "last_year_outcome"):
            explained = explain(book, "result", Cell(line=row.line, month=JULY, statement=statement), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)


def test_every_fact_referred_to_is_at_hand(july):
    for part in (july.report, july.result, july.investments, july.staffing, july.savings):
        for source in part.sources:
            assert {position for positions in source.values() for position in positions} <= july.facts.keys()
    assert all(july.facts[position].position == position for position in july.facts)


def test_positions_in_a_row_are_written_as_a_range():
    assert references([7, 3, 4, 5, 9]).translate({0xE000: "<", 0xE001: ">"}) == "<3>–<5>, <7>, <9>"


def test_of_many_facts_decisions_are_listed_and_reports_counted(july, book, monkeypatch):
    """Nobody reads ten thousand rows; what is not listed is counted, and not kept, with the command that lists it."""
    of = Reporting(monthly=july, speech=Speech(lang="en", unit="Mkr", decimals=0, units=july.names.units))
    everything, listed = facts_grid(of)
    monkeypatch.setattr(gathering, "MOST_LISTED", len(july.facts) - 1)
    fewer = gathering.gather(book, JULY, None)
    shorter, decisions = facts_grid(attrs.evolve(of, monthly=fewer))

    assert listed == july.facts.keys()
    assert decisions == fewer.facts.keys()
    assert len(fewer.facts) + sum(fewer.left_out.values()) == len(july.facts)
    assert {july.facts[position].fact.TYPE.partition(".")[2] for position in decisions} & {
        "reported",
        "submitted",
    } == set()
    outcomes = sum(recorded.fact.TYPE == "outcome.reported" for recorded in july.facts.values())
    listing = "(liggare journal --type outcome.reported)"
    note = f"Not listed for their number: {outcomes} facts of type outcome.reported {listing}."
    assert note in shorter.footnotes
    assert not any("Not listed" in note for note in everything.footnotes)


def test_people_and_savings_refer_to_the_facts_that_explain_them(july, book):
    """Each row of staff and of savings, column by column."""
    for row, source in zip(july.staffing.answer.rows, july.staffing.sources, strict=True):
        for column in ("positions", "fte", "headcount", "annual_workers", "hours"):
            explained = explain(book, "staffing", Cell(unit=row.unit), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)
    for row, source in zip(july.savings.answer.rows, july.savings.sources, strict=True):
        for column in ("decided_amount", "realised_amount", "realised_positions"):
            explained = explain(book, "savings", Cell(plan=row.plan, phase=row.phase), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)


def test_a_row_made_of_very_many_facts_names_some_and_counts_the_rest():
    named = references(range(0, 1000, 2), lambda number: f"and {number} more")

    assert named.count(",") == MOST_RANGES
    assert named.endswith(f", and {500 - MOST_RANGES} more")
