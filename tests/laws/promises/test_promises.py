"""What an auditor is promised of every figure, whatever was recorded and in whatever order."""

import asking
import histories
from budget_decisions import adjusted, adopted, carried_over, granted
from decisions import decisions
from histories import EVER, Correction, Reversal, Step, days, instants
from hypothesis import assume, given
from hypothesis import strategies as st
from region import OPENED, lines, ore, prelude

from ledger.domain.control.policies import PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.staff.positions import PositionsEstablished
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.money.report import report
from ledger.recording.ledger import evolve


@given(before=histories.histories(4), after=histories.histories(4), as_of=days, back=st.integers(0, 20))
def test_what_was_known_then_never_changes(before, after, as_of, back):
    """An answer as known at an instant is the same for ever, whatever is recorded later."""
    with histories.told(before) as told:
        known_at = told.facts[-1 - back % len(told.facts)].recorded_at
        with told.reader() as reader:
            then = asking.asked(reader, as_of, known_at)
        told.tell([Step(1, step.offer) if place == 0 else step for place, step in enumerate(after)])
        with told.reader() as reader:
            now = asking.asked(reader, as_of, known_at)

        assert not asking.differences(now, then)


@given(steps=histories.histories(4), as_of=days, known_at=instants)
def test_the_same_books_answer_the_same_from_either_witness(steps, as_of, known_at):
    """Whole answers, not only sums, come out alike from the read model and from the fold."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        others = reader.at(as_of, known_at)
        others.figures = asking.fold_of(reader.log, as_of, others.position)

        assert not asking.differences(asking.everything(at), asking.everything(others))


@given(
    steps=histories.histories(4),
    sides=st.tuples(st.sampled_from("ABCR"), lines, st.sampled_from("ABCR"), lines).filter(lambda s: s[:2] != s[2:]),
    amount=ore.filter(bool),
    day=days,
    as_of=days,
)
def test_a_transfer_changes_no_total(steps, sides, amount, day, as_of):
    """What one unit or line gets another loses, in every month."""
    from_unit, line, to_unit, to_line = sides
    transfer = BudgetTransferred(
        effective=day,
        year=2024,
        from_unit=from_unit,
        to_unit=to_unit,
        line=line,
        to_line=to_line,
        amount=Money(amount),
        overdraft_reason="styrelsen beslutade",
        late_reason="sen",
    )

    def totals():
        with told.reader() as reader:
            at = reader.at(as_of, EVER)
            through = list(Month.of(2024, 1).through(Month.of(2024, 12)))
            found = [
                (0,) * 13,
                *((each.amount, *each.parts) for each in at.figures.totals("budget", through=through)),
            ]
            return [sum(column) for column in zip(*found, strict=True)]

    with histories.told(steps) as told:
        before = totals()
        assume(told.record(transfer))

        assert totals() == before


@given(steps=histories.histories(4), last=decisions, as_of=days)
def test_a_reversal_returns_every_figure_to_what_it_was(steps, last, as_of):
    """As known now, a reversed fact has never counted, whichever day is asked about."""

    def answers():
        with told.reader() as reader:
            at = reader.at(as_of, EVER)
            return asking.rows(answer for answer in asking.everything(at) if answer.question != "journal")

    with histories.told(steps) as told:
        before = answers()
        assume(told.offer(last))
        position = told.facts[-1].position
        assume(told.offer(Reversal(0)))
        with told.reader() as reader:
            judge = reader.at(as_of, EVER).standing(stream_holding(reader, position))
            assume(judge.is_reversed(position))
        after = answers()

        assert {name: after[name] for name in after if after[name] != before[name]} == {}


CORRECTABLE = tuple(FACT_TYPES[name] for name in (
    "unit.opened", "line.opened", "savings-plan.adopted", "measure.decided", "freeze.declared", "exemption.requested",
    "indicator.defined", "assignment.given",
    "budget.adopted", "budget.adjusted", "grant.received", "budget.carried-over", "budget.transferred",
    "positions.established", "positions.reduced", "positions.transferred",
))  # fmt: skip
"""Facts that add up or bring something into being; what replaces would be newer than it was."""


@given(steps=histories.histories(6), back=st.integers(0, 30), as_of=days)
def test_a_fact_corrected_by_itself_changes_nothing(steps, back, as_of):
    """What was recorded between a fact and its correction goes on saying what it said."""

    def answers():
        with told.reader() as reader:
            return asking.rows(each for each in asking.everything(reader.at(as_of, EVER)) if counts(each))

    def counts(answer):
        return answer.question not in ("journal", "forecast")

    with histories.told(steps) as told:
        correctable = [each for each in told.facts if isinstance(each.fact, CORRECTABLE)]
        target = correctable[-1 - back % len(correctable)]
        with told.reader() as reader:
            assume(not reader.at(as_of, EVER).policies)
        before = answers()
        assume(told.offer(Correction(len(told.facts) - target.position, ore=0, days=0)))
        after = answers()

        assert {name: after[name] for name in after if after[name] != before[name]} == {}


def stream_holding(reader, position):
    found = reader.log.find(position)
    assert found is not None
    return found[1]


@st.composite
def independent(draw):
    """Facts that name nothing but the prelude, and state no figure twice."""
    reports = draw(
        st.dictionaries(
            st.tuples(st.sampled_from("ABCR"), lines, st.integers(1, 12).map(lambda month: Month.of(2024, month))),
            ore.map(Money),
            max_size=5,
        )
    )
    outcomes = [
        OutcomeReported(effective=month.last_day, unit=unit, month=month, lines={line: amount})
        for (unit, line, month), amount in reports.items()
    ]
    posts = draw(
        st.lists(
            st.builds(
                PositionsEstablished,
                effective=days,
                unit=st.sampled_from("ABCR"),
                category=st.just("läkare"),
                employment=st.just("permanent"),
                positions=st.integers(1, 9000).map(Quantity),
            ),
            max_size=3,
        )
    )
    budgets = draw(st.lists(st.one_of(adopted(), adjusted(), granted(), carried_over()), max_size=8))
    return [evolve(fact, id=f"egen-{place}") for place, fact in enumerate([*outcomes, *posts, *budgets])]


@given(facts=independent(), order=st.randoms(use_true_random=False), moments=st.lists(days, min_size=1, max_size=3))
def test_the_order_of_learning_does_not_matter_to_a_sum(facts, order, moments):
    """The same decisions recorded in another order give the same answers as of any day."""
    shuffled = list(facts)
    order.shuffle(shuffled)
    with histories.told([]) as one, histories.told([]) as other:
        for fact in facts:
            one.record(fact)
        for fact in shuffled:
            other.record(fact)
        with one.reader() as first, other.reader() as second:
            for as_of in moments:
                one_way = asking.sums(first.at(as_of, EVER))
                assert not asking.differences(one_way, asking.sums(second.at(as_of, EVER)))


@given(steps=histories.histories(6), as_of=days, known_at=st.one_of(st.just(EVER), instants))
def test_the_parts_sum_to_the_total(steps, as_of, known_at):
    """Months sum to the year, lines to the unit, and a unit's own part and the units below it to the unit."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        by_unit = {row.unit: row for row in budget(at, year=2024).rows}
        own: dict[str, int] = {}
        for total in at.figures.totals("budget", year=2024):
            if total.item in at.lines_of("operating"):
                own[total.unit] = own.get(total.unit, 0) + total.amount
        tops = [row for row in by_unit.values() if row.parent is None]
        whole = sum(row.current.count for row in tops)

        for by in ("month", "line"):
            parts = budget(at, year=2024, by=by)
            assert sum(row.current.count for row in parts.rows) == parts.total.current.count == whole
            assert sum(row.ytd.count for row in parts.rows) == sum(row.ytd.count for row in tops)
        for unit, row in by_unit.items():
            below = sum(each.current.count for each in by_unit.values() if each.parent == unit)
            assert row.current.count == own.get(unit, 0) + below
            kinds = (row.original, row.adjusted, row.transferred, row.grants, row.carried_over)
            assert row.current.count == sum(kind.count for kind in kinds)


