"""Where the value of an indicator comes from: the report that states it, or the outcomes it is computed from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.follow_up.indicators import IndicatorDefined
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Number
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.explain.apportioned import apportioned
from ledger.queries.explain.figures import ExplainRow, fact_cells
from ledger.queries.follow_up.computed import OF, PER, Computed, computed_contributions
from ledger.queries.follow_up.indicator_facts import Indicators, indicators_of
from ledger.queries.sums import Sums

REPORTED = "reported"


@row
class ExplainIndicatorRow(ExplainRow):
    """A fact behind the value of an indicator, and its part."""

    side: str = column("Side", "reported; of, for what it is computed from; per, for what that is divided by.")
    kronor: Money | None = column("Outcome", "The outcome that the fact states on the lines of that side.")
    amount: Number = column("Part")  # type: ignore[assignment]  # the same column in another measure


class IndicatorNotNamed(Unreadable):
    code = "indicator-not-named"

    def __init__(self, what: str, option: str) -> None:
        super().__init__(
            phrase("It is not said of which {what} the value is", what=what),
            hint=phrase("Name it with --{option}: liggare show indicators", option=option),
        )


class ValueNotKnown(Refused):
    code = "value-not-known"

    def __init__(self, indicator: str, unit: str, when: str, lacking: Sequence[str]) -> None:
        why = (
            phrase(": {lacking} has not reported all outcomes it is computed from", lacking=", ".join(lacking))
            if lacking
            else ""
        )
        super().__init__(
            phrase(
                "There is no value of {indicator} in {unit}{when}{why}",
                indicator=indicator,
                unit=unit,
                when=when,
                why=why,
            ),
            hint=phrase(
                "See its months: liggare show indicators --indicator {indicator} --months", indicator=indicator
            ),
        )


@attrs.frozen
class Figure:
    """A value of an indicator, with what is behind it."""

    value: Number
    parts: Mapping[tuple[str, int], int]
    """By side and fact, the part of the value; of what it is divided by 0."""
    kronor: Mapping[tuple[str, int], int]
    """By side and fact, the öre."""


class Values:
    """The values of indicators at a moment, each with what is behind it."""

    def __init__(self, at: At, year: int | None, indicator: str | None = None) -> None:
        self.at = at
        self.found: Indicators = indicators_of(at, at.as_of.year if year is None else year)
        wanted = (each for code, each in self.found.defined.items() if indicator in (None, code))
        self.computed = Computed(at, (each for each in wanted if each.of_lines))
        self._behind: dict[tuple[str, Month, int], dict[str, dict[str, Sums[int]]]] = {}

    def month(self, indicator: str, unit: str, month: Month | None) -> Month | None:
        """The month asked for; without one, the latest that has a value or is reported."""
        if month is not None:
            return month
        if indicator in self.computed.indicators:
            return next(reversed(self.computed.months(unit)), None)
        values = self.found.values.get((indicator, unit), {})
        return max(values, key=lambda each: each.number, default=None)

    def lacking(self, indicator: str, unit: str, month: Month) -> Sequence[str]:
        """The units that keep a computed value from being known."""
        if indicator not in self.computed.indicators:
            return ()
        return self.computed.value(indicator, unit, month).lacking

    def figure(self, indicator: str, unit: str, month: Month | None) -> Figure | None:
        """A value with what is behind it; None where it is not known."""
        month = self.month(indicator, unit, month)
        if month is None:
            return None
        if indicator not in self.computed.indicators:
            stated = self.found.values.get((indicator, unit), {}).get(month)
            if stated is None:
                return None
            number = Number.of(stated.value)
            return Figure(number, {(REPORTED, stated.position): number.count}, {})
        if self.lacking(indicator, unit, month):
            return None
        return figure_of(self.computed.indicators[indicator], self.sides(indicator, unit, month, self.at))

    def sides(self, indicator: str, unit: str, month: Month, tree_of: At) -> Mapping[str, Mapping[int, int]]:
        """By side and fact, the öre of a unit with all below it along the tree of a moment."""
        key = indicator, month, id(tree_of)
        if key not in self._behind:
            self._behind[key] = self._rolled_up(indicator, month, tree_of)
        found = self._behind[key].get(unit, {})
        return {side: dict(sorted(found.get(side, {}).items())) for side in (OF, PER)}

    def _rolled_up(self, indicator: str, month: Month, tree_of: At) -> dict[str, dict[str, Sums[int]]]:
        """By unit, side and fact, what is behind a value; every outcome is carried up the tree once."""
        rolled: dict[str, dict[str, Sums[int]]] = {}
        for each in computed_contributions(self.at, self.computed.indicators[indicator], month):
            for above in tree_of.tree.above(each.unit) if each.unit in tree_of.tree else ():
                rolled.setdefault(above, {}).setdefault(each.column, Sums())[each.position] += each.amount
        return rolled


def figure_of(indicator: IndicatorDefined, sides: Mapping[str, Mapping[int, int]]) -> Figure | None:
    """The value that some outcomes come to, each with its part; None where it is divided by nothing."""
    from ledger.queries.follow_up.computed import value_of

    of, per = sides[OF], sides[PER]
    value = value_of(indicator, sum(of.values()), sum(per.values()))
    if value is None:
        return None
    parts = {(OF, position): part for position, part in apportioned(value.count, of).items()}
    kronor = {(side, position): amount for side, found in sides.items() for position, amount in found.items()}
    return Figure(value, parts | {(PER, position): 0 for position in per}, kronor)


def explain_indicator(at: At, cell: Cell) -> Answer:
    """The facts behind a value. Raises :class:`IndicatorNotNamed` and :class:`ValueNotKnown`."""
    indicator, unit = _named(at, cell)
    values = Values(at, cell.year, indicator)
    month = values.month(indicator, unit, cell.month)
    figure = values.figure(indicator, unit, month)
    if figure is None:
        lacking = values.lacking(indicator, unit, month) if month else ()
        raise ValueNotKnown(indicator, unit, phrase(" for {month}", month=month) if month else "", lacking)
    rows = [
        ExplainIndicatorRow(
            **fact_cells(at, position),
            side=side,
            kronor=Money(figure.kronor[side, position]) if (side, position) in figure.kronor else None,
            amount=Number(amount),
        )
        for (side, position), amount in figure.parts.items()
        if amount or figure.kronor.get((side, position))
    ]
    options: dict[str, Any] = {"of": "indicators", "column": "value", "indicator": indicator, "unit": unit}
    return answer_at(at, "explain", ExplainIndicatorRow, rows, options | {"month": month}, total=figure.value)


def _named(at: At, cell: Cell) -> tuple[str, str]:
    """The indicator and the unit that are meant; the unit at the top where none is named and there is but one."""
    if cell.indicator is None:
        raise IndicatorNotNamed("indicator", "indicator")
    tops = [place.unit for place in at.places(cell.unit) if place.unit == cell.unit or place.parent is None]
    if len(tops) != 1:
        raise IndicatorNotNamed("unit", "unit")
    return cell.indicator, tops[0]


def parts_of(at: At, cell: Cell) -> Iterator[Contribution]:
    """The facts behind a value, each with its part of it."""
    indicator, unit = _named(at, cell)
    values = Values(at, cell.year, indicator)
    month = values.month(indicator, unit, cell.month)
    figure = values.figure(indicator, unit, month)
    for (_, position), amount in figure.parts.items() if figure else ():
        yield Contribution("value", unit, indicator, month, amount, position)
