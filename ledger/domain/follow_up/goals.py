"""Goals, which gather indicators, assignments and other goals, and judgements of them: facts, state and rules."""

from typing import Literal

from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.tree import DatedTree, require_parent, require_tree_without
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.days import Month

GoalStatus = Literal["met", "partly", "not-met"]


@fact
class GoalSet(Fact):
    """A body sets a goal, as a part of another one or by itself."""

    TYPE = "goal.set"
    SWEDISH = "mål.satt"

    goal: str = field("The code of the goal", "mål", defines="goal")
    name: str = field("What is to be reached", "namn", names="goal")
    from_body: str | None = field("The body that sets it", "från organ", recalls="body", default=None)
    parent: str | None = field("The goal it is part of", "överordnat mål", refers="goal", default=None)


@fact
class GoalJudged(Fact):
    """Somebody judges how far a goal has been reached by a month. A later judgement of the month replaces it."""

    TYPE = "goal.judged"
    SWEDISH = "mål.bedömt"

    goal: str = field("The goal", "mål", refers="goal")
    unit: str | None = field("The unit it is judged for; all without it", "enhet", refers="unit", default=None)
    month: Month = field("The month it is judged at the end of", "månad")
    status: GoalStatus = field("How far it has been reached", "status")
    comment: str | None = field("In short", "kommentar", default=None)


no_posting(GoalSet, GoalJudged)  # judgements are never summed
no_rule(GoalJudged)


class Goals(DatedTree):
    """All goals, and what they are parts of."""

    STREAM = "goals"
    KIND = "goal"


@folds(Goals, GoalSet)
def _set(state: Goals, recorded: Recorded, fact: GoalSet, times: int) -> None:
    state.open(recorded, fact.goal, fact.name, fact.parent, None, times)


@rule(GoalSet)
def _admit_goal(world: World, fact: GoalSet) -> None:
    if fact.parent is not None:
        require_parent(world.state(Goals), fact.goal, fact.parent, fact.effective)


@rule_without(GoalSet)
def _require_tree_without(world: World, without: GoalSet) -> None:
    require_tree_without(world.state(Goals), without.effective)
