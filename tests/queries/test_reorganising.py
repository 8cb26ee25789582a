"""Closing a unit into another: its budget of the months to come, its positions, and what is told of the rest."""

from datetime import UTC, date, datetime

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    carried_over,
    closed,
    day,
    established,
    freeze,
    outcome,
    requested,
)
from offering import empty_ledger, given

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.follow_up.assignments import AssignmentGiven
from ledger.domain.organisation.projects import ProjectOpened
from ledger.domain.organisation.tree import NamedAfterClosing, NotOpen, StillBelow
from ledger.domain.values.measured import Money
from ledger.queries.closing.left import left_in_closed_units
from ledger.queries.closing.proposing import ClosesIntoItself, proposal
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

EVER = datetime(2099, 1, 1, tzinfo=UTC)
JULY = date(2024, 7, 1)


def kr(number):
    return Money.of(number)


class Asked:
    """A ledger in which EKO closes into HSN."""

    def __init__(self, ledger):
        self.ledger = ledger

    def at(self, do, as_of=date(2024, 12, 31)):
        with LedgerReader.open(self.ledger.path) as reader:
            return do(reader.at(as_of, EVER))

    def proposed(self, close="EKO", into="HSN", effective=JULY):
        return self.at(lambda at: proposal(at, close, into, effective))

    def reorganise(self, **sides):
        return self.ledger.ledger.record_as_import(self.proposed(**sides).facts, actor="ekonom1")

    def months(self, code, by="unit,month", **options):
        """The current budget of a unit's months, by line or project if asked for."""
        answer = self.at(lambda at: question("budget").ask(at, year=2024, unit=code, by=by, **options))
        keys = [each for each in by.split(",") if each != "unit"]
        return {
            tuple(str(getattr(row, key)) for key in keys): row.current
            for row in answer.rows
            if getattr(row, "unit", code) == code and row.current
        }

    def left(self):
        return self.at(left_in_closed_units)


@pytest.fixture
def asked(given):
    return lambda *facts: Asked(given(*REGION, *facts))


def test_the_budget_of_the_months_to_come_moves(asked):
    """To the öre, month by month; what the months before came to stays."""
    ledger = asked(adopted("EKO", {"NETTO": "-1000"}), adopted("HSN", {"NETTO": "-120"}))
    before = ledger.months("REG")
    own = ledger.months("EKO")
    ledger.reorganise()

    assert ledger.months("REG") == before
    assert ledger.months("EKO") == {key: amount for key, amount in own.items() if key < ("2024-07",)}
    assert ledger.months("HSN")["2024-06",] == kr("-10")
    assert ledger.months("HSN")["2024-07",] == kr("-10") + own["2024-07",]
    assert ledger.months("HSN")["2024-12",] == kr("-10") + own["2024-12",]


def test_months_of_their_own_stay_what_they_were(asked):
    """Uneven months move as they are, also where some lie on the other side of zero, line by line."""
    months = {"NETTO": {"2024-02": "-50", "2024-07": "-40", "2024-09": "30", "2024-12": "-7"}}
    ledger = asked(adopted("EKO", {"NETTO": "-67"}, phasing=months))
    ledger.reorganise()

    assert ledger.months("EKO") == {("2024-02",): kr("-50")}
    assert ledger.months("HSN") == {("2024-07",): kr("-40"), ("2024-09",): kr("30"), ("2024-12",): kr("-7")}


def test_projects_stay_apart(asked):
    """The money of a project moves within the project."""
    ledger = asked(
        ProjectOpened(project="FVIS", name="Vårdinformation", effective=day("2023-01-01")),
        adopted("EKO", {"NETTO": "-12"}),
        adopted("EKO", {"NETTO": "-24"}, project="FVIS"),
    )
    ledger.reorganise()

    assert ledger.months("HSN", by="unit,project") == {("FVIS",): kr("-12"), ("None",): kr("-6")}


