"""The trees of lines and projects: where a line or project may stand, and when it may close."""

import pytest
from given import REGION, adopted, day, line, money, month, number, outcome, reversal

from ledger.domain.judging import StillNamed
from ledger.domain.organisation.lines import LineClosed, LineMoved, LineRenamed, StatementsDiffer
from ledger.domain.organisation.projects import (
    ProjectClosed,
    ProjectCodeReserved,
    ProjectMonthsOutOfOrder,
    ProjectOpened,
    ProjectRevised,
    RevisesNothing,
)
from ledger.domain.organisation.tree import NamedAfterClosing, NotOpen, NotOpenInYear, StillBelow, TreeWouldLoop

OPEN = "2023-01-01"
SUMS = (line("SUM", "income", on=OPEN), line("SKATT", "income", on=OPEN, parent="SUM"))


def moved(code, parent, on="2024-03-01", **more):
    return LineMoved(line=code, parent=parent, effective=day(on), **more)


def closed(code, on, **more):
    return LineClosed(line=code, effective=day(on), **more)


def project(code="P", on="2024-01-01", **more):
    return ProjectOpened(project=code, name=f"Projekt {code}", effective=day(on), **more)


def revised(code="P", on="2024-03-01", **more):
    return ProjectRevised(project=code, effective=day(on), **more)


def ended(code, on, **more):
    return ProjectClosed(project=code, effective=day(on), **more)


def test_a_line_has_the_statement_of_the_line_it_is_part_of(given):
    """A sum of the result does not hold an investment."""
    ledger = given(*REGION, *SUMS)

    with pytest.raises(StatementsDiffer, match="BYGG belongs to the investment statement and cannot be part of SUM"):
        ledger.offer(line("BYGG", "cost", "investment", parent="SUM"))
    ledger.offer(line("BYGG", "cost", "investment"))
    with pytest.raises(StatementsDiffer):
        ledger.offer(moved("BYGG", "SUM"))
    ledger.offer(moved("NETTO", "SUM"))


def test_a_corrected_line_keeps_the_statement_of_its_sum(given):
    """A correction of the line above is judged with the lines below it."""
    ledger = given(*REGION, line("SUM", "income", on=OPEN, id="X"), line("SKATT", "income", on=OPEN, parent="SUM"))

    with pytest.raises(StatementsDiffer):
        ledger.offer(reversal("X", OPEN), line("SUM", "income", "financing", on=OPEN, corrects="X"))
    ledger.offer(reversal("X", OPEN), line("SUM", "net", on=OPEN, corrects="X"))


def test_lines_make_a_tree(given):
    """No line is part of itself, by however many steps."""
    ledger = given(*REGION, *SUMS)

    with pytest.raises(TreeWouldLoop, match="Line SUM cannot be placed under SKATT, which belongs to SUM"):
        ledger.offer(moved("SUM", "SKATT"))
    ledger.offer(moved("SUM", "NETTO"))


def test_a_line_closes_once_nothing_is_left_in_it(given):
    """The money of years in which it was open stays; what belongs to it goes elsewhere first."""
    ledger = given(*REGION, *SUMS, outcome("RS", "2024-11", {"SKATT": "1"}))

    with pytest.raises(StillBelow, match="Line SUM cannot close: SKATT still belongs to it"):
        ledger.offer(closed("SUM", "2024-07-01"))
    with pytest.raises(NamedAfterClosing):
        ledger.offer(closed("SKATT", "2024-01-01"))
    ledger.offer(closed("SKATT", "2024-01-02"), closed("SUM", "2024-07-01"))
    with pytest.raises(NotOpenInYear, match="Line SKATT is not open on any day of 2025"):
        ledger.offer(outcome("RS", "2025-01", {"SKATT": "1"}))
    ledger.offer(outcome("RS", "2024-12", {"SKATT": "1"}))


def test_a_line_is_renamed_while_it_is_open(given):
    """Its code stays."""
    ledger = given(*REGION, line("PERSONAL", "cost", on=OPEN), closed("PERSONAL", "2024-07-01"))

    with pytest.raises(NotOpen):
        ledger.offer(LineRenamed(line="PERSONAL", name="Lön", effective=day("2024-07-01")))
    ledger.offer(LineRenamed(line="PERSONAL", name="Lön", effective=day("2024-06-30"), order=1))


@pytest.mark.parametrize("code", ["none", "NONE"])
def test_no_project_is_called_none(given, code):
    """In a transfer that word means no project."""
    ledger = given(*REGION)

    with pytest.raises(ProjectCodeReserved):
        ledger.offer(project(code))
    ledger.offer(project("nonett"))


def test_a_project_ends_after_it_begins(given):
    """Its last month may be its first, and no earlier."""
    ledger = given(*REGION)

    with pytest.raises(ProjectMonthsOutOfOrder, match="cannot run from 2024-07 to 2024-06"):
        ledger.offer(project(from_=month("2024-07"), to=month("2024-06")))
    ledger.offer(project(from_=month("2024-07"), to=month("2024-07")))
    with pytest.raises(ProjectMonthsOutOfOrder):
        ledger.offer(revised(to=month("2024-06")))
    ledger.offer(revised(to=month("2025-06")))


@pytest.mark.parametrize("changed", [{"approved": money("-1")}, {"hours": number("1")}, {"name": "Nytt"}])
def test_a_revision_says_what_changes(given, changed):
    """A reason alone changes nothing."""
    ledger = given(*REGION, project())

    with pytest.raises(RevisesNothing):
        ledger.offer(revised(reason="Nytt läge"))
    ledger.offer(revised(reason="Nytt läge", **changed))


def test_projects_make_a_tree_and_close_from_below(given):
    """A programme stays open while its projects are."""
    ledger = given(*REGION, project("FVIS"), project("A", parent="FVIS"))

    with pytest.raises(StillBelow, match="Project FVIS cannot close: A still belongs to it"):
        ledger.offer(ended("FVIS", "2025-01-01"))
    with pytest.raises(NotOpen):
        ledger.offer(project("B", "2023-12-31", parent="FVIS"))
    ledger.offer(ended("A", "2025-01-01"), ended("FVIS", "2025-01-01"))


def test_a_project_has_money_of_every_year_in_which_it_is_open(given):
    """Also after it has closed."""
    ledger = given(*REGION, project(on="2024-12-31"), ended("P", "2025-01-02"))

    with pytest.raises(NotOpenInYear, match="Project P is not open on any day of 2026"):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, year=2026, project="P"))
    with pytest.raises(NotOpenInYear, match="Project P is not open on any day of 2023"):
        ledger.offer(outcome("RS", "2023-12", {"NETTO": "-1"}, project="P"))
    ledger.offer(adopted("RS", {"NETTO": "-1"}, year=2025, project="P"))
    ledger.offer(outcome("RS", "2024-12", {"NETTO": "-1"}, project="P"))


def test_a_reversed_opening_leaves_nothing_that_names_the_project(given):
    """Budgets that name it are reversed first."""
    ledger = given(*REGION, project(id="X"), adopted("RS", {"NETTO": "-1"}, id="B", project="P"))

    with pytest.raises(StillNamed, match="1 fact that counts names the project P"):
        ledger.offer(reversal("X"))
    ledger.offer(reversal("B"), reversal("X"))
