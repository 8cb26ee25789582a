"""Four eyes over random histories: nothing counts that one person stands behind, and nothing goes below a rule."""

from collections import defaultdict
from datetime import date

import attrs
import histories
from histories import EVER, Correction, corrected
from hypothesis import example, given
from hypothesis import strategies as st
from oracle import Opinion
from region import FIRST, categories, employments, gains

from ledger.domain.actors import actor_key
from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.staff.positions import PositionsEstablished, PositionsReduced, PositionsTransferred
from ledger.domain.values.measured import Money, Quantity

POLICED = ("budget.adopted", "budget.transferred", "positions.established", "positions.reduced", "decision.reversed")
WITH_MONEY = ("budget.adopted", "budget.transferred")
units = st.sampled_from("ABC")
costs = st.sampled_from([-1, -40, -60, -100]).map(Money)
posts = st.sampled_from([1000, 2000, 3000]).map(Quantity)
some_days = st.sampled_from([date(2024, 1, 1), date(2024, 3, 1), date(2024, 6, 30)])
actors = st.sampled_from(["ekonom1", "EKONOM1", "ekonom2", "chef1"])
backs = st.integers(0, 6)
of_posts = {"effective": some_days, "category": categories, "employment": employments, "positions": posts}

policies = st.one_of(
    st.builds(
        PolicySet,
        effective=st.just(FIRST),
        policy=st.sampled_from(["FYRA", "ÖGON"]),
        types=st.lists(st.sampled_from(POLICED), min_size=1, max_size=4, unique=True).map(tuple),
        attesters=st.sampled_from([None, None, ("chef1",), ("ekonom1", "ekonom2")]),
    ),
    st.builds(
        PolicySet,
        effective=st.just(FIRST),
        policy=st.just("STORA"),
        types=st.just(WITH_MONEY),
        from_amount=st.one_of(st.just(Money(50)), gains),
    ),
    st.builds(PolicyLifted, effective=st.just(FIRST), policy=st.sampled_from(["FYRA", "ÖGON", "STORA"])),
)
decisions = st.one_of(
    units.flatmap(
        lambda unit: st.builds(
            BudgetAdopted,
            effective=st.just(date(2024, 1, 1)),
            unit=st.just(unit),
            year=st.just(2024),
            lines=costs.map(lambda amount: {"KOST": amount}),
        )
    ),
    st.tuples(units, units)
    .filter(lambda two: two[0] != two[1])
    .flatmap(
        lambda two: st.builds(
            BudgetTransferred,
            effective=some_days,
            year=st.just(2024),
            from_unit=st.just(two[0]),
            to_unit=st.just(two[1]),
            line=st.just("KOST"),
            amount=costs,
        )
    ),
    st.builds(PositionsEstablished, unit=units, **of_posts),
    st.builds(PositionsReduced, unit=units, **of_posts),
    st.builds(PositionsTransferred, from_unit=st.just("A"), to_unit=st.just("B"), **of_posts),
)


@attrs.frozen
class Attest:
    """Vouch for what stands so many facts back."""

    back: int


@attrs.frozen
class Reverse:
    """Take back what stands so many facts back."""

    back: int


@attrs.frozen
class Correct:
    """Put another amount in the place of what stands so many facts back."""

    back: int
    ore: int


offers = st.tuples(
    actors,
    st.one_of(
        policies,
        decisions,
        decisions,
        st.builds(Attest, backs),
        st.builds(Attest, backs),
        st.builds(Reverse, backs),
        st.builds(Correct, backs, st.sampled_from([-30, -1, 1, 30])),
    ),
)


def as_facts(told: histories.Told, offer: Fact | Attest | Reverse | Correct) -> list[Fact]:
    """What is offered to the ledger."""
    if isinstance(offer, Fact):
        return [offer]
    target = told.facts[-1 - offer.back % len(told.facts)]
    if isinstance(offer, Attest):
        return [DecisionAttested(effective=target.fact.effective, attests=target.position)]
    reversal = DecisionReversed(effective=target.fact.effective, reverses=target.position, reason="fel")
    again = corrected(target, Correction(0, offer.ore, 0)) if isinstance(offer, Correct) else ()
    return [reversal, *again]


def tell(told: histories.Told, history: list[tuple[str, Fact | Attest | Reverse | Correct]]) -> None:
    for actor, offer in history:
        told.clock.advance(1)
        told.record(*(attrs.evolve(fact, actor=actor) for fact in as_facts(told, offer)))


def moments(told: histories.Told) -> list[tuple[date, object]]:
    """Every instant at which something was recorded, on a few days."""
    since = len(list(histories.prelude()))
    known = [each.recorded_at for each in told.facts[since:]] or [EVER]
    return [(day, at) for day in (date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31)) for at in known]


_OWN_LINE = PolicySet(effective=FIRST, policy="FYRA", types=("budget.adopted",))


@example(
    history=[
        ("ekonom1", BudgetAdopted(effective=date(2024, 1, 1), unit="A", year=2024, lines={"KOST": Money(-100)})),
        ("ekonom1", _OWN_LINE),
        ("ekonom1", Correct(1, 40)),
        ("ekonom1", BudgetTransferred(
            effective=date(2024, 3, 1), year=2024, from_unit="A", to_unit="B", line="KOST", amount=Money(-100)
        )),
        ("chef1", Attest(1)),
    ]
)  # fmt: skip
@given(history=st.lists(offers, min_size=2, max_size=14))
def test_no_figure_goes_below_what_a_rule_allows(history):
    """A unit never gives away more budget than it has, and never has fewer positions than none; at no moment."""
    with histories.told([]) as told:
        tell(told, history)
        with told.reader() as reader:
            for as_of, known_at in moments(told):
                at = reader.at(as_of, known_at)
                assert all(number >= 0 for number in positions(at).values()), (as_of, known_at)
                assert all(amount <= 0 for amount in own_budgets(at).values()), (as_of, known_at)


def positions(at):
    """The positions of each unit, category and employment."""
    found = defaultdict(int)
    for total in at.figures.totals("positions"):
        found[total.unit, total.item] += -total.amount if total.kind == "reduced" else total.amount
    return found


def own_budgets(at):
    """What each unit has of its own, the units below it apart."""
    found = defaultdict(int)
    for total in at.figures.totals("budget"):
        found[total.unit] += total.amount
    return found


@given(history=st.lists(offers, min_size=2, max_size=14))
def test_nothing_counts_that_one_actor_alone_stands_behind(history):
    """While a policy asks for it: whoever recorded is one, whoever attested another, however they spell themselves."""
    with histories.told([]) as told:
        tell(told, history)
        opinion = Opinion(told.facts, date(2024, 12, 31))
        attesters = defaultdict(set)
        for each in told.facts:
            if isinstance(each.fact, DecisionAttested) and not opinion.is_reversed(each):
                attesters[each.fact.attests].add(actor_key(each.fact.actor))
        with told.reader() as reader:
            judge = reader.at(date(2024, 12, 31), EVER).judge(told.facts)
            counting = [each for each in told.facts if judge.counts(each)]

        for each in counting:
            decides = opinion.replacement_of(each) or each
            if opinion.is_asked(decides):
                behind = {actor_key(decides.fact.actor), *attesters[decides.position]}
                assert len(behind) > 1, each
