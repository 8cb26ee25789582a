"""What rules may look at: the state of every stream, and single facts by id or position."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ledger.domain.fact import Recorded, Reference

if TYPE_CHECKING:
    from ledger.domain.assignments import Assignments
    from ledger.domain.budget import Budget, CarryOvers
    from ledger.domain.control import Control
    from ledger.domain.indicators import Indicators
    from ledger.domain.organisation import Organisation
    from ledger.domain.outcome import Forecasts
    from ledger.domain.positions import Positions, PositionsEstablished
    from ledger.domain.savings import Savings
    from ledger.domain.scopes import Freezes
    from ledger.domain.timeline import Timeline


class World(Protocol):
    """Everything recorded so far. What a rule reads here is version-checked when the fact is appended."""

    @property
    def organisation(self) -> "Organisation": ...
    @property
    def control(self) -> "Control": ...
    @property
    def positions(self) -> "Positions": ...
    @property
    def freezes(self) -> "Freezes": ...
    @property
    def savings(self) -> "Savings": ...
    @property
    def indicators(self) -> "Indicators": ...
    @property
    def assignments(self) -> "Assignments": ...
    @property
    def carry_overs(self) -> "CarryOvers": ...
    def budget(self, year: int) -> "Budget": ...
    def forecasts(self, year: int) -> "Forecasts": ...

    def find(self, reference: Reference) -> Recorded | None:
        """The fact with this id or position."""

    def mentions_of(self, kind: str, code: str) -> "Timeline":
        """On which days facts that count name the code, over all streams. Reads the whole ledger."""

    def established_from(self, day: date) -> "Iterator[PositionsEstablished]":
        """The facts that establish positions on or after *day*, those reversed left out. Reads the stream."""

    def is_reversed(self, target: Recorded) -> bool: ...
    def is_attested(self, target: Recorded) -> bool: ...
