"""Indicators against their targets."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ledger.domain.follow_up.indicators import IndicatorDefined, TargetSet
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Number
from ledger.queries.answer import Answer, Note, answer_at, column, noted, row
from ledger.queries.at import At
from ledger.queries.cell import Cell, Side
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.follow_up.computed import Computed
from ledger.queries.follow_up.indicator_facts import indicators_of
from ledger.queries.options import INDICATOR, UNIT, YEAR, Option
from ledger.queries.question import Compared, Explained, Question, Units

MOST_NAMED = 5
"""So many units that lack reports are named."""
MONTHS = Option(name="months", kind="flag", help="A row for every month of the year that is reported.")
FULLY, PARTLY = Decimal(1), Decimal("0.8")


@row
class IndicatorRow:
    """An indicator in a unit: what was to be reached and what was."""

    indicator: str = column("Indicator", "The code of the indicator.", key=True)
    name: str = column("Name", "What it is called.")
    unit: str = column("Unit", "The code of the unit.", key=True)
    year: int = column("Year", "The year of the target.", key=True)
    month: Month | None = column("Month", "The month of the value.", key=True)
    of: str = column("Measured in", "What it is measured in.")
    baseline: Decimal | None = column("Baseline", "What it is compared with where the target is a change.")
    target: Decimal | None = column("Target", "What is to be reached.")
    value: Decimal | None = column("Value", "What was reported, or computed from outcomes.")
    change: Decimal | None = column("Change", "The value less the baseline.", hidden=True)
    change_share: Decimal | None = column(
        "Change in percent", "The change as a share of the baseline's size.", hidden=True
    )
    share: Decimal | None = column(
        "Share", "The value against the target, or how much of a change that was set has come about; 1 is reached."
    )
    goal: str | None = column("Goal", "The goal it is followed for.", hidden=True)
    judged_by: str | None = column(
        "Judged by", "value, or change where the target is a change from the baseline.", hidden=True
    )
    status: str = column("Status", "met, partly, not-met, or unknown.")


def indicators(
    at: At,
    *,
    year: int | None = None,
    unit: str | None = None,
    indicator: str | None = None,
    months: bool | None = None,
) -> Answer:
    """Every target of the year with the latest value (or that of its own month), and values without a target.

    With *months*, a row for every month of the year that is reported.
    """
    year = at.as_of.year if year is None else year
    asked = _Asked(at, year, unit, indicator, each_month=bool(months))
    rows = list(asked.rows())
    options = {"year": year, "unit": unit, "indicator": indicator, "months": months or None}
    return answer_at(at, "indicators", IndicatorRow, rows, options, notes=list(asked.notes()))


class _Asked:
    """The values that are shown, and the targets they are held against."""

    def __init__(self, at: At, year: int, unit: str | None, indicator: str | None, *, each_month: bool) -> None:
        self._year, self._each_month = year, each_month
        places = [place.unit for place in at.places(unit)]
        found = indicators_of(at, year)
        self._defined = {code: each for code, each in found.defined.items() if indicator in (None, code)}
        self._targets, self._values = found.targets, found.values
        self._computed = Computed(at, (each for each in self._defined.values() if each.of_lines), unit)
        self._keys = [(code, each) for code in sorted(self._defined) for each in places if self._has(code, each)]
        shown = {key: list(self._shown(*key)) for key in self._keys}
        computed = ((code, month) for (code, _), each in shown.items() for month, _ in each if month is not None)
        self._computed.read((code, month) for code, month in computed if code in self._computed.indicators)
        self._rows = shown
        self._lacking: dict[str, dict[str, None]] = {}
        self._mixed: dict[str, dict[str, None]] = {}

    def _has(self, indicator: str, unit: str) -> bool:
        """Whether there may be a row: a target, or values."""
        if (indicator, unit) in self._targets:
            return True
        return bool(self._months(indicator, unit))

    def _months(self, indicator: str, unit: str) -> Sequence[Month]:
        """The months with a value, in order."""
        if indicator in self._computed.indicators:
            return self._computed.months(unit)
        return sorted(self._values.get((indicator, unit), ()), key=lambda month: month.number)

    def _shown(self, indicator: str, unit: str) -> Iterator[tuple[Month | None, TargetSet | None]]:
        """The months that are shown, each with its target: its own, or that of the whole year."""
        targets, months = self._targets.get((indicator, unit), {}), self._months(indicator, unit)
        if self._each_month:
            of_year = {month for month in months if month.year == self._year}
            of_year |= {month for month in targets if month is not None}
            for month in sorted(of_year, key=lambda each: each.number):
                yield month, targets.get(month, targets.get(None))
            if not of_year:
                yield from ((None, target) for target in targets.values())
            return
        latest = months[-1] if months else None
        by_month = sorted(targets.items(), key=lambda each: each[0].number if each[0] else 0)
        yield from ((latest if month is None else month, target) for month, target in by_month)
        if not targets:
            yield latest, None

    def rows(self) -> Iterator[IndicatorRow]:
        """The rows; a computed indicator has none for units without a target and without outcome on its lines."""
        for (indicator, unit), shown in self._rows.items():
            for month, target in shown:
                if target is None and not self._is_told_of(indicator, unit, month):
                    continue
                value = self._value(indicator, unit, month) if month is not None else None
                yield _row(self._defined[indicator], unit, self._year, target, month, value)

    def _is_told_of(self, indicator: str, unit: str, month: Month | None) -> bool:
        """Whether a value that has no target is shown."""
        if indicator not in self._computed.indicators:
            return True
        return month is not None and self._computed.has_outcome(indicator, unit, month)

    def _value(self, indicator: str, unit: str, month: Month) -> Decimal | None:
        if indicator not in self._computed.indicators:
            stated = self._values.get((indicator, unit), {}).get(month)
            return None if stated is None else stated.value
        value = self._computed.value(indicator, unit, month)
        self._lacking.setdefault(indicator, {}).update(dict.fromkeys(value.lacking))
        self._mixed.setdefault(indicator, {}).update(dict.fromkeys(value.mixed))
        return None if value.number is None else value.number.decimal

    def notes(self) -> Iterator[Note]:
        """Names the units that values are left out for; to be asked for when the rows have been made."""
        for indicator, units in self._lacking.items():
            if units:
                yield noted(
                    "{indicator} is left out where not all outcomes it is computed from are reported: {units}.",
                    indicator=indicator,
                    units=_named(units),
                )
        for indicator, units in self._mixed.items():
            if units:
                yield noted(
                    "{indicator} holds earlier months too, where these are reported together with its own: {units}.",
                    indicator=indicator,
                    units=_named(units),
                )


def _named(units: Iterable[str]) -> str:
    named = [*units]
    return ", ".join(named[:MOST_NAMED]) + (", …" if len(named) > MOST_NAMED else "")


def _row(
    indicator: IndicatorDefined,
    unit: str,
    year: int,
    target: TargetSet | None,
    month: Month | None,
    value: Decimal | None,
) -> IndicatorRow:
    goal = _goal(target)
    baseline = target.baseline if target else None
    by_change = target is not None and target.change is not None
    share = _share_of_change(value, goal, baseline) if by_change else _share(indicator, value, goal)
    change = None if value is None or baseline is None else value - baseline
    return IndicatorRow(
        indicator=indicator.indicator,
        name=indicator.name,
        unit=unit,
        year=year,
        month=month,
        of=indicator.of,
        baseline=baseline,
        target=goal,
        value=value,
        goal=indicator.goal,
        change=change,
        change_share=None if change is None or not baseline else change / abs(baseline),
        share=share,
        judged_by=None if target is None else "change" if by_change else "value",
        status=_status(indicator, value, goal, share),
    )


def _goal(target: TargetSet | None) -> Decimal | None:
    if target is None:
        return None
    if target.change is not None and target.baseline is not None:
        return target.baseline * (1 + target.change / 100)
    return target.target


def _share(indicator: IndicatorDefined, value: Decimal | None, goal: Decimal | None) -> Decimal | None:
    """The value against the target, turned round where lower is better."""
    if value is None or goal is None:
        return None
    over, under = (value, goal) if indicator.better == "higher" else (goal, value)
    return over / under if under else None


def _share_of_change(value: Decimal | None, goal: Decimal | None, baseline: Decimal | None) -> Decimal | None:
    """How much of the change that was to be reached has come about: 0 where nothing has happened."""
    if value is None or goal is None or baseline is None or goal == baseline:
        return None
    return (value - baseline) / (goal - baseline)


def _status(indicator: IndicatorDefined, value: Decimal | None, goal: Decimal | None, share: Decimal | None) -> str:
    """At or better than the target is met, whatever the share."""
    if value is None or goal is None:
        return "unknown"
    is_reached = value >= goal if indicator.better == "higher" else value <= goal
    if is_reached or (share is not None and share >= FULLY):
        return "met"
    return "partly" if share is not None and share >= PARTLY else "not-met"


def _explained(at: At, cell: Cell) -> Answer:
    from ledger.queries.explain.indicators import explain_indicator

    return explain_indicator(at, cell)


def _compared(before: Side, after: Side) -> Compared:
    from ledger.queries.explain.indicators_compared import compared

    return compared(before, after)


def behind(at: At, cell: Cell, _name: str, _units: Units) -> Iterator[Contribution]:
    """The facts behind a value, in its own unit; of a quotient only those that it is of."""
    from ledger.queries.explain.indicators import parts_of

    return parts_of(at, cell)


QUESTION = Question(
    name="indicators",
    title="Indicators",
    sentence="Indicators against their targets: met at 100 %, partly from 80 %.",
    topic="follow-up",
    rows=IndicatorRow,
    answer=indicators,
    options=(UNIT, INDICATOR, YEAR, MONTHS),
    example="--year 2024",
    explained=Explained(
        columns=("value",),
        usual="value",
        behind=behind,
        narrowed_by=("unit", "indicator", "year", "month"),
        value=lambda _: Number,
        explained_by=_explained,
        compared_by=_compared,
    ),
)
