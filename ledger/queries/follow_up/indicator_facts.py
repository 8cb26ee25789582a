"""What is recorded of indicators: what they are, their targets, and the values that were reported."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import attrs

from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.values.days import Month
from ledger.queries.at import At


class Reported(NamedTuple):
    """A value, and the fact that states it."""

    value: Decimal
    position: int


@attrs.frozen
class Indicators:
    """The indicators of a ledger at a moment."""

    defined: Mapping[str, IndicatorDefined]
    targets: Mapping[tuple[str, str], Mapping[Month | None, TargetSet]]
    """The targets of a year by indicator and unit: under the month whose value is judged, or None."""
    values: Mapping[tuple[str, str], Mapping[Month, Reported]]
    """The values reported by indicator and unit."""


def indicators_of(at: At, year: int) -> Indicators:
    """The indicators at a moment, with the targets of a year and the values of all months through the as-of day's."""
    defined: dict[str, IndicatorDefined] = {}
    targets: dict[tuple[str, str], dict[Month | None, TargetSet]] = {}
    values: dict[tuple[str, str], dict[Month, Reported]] = {}
    for recorded in sorted(at.register("indicators"), key=lambda each: (each.fact.effective, each.position)):
        match recorded.fact:
            case IndicatorDefined() as fact:
                defined[fact.indicator] = fact
            case TargetSet() as fact if fact.year == year:
                targets.setdefault((fact.indicator, fact.unit), {})[fact.month] = fact
            case IndicatorReported() as fact:
                stated = Reported(fact.value, recorded.position)
                values.setdefault((fact.indicator, fact.unit), {})[fact.month] = stated
    return Indicators(defined, targets, values)
