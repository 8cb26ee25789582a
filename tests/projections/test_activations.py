"""When facts begin and cease to count, told one by one; and judged all at once, which must come to the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.measured import Money
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.projections.activations import Activations
from ledger.projections.counting import policies_state, standing

DAY = date(2024, 1, 1)
RECORDED = datetime(2024, 3, 1, 12, tzinfo=UTC)


def adopted(ore=1000):
    return BudgetAdopted(effective=DAY, unit="RS", year=2024, lines={"NETTO": Money(ore)})


def adjusted(ore=1000):
    return BudgetAdjusted(effective=DAY, unit="RS", year=2024, lines={"NETTO": Money(ore)})


def policy(*types, code="FYRA", effective=DAY, **fields):
    return PolicySet(effective=effective, policy=code, types=types or ("budget.adopted",), **fields)


def lifted(effective=DAY):
    return PolicyLifted(effective=effective, policy="FYRA")


def reversed_(position):
    return DecisionReversed(effective=DAY, reverses=position, reason="fel")


def attested(position):
    return DecisionAttested(effective=DAY, attests=position, actor="chef1")


class Learning:
    """A log that is told fact by fact, a day between them."""

    def __init__(self):
        self.facts = []
        self.counting = set()
        self.changes = []
        self.activations = Activations(
            find=self.find,
            facts_before=lambda before, types: [
                each for each in self.facts if each.position < before and each.fact.TYPE in types
            ],
        )

    def find(self, reference):
        return self.facts[reference - 1] if 0 < reference <= len(self.facts) else None

    def learn(self, fact):
        position = len(self.facts) + 1
        recorded = Recorded(position, RECORDED + timedelta(days=position), fact)
        self.facts.append(recorded)
        self.changes = [(each.recorded.position, each.counts) for each in self.activations.changes(recorded)]
        for changed, counts in self.changes:
            assert counts != (changed in self.counting), "a change changes something"
            (self.counting.add if counts else self.counting.discard)(changed)


def counting(*facts):
    """The positions of the facts that count, as both witnesses have it after every fact."""
    learning = Learning()
    for fact in facts:
        learning.learn(fact)
        policies = policies_state(
            (each for each in learning.facts if is_about_policies(learning, each.fact)), learning.find
        )
        assert learning.counting == {each.position for each in standing(learning.facts, policies, learning.find)}
    return learning.counting


def is_about_policies(learning, fact):
    """Whether the fact is in the stream of policies: it is about one, or about a fact that is."""
    if isinstance(fact, PolicySet | PolicyLifted):
        return True
    reference = getattr(fact, "reverses", None) or getattr(fact, "attests", None)
    return reference is not None and is_about_policies(learning, learning.find(reference).fact)


def test_without_policies_every_fact_counts_at_once():
    """A fact that is not reversed counts."""
    assert counting(adopted(), adjusted()) == {1, 2}


def test_a_reversed_fact_counts_no_more():
    """The reversal counts instead."""
    assert counting(adopted(), adjusted(), reversed_(1)) == {2, 3}


def test_a_fact_of_the_policy_waits_for_its_attestation():
    """Facts of other types, and those recorded before, do not."""
    before, under = (adopted(), policy()), (adopted(), adjusted())

    assert counting(*before, *under) == {1, 2, 4}
    assert counting(*before, *under, attested(3)) == {1, 2, 3, 4, 5}


def test_a_fact_can_be_attested_before_anyone_asks_for_it():
    """Then it goes on counting when a lifted policy turns out never to have been lifted."""
    assert counting(policy(), lifted(), adopted(), attested(3), reversed_(2)) == {1, 3, 4, 5}
    assert counting(policy(), lifted(), adopted(), reversed_(2)) == {1, 4}


@pytest.mark.parametrize(("ore", "counts"), [(99, True), (100, False), (-99, True), (-100, False)])
def test_a_policy_concerns_amounts_from_its_own_on(ore, counts):
    """The amount itself is concerned, whatever its sign."""
    assert (2 in counting(policy(from_amount=Money(100)), adopted(ore))) == counts


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, False)])
def test_a_policy_is_in_force_from_its_own_day_on(days, counts):
    """What counts is the day the fact was recorded, not the day it takes effect."""
    recorded_on = (RECORDED + timedelta(days=2)).date()

    assert (2 in counting(policy(effective=recorded_on + timedelta(days=1 - days)), adopted())) == counts


def test_a_lifted_policy_concerns_no_new_facts():
    """Those that wait go on waiting."""
    assert counting(policy(), adopted(), lifted(), adopted()) == {1, 3, 4}
    assert counting(policy(), lifted(date(2030, 1, 1)), adopted()) == {1, 2}


def test_a_pending_fact_that_is_reversed_never_counts():
    """Neither when its attestation comes, nor when the policy goes."""
    assert counting(policy(), adopted(), reversed_(2)) == {1, 3}
    assert counting(policy(), adopted(), reversed_(2), attested(2)) == {1, 3, 4}
    assert counting(policy(), adopted(), reversed_(2), reversed_(1)) == {3, 4}


def test_a_reversed_policy_was_never_there():
    """What waited counts, from the reversal on."""
    assert counting(policy(), adopted(), adopted(), attested(3), reversed_(1)) == {2, 3, 4, 5}


def test_a_reversed_lifting_was_never_there():
    """What was recorded after it comes to wait."""
    assert counting(policy(), adopted(), lifted(), adopted(), reversed_(3)) == {1, 5}


def test_one_policy_of_two_is_enough_to_wait():
    """Both have to go before the fact counts without an attestation."""
    two = (policy(code="FYRA"), policy(code="ÖGON"), adopted())

    assert counting(*two, reversed_(1)) == {2, 4}
    assert counting(*two, reversed_(1), reversed_(2)) == {3, 4, 5}


def test_a_reversed_attestation_lets_the_fact_wait_again():
    """And another attestation lets it count."""
    history = (policy(), adopted(), attested(2), reversed_(3))

    assert counting(*history) == {1, 4}
    assert counting(*history, attested(2)) == {1, 2, 4, 5}


def test_a_reversal_may_have_to_wait():
    """Until it is attested, the fact it is about counts."""
    history = (adopted(), policy("decision.reversed"), reversed_(1))

    assert counting(*history) == {1, 2}
    assert counting(*history, attested(3)) == {2, 3, 4}


def test_a_reversal_of_an_attestation_may_have_to_wait():
    """The attestation stands until then, and beside a second one."""
    history = (policy("budget.adopted", "decision.reversed"), adopted(), attested(2), reversed_(3))

    assert counting(*history) == {1, 2, 3}
    assert counting(*history, attested(4)) == {1, 4, 5}
    assert counting(*history, attested(2), attested(4)) == {1, 2, 4, 5, 6}
    assert counting(*history, attested(2), reversed_(5), attested(6)) == {1, 2, 3, 6, 7}


def test_reversals_wait_or_count_as_policies_come_and_go():
    """Taking a policy back lets a waiting reversal count; taking a lifting back lets one wait that counted."""
    assert counting(adopted(), policy("decision.reversed"), reversed_(1), reversed_(2)) == {3, 4}
    assert counting(adopted(), policy("decision.reversed"), lifted(), reversed_(1), reversed_(3)) == {1, 2, 5}


def test_policies_are_taken_back_at_once():
    """Otherwise the reversal of a lifting would decide whether it counts itself."""
    types = ("decision.reversed", "policy.set", "policy.lifted", "decision.attested")

    assert counting(policy(*types), lifted(), reversed_(2), reversed_(1)) == {3, 4}
    assert counting(policy(*types), lifted(), adopted(), attested(3), reversed_(4)) == {1, 2, 3, 5}


def test_a_corrected_policy_concerns_what_comes_after_the_correction():
    """Its lifting, recorded before, goes on lifting it."""
    corrected = PolicySet(effective=DAY, policy="FYRA", types=("budget.adopted",), corrects=1)
    reopened = (policy(), adopted(), reversed_(1), corrected, adopted())

    assert counting(*reopened) == {2, 3, 4}
    assert counting(policy(), lifted(), reversed_(1), corrected, adopted()) == {2, 3, 4, 5}


def test_a_log_that_names_what_it_does_not_hold_is_no_log():
    """The gap is named rather than passed over."""
    with pytest.raises(LookupError, match="does not hold"):
        counting(adopted(), reversed_(7))
