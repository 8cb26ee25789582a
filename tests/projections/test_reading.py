"""Figures read from the tables as known at every position, while facts begin and cease to count."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections import tables
from ledger.projections.reading import Reading

JULY, AUGUST = Month.of(2024, 7), Month.of(2024, 8)
EVER = date(2100, 12, 31)


class Log:
    """Facts in a list, a day between them."""

    def __init__(self, *facts):
        start = datetime(2024, 9, 1, tzinfo=UTC)
        self.recorded = [
            Recorded(position, start + timedelta(days=position), fact) for position, fact in enumerate(facts, 1)
        ]

    def last_position(self):
        return len(self.recorded)

    def facts(self, after=0, through=None, types=()):
        return [each for each in self.recorded[after:through] if not types or each.fact.TYPE in types]

    def stream(self, name, after_version=0):
        assert (name, after_version) == ("control", 0)
        return [(each.position, each) for each in self.recorded if each.fact.TYPE.startswith("policy.")]

    def find(self, reference):
        return (self.recorded[reference - 1], "") if 0 < reference <= len(self.recorded) else None

    def metadata(self):
        return {"identity": "in memory"}


def outcome(ore, effective=JULY.last_day):
    return OutcomeReported(effective=effective, unit="RS", month=JULY, lines={"NETTO": Money(ore)})


def adopted(ore):
    return BudgetAdopted(effective=date(2024, 1, 1), unit="RS", year=2024, lines={"NETTO": Money(ore)})


def attested(position):
    return DecisionAttested(effective=JULY.last_day, attests=position, actor="chef1")


def reversed_(position):
    return DecisionReversed(effective=JULY.last_day, reverses=position, reason="fel")


def policy(*types):
    return PolicySet(effective=date(2024, 1, 1), policy="FYRA", types=types)


def as_known(*facts, as_of=EVER):
    """The only outcome and the only budget as known at each position, None for none."""
    log = Log(*facts)
    connection = tables.connect(None)
    tables.make(connection, "in memory")
    tables.catch_up(connection, log)
    readings = [Reading(connection, as_of, position) for position in range(1, len(facts) + 1)]
    outcomes = [[each.amount for each in reading.stated("outcome", JULY, AUGUST)] for reading in readings]
    budgets = [[each.amount for each in reading.totals("budget")] for reading in readings]
    assert all(len(found) <= 1 for found in (*outcomes, *budgets))
    return [found[0] if found else None for found in outcomes], [found[0] if found else None for found in budgets]


def test_the_latest_statement_wins_and_the_one_before_when_it_is_reversed():
    """As known before the reversal, the reversed one goes on being stated."""
    outcomes, _ = as_known(outcome(-1), outcome(-2), reversed_(2), outcome(-3), reversed_(1), reversed_(4))

    assert outcomes == [-1, -2, -1, -3, -3, None]


def test_a_flow_is_taken_back_by_its_reversal():
    """As known before the reversal, it is there."""
    _, budgets = as_known(adopted(-10), adopted(-5), reversed_(1), reversed_(2))

    assert budgets == [-10, -15, -5, None]


def test_a_statement_that_takes_effect_later_wins_from_its_own_day():
    """However late the other was recorded."""
    facts = (outcome(-2, AUGUST.last_day), outcome(-1, JULY.last_day))

    assert as_known(*facts, as_of=JULY.last_day)[0] == [None, -1]
    assert as_known(*facts, as_of=AUGUST.last_day)[0] == [-2, -2]


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_what_is_attested_again_counts_again(monkeypatch, chunk):
    """In and out, for statements and flows alike, and whatever was caught up together."""
    monkeypatch.setattr(tables, "CHUNK", chunk)
    attestations = (attested(2), attested(3), reversed_(4), reversed_(5), attested(2), attested(3), reversed_(2))
    outcomes, budgets = as_known(
        policy("outcome.reported", "budget.adopted"), outcome(-7), adopted(-9), *attestations, reversed_(3)
    )

    assert outcomes == [None, None, None, -7, -7, None, None, -7, -7, None, None]
    assert budgets == [None, None, None, None, -9, -9, None, None, -9, -9, None]


def test_a_policy_taken_back_lets_nothing_count_that_waited():
    """It binds no more what comes after its reversal was attested."""
    history = (policy("outcome.reported", "budget.adopted"), outcome(-7), adopted(-9), reversed_(1), adopted(-1))
    outcomes, budgets = as_known(*history, attested(4), outcome(-8), adopted(-2), attested(3))

    assert outcomes == [None, None, None, None, None, None, -8, -8, -8]
    assert budgets == [None, None, None, None, None, None, None, -2, -11]


def test_measures_never_posted_have_no_figures():
    """A read model without a word for them is no error."""
    connection = tables.connect(None)
    tables.make(connection, "in memory")

    assert list(Reading(connection, EVER, 0).totals("budget", year=2024, through=[JULY])) == []
    assert list(Reading(connection, EVER, 0).stated("effect", JULY, AUGUST)) == []