@given(steps=histories.histories(4), month=st.integers(1, 12))
def test_a_deviation_is_what_came_less_what_was_meant(steps, month):
    """+ is better: outcome less budget, and forecast less budget, in every row."""
    asked_month = Month.of(2024, month)
    with histories.told(steps) as told, told.reader() as reader:
        for row in report(reader.at(asked_month.last_day, EVER), month=asked_month).rows:
            assert row.month_deviation == row.month_outcome - row.month_budget
            assert row.ytd_deviation == row.ytd_outcome - row.ytd_budget
            if row.year_forecast is not None:
                assert row.forecast_deviation == row.year_forecast - row.year_budget


def test_a_reversal_under_a_policy_waits_for_its_attestation():
    """Until another person vouches for it, the reversed decision still counts."""
    decided = BudgetAdjusted(effective=OPENED, unit="A", year=2024, lines={"NETTO": Money(100)})
    policy = PolicySet(effective=OPENED, policy="FYRA", types=("decision.reversed",))
    with histories.empty() as told:
        told.record(*prelude())

        def current():
            with told.reader() as reader:
                return budget(reader.at(days_end, EVER), year=2024).rows[0].current

        days_end = Month.of(2024, 12).last_day
        (adjustment,) = told.record(decided)
        told.record(policy)
        (reversal,) = told.record(DecisionReversed(effective=OPENED, reverses=adjustment.position, reason="fel"))

        assert current() == Money(100)
        told.offer(histories.Attestation(0))
        assert told.facts[-1].fact.attests == reversal.position
        assert current() == Money(0)
