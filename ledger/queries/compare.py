"""Two moments (or two forecast versions) side by side, and the facts that make the difference."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import Measured, Money, Number, Quantity
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import Answer, Note, Worded, column, counted_note, noted, row
from ledger.queries.cell import Side
from ledger.queries.explain.decisions import Decided, Moves
from ledger.queries.explain.figures import explained
from ledger.queries.explain.rolled import Rolled
from ledger.queries.options import NARROWING, SO_FAR, VERSION
from ledger.queries.question import Explained, OptionNotHeeded
from ledger.queries.summary import decision_cells, summary


@attrs.frozen
class Cause:
    """A fact that makes a difference, and how much; of a unit's move alone it is not told how much."""

    position: int
    id: str | None
    type: str
    decision: dict[str, str] | None
    amount: Measured | None
    summary: str


@attrs.frozen
class Other:
    """What changed in a unit with all below it, beside what decisions account for."""

    unit: str
    amount: Measured


@row
class CompareRow:
    """A figure at two moments, and what lies between them."""

    unit: str = column("Unit", key=True)
    name: str = column("Name")
    line: str | None = column("Line", key=True)
    before: Measured = column("Before")
    after: Measured = column("After")
    change: Measured = column("Change")
    moved: Measured = column("Reorganised")
    moves: tuple[Cause, ...] = column("Moves", "The moves of units behind what is reorganised.", hidden=True)
    facts: tuple[Cause, ...] = column("Facts", hidden=True)
    decisions: tuple[Cause, ...] = column(
        "Decisions",
        "Between two versions of a forecast: decisions on the budget, and what they account for.",
        hidden=True,
    )
    rest: tuple[Other, ...] = column("Other changes", "What is left of the change then, by unit.", hidden=True)
    residual: Measured = column("Residual", hidden=True)


@row
class BridgeMoneyRow:
    """A step on the way from one figure in kronor to another."""

    unit: str = column("Unit", key=True)
    step: str = column("From one moment to the other", key=True)
    amount: Money = column("Amount")


@row
class BridgePeopleRow:
    """A step on the way from one number of people or hours to another."""

    unit: str = column("Unit", key=True)
    step: str = column("From one moment to the other", key=True)
    amount: Quantity = column("Number")


@row
class BridgeNumberRow:
    """A step on the way from one value of an indicator to another."""

    indicator: str = column("Indicator", key=True)
    unit: str = column("Unit", key=True)
    step: str = column("From one moment to the other", key=True)
    amount: Number | None = column("Number")


class NotComparable(Unreadable):
    code = "not-comparable"

    def __init__(self) -> None:
        super().__init__(
            phrase("Both sides of the comparison are the same moment"),
            hint=phrase("Give --from and --to two moments: 2024-07, @2024-08-23 (known at) or 2024-07@2024-08-23"),
        )


def compare(before: Side, after: Side, question: str, column_name: str | None, *, by_line: bool = False) -> Answer:
    """The figures of a question at two moments; rows without any change are left out.

    ``change`` is what reorganisations moved (the figure before, restated to the tree after) and what each fact adds;
    ``residual`` is what is left of it: nothing. Raises what :func:`~ledger.queries.explain.figures.explained` does.
    """
    found, name = explained(question, column_name, [(side.at, side.cell) for side in (before, after)])
    if by_line and "line" not in found.narrowed_by:
        raise OptionNotHeeded(question, "line", found.narrowed_by)
    if found.compared_by is not None:
        columns, rows, seen, notes = found.compared_by(before, after)
    else:
        comparison = _Comparison(Rolled(before, after, found, name, by_line=by_line))
        rows = [each for each in comparison.rows() if each.change or each.moved or each.facts]
        columns, seen, notes = CompareRow, comparison.seen, ()
    unchanged = seen - len(rows)
    return Answer(
        question="compare",
        moment=after.at.moment,
        position=after.at.position,
        options=_options(before, after, question, name),
        columns=columns,
        rows=rows,
        notes=[*([_left_out(unchanged)] if unchanged else []), *notes, *_notes(found, name, before, after)],
    )


def _notes(found: Explained, name: str, *sides: Side) -> Iterator[Note]:
    """What has to be known of the figure at both moments, each sentence once."""
    told: list[Note] = []
    for side in sides:
        told += [each for each in found.notes(side.at, side.cell, name) if each not in told]
    return iter(told)


def _left_out(unchanged: int) -> Note:
    return counted_note(
        "{number} row without any change is left out.", "{number} rows without any change are left out.", unchanged
    )


def _options(before: Side, after: Side, question: str, name: str) -> Mapping[str, Any]:
    options: dict[str, Any] = {"of": question, "column": name}
    options |= {each.name: getattr(after.cell, each.name) for each in NARROWING if each not in (VERSION, SO_FAR)}
    options[SO_FAR.name] = after.cell.so_far or before.cell.so_far
    for side, word in ((before, "from"), (after, "to")):
        if side.cell.version is not None:
            options[f"{word}_version"] = side.cell.version
        options[f"{word}_as_of"] = side.at.as_of
        options[f"{word}_known_at"] = side.at.moment.known_at.isoformat().replace("+00:00", "Z")
    return options


