"""The explain question: the facts behind one figure, each with its part. The parts sum to the figure exactly."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from ledger.domain.values.days import instant_text
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.cell import Asked, Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.explain.narrowing import require_known
from ledger.queries.question import Explained, OptionNotHeeded, Units
from ledger.queries.questions import NotExplained, explained_of
from ledger.queries.summary import decision_cells, summary
from ledger.queries.sums import Sums


@row
class ExplainRow:
    """A fact behind a figure in kronor, and its part."""

    position: int = column("Fact", key=True)
    id: str | None = column("Id")
    type: str = column("Type")
    effective: date = column("Effective")
    recorded_at: str = column("Recorded (UTC)")
    decision: dict[str, str] | None = column("Decision")
    actor: str | None = column("Actor")
    summary: str = column("Summary", hidden=True)
    import_: int | None = column("Import", hidden=True)
    amount: Money = column("Part")


@row
class ExplainPeopleRow(ExplainRow):
    """A fact behind a number of people or hours, and its part."""

    amount: Quantity = column("Part")  # type: ignore[assignment]  # the same column in another measure


def explain(at: At, question: str, cell: Cell, column_name: str | None = None) -> Answer:
    """The facts behind a cell of an answer. Raises what :func:`explained` does."""
    found, name = explained(question, column_name, [(at, cell)])
    at.places(cell.unit, cell.tree)
    if found.explained_by is not None:
        return found.explained_by(at, cell)
    cell = found.meant(at, cell)
    parts = parts_by_fact(at, found.behind(at, cell, name, units_within([at], cell)), cell)
    value = found.value(name)
    columns = ExplainRow if value is Money else ExplainPeopleRow
    rows = [_row(at, columns, position, value(amount)) for position, amount in parts.items()]
    options = {name: given for name, given in attrs.asdict(cell).items() if given is not None}
    return Answer(
        question="explain",
        moment=at.moment,
        position=at.position,
        options={"of": question, "column": name, **options},
        columns=columns,
        rows=rows,
        total=value(sum(parts.values())),
        notes=[*found.notes(at, cell, name)],
    )


def explained(question: str, column_name: str | None, asked: Asked) -> tuple[Explained, str]:
    """How a question is explained, and which of its columns: the usual one unless it is named.

    Raises :class:`NotExplained` for a column that is no sum, and a refusal where the cell is narrowed down to nothing.
    """
    found = explained_of(question)
    name = column_name or found.usual
    if name not in found.columns:
        raise NotExplained(question, name, found.columns)
    for _, cell in asked:
        require_heeded(question, found, cell)
    require_known(asked)
    found.require(asked, name)
    return found, name


def require_heeded(question: str, found: Explained, cell: Cell) -> None:
    """Raise :class:`OptionNotHeeded` for a cell that is narrowed down by what means nothing to the question."""
    for attribute in attrs.fields(Cell):
        is_given = getattr(cell, attribute.name) != attribute.default
        if is_given and attribute.name not in (*found.narrowed_by, "year"):  # the year also says which day is meant
            raise OptionNotHeeded(question, attribute.name, found.narrowed_by)


def parts_by_fact(at: At, contributions: Iterable[Contribution], cell: Cell) -> Mapping[int, int]:
    """Each fact's part of a cell, by position; facts whose parts cancel out are left out."""
    parts: Sums[int] = Sums()
    for each in contributions:
        if not at.is_within(each, cell.line, cell.project):
            continue
        if at.tree_of(cell.tree, each.month).within(each.unit, cell.unit):
            parts[each.position] += each.amount
    return {position: parts[position] for position in sorted(parts) if parts[position]}


def units_within(trees_of: Iterable[At], cell: Cell) -> Units:
    """The units that can be part of a cell along the trees of some moments; None where that may be any unit."""
    if cell.unit is None or cell.tree == "then":
        return None
    trees = [at.tree_of(cell.tree) for at in trees_of]
    return {place.unit for tree in trees if cell.unit in tree for place in tree.places(cell.unit)}


def _row(at: At, columns: type, position: int, amount: Measured) -> Any:
    return columns(**fact_cells(at, position), amount=amount)


def fact_cells(at: At, position: int) -> dict[str, Any]:
    """What an explanation says of each fact, beside its part."""
    recorded = at.find(position)
    if recorded is None:
        message = f"a figure is made of #{position}, which the log does not hold"
        raise LookupError(message)
    fact = recorded.fact
    return {
        "position": position,
        "id": fact.id,
        "type": fact.TYPE,
        "effective": fact.effective,
        "recorded_at": instant_text(recorded.recorded_at),
        "decision": decision_cells(fact),
        "actor": fact.actor,
        "summary": summary(fact),
        "import_": at.brought.by(position),
    }
