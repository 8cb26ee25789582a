"""Indicators that are computed from the outcome of lines: their values, and the facts behind one of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from ledger.domain.follow_up.indicators import IndicatorDefined
from ledger.domain.postings import split_money_item
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Money, Number
from ledger.domain.values.money_units import power_of
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.months.reported import Reported
from ledger.queries.sums import YEAR, Sums, rolled_up

OF, PER = "of", "per"
"""The two sides of a quotient: what the indicator is of, and what that is divided by."""
PERCENT = 100


@attrs.frozen
class Value:
    """The value of a computed indicator, or the units whose reports it lacks."""

    number: Number | None
    lacking: Sequence[str] = ()
    mixed: Sequence[str] = ()
    """The units that report months of it together with earlier ones, which it holds too."""


def lines_of(at: At, indicator: IndicatorDefined) -> Mapping[str, Sequence[str]]:
    """By line, the sides of the quotient it is on: those that are named, with everything below them."""
    named = {OF: set(indicator.of_lines or ()), PER: set(indicator.per_lines or ())}
    found = {
        place.code: [side for side, codes in named.items() if not codes.isdisjoint(at.line_tree.above(place.code))]
        for place in at.line_tree.places()
    }
    return {line: sides for line, sides in found.items() if sides}


def months_of(indicator: IndicatorDefined, month: Month) -> list[Month]:
    """The months whose outcome the value of one is computed from."""
    firsts = {"ytd": Month.of(month.year, 1), "r12": month.plus(1 - YEAR)}
    return list(firsts.get(indicator.over or "month", month).through(month))


def value_of(indicator: IndicatorDefined, of: int, per: int) -> Number | None:
    """The size of a net sum of öre, in the unit of the indicator or in percent of another; None of nothing."""
    if not indicator.per_lines:
        power = power_of(indicator.of) or 0
        return Number(abs(of) * 10 ** (Number.DECIMALS - Money.DECIMALS - power))
    if not per:
        return None
    size = PERCENT * abs(of) * 10**Number.DECIMALS
    return Number((2 * size + abs(per)) // (2 * abs(per)))


class Computed:
    """The values of some computed indicators for units with all below them, at a moment."""

    def __init__(self, at: At, indicators: Iterable[IndicatorDefined], top: str | None = None) -> None:
        self._at, self._top = at, top
        self.indicators = {each.indicator: each for each in indicators}
        self._lines = {code: lines_of(at, each) for code, each in self.indicators.items()}
        self._last = Month.containing(at.as_of)
        self._reported = Reported(at, Month.containing(FIRST_DAY), self._last) if self.indicators else None
        self._sums: dict[tuple[str, str, str], Sums[int]] = {}
        """By indicator, unit and side, the öre of each month (its number)."""

    def months(self, unit: str) -> list[Month]:
        """The months that anything is reported of in the unit or below it, in order."""
        return self._reported.months(unit, self._last) if self._reported else []

    def read(self, wanted: Iterable[tuple[str, Month]]) -> None:
        """Read the outcome behind the values of some indicators in some months."""
        spans = [months_of(self.indicators[code], month) for code, month in wanted]
        if not spans:
            return
        first, last = min(span[0] for span in spans), max(span[-1] for span in spans)
        for stated in self._at.figures.stated("outcome", first, last):
            line, _ = split_money_item(stated.item)
            for code, lines in self._lines.items():
                for side in lines.get(line, ()):
                    for unit in rolled_up(self._at, "moment", stated.unit, None, self._top):
                        self._sums.setdefault((code, unit, side), Sums())[stated.month] += stated.amount

    def has_outcome(self, indicator: str, unit: str, month: Month) -> bool:
        """Whether there is any outcome on its lines behind the value of a month. It has to be read before."""
        months = {each.number for each in months_of(self.indicators[indicator], month)}
        return any(not months.isdisjoint(self._sums.get((indicator, unit, side), ())) for side in (OF, PER))

    def value(self, indicator: str, unit: str, month: Month) -> Value:
        """The value of a month. What it is of has to be read before."""
        months = months_of(self.indicators[indicator], month)
        lacking, mixed = self._reported_of(unit, months)
        if lacking:
            return Value(None, lacking)
        of, per = (self._sum(indicator, unit, side, months) for side in (OF, PER))
        return Value(value_of(self.indicators[indicator], of, per), mixed=mixed)

    def _sum(self, indicator: str, unit: str, side: str, months: Sequence[Month]) -> int:
        sums = self._sums.get((indicator, unit, side))
        return sum(sums.get(month.number, 0) for month in months) if sums else 0

    def _reported_of(self, unit: str, months: Sequence[Month]) -> tuple[Sequence[str], Sequence[str]]:
        """The units that have not reported some of the months, or only with later ones; and those with earlier ones."""
        if self._reported is None:
            return (), ()
        lacking = [code for month in months for code in self._reported.lacking(unit, month)]
        lacking += self._reported.posted_later(unit, months[0], months[-1])
        return list(dict.fromkeys(lacking)), self._reported.posted_with_earlier(unit, months[0], months[-1])


def computed_contributions(at: At, indicator: IndicatorDefined, month: Month) -> Iterator[Contribution]:
    """The outcomes behind the value of a month, each in öre; the column says on which side of the quotient."""
    lines, months = lines_of(at, indicator), months_of(indicator, month)
    for stated in at.figures.stated("outcome", months[0], months[-1]):
        line, project = split_money_item(stated.item)
        for side in lines.get(line, ()):
            yield Contribution(side, stated.unit, line, Month(stated.month), stated.amount, stated.position, project)


def decimal_of(number: Number | None) -> Decimal | None:
    return None if number is None else number.decimal
