"""A journal is a text that anybody may have changed: what questions could not answer from is not restored."""

from datetime import date, timedelta

import attrs
import pytest
from given import REGION, adopted, reversal, unit
from hypothesis import given as over
from hypothesis import strategies as st
from offering import of_files

from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.fact import Recorded
from ledger.domain.organisation.units import UnitMoved
from ledger.recording.restoring import JournalIncoherent, circles

pytestmark = of_files
DAY = date(2024, 1, 1)


def moved(code, parent, day=DAY, **more):
    return UnitMoved(unit=code, parent=parent, effective=day, **more)


@pytest.fixture
def history(given):
    return list(
        given(*REGION, unit("A", "RS"), unit("B", "A"), adopted("RS", {"NETTO": "-100"}, id="X")).ledger.log.facts()
    )


def numbered(history, *more, instant=None):
    """The facts and more, at the positions and instants after them."""
    facts = [recorded.fact for recorded in history] + [with_an_id(fact, n) for n, fact in enumerate(more)]
    first = instant or history[0].recorded_at
    return [Recorded(n, first + timedelta(seconds=n), fact) for n, fact in enumerate(facts, 1)]


def with_an_id(fact, number):
    return fact if fact.id else attrs.evolve(fact, id=f"more-{number}")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([moved("A", "B")], "Unit '[AB]' belongs to itself on 2024-01-01, through the units above it"),
        ([moved("A", "A")], "'A' belongs to itself on 2024-01-01"),
        ([moved("A", "B", date(2030, 1, 1))], "belongs to itself on 2030-01-01"),
        ([moved("A", "QQ")], "#.* names the unit 'QQ', which no fact before it brings into being"),
        ([unit("C", "QQ")], "names the unit 'QQ'"),
        ([adopted("RS", {"QQ": "-1"})], "names the line 'QQ'"),
        ([unit("A", "RS")], "brings the unit 'A' into being once more, after #"),
        ([reversal("X", id="R"), reversal("X")], "which is reversed already"),
        ([reversal("X", id="R"), reversal("R")], "which is itself a reversal"),
        ([PolicyLifted(policy="P", effective=DAY)], "names the policy 'P'"),
    ],
    ids=range(10),
)
def test_a_journal_that_does_not_fit_together_is_not_restored(given, history, more, said):
    """Units below themselves, names of nothing, things made twice, reversals of what is no more: nothing is."""
    ledger = given()

    with pytest.raises(JournalIncoherent, match=said):
        ledger.ledger.restore(iter(numbered(history, *more)))
    assert ledger.positions() == []


@pytest.mark.parametrize(
    "more",
    [
        [moved("B", "RS"), moved("A", "B", date(2024, 1, 2))],
        [reversal("X", id="R"), adopted("RS", {"NETTO": "-90"}, corrects="X")],
        [PolicySet(policy="P", types=("unit.moved",), effective=DAY), PolicyLifted(policy="P", effective=DAY)],
    ],
    ids=range(3),
)
def test_one_that_does_is(given, history, more):
    """Two units that change places one day after another; a correction; a policy that is lifted."""
    whole = numbered(history, *more)

    assert given().ledger.restore(iter(whole)) == len(whole)


@pytest.mark.parametrize(
    ("year", "is_right"), [(1989, False), (1990, True), (2099, True), (2101, False), (9998, False)]
)
def test_instants_lie_between_1990_and_2100(given, history, year, is_right):
    whole = numbered(history, instant=history[0].recorded_at.replace(year=year))
    if is_right:
        assert given().ledger.restore(iter(whole)) == len(whole)
    else:
        with pytest.raises(JournalIncoherent, match=f"recorded in {year}, outside 1990–2100"):
            given().ledger.restore(iter(whole))


@over(
    st.dictionaries(
        st.integers(0, 6), st.lists(st.tuples(st.integers(0, 4), st.none() | st.integers(0, 6)), max_size=4)
    )
)
def test_circles_are_those_one_comes_back_to(changes):
    """Day by day, whoever goes up from a thing comes back to it, or does not."""
    dated = {code: sorted(dict(each).items(), key=lambda entry: entry[0]) for code, each in changes.items()}
    days = sorted({day for each in dated.values() for day, _ in each})

    def above(code, day):
        return next((parent for when, parent in reversed(dated.get(code, [])) if when <= day), None)

    def comes_back(code, day):
        at, steps = above(code, day), 0
        while at is not None and at != code and steps < 10:
            at, steps = above(at, day), steps + 1
        return at == code

    expected = {day for day in days if any(comes_back(code, day) for code in dated)}
    found = {day for _, day in circles(dated)}

    assert min(found, default=None) == min(expected, default=None)
