"""Goals: judged, or what their indicators, assignments and the goals below them say; and how many are met."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from given import REGION, day, month
from offering import empty_ledger, given

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven
from ledger.domain.follow_up.goals import GoalJudged, GoalSet
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

EVER = datetime(2099, 1, 1, tzinfo=UTC)


def goal(code, parent=None):
    return GoalSet(goal=code, name=f"Mål {code}", parent=parent, effective=day("2024-01-01"))


def judged(code, status, when="2024-08", unit=None, on=None, **more):
    day_of = day(on) if on else month(when).last_day
    return GoalJudged(goal=code, unit=unit, month=month(when), status=status, effective=day_of, **more)


VALUES = {"met": "5", "partly": "6", "not-met": "60", "unknown": None}
"""Of an indicator that should not be above 5."""


def indicator(code, status, of, unit="RS"):
    yield IndicatorDefined(indicator=code, name=code, of="dagar", better="lower", goal=of, effective=day("2024-01-01"))
    yield TargetSet(indicator=code, unit=unit, year=2024, target=Decimal(5), effective=day("2024-01-01"))
    if VALUES[status]:
        yield IndicatorReported(
            indicator=code, unit=unit, month=month("2024-07"), value=Decimal(VALUES[status]),
            effective=day("2024-07-31"),
        )  # fmt: skip


def assignment(code, of, *endings):
    units = tuple(unit for unit, _ in endings)
    yield AssignmentGiven(
        assignment=code, title="Gör", from_body="RS", units=units, due=day("2024-12-31"), goal=of,
        effective=day("2024-01-01"),
    )  # fmt: skip
    for unit, status in endings:
        if status:
            yield AssignmentClosed(assignment=code, unit=unit, status=status, effective=day("2024-06-30"))


@pytest.fixture
def ask(given):
    """The answer as of the end of August 2024."""

    def answer(*facts, on=date(2024, 8, 31), **options):
        with LedgerReader.open(given(*REGION, *facts).path) as reader:
            return question("goals").ask(reader.at(on, EVER), **options)

    return answer


def statuses(answer):
    return {row.goal: row.status for row in answer.rows}


def test_twelve_are_met_four_partly_and_one_not(ask):
    """Seven goals with seventeen parts: those are counted that have none below them."""
    parts = iter(["met"] * 12 + ["partly"] * 4 + ["not-met"])
    sizes = (3, 3, 3, 2, 2, 2, 2)
    facts = []
    for number, size in enumerate(sizes, start=1):
        facts.append(goal(f"{number}"))
        for part in range(size):
            facts += [goal(f"{number}.{part}", f"{number}"), judged(f"{number}.{part}", next(parts))]
    answer = ask(*facts)

    assert (answer.total.met, answer.total.partly, answer.total.not_met, answer.total.unknown) == (12, 4, 1, 0)
    tops = {row.goal: (row.met, row.partly, row.not_met, row.status) for row in answer.rows if row.level == 0}
    assert tops["1"] == (3, 0, 0, "met")
    assert tops["7"] == (0, 1, 1, "not-met")
    assert [row.goal for row in answer.rows][:5] == ["1", "1.0", "1.1", "1.2", "2"]


def test_only_the_top_is_shown_where_that_is_all_that_is_asked_for(ask):
    answer = ask(goal("A"), goal("B", "A"), depth=0)

    assert [row.goal for row in answer.rows] == ["A"]


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        (["met", "partly", "not-met", "unknown"], "not-met"),
        (["met", "partly", "unknown"], "partly"),
        (["met", "met"], "met"),
        (["met", "unknown"], "met"),
        (["unknown"], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_goal_that_nobody_judged_is_what_its_indicators_are(ask, parts, status):
    """The worst of what is known; and where something is not known, that is told."""
    facts = [each for place, part in enumerate(parts) for each in indicator(f"I{place}", part, "A")]
    answer = ask(goal("A"), *facts)
    (row,) = answer.rows

    assert (row.status, getattr(row, status.replace("-", "_"))) == (status, 1)
    assert row.judged_by == (None if status == "unknown" else "parts")
    assert bool(answer.notes) is ("unknown" in parts and status != "unknown")


@pytest.mark.parametrize(
    ("endings", "status"),
    [
        ([("RS", "done"), ("HSN", "done")], "met"),
        ([("RS", "done"), ("HSN", "done-with-deviation")], "partly"),
        ([("RS", "done"), ("HSN", "not-done")], "not-met"),
        ([("RS", None)], "unknown"),
    ],
)
def test_assignments_count_for_their_goal(ask, endings, status):
    """Each unit's ending says how far it came."""
    assert statuses(ask(goal("A"), *assignment("U", "A", *endings))) == {"A": status}


