"""How a figure became what it is: every position at which it changed, with the fact that changed it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.domain.values.days import instant_text
from ledger.domain.values.measured import Measured, Money, Number, Quantity
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain, explained
from ledger.queries.explain.steps import Steps
from ledger.queries.summary import decision_cells, summary


@row
class HistoryRow:
    """A position at which a figure in kronor changed."""

    position: int = column("Fact", "The fact that changed it.", key=True)
    recorded_at: str = column("Recorded (UTC)", "The instant it was recorded, in UTC.")
    type: str = column("Type", "The type of the fact.")
    id: str | None = column("Id", "Its id.")
    effective: date = column("Effective", "The day it takes effect.")
    decision: dict[str, str] | None = column("Decision", "The body, day, paragraph and case number of the decision.")
    actor: str | None = column("Actor", "The officer who recorded it.")
    summary: str = column("Summary", "What it says, in short.", hidden=True)
    change: Money = column("Change", "How much the figure became more or less.")
    value: Money = column("From then on", "What the figure was from then on.")


@row
class HistoryPeopleRow(HistoryRow):
    """A position at which a number of people or hours changed."""

    change: Quantity = column("Change", "How much it became more or less.")  # type: ignore[assignment]  # another measure
    value: Quantity = column("From then on", "What it was from then on.")  # type: ignore[assignment]  # as above


@row
class HistoryNumberRow(HistoryRow):
    """A position at which the value of an indicator changed."""

    change: Number = column("Change", "How much the value became more or less.")  # type: ignore[assignment]  # as above
    value: Number = column("From then on", "What it was from then on.")  # type: ignore[assignment]  # as above


_ROWS: Mapping[type[Measured], type] = {Money: HistoryRow, Quantity: HistoryPeopleRow, Number: HistoryNumberRow}


def history(at: At, question: str, cell: Cell, column_name: str | None = None) -> Answer:
    """A figure as of the day, step by step as the ledger learnt it; the last step is the figure itself.

    Each step is what :func:`explain` sums to as known at its position. Before the unit was there, and where the
    question had no answer yet, the figure is 0. Raises what :func:`explain` does.
    """
    found, name = explained(question, column_name, [(at, cell)])
    whole = explain(at, question, cell, column_name)
    meant = found.meant(at, cell)
    value = found.value(name)
    columns = _ROWS[value]
    rows = []
    reached = 0
    for position, amount in Steps(at, found, name, meant).all():
        rows.append(_row(at, columns, position, value(amount - reached), value(amount)))
        reached = amount
    return Answer(
        question="history",
        moment=at.moment,
        position=at.position,
        options=whole.options,
        columns=columns,
        rows=rows,
        notes=whole.notes,
    )


def _row(at: At, columns: type, position: int, change: Any, value: Any) -> Any:
    recorded = at.find(position)
    if recorded is None:
        message = f"a figure changed at #{position}, which the log does not hold"
        raise LookupError(message)
    fact = recorded.fact
    return columns(
        position=position,
        id=fact.id,
        type=fact.TYPE,
        effective=fact.effective,
        recorded_at=instant_text(recorded.recorded_at),
        decision=decision_cells(fact),
        actor=fact.actor,
        summary=summary(fact),
        change=change,
        value=value,
    )
