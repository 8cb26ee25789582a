"""Values of indicators at two moments, and the facts that make the difference."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.values.measured import Number
from ledger.queries.answer import Note, column, noted, row
from ledger.queries.cell import Side
from ledger.queries.compare import Cause, CompareRow
from ledger.queries.explain.apportioned import changes
from ledger.queries.explain.decisions import Moves
from ledger.queries.explain.figures import fact_cells
from ledger.queries.explain.indicators import Figure, Values, figure_of
from ledger.queries.follow_up.computed import OF, PER, value_of

MOST_NAMED = 5


@attrs.frozen
class IndicatorCause(Cause):
    """A fact that makes a difference, and on which side of a quotient."""

    side: str


@row
class CompareIndicatorRow(CompareRow):
    """A value at two moments; empty where it is not known at one of them."""

    indicator: str = column("Indicator", "The code of the indicator.", key=True)
    before: Number | None = column("Before")  # type: ignore[assignment]  # it may be unknown
    after: Number | None = column("After")  # type: ignore[assignment]  # as above
    change: Number | None = column("Change")  # type: ignore[assignment]  # as above


class Comparison:
    """The values of one or all indicators at two moments."""

    def __init__(self, before: Side, after: Side) -> None:
        self._before, self._after = before, after
        cell = after.cell
        self._was, self._now = (Values(side.at, side.cell.year, side.cell.indicator) for side in (before, after))
        self.indicators = sorted(code for code in self._now.found.defined if cell.indicator in (None, code))
        self.seen = 0
        self._moves = Moves(before, after)
        self._unknown: dict[str, None] = {}

    def rows(self) -> Iterator[CompareIndicatorRow]:
        """A row for each unit in which the value is known at one of the moments."""
        for indicator in self.indicators:
            for place in self._after.at.places(self._after.cell.unit):
                compared = self._row(indicator, place.unit, place.name)
                if compared is not None:
                    self.seen += 1
                    yield compared

    def notes(self) -> Iterator[Note]:
        """Names those that are known at one of the moments alone."""
        if self._unknown:
            named = [*self._unknown]
            more = ", …" if len(named) > MOST_NAMED else ""
            yield noted(
                "Not known at one of the two moments, and so without a change: {values}.",
                values=", ".join(named[:MOST_NAMED]) + more,
            )

    def _row(self, indicator: str, unit: str, name: str) -> CompareIndicatorRow | None:
        was = self._figure(self._was, self._before, indicator, unit)
        now = self._figure(self._now, self._after, indicator, unit)
        if (was is None or now is None) and not any(each and each.parts for each in (was, now)):
            return None  # known at neither moment, or 0 at one because there is no outcome on its lines
        cells: dict[str, Any] = {"indicator": indicator, "unit": unit, "name": name, "line": None}
        if was is None or now is None:
            self._unknown[f"{indicator} ({unit})"] = None
            facts = now.parts if now else {}
            return self._made(cells, was, now, Number(0), {key: part for key, part in facts.items() if part})
        moved, causes = self._changed(indicator, unit, was, now)
        return self._made(cells, was, now, moved, causes)

    @staticmethod
    def _figure(values: Values, side: Side, indicator: str, unit: str) -> Figure | None:
        if indicator not in values.found.defined or unit not in side.at.tree:
            return None
        return values.figure(indicator, unit, side.cell.month)

    def _changed(
        self, indicator: str, unit: str, was: Figure, now: Figure
    ) -> tuple[Number, Mapping[tuple[str, int], int]]:
        """What reorganisations have moved, and what each fact adds."""
        defined = self._now.computed.indicators.get(indicator)
        earlier = self._was.computed.indicators.get(indicator)
        if defined is None or earlier is None:  # both are reported, or it has become another indicator
            return Number(0), _replaced(was, now)
        month = self._was.month(indicator, unit, self._before.cell.month)
        assert month is not None  # noqa: S101 - or there would be no figure
        sides = self._was.sides(indicator, unit, month, self._after.at)
        restated = figure_of(earlier, sides)
        if restated is None or (earlier.of, bool(earlier.per_lines)) != (defined.of, bool(defined.per_lines)):
            return Number(0), _replaced(was, now)
        then, today = (
            tuple({position: amount for (side, position), amount in each.kronor.items() if side == wanted}
                  for wanted in (OF, PER))
            for each in (restated, now)
        )  # fmt: skip

        def value(of: int, per: int) -> int:
            found = value_of(defined, of, per)
            return 0 if found is None else found.count

        upper, lower = changes(value, (then[0], then[1]), (today[0], today[1]))
        causes = {(OF, position): part for position, part in upper.items()}
        causes |= {(PER, position): part for position, part in lower.items()}
        return restated.value - was.value, causes

    def _made(
        self,
        cells: Mapping[str, Any],
        was: Figure | None,
        now: Figure | None,
        moved: Number,
        causes: Mapping[tuple[str, int], int],
    ) -> CompareIndicatorRow:
        change = now.value - was.value if was and now else None
        left = Number(0) if change is None else change - moved - Number(sum(causes.values()))
        facts = (self._cause(side, position, part) for (side, position), part in sorted(causes.items(), key=_place))
        return CompareIndicatorRow(
            **cells,
            before=was.value if was else None,
            after=now.value if now else None,
            change=change,
            moved=moved,
            moves=tuple(self._told(position) for position in self._moves.behind(cells["unit"])) if moved else (),
            decisions=(),
            rest=(),
            facts=tuple(facts),
            residual=left,
        )

    def _cause(self, side: str, position: int, part: int) -> IndicatorCause:
        return IndicatorCause(**self._cells(position), amount=Number(part), side=side)

    def _told(self, position: int) -> Cause:
        return Cause(**self._cells(position), amount=None)

    def _cells(self, position: int) -> dict[str, Any]:
        cells = fact_cells(self._after.at, position)
        return {name: cells[name] for name in ("position", "id", "type", "decision", "summary")}


def _place(cause: tuple[tuple[str, int], int]) -> tuple[int, str]:
    (side, position), _ = cause
    return position, side


def _replaced(was: Figure, now: Figure) -> dict[tuple[str, int], int]:
    """What facts add to a value that others stated before: what was goes, and what is comes."""
    keys = dict.fromkeys([*was.parts, *now.parts])
    found = {key: now.parts.get(key, 0) - was.parts.get(key, 0) for key in keys}
    return {key: part for key, part in found.items() if part}


def compared(before: Side, after: Side) -> tuple[type, Sequence[CompareIndicatorRow], int, list[Note]]:
    """The class of the rows, the rows with any change, how many there are in all, and what must be known of them."""
    comparison = Comparison(before, after)
    rows = [each for each in comparison.rows() if each.change is None or each.change or each.moved or each.facts]
    return CompareIndicatorRow, rows, comparison.seen, list(comparison.notes())
