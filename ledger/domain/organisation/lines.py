"""The lines of the accounts: facts, state and rules."""

from typing import Literal

from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import no_rule
from ledger.domain.stream import State, folds

Side = Literal["income", "cost", "net"]
Statement = Literal["operating", "investment", "financing"]


@fact
class LineOpened(Fact):
    """A row of the result, investment or financing statement comes into use."""

    TYPE = "line.opened"

    line: str = field("The code of the new line", "konto", defines="line")
    name: str = field("What people call it", "namn", names="line")
    side: Side = field("income, cost, or net (a whole unit's net cost on one line)", "sida")
    statement: Statement = field("The statement it belongs to", "räkning")


no_rule(LineOpened)
no_posting(LineOpened)


class Lines(State):
    """All lines."""

    STREAM = "organisation"

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, LineOpened] = {}


@folds(Lines, LineOpened)
def _fold(state: Lines, _: Recorded, fact: LineOpened, times: int) -> None:
    if times > 0:
        state.lines[fact.line] = fact
    else:
        del state.lines[fact.line]