class _Comparison:
    def __init__(self, rolled: Rolled) -> None:
        self.rolled, self.before, self.after = rolled, rolled.before, rolled.after
        self.value = rolled.found.value(rolled.name)
        self.seen = 0
        self._moves = Moves(self.before, self.after)
        versions = self.before.cell.version, self.after.cell.version
        is_asked = rolled.name == rolled.found.usual and rolled.found.decided is not None
        self._decided = Decided(rolled) if is_asked and versions[0] != versions[1] else None
        self._told_of: dict[int, tuple[str | None, str, dict[str, str] | None, str]] = {}
        """What is told of each fact, which is the same for every unit that it belongs to."""

    def rows(self) -> Iterator[CompareRow]:
        rolled, tree_before = self.rolled, self.before.at.tree_of(self.before.cell.tree)
        for place in self.after.at.places(self.after.cell.unit):
            was_there = place.unit in tree_before
            for line in rolled.lines:
                self.seen += 1
                yield self._row(place.unit, place.name, line, was_there=was_there)

    def _row(self, unit: str, name: str, line: str | None, *, was_there: bool) -> CompareRow:
        rolled, value = self.rolled, self.value
        opening = rolled.opening(unit, line) if was_there else 0
        restated, closing = rolled.restated(unit, line), rolled.closing(unit, line)
        causes = rolled.causes(unit, line)
        return CompareRow(
            unit=unit,
            name=name,
            line=line,
            before=value(opening),
            after=value(closing),
            change=value(closing - opening),
            moved=value(restated - opening),
            moves=tuple(map(self._move, self._moves.behind(unit))) if restated != opening else (),
            facts=tuple(self._cause(position, amount) for position, amount in causes),
            residual=value(closing - restated - sum(amount for _, amount in causes)),
            **self._beside(unit, line),
        )

    def _beside(self, unit: str, line: str | None) -> dict[str, Any]:
        """What decisions between two versions account for."""
        of = self._decided
        if of is None:
            return {"decisions": (), "rest": ()}
        return {
            "decisions": tuple(self._cause(position, amount) for position, amount in of.decisions(unit, line)),
            "rest": tuple(Other(each, self.value(amount)) for each, amount in of.rest(unit, line)),
        }

    def _move(self, position: int) -> Cause:
        return attrs.evolve(self._cause(position, 0), amount=None)

    def _cause(self, position: int, amount: int) -> Cause:
        told = self._told_of.get(position)
        if told is None:
            told = self._told_of[position] = self._told(position)
        id_, type_, decision, text = told
        return Cause(position, id_, type_, decision, self.value(amount), text)

    def _told(self, position: int) -> tuple[str | None, str, dict[str, str] | None, str]:
        recorded = self.after.at.find(position)
        if recorded is None:
            message = f"a figure is made of #{position}, which the log does not hold"
            raise LookupError(message)
        fact = recorded.fact
        return fact.id, fact.TYPE, decision_cells(fact), summary(fact)


def bridge(answer: Answer, *, by_kind: bool = False, only_top: bool = True) -> Answer:
    """A comparison as a bridge: the opening figure, one line a fact (or a type of fact), the closing figure.

    Between two versions of a forecast, one line a decision on the budget, and one for the rest in each unit below.
    """
    rows: list[Any] = []
    for compared in answer.rows[:1] if only_top else answer.rows:
        columns, keys = _bridge_row_of(compared)
        rows += (columns(**keys, step=step, amount=amount) for step, amount in _steps(compared, by_kind))
    return attrs.evolve(answer, columns=type(rows[0]) if rows else BridgeMoneyRow, rows=rows)


def _bridge_row_of(compared: CompareRow) -> tuple[type, dict[str, str]]:
    """The class of the steps between two figures, and what is the same in each of them."""
    indicator = getattr(compared, "indicator", None)
    if indicator is not None:
        return BridgeNumberRow, {"indicator": indicator, "unit": compared.unit}
    return BridgeMoneyRow if isinstance(compared.before, Money) else BridgePeopleRow, {"unit": compared.unit}


def _steps(compared: CompareRow, by_kind: bool) -> Iterator[tuple[str, Any]]:  # noqa: FBT001 - from one caller
    yield Worded(noted("Before")), compared.before
    if compared.moves:
        moves = ", ".join(map(_cause_text, compared.moves))
        yield Worded(noted("Reorganised: {moves}", moves=moves)), compared.moved
    elif compared.moved:
        yield Worded(noted("Reorganised")), compared.moved
    facts = compared.decisions if compared.decisions or compared.rest else compared.facts
    yield from _by_kind(facts) if by_kind else ((_cause_text(cause), cause.amount) for cause in facts)
    for each in compared.rest:
        yield Worded(noted("Other change in {unit}", unit=each.unit)), each.amount
    yield Worded(noted("After")), compared.after


def _by_kind(causes: Sequence[Cause]) -> list[tuple[str, Any]]:
    sums: dict[str, Any] = {}
    for cause in causes:
        kind = cause.type + _side(cause)
        sums[kind] = sums[kind] + cause.amount if kind in sums else cause.amount
    return list(sums.items())


def _cause_text(cause: Cause) -> str:
    """The fact in short: its own reference says more to its owner than all its fields."""
    decision = cause.decision or {}
    where = " ".join(decision[part] for part in ("body", "date", "paragraph", "case") if part in decision)
    named = cause.summary if cause.id is None or cause.id.startswith("auto-") else cause.id
    return f"#{cause.position} {cause.type} {named}" + (f" ({where})" if where else "") + _side(cause)


def _side(cause: Cause) -> str:
    """Tells a part of what a quotient is divided by."""
    return " [per]" if getattr(cause, "side", "") == "per" else ""
