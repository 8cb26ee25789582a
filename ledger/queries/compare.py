"""Two moments (or two forecast versions) side by side, and the facts that make the difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.answer import Answer, Note, column, counted_note, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.explain.figures import explained, parts_by_fact, units_within
from ledger.queries.options import NARROWING, VERSION
from ledger.queries.question import Explained, OptionNotHeeded
from ledger.queries.summary import decision_cells, summary


@attrs.frozen
class Cause:
    """A fact that makes a difference, and how much."""

    position: int
    id: str | None
    type: str
    decision: dict[str, str] | None
    amount: Measured
    summary: str


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
    facts: tuple[Cause, ...] = column("Facts", hidden=True)
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


class NotComparable(Unreadable):
    code = "not-comparable"

    def __init__(self) -> None:
        super().__init__(
            "Both sides of the comparison are the same moment",
            hint="Give --from and --to two moments: 2024-07, @2024-08-23 (known at) or 2024-07@2024-08-23",
        )


@attrs.frozen
class Side:
    """One of the two: the ledger at a moment, and the cell meant there (another version, perhaps)."""

    at: At
    cell: Cell


def compare(before: Side, after: Side, question: str, column_name: str | None, *, by_line: bool = False) -> Answer:
    """The figures of a question at two moments; rows without any change are left out.

    ``change`` is what reorganisations moved (the figure before, restated to the tree after) and what each fact adds;
    ``residual`` is what is left of it: nothing. Raises what :func:`~ledger.queries.explain.figures.explained` does.
    """
    found, name = explained(question, column_name, [(side.at, side.cell) for side in (before, after)])
    if by_line and "line" not in found.narrowed_by:
        raise OptionNotHeeded(question, "line", found.narrowed_by)
    comparison = _Comparison(before, after, found, name)
    rows = [each for each in comparison.rows(by_line=by_line) if each.change or each.moved or each.facts]
    unchanged = comparison.seen - len(rows)
    return Answer(
        question="compare",
        moment=after.at.moment,
        position=after.at.position,
        options=_options(before, after, question, name),
        columns=CompareRow,
        rows=rows,
        notes=[_left_out(unchanged)] if unchanged else [],
    )


def _left_out(unchanged: int) -> Note:
    return counted_note(
        "{number} row without any change is left out.", "{number} rows without any change are left out.", unchanged
    )


def _options(before: Side, after: Side, question: str, name: str) -> Mapping[str, Any]:
    options: dict[str, Any] = {"of": question, "column": name}
    options |= {each.name: getattr(after.cell, each.name) for each in NARROWING if each is not VERSION}
    for side, word in ((before, "from"), (after, "to")):
        if side.cell.version is not None:
            options[f"{word}_version"] = side.cell.version
        options[f"{word}_as_of"] = side.at.as_of
        options[f"{word}_known_at"] = side.at.moment.known_at.isoformat().replace("+00:00", "Z")
    return options


class _Comparison:
    def __init__(self, before: Side, after: Side, found: Explained, name: str) -> None:
        self.before, self.after, self.found, self.name = before, after, found, name
        self.value = found.value(name)
        self.seen = 0
        self._whole: dict[int, list[Contribution]] = {}
        self._causes: dict[int, Cause] = {}
        """What is told of each fact, which is the same for every unit that it belongs to."""

    def rows(self, *, by_line: bool) -> Iterator[CompareRow]:
        top = self.after.cell.unit
        line = self.after.cell.line
        lines = list(self.after.at.lines_of(self.after.cell.statement)) if by_line and line is None else [line]
        for place in self.after.at.places(top):
            for line in lines:
                compared = self._row(place.unit, place.name, line)
                self.seen += 1
                yield compared

    def _row(self, unit: str, name: str, line: str | None) -> CompareRow:
        was = self._parts(self.before, self.before.at, unit, line)
        restated = self._parts(self.before, self.after.at, unit, line)
        now = self._parts(self.after, self.after.at, unit, line)
        causes = {
            position: now.get(position, 0) - restated.get(position, 0)
            for position in sorted({*now, *restated})
            if now.get(position, 0) != restated.get(position, 0)
        }
        opening, closing = sum(was.values()), sum(now.values())
        moved = sum(restated.values()) - opening
        value = self.value
        return CompareRow(
            unit=unit,
            name=name,
            line=line,
            before=value(opening),
            after=value(closing),
            change=value(closing - opening),
            moved=value(moved),
            facts=tuple(self._cause(position, amount) for position, amount in causes.items()),
            residual=value(closing - opening - moved - sum(causes.values())),
        )

    def _parts(self, side: Side, tree_of: At, unit: str, line: str | None) -> Mapping[int, int]:
        """Each fact's part of one side's figure, rolled up along the tree of a moment."""
        if unit not in tree_of.tree_of(side.cell.tree):
            return {}
        cell = attrs.evolve(side.cell, unit=unit, line=line)
        return parts_by_fact(tree_of, self._contributions(side, cell), cell)

    def _contributions(self, side: Side, cell: Cell) -> Iterable[Contribution]:
        trees_of = (self.before.at, self.after.at)
        if not self.found.alike:
            unit = cell.unit if cell.unit is not None and cell.unit in side.at.tree_of(cell.tree) else None
            units = units_within(trees_of, cell)
            return self.found.behind(side.at, attrs.evolve(cell, unit=unit), self.name, units)
        known = self._whole.get(id(side))
        if known is None:
            units = units_within(trees_of, side.cell)
            known = self._whole[id(side)] = list(self.found.behind(side.at, side.cell, self.name, units))
        return known

    def _cause(self, position: int, amount: int) -> Cause:
        known = self._causes.get(position)
        if known is None:
            known = self._causes[position] = self._told(position)
        return attrs.evolve(known, amount=self.value(amount))

    def _told(self, position: int) -> Cause:
        recorded = self.after.at.find(position)
        if recorded is None:
            message = f"a figure is made of #{position}, which the log does not hold"
            raise LookupError(message)
        fact = recorded.fact
        return Cause(position, fact.id, fact.TYPE, decision_cells(fact), self.value(0), summary(fact))


def bridge(answer: Answer, *, by_kind: bool = False, only_top: bool = True) -> Answer:
    """A comparison as a bridge: the opening figure, one line a fact (or a type of fact), the closing figure."""
    rows: list[BridgeMoneyRow | BridgePeopleRow] = []
    for compared in answer.rows[:1] if only_top else answer.rows:
        columns = BridgeMoneyRow if isinstance(compared.before, Money) else BridgePeopleRow
        steps: list[tuple[str, Any]] = [("Before", compared.before)]
        if compared.moved:
            steps.append(("Reorganised", compared.moved))
        steps += (
            _by_kind(compared.facts) if by_kind else [(_cause_text(cause), cause.amount) for cause in compared.facts]
        )
        steps.append(("After", compared.after))
        rows += (columns(unit=compared.unit, step=step, amount=amount) for step, amount in steps)
    return attrs.evolve(answer, columns=type(rows[0]) if rows else BridgeMoneyRow, rows=rows)


def _by_kind(causes: Sequence[Cause]) -> list[tuple[str, Any]]:
    sums: dict[str, Any] = {}
    for cause in causes:
        sums[cause.type] = sums[cause.type] + cause.amount if cause.type in sums else cause.amount
    return list(sums.items())


def _cause_text(cause: Cause) -> str:
    """The fact in short: its own reference says more to its owner than all its fields."""
    decision = cause.decision or {}
    where = " ".join(decision[part] for part in ("body", "date", "paragraph", "case") if part in decision)
    named = cause.summary if cause.id is None or cause.id.startswith("auto-") else cause.id
    return f"#{cause.position} {cause.type} {named}" + (f" ({where})" if where else "")