def test_what_is_decided_to_take_effect_later_moves_then(asked):
    """On its own day, so that the giver has it; a carry-over into the year moves too."""
    ledger = asked(
        adopted("EKO", {"NETTO": "-1200"}),
        adopted("EKO", {"NETTO": "-500"}, year=2023),
        carried_over("EKO", "-120"),
        adjusted("EKO", {"NETTO": "400"}, on="2024-09-01"),
    )
    facts = ledger.proposed().facts
    ledger.reorganise()

    assert {fact.effective for fact in facts if fact.TYPE == "budget.transferred"} == {JULY, date(2024, 9, 1)}
    assert all(key < ("2024-07",) for key in ledger.months("EKO"))
    assert ledger.left() == []


def test_positions_move_on_the_day_and_the_unit_closes(asked):
    """As of the day before they are where they were; with the successor named, as one import that can be undone."""
    ledger = asked(established("EKO", "3.5"), established("EKO", "2", category="läkare"))
    took = ledger.reorganise()
    ledger.ledger.ledger.undo(1, reason="fel", actor="ekonom1")

    assert [each.recorded.fact.TYPE for each in took] == [
        "positions.transferred",
        "positions.transferred",
        "unit.closed",
    ]
    assert took[-1].recorded.fact.successor == "HSN"
    reversals = [each for each in ledger.ledger.ledger.log.facts() if isinstance(each.fact, DecisionReversed)]
    assert len(reversals) == len(took)


def test_open_exemptions_and_assignments_are_told(asked):
    """They stay with the unit; those that ended, or are another unit's, are not told."""
    given_ = AssignmentGiven(
        assignment="U1",
        title="Hyr",
        from_body="RF",
        units=("EKO", "RS"),
        due=day("2024-12-31"),
        effective=day("2024-01-01"),
    )
    ledger = asked(freeze(), requested(unit="EKO"), given_)
    proposed = ledger.proposed()

    assert [row.exemption for row in proposed.exemptions] == ["D1"]
    assert [(row.assignment, row.unit) for row in proposed.assignments] == [("U1", "EKO")]
    assert ledger.proposed(close="HSN", into="RS").exemptions == []


@pytest.mark.parametrize(
    ("facts", "sides", "refusal"),
    [
        ((), {"into": "EKO"}, ClosesIntoItself),
        ((), {"close": "RS", "into": "HSN"}, StillBelow),
        ((closed("HSN", "2024-06-01"), adopted("EKO", {"NETTO": "-1"})), {}, NotOpen),
        ((closed("EKO", "2024-06-01"),), {}, NotOpen),
        ((established("EKO", "1", on="2024-08-01"),), {}, NamedAfterClosing),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_recorded(asked, facts, sides, refusal):
    """A unit into itself, one with units below it, one that is closed, or one in which something takes effect later."""
    ledger = asked(*facts)
    known = ledger.ledger.positions()

    with pytest.raises(refusal):
        ledger.reorganise(**sides)
    assert ledger.ledger.positions() == known


def test_closed_units_with_something_left_are_named(asked):
    """Money of months from the closing on, positions, and open exemptions; outcomes and deviations may stay."""
    facts = (adopted("EKO", {"NETTO": "-1200"}), established("EKO", "2"), freeze(), requested(unit="EKO"))
    ledger = asked(*facts, outcome("EKO", "2024-05", {"NETTO": "-700"}), closed("EKO", "2024-07-01", "HSN"))
    (left,) = ledger.left()

    assert (left.unit, left.closed, left.successor) == ("EKO", JULY, "HSN")
    assert (left.amount, left.positions.count, left.exemptions) == (kr("-600"), 2000, ("D1",))


def test_a_closed_unit_with_nothing_left_is_not_named(asked):
    """Its budget of the months before the closing is no money left."""
    months = {"NETTO": {"2024-06": "-10"}}
    ledger = asked(adopted("EKO", {"NETTO": "-10"}, phasing=months), closed("EKO", "2024-07-01"))

    assert ledger.left() == []