def test_a_goal_is_what_the_goals_below_it_are(ask):
    """Through as many levels as there are."""
    facts = (goal("A"), goal("B", "A"), goal("C", "B"), goal("D", "A"), judged("C", "partly"), judged("D", "met"))

    assert statuses(ask(*facts)) == {"A": "partly", "B": "partly", "C": "partly", "D": "met"}


def test_a_goal_s_own_judgement_goes_before_its_parts(ask):
    """What is counted below it stays what it is."""
    answer = ask(goal("A"), goal("B", "A"), judged("A", "met", comment="Bra"), judged("B", "not-met"))
    top, _ = answer.rows

    assert (top.status, top.judged_by, top.month, top.comment) == ("met", "judgement", month("2024-08"), "Bra")
    assert (top.met, top.not_met) == (0, 1)


def test_the_newest_judgement_counts(ask):
    """By month, and of a month the one that took effect last."""
    facts = (
        judged("A", "partly", "2024-04", on="2024-08-20"),
        judged("A", "not-met", "2024-07", on="2024-08-01"),
        judged("A", "met", "2024-07", on="2024-08-15"),
        judged("A", "partly", "2024-09", on="2024-08-15"),
    )

    assert statuses(ask(goal("A"), *facts)) == {"A": "met"}
    assert statuses(ask(goal("A"), *facts, on=date(2024, 8, 14))) == {"A": "not-met"}
    assert statuses(ask(goal("A"), *facts, on=date(2024, 9, 30))) == {"A": "partly"}


def test_units_are_judged_where_nobody_judged_the_whole(ask):
    """Each unit's newest, and the worst of them; a judgement of the whole goes before."""
    units = (
        judged("A", "met", unit="RS"),
        judged("A", "not-met", "2024-04", unit="HSN"),
        judged("A", "partly", "2024-07", unit="HSN"),
    )

    assert statuses(ask(goal("A"), *units)) == {"A": "partly"}
    assert statuses(ask(goal("A"), *units, judged("A", "met", "2024-01"))) == {"A": "met"}


def test_a_unit_is_asked_about_by_what_is_its_own(ask):
    """Its judgements and indicators and those of the units below it; not what was said of the whole."""
    facts = (
        goal("A"), goal("B"), judged("A", "met"), judged("A", "not-met", unit="EKO"), judged("A", "partly", unit="HSN"),
        *indicator("I", "partly", "B", unit="HSN"),
    )  # fmt: skip

    assert statuses(ask(*facts, unit="RS")) == {"A": "not-met", "B": "unknown"}
    assert statuses(ask(*facts, unit="HSN")) == {"A": "partly", "B": "partly"}


def test_indicators_are_those_of_the_year(ask):
    facts = (goal("A"), *indicator("I", "partly", "A"))

    assert statuses(ask(*facts, year=2024)) == {"A": "partly"}
    assert statuses(ask(*facts, year=2023)) == {"A": "unknown"}


def test_goals_may_be_as_deep_as_they_like(ask):
    """A chain of a thousand."""
    chain = [goal("0"), *(goal(str(number), str(number - 1)) for number in range(1, 1000))]

    assert set(statuses(ask(*chain, judged("999", "met"))).values()) == {"met"}


def test_without_goals_there_is_nothing_to_count(ask):
    answer = ask()

    assert (answer.rows, answer.total) == ([], None)
