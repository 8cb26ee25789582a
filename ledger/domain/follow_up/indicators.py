"""Indicators, their targets and values: facts, state and rules."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.values.days import Month
from ledger.domain.values.money_units import power_of
from ledger.domain.values.phrases import phrase

Better = Literal["higher", "lower"]
Span = Literal["month", "ytd", "r12"]
"""The months whose outcome a computed indicator is of: one, those of the year to date, or twelve."""


@fact
class IndicatorDefined(Fact):
    """Something that is measured: reported month by month, or computed from the outcome of lines."""

    TYPE = "indicator.defined"
    SWEDISH = "indikator.definierad"

    indicator: str = field("The code of the indicator", "indikator", defines="indicator")
    name: str = field("What people call it", "namn", names="indicator")
    of: str = field("The unit of measure, such as percent or days", "mäts i")
    better: Better = field("Whether a higher or a lower value is better", "bättre")
    goal: str | None = field("The goal it is followed for", "mål", refers="goal", default=None)
    of_lines: tuple[str, ...] | None = field(
        "The lines whose outcome it is computed from, with all below them", "av konton", refers="line", default=None
    )
    per_lines: tuple[str, ...] | None = field(
        "The lines whose outcome that is divided by, in percent", "per konton", refers="line", default=None
    )
    over: Span | None = field(
        "The outcome of the month (without it), of the year to date, or of twelve months", "period", default=None
    )


@fact
class TargetSet(Fact):
    """The value an indicator should reach in a unit and year, or the change from a baseline."""

    TYPE = "target.set"
    SWEDISH = "målvärde.satt"
    EFFECTIVE = "year"

    indicator: str = field("The indicator", "indikator", refers="indicator")
    unit: str = field("The unit", "enhet", refers="unit")
    year: int = field("The year", "år")
    month: Month | None = field("The month whose value is judged; none: the latest", "månad", default=None)
    target: Decimal | None = field("The value to reach", "målvärde", default=None)
    change: Decimal | None = field(
        "The change to reach, in percent of the baseline", "förändring i procent", default=None
    )
    baseline: Decimal | None = field("The value it is compared with", "utgångsvärde", default=None)


@fact
class IndicatorReported(Fact):
    """The value of an indicator in a unit and month. A restated month replaces what was reported."""

    TYPE = "indicator.reported"
    SWEDISH = "indikator.rapporterad"
    EFFECTIVE = "month-end"

    indicator: str = field("The indicator", "indikator", refers="indicator")
    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    value: Decimal = field("The value", "värde")


no_posting(IndicatorDefined, TargetSet, IndicatorReported)  # values are never summed


class IndicatorUnclear(Refused):
    code = "indicator-unclear"

    def __init__(self, indicator: str, why: str, hint: str) -> None:
        super().__init__(
            phrase("It is unclear how {indicator} is computed: {why}", indicator=indicator, why=why), hint=hint
        )


class IndicatorIsComputed(Refused):
    code = "indicator-is-computed"

    def __init__(self, indicator: IndicatorDefined) -> None:
        lines = ", ".join(indicator.of_lines or ())
        super().__init__(
            phrase(
                "Indicator {indicator} is computed from the outcome of {lines}, and not reported",
                indicator=indicator.indicator,
                lines=lines,
            ),
            hint=phrase("Report the outcome, or define another indicator without --of-lines"),
        )


class TargetUnclear(Refused):
    code = "target-unclear"

    def __init__(self, indicator: str, why: str) -> None:
        super().__init__(
            phrase("The target for {indicator} is unclear: {why}", indicator=indicator, why=why),
            hint=phrase("Give --target, or --change in percent together with --baseline"),
        )


class TargetMonthOutsideYear(Refused):
    code = "target-month-outside-year"

    def __init__(self, month: Month, year: int) -> None:
        super().__init__(
            phrase("The target is for {year}, but {month} is the month to judge", year=year, month=month),
            hint=phrase("Choose a month of {year}", year=year),
        )


@rule(IndicatorDefined)
def _admit_definition(world: World, fact: IndicatorDefined) -> None:  # noqa: ARG001 - all rules are asked alike
    """A quotient is in percent, and another outcome in a unit of money."""
    if not fact.of_lines:
        for given, option in ((fact.of_lines, "of-lines"), (fact.per_lines, "per-lines"), (fact.over, "over")):
            if given is not None:
                why = (
                    phrase("no line is named that it is of")
                    if given == ()
                    else phrase("--{option} is given without --of-lines", option=option)
                )
                raise IndicatorUnclear(
                    fact.indicator, why, phrase("Name the lines with --of-lines, or leave the others out")
                )
    elif fact.per_lines == ():
        hint = phrase("Name the lines it is divided by, or leave --per-lines out")
        raise IndicatorUnclear(fact.indicator, phrase("no line is named that it is divided by"), hint)
    elif fact.per_lines and power_of(fact.of) is not None:
        hint = phrase("Write --of percent, or leave --per-lines out")
        raise IndicatorUnclear(
            fact.indicator, phrase("a quotient of two outcomes is in percent, not in {of}", of=fact.of), hint
        )
    elif not fact.per_lines and power_of(fact.of) is None:
        hint = phrase("Write --of kr, tkr, Mkr or mdkr, or name with --per-lines what it is divided by")
        raise IndicatorUnclear(
            fact.indicator, phrase("an outcome is in kronor, and {of} is no unit of money", of=fact.of), hint
        )


@rule(IndicatorReported)
def _admit_value(world: World, fact: IndicatorReported) -> None:
    _require_reported(world, fact.indicator)


@rule_without(IndicatorDefined)
def _require_reported_without(world: World, without: IndicatorDefined) -> None:
    """Nothing was reported for an indicator that a correction makes a computed one."""
    values: Iterator[IndicatorReported] = world.counting(IndicatorReported, date.min)
    if any(each.indicator == without.indicator for each in values):
        _require_reported(world, without.indicator)


def _require_reported(world: World, indicator: str) -> None:
    defined = world.things("indicator").get(indicator)
    if isinstance(defined, IndicatorDefined) and defined.of_lines:
        raise IndicatorIsComputed(defined)


@rule(TargetSet)
def _admit_target(world: World, fact: TargetSet) -> None:  # noqa: ARG001 - all rules are asked alike
    """A target says what is to be reached, in a month of its year."""
    if fact.month is not None and fact.month.year != fact.year:
        raise TargetMonthOutsideYear(fact.month, fact.year)
    if fact.target is None and fact.change is None:
        raise TargetUnclear(fact.indicator, phrase("neither a value nor a change is given"))
    if fact.target is not None and fact.change is not None:
        raise TargetUnclear(
            fact.indicator, phrase("both the value {target} and a change are given", target=fact.target)
        )
    if fact.change is not None and fact.baseline is None:
        raise TargetUnclear(fact.indicator, phrase("a change of {change} % needs a baseline", change=fact.change))
    if fact.change is not None and not fact.baseline:
        raise TargetUnclear(
            fact.indicator, phrase("a change of {change} % of a baseline of 0 is none", change=fact.change)
        )
