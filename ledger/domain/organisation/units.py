"""The dated tree of units: facts, state and rules."""

from ledger.domain.fact import Fact, Recorded, WholeNumber, fact, field
from ledger.domain.organisation.tree import (
    DatedTree,
    Node,
    TreeWouldLoop,
    require_closable,
    require_parent,
    require_tree_without,
)
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule, rule_without
from ledger.domain.stream import folds


@fact
class UnitOpened(Fact):
    """A unit comes into being, below another unit or at the top."""

    TYPE = "unit.opened"
    SWEDISH = "enhet.öppnad"

    unit: str = field("The code of the new unit", "enhet", defines="unit")
    name: str = field("What people call it", "namn", names="unit")
    parent: str | None = field(
        "The unit it belongs to; none for the top", "överordnad enhet", refers="unit", default=None
    )
    order: WholeNumber | None = field(
        "Its place among the units beside it; without one, last and by code", "ordning", default=None
    )


@fact
class UnitRenamed(Fact):
    """A unit goes by another name; its code stays."""

    TYPE = "unit.renamed"
    SWEDISH = "enhet.namnändrad"

    unit: str = field("The unit", "enhet", refers="unit")
    name: str = field("Its new name", "namn", names="unit")
    order: WholeNumber | None = field("Its new place among the units beside it", "ordning", default=None)


@fact
class UnitMoved(Fact):
    """A unit, with everything below it, comes to belong to another unit."""

    TYPE = "unit.moved"
    SWEDISH = "enhet.flyttad"

    unit: str = field("The unit that moves", "enhet", refers="unit")
    parent: str = field("The unit it now belongs to", "överordnad enhet", refers="unit")


@fact
class UnitClosed(Fact):
    """From this day nothing more takes effect in the unit, but for the money of years in which it was open."""

    TYPE = "unit.closed"
    SWEDISH = "enhet.stängd"

    unit: str = field("The unit that closes", "enhet", refers="unit")
    successor: str | None = field("The unit that takes over its tasks", "efterträdare", refers="unit", default=None)


no_posting(UnitOpened, UnitRenamed, UnitMoved, UnitClosed)


class Organisation(DatedTree):
    """All units, and the tree they form on each day."""

    STREAM = "organisation"
    KIND = "unit"

    @property
    def units(self) -> dict[str, Node]:
        return self.nodes


@folds(Organisation, UnitOpened)
def _open(state: Organisation, recorded: Recorded, fact: UnitOpened, times: int) -> None:
    state.open(recorded, fact.unit, fact.name, fact.parent, fact.order, times)


@folds(Organisation, UnitRenamed)
def _rename(state: Organisation, recorded: Recorded, fact: UnitRenamed, times: int) -> None:
    state.rename(recorded, fact.unit, fact.name, fact.order, times)


@folds(Organisation, UnitMoved)
def _move(state: Organisation, recorded: Recorded, fact: UnitMoved, times: int) -> None:
    state.move(recorded, fact.unit, fact.parent, times)


@folds(Organisation, UnitClosed)
def _close(state: Organisation, recorded: Recorded, fact: UnitClosed, times: int) -> None:
    state.close(recorded, fact.unit, times)


no_rule(UnitRenamed)


@rule(UnitOpened)
def _admit_opening(world: World, fact: UnitOpened) -> None:
    if fact.parent is not None:
        require_parent(world.state(Organisation), fact.unit, fact.parent, fact.effective)


@rule(UnitMoved)
def _admit_move(world: World, fact: UnitMoved) -> None:
    require_parent(world.state(Organisation), fact.unit, fact.parent, fact.effective)


@rule(UnitClosed)
def _admit_closing(world: World, fact: UnitClosed) -> None:
    if fact.successor == fact.unit:
        raise TreeWouldLoop("unit", fact.unit, fact.unit, fact.effective)
    require_closable(world, world.state(Organisation), fact.unit, fact.effective)


@rule_without(UnitOpened, UnitMoved, UnitClosed)
def _require_tree_without(world: World, without: UnitOpened | UnitMoved | UnitClosed) -> None:
    require_tree_without(world.state(Organisation), without.effective)
