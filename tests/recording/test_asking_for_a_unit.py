"""A question about one unit or line is refused when there is no such thing at the moment."""

import pytest
from given import REGION, day, line, unit
from offering import of_files

from ledger.domain.values.days import end_of_day
from ledger.queries.at import NoSuchUnit
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain
from ledger.queries.explain.narrowing import NoSuchCode
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.organisation.units import units
from ledger.queries.reader import LedgerReader

pytestmark = of_files


def test_a_unit_is_asked_for_from_the_day_it_opens(given):
    """Before that, and under a code that nobody has, there is nothing to show."""
    ledger = given(*REGION, unit("VC", "HSN", on="2024-03-01"))

    with LedgerReader.open(ledger.path) as reader:
        for as_of, code in (("2024-02-29", "VC"), ("2024-03-01", "VD")):
            with pytest.raises(NoSuchUnit, match=f"There is no unit '{code}' as of {as_of}"):
                units(reader.at(day(as_of), end_of_day(day("2024-09-30"))), unit=code)
        shown = units(reader.at(day("2024-03-01"), end_of_day(day("2024-09-30"))), unit="VC")
    assert [row.unit for row in shown.rows] == ["VC"]


def test_a_unit_that_today_s_tree_shows_can_be_explained(given):
    """Restated to the newest tree, an earlier day has rows for units that open later, and they are no less rows."""
    ledger = given(*REGION, unit("VC", "HSN", on="2024-03-01"))

    with LedgerReader.open(ledger.path) as reader:
        at = reader.at(day("2024-02-29"), end_of_day(day("2024-09-30")))
        assert "VC" in [row.unit for row in budget(at, tree="today").rows]

        assert explain(at, "budget", Cell(unit="VC", tree="today")).rows == []
        with pytest.raises(NoSuchUnit):
            explain(at, "budget", Cell(unit="VC"))


def test_a_line_is_asked_for_from_the_day_it_opens(given):
    """As a unit is: what is not there yet has no figures that could be explained."""
    ledger = given(*REGION, line("BYGG", on="2024-03-01"))

    with LedgerReader.open(ledger.path) as reader:
        for as_of, code in (("2024-02-29", "BYGG"), ("2024-03-01", "BYG")):
            with pytest.raises(NoSuchCode, match=f"There is no line '{code}' as of {as_of}"):
                explain(reader.at(day(as_of), end_of_day(day("2024-09-30"))), "budget", Cell(line=code))
        assert (
            explain(reader.at(day("2024-03-01"), end_of_day(day("2024-09-30"))), "budget", Cell(line="BYGG")).rows == []
        )
