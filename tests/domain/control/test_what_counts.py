"""When facts begin and cease to count, told one by one; and judged all at once, which must come to the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.counting import Counting, policies_of
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.values.measured import Money
from ledger.projections.counting import standing

DAY = date(2024, 1, 1)
RECORDED = datetime(2024, 3, 1, 12, tzinfo=UTC)


def adopted(ore=1000, **more):
    return BudgetAdopted(effective=DAY, unit="RS", year=2024, lines={"NETTO": Money(ore)}, **more)


def adjusted(ore=1000, **more):
    return BudgetAdjusted(effective=DAY, unit="RS", year=2024, lines={"NETTO": Money(ore)}, **more)


def correction(of, **more):
    return adjusted(corrects=of, **more)


def policy(*types, code="FYRA", effective=DAY, **fields):
    return PolicySet(effective=effective, policy=code, types=types or ("budget.adopted",), **fields)


def lifted(effective=DAY):
    return PolicyLifted(effective=effective, policy="FYRA")


def reversed_(position, **more):
    return DecisionReversed(effective=DAY, reverses=position, reason="fel", **more)


def attested(position):
    return DecisionAttested(effective=DAY, attests=position, actor="chef1")


class Learning:
    """A log that is told fact by fact, a day between them."""

    def __init__(self):
        self.facts = []
        self.counting = set()
        self.changes = []
        self.learns = Counting(self.find)

    def find(self, reference):
        return self.facts[reference - 1] if 0 < reference <= len(self.facts) else None

    def learn(self, fact):
        position = len(self.facts) + 1
        recorded = Recorded(position, RECORDED + timedelta(days=position), fact)
        self.facts.append(recorded)
        self.changes = [(each.recorded.position, each.counts) for each in self.learns.learn(recorded)]
        for changed, counts in self.changes:
            assert counts != (changed in self.counting), "a change changes something"
            (self.counting.add if counts else self.counting.discard)(changed)

    def unlearn_and_learn(self):
        """Learning back and forth leads to the same."""
        counted, marks = set(self.counting), self.learns.marks()
        for learn in (self.learns.unlearn, self.learns.learn):
            for change in learn(self.facts[-1]):
                (self.counting.add if change.counts else self.counting.discard)(change.recorded.position)
        assert (self.counting, self.learns.marks()) == (counted, marks)


def counting(*facts):
    """The positions of the facts that count, as both witnesses have it after every fact."""
    learning = Learning()
    for fact in facts:
        learning.learn(fact)
        learning.unlearn_and_learn()
        policies = policies_of(
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


@pytest.mark.parametrize(("ore", "counts"), [(99, True), (100, False), (-99, True), (-100, False)])
def test_a_policy_concerns_amounts_from_its_own_on(ore, counts):
    """The amount itself is concerned, whatever its sign."""
    assert (2 in counting(policy(from_amount=Money(100)), adopted(ore))) == counts


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, False)])
def test_a_policy_is_in_force_from_its_own_day_on(days, counts):
    """What counts is the day the fact was recorded, not the day it takes effect."""
    recorded_on = (RECORDED + timedelta(days=2)).date()

    assert (2 in counting(policy(effective=recorded_on + timedelta(days=1 - days)), adopted())) == counts


def test_a_lifting_waits_for_another_actor_and_concerns_no_new_facts_then():
    """What was recorded before its attestation goes on waiting; so does everything before the day it takes effect."""
    assert counting(policy(), adopted(), lifted(), adopted()) == {1}
    assert counting(policy(), adopted(), lifted(), attested(3), adopted()) == {1, 3, 4, 5}
    assert counting(policy(), lifted(date(2030, 1, 1)), attested(2), adopted()) == {1, 2, 3}


def test_a_pending_fact_that_is_reversed_never_counts():
    """Neither when an attestation comes, nor when the policy goes."""
    assert counting(policy(), adopted(), reversed_(2)) == {1, 3}
    assert counting(policy(), adopted(), reversed_(2), attested(2)) == {1, 3, 4}
    assert counting(policy(), adopted(), reversed_(2), reversed_(1), attested(4)) == {3, 4, 5}


def test_a_policy_is_reversed_by_two_and_releases_nothing():
    """It binds what was recorded before its reversal counts, and nothing after."""
    assert counting(policy(), adopted(), reversed_(1)) == {1}
    assert counting(policy(), adopted(), reversed_(1), adopted(), attested(3), adopted()) == {3, 5, 6}


def test_a_reversed_lifting_binds_again_what_comes_after():
    """And leaves alone what was recorded while the policy was lifted."""
    history = (policy(), lifted(), attested(2), adopted(), reversed_(2))

    assert counting(*history, adopted()) == {1, 2, 3, 4, 6}
    assert counting(*history, attested(5), adopted()) == {1, 3, 4, 5, 6}


def test_a_policy_that_waits_binds_from_its_attestation():
    """Not what was recorded before."""
    history = (policy("policy.set", code="ÖVER"), policy(), adopted())

    assert counting(*history) == {1, 3}
    assert counting(*history, attested(2), adopted()) == {1, 2, 3, 4}


def test_one_policy_of_two_is_enough_to_wait():
    """A fact waits once, however many ask."""
    two = (policy(code="FYRA"), policy(code="ÖGON"), adopted())

    assert counting(*two) == {1, 2}
    assert counting(*two, attested(3)) == {1, 2, 3, 4}


def test_a_waiting_reversal_can_be_withdrawn_by_whoever_recorded_it():
    """Without an attestation; what it would have taken away counts, and may be reversed anew."""
    history = (adopted(), policy("decision.reversed"), reversed_(1, actor="ek1"))

    assert counting(*history) == {1, 2}
    assert counting(*history, reversed_(3, actor="EK1")) == {1, 2, 4}
    assert counting(*history, reversed_(3, actor="ek2")) == {1, 2}
    assert counting(*history, reversed_(3, actor="ek1"), reversed_(1, actor="ek1"), attested(5)) == {2, 4, 5, 6}


def test_a_waiting_fact_can_be_withdrawn_by_whoever_recorded_it():
    """Also where reversals need an attestation; whoever else reverses it needs one."""
    history = (policy("budget.adopted", "decision.reversed"), adopted(actor="ek1"))

    assert counting(*history, reversed_(2, actor="ek1")) == {1, 3}
    assert counting(*history, reversed_(2, actor="ek2")) == {1}
    assert counting(*history, attested(2), reversed_(2, actor="ek1")) == {1, 2, 3}


def test_a_reversal_counts_when_its_replacement_does():
    """Whichever of the two a policy asks for, an attestation of the replacement lets both count."""
    for asked in ("budget.adjusted", "decision.reversed"):
        history = (adopted(), policy(asked), reversed_(1), correction(1))

        assert counting(*history) == {1, 2}
        assert counting(*history, attested(4)) == {2, 3, 4, 5}
        assert counting(*history, reversed_(4)) == ({1, 2, 5} if asked == "budget.adjusted" else {1, 2})


def test_a_replacement_that_is_withdrawn_leaves_what_it_would_have_replaced():
    """And that may be corrected anew."""
    history = (adopted(), policy("budget.adjusted"), reversed_(1, actor="ek1"), correction(1, actor="ek1"))
    history = (*history, reversed_(4, actor="ek1"))

    assert counting(*history) == {1, 2, 5}
    assert counting(*history, reversed_(1), correction(1), attested(7)) == {2, 5, 6, 7, 8}


def test_a_correction_of_a_correction_keeps_what_was_replaced_away():
    """Only what waits can bring something back."""
    history = (adopted(), policy("budget.adjusted"), reversed_(1), correction(1), attested(4))

    assert counting(*history, reversed_(4)) == {2, 3, 5, 6}
    assert counting(*history, reversed_(4), correction(4)) == {2, 3, 4, 5}
    assert counting(*history, reversed_(4), correction(4), attested(7)) == {2, 3, 5, 6, 7, 8}


def test_a_correction_of_a_policy_waits_as_its_reversal_does():
    """Until then the old one binds; from then on the new one."""
    narrower = PolicySet(effective=DAY, policy="FYRA", types=("budget.adjusted",), corrects=1)
    history = (policy(), reversed_(1), narrower, adopted(), adjusted())

    assert counting(*history) == {1, 5}
    assert counting(*history, attested(3), adopted(), adjusted()) == {2, 3, 5, 6, 7}


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


def test_a_log_that_names_what_it_does_not_hold_is_no_log():
    """The gap is named rather than passed over."""
    with pytest.raises(LookupError, match="does not hold"):
        counting(adopted(), reversed_(7))
