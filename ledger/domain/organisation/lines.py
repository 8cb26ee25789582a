"""The dated tree of the lines of the accounts: facts, state and rules."""

from datetime import date
from typing import Literal

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, WholeNumber, fact, field
from ledger.domain.organisation.tree import DatedTree, require_closable, require_parent, require_tree_without
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.phrases import phrase

Side = Literal["income", "cost", "net"]
Statement = Literal["operating", "investment", "financing"]


@fact
class LineOpened(Fact):
    """A row of the result, investment or financing statement comes into use, below another line or at the top."""

    TYPE = "line.opened"
    SWEDISH = "konto.öppnat"

    line: str = field("The code of the new line", "konto", defines="line")
    name: str = field("What people call it", "namn", names="line")
    side: Side = field("income, cost, or net (a whole unit's net cost on one line)", "sida")
    statement: Statement = field("The statement it belongs to", "räkning")
    parent: str | None = field(
        "The line whose sum it is part of; none for the top", "summerad i", refers="line", default=None
    )
    order: WholeNumber | None = field(
        "Its place among the lines beside it; without one, last and by code", "ordning", default=None
    )


@fact
class LineRenamed(Fact):
    """A line goes by another name; its code stays."""

    TYPE = "line.renamed"
    SWEDISH = "konto.namnändrat"

    line: str = field("The line", "konto", refers="line")
    name: str = field("Its new name", "namn", names="line")
    order: WholeNumber | None = field("Its new place among the lines beside it", "ordning", default=None)


@fact
class LineMoved(Fact):
    """A line, with everything below it, comes to be part of another sum."""

    TYPE = "line.moved"
    SWEDISH = "konto.flyttat"

    line: str = field("The line that moves", "konto", refers="line")
    parent: str = field("The line whose sum it is now part of", "summerad i", refers="line")


@fact
class LineClosed(Fact):
    """From this day the line is out of use, but for the money of years in which it was open."""

    TYPE = "line.closed"
    SWEDISH = "konto.stängt"

    line: str = field("The line that closes", "konto", refers="line")


no_posting(LineOpened, LineRenamed, LineMoved, LineClosed)


class Lines(DatedTree):
    """All lines, and the tree they form on each day."""

    STREAM = "organisation"
    KIND = "line"

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, LineOpened] = {}
        """Each line as it was opened: its side and statement stay."""


@folds(Lines, LineOpened)
def _open(state: Lines, recorded: Recorded, fact: LineOpened, times: int) -> None:
    state.open(recorded, fact.line, fact.name, fact.parent, fact.order, times)
    if times > 0:
        state.lines[fact.line] = fact
    else:
        del state.lines[fact.line]


@folds(Lines, LineRenamed)
def _rename(state: Lines, recorded: Recorded, fact: LineRenamed, times: int) -> None:
    state.rename(recorded, fact.line, fact.name, fact.order, times)


@folds(Lines, LineMoved)
def _move(state: Lines, recorded: Recorded, fact: LineMoved, times: int) -> None:
    state.move(recorded, fact.line, fact.parent, times)


@folds(Lines, LineClosed)
def _close(state: Lines, recorded: Recorded, fact: LineClosed, times: int) -> None:
    state.close(recorded, fact.line, times)


class StatementsDiffer(Refused):
    code = "statements-differ"

    def __init__(self, line: str, statement: str, parent: str, other: str) -> None:
        super().__init__(
            phrase(
                "Line {line} belongs to the {statement} statement and cannot be part of {parent}, "
                "which belongs to the {other} statement",
                line=line,
                statement=statement,
                parent=parent,
                other=other,
            ),
            hint=phrase("Choose a parent of the same statement: liggare show lines"),
        )


no_rule(LineRenamed)


@rule(LineOpened)
def _admit_opening(world: World, fact: LineOpened) -> None:
    if fact.parent is not None:
        _require_place(world.state(Lines), fact, fact.line, fact.statement, fact.parent)


@rule(LineMoved)
def _admit_move(world: World, fact: LineMoved) -> None:
    lines = world.state(Lines)
    _require_place(lines, fact, fact.line, lines.lines[fact.line].statement, fact.parent)


def _require_place(lines: Lines, fact: Fact, line: str, statement: str, parent: str) -> None:
    """A line has the statement of the line it is part of, and the tree has no circle."""
    other = lines.lines[parent].statement
    if statement != other:
        raise StatementsDiffer(line, statement, parent, other)
    require_parent(lines, line, parent, fact.effective)


@rule(LineClosed)
def _admit_closing(world: World, fact: LineClosed) -> None:
    require_closable(world, world.state(Lines), fact.line, fact.effective)


@rule_without(LineOpened, LineMoved, LineClosed)
def _require_tree_without(world: World, without: LineOpened | LineMoved | LineClosed) -> None:
    """What is left is a tree, and every line has the statement of the line it is part of."""
    lines = world.state(Lines)
    require_tree_without(lines, without.effective)
    for code, line in lines.lines.items():
        for parent in lines.nodes[code].parents.through(date.max):
            if parent is not None and lines.lines[parent].statement != line.statement:
                raise StatementsDiffer(code, line.statement, parent, lines.lines[parent].statement)
