"""Whatever was budgeted, closing a unit into another moves its months to come, and no öre more or less."""

from datetime import date

import attrs
import histories
from decisions import KINDS
from histories import EVER, Step, about_facts
from hypothesis import given
from hypothesis import strategies as st
from region import phased

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.values.days import Month
from ledger.queries.closing.left import left_in_closed_units
from ledger.queries.closing.proposing import proposal
from ledger.queries.questions.money.budget import budget
from ledger.recording.ledger import evolve

DECEMBER = date(2024, 12, 31)
of_budgets = st.builds(Step, days=st.integers(0, 9), offer=st.one_of(*[KINDS["budgets"]] * 5, about_facts))


@st.composite
def histories_of(draw):
    """Two units, and decisions on the budget, most of them about the first."""
    close, into = draw(st.sampled_from(["CB", "CA", "BC", "BA"]))
    adopted = []
    for project in (None, "P1"):
        lines, phasing = draw(phased(2024))
        fact = BudgetAdopted(
            effective=date(2024, 1, 1), unit=close, year=2024, lines=lines, phasing=phasing, project=project
        )
        adopted.append(Step(days=1, offer=fact))
    steps = draw(st.lists(of_budgets, max_size=6))
    return close, into, [*adopted, *(attrs.evolve(step, offer=_about(step.offer, close)) for step in steps)]


def _about(offer, unit):
    """The same decision of a unit; what takes from others gives to it."""
    for name in ("unit", "to_unit") if isinstance(offer, Fact) else ():
        if hasattr(offer, name) and getattr(offer, "from_unit", None) != unit:
            return evolve(offer, **{name: unit})
    return offer


def months(at, unit):
    """The current budget of a unit by line, project and month."""
    rows = budget(at, year=2024, unit=unit, by="unit,line,project,month").rows
    return {
        (row.line, row.project, row.month): row.current.count for row in rows if row.unit == unit and row.current.count
    }


@given(history=histories_of(), closing=st.integers(1, 12))
def test_the_months_to_come_move_and_nothing_else_changes(history, closing):
    """The whole is what it was in every month; what closed has its earlier months, and nothing left."""
    close, into, steps = history
    first = Month.of(2024, closing)
    with histories.told(steps) as told:
        try:
            with told.reader() as reader:
                at = reader.at(DECEMBER, EVER)
                facts = proposal(at, close, into, first.first_day, actor="ekonom1").facts
                region, own = months(at, "R"), months(at, close)
            told.ledger.record_as_import(facts, actor="ekonom1")
        except Refused:
            return  # another rule keeps the unit from closing, or there is none: money of years to come, say
        with told.reader() as reader:
            at = reader.at(DECEMBER, EVER)

            assert months(at, "R") == region
            assert months(at, close) == {key: amount for key, amount in own.items() if key[2] < first}
            assert left_in_closed_units(at) == []
