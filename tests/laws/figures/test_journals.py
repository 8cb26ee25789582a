"""The journal leaves most facts out by their bytes, and still lists what a plain reading of every fact finds."""

from datetime import UTC, date, datetime, timedelta

import attrs
import histories
from hypothesis import example, given
from hypothesis import strategies as st
from region import days

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import corrected
from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.values.measured import Money
from ledger.queries.questions.facts.journal import Filter, journal
from ledger.store.codec import encode
from ledger.store.sieves import folded, holding, naming

LATEST = datetime(2027, 1, 1, tzinfo=UTC)
maybe_days = st.none() | days
instants = st.none() | st.dates(date(2023, 12, 1), date(2026, 1, 1)).map(
    lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC)
)
filters = st.builds(
    Filter,
    unit=st.sampled_from([None, None, "R", "A", "C"]),
    type=st.sampled_from([None, None, "budget", "budget.adopted", "decision", "workforce"]),
    actor=st.sampled_from([None, None, "ekonom1", "CHEF1"]),
    text=st.sampled_from([None, None, "auto", "e fel", "FEL"]),
    decided_from=st.none(),
    decided_to=st.none(),
    effective_from=maybe_days,
    effective_to=maybe_days,
    recorded_from=instants,
    recorded_to=instants,
)


def plainly(at, wanted):
    """Position, and what is said of other facts, of every fact that is wanted: by reading all of them."""
    facts = list(at.log.facts(0, at.position))
    links = {each.position: [] for each in facts}
    later = {each.position: [] for each in facts}
    for each in facts:
        fact = each.fact
        said = [("reverses", "reversed by", fact.reverses)] if isinstance(fact, DecisionReversed) else []
        said += [("attests", "attested by", fact.attests)] if isinstance(fact, DecisionAttested) else []
        said += [("corrects", "corrected by", reference) for reference in corrected(fact)]
        for does, is_done, reference in said:
            target = at.find(reference).position
            links[each.position].append(f"{does} #{target}")
            later[target].append(f"{is_done} #{each.position}")
    chosen = [each.position for each in facts if wanted.admits(each, lambda unit: at.tree.within(unit, wanted.unit))]
    return [(position, ", ".join(links[position] + later[position]) or None) for position in chosen]


@given(steps=histories.histories(8), wanted=filters, last=st.none() | st.integers(1, 30), as_of=days)
@example(steps=[], wanted=Filter(), last=3, as_of=date(2024, 7, 1))
def test_a_journal_lists_what_a_plain_reading_finds(steps, wanted, last, as_of):
    """The same facts in the same order with the same chain, and the number of those that are not shown."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, LATEST)
        if wanted.unit is not None and wanted.unit not in at.tree:  # it was reversed: asking for it is refused
            return
        expected = plainly(at, wanted)
        answer = journal(at, wanted, last=last)

        shown = expected if last is None else expected[-last:]
        assert [(row.position, row.chain) for row in answer.rows] == shown
        assert bool(answer.notes) == (len(shown) < len(expected))


@given(text=st.text(min_size=1, max_size=30), before=st.text(max_size=10), after=st.text(max_size=10))
@example(text='RS "1179"', before="\\", after="\n")
@example(text="Å", before="a\u030a", after="\u0301")
def test_what_is_searched_for_is_let_through_however_it_is_written(text, before, after):
    """Whatever stands around a text, the bytes of a fact that holds it are let through."""
    try:
        fact = BudgetAdjusted(
            unit="A", year=2024, lines={"N": Money(1)}, financing="x", effective=date(2024, 1, 1),
            id="D1", note=f"{before}{text}{after}",
        )  # fmt: skip
        state = encode(fact)
    except ValueError:  # what no fact can say
        return
    if folded(text) in folded(fact.note):
        assert holding(text)(fact.TYPE, state)
    assert naming([fact.unit, "Z"])(fact.TYPE, state)
    assert naming([fact.unit])(fact.TYPE, state)
    assert naming(["Z9"])(fact.TYPE, encode(attrs.evolve(fact, note=None))) is False


def test_an_end_before_the_beginning_finds_nothing():
    """Instants in the wrong order narrow down to nothing."""
    with histories.told([]) as told, told.reader() as reader:
        at = reader.at(date(2024, 7, 1), LATEST)
        nothing = journal(at, Filter(recorded_from=LATEST, recorded_to=LATEST - timedelta(days=9999)))

        assert nothing.rows == []
