"""Goals, what they are parts of, and judgements of them."""

import pytest
from given import REGION, day, month, replacing, reversal

from ledger.domain.follow_up.goals import GoalJudged, GoalSet
from ledger.domain.judging import CodeTaken, NotYet, StillNamed, UnknownCode
from ledger.domain.organisation.tree import TreeWouldLoop


def goal(code="M", on="2024-01-01", **more):
    return GoalSet(goal=code, name=f"Mål {code}", effective=day(on), **more)


def judged(code="M", on="2024-08-31", **more):
    return GoalJudged(goal=code, month=month("2024-08"), status="met", effective=day(on), **more)


def test_a_goal_is_set_once(given):
    ledger = given(*REGION, goal())

    with pytest.raises(CodeTaken):
        ledger.offer(goal())
    ledger.offer(goal("N"))


def test_a_goal_is_part_of_a_goal_that_there_is(given):
    """From the day that one is set."""
    ledger = given(*REGION, goal(on="2024-02-01"))

    with pytest.raises(UnknownCode):
        ledger.offer(goal("D", parent="X"))
    with pytest.raises(NotYet):
        ledger.offer(goal("D", parent="M", on="2024-01-31"))
    ledger.offer(goal("D", parent="M", on="2024-02-01"))


def test_goals_are_no_circle(given):
    """A correction cannot place a goal below its own parts."""
    ledger = given(*REGION, goal(id="M"), goal("D", parent="M"), goal("E"))

    with pytest.raises(TreeWouldLoop, match="Goal M cannot be placed under D, which belongs to M"):
        ledger.offer(*replacing("M", goal(parent="D")))
    ledger.offer(*replacing("M", goal(parent="E")))


def test_a_goal_is_judged_from_the_day_it_is_set(given):
    """As often as one likes, for all or for a unit."""
    ledger = given(*REGION, goal(on="2024-08-31"))

    with pytest.raises(NotYet):
        ledger.offer(judged(on="2024-08-30"))
    ledger.offer(judged(), judged(unit="RS"), judged(on="2024-09-10"))


def test_a_goal_is_kept_while_something_names_it(given):
    ledger = given(*REGION, goal(id="G"), judged(id="J"))

    with pytest.raises(StillNamed, match="1 fact that counts names the goal M"):
        ledger.offer(reversal("G"))
    ledger.offer(reversal("J", "2024-08-31"), reversal("G"))
