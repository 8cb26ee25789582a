"""Indicators against their targets."""

from decimal import Decimal

from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.values.days import Month
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT, YEAR
from ledger.queries.question import Question

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
    value: Decimal | None = column("Value", "What was reported.")
    change: Decimal | None = column("Change", "The value less the baseline.", hidden=True)
    change_share: Decimal | None = column(
        "Change in percent", "The change as a share of the baseline's size.", hidden=True
    )
    share: Decimal | None = column(
        "Share", "The value against the target, or how much of a change that was set has come about; 1 is reached."
    )
    judged_by: str | None = column(
        "Judged by", "value, or change where the target is a change from the baseline.", hidden=True
    )
    status: str = column("Status", "met, partly, not-met, or unknown.")


def indicators(at: At, *, year: int | None = None, unit: str | None = None) -> Answer:
    """Every target of the year with the latest value (or that of its own month), and values without a target."""
    year = at.as_of.year if year is None else year
    at.places(unit)
    facts = sorted(at.register("indicators"), key=lambda each: (each.fact.effective, each.position))
    defined: dict[str, IndicatorDefined] = {}
    targets: dict[tuple[str, str, Month | None], TargetSet] = {}
    values: dict[tuple[str, str], dict[Month, Decimal]] = {}
    for recorded in facts:
        match recorded.fact:
            case IndicatorDefined() as fact:
                defined[fact.indicator] = fact
            case TargetSet() as fact if fact.year == year:
                targets[fact.indicator, fact.unit, fact.month] = fact
            case IndicatorReported() as fact:
                values.setdefault((fact.indicator, fact.unit), {})[fact.month] = fact.value
    aimed = {(indicator, holder) for indicator, holder, _ in targets}
    keys = [*targets, *((*key, None) for key in values if key not in aimed)]
    order = {place.unit: rank for rank, place in enumerate(at.places(unit))}
    shown = [key for key in keys if key[0] in defined and key[1] in order]
    rows = [
        _row(
            defined[indicator],
            holder,
            year,
            targets.get((indicator, holder, month)),
            values.get((indicator, holder), {}),
        )
        for indicator, holder, month in sorted(
            shown, key=lambda key: (key[0], order[key[1]], key[2].number if key[2] else 0)
        )
    ]
    return Answer(
        question="indicators",
        moment=at.moment,
        position=at.position,
        options={"year": year, "unit": unit},
        columns=IndicatorRow,
        rows=rows,
    )


def _row(
    indicator: IndicatorDefined, unit: str, year: int, target: TargetSet | None, values: dict[Month, Decimal]
) -> IndicatorRow:
    if target is not None and target.month is not None:
        month: Month | None = target.month
        value = values.get(target.month)
    else:
        month = max(values, key=lambda each: each.number, default=None)
        value = values[month] if month is not None else None
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


QUESTION = Question(
    name="indicators",
    title="Indicators",
    sentence="Indicators against their targets: met at 100 %, partly from 80 %.",
    topic="follow-up",
    rows=IndicatorRow,
    answer=indicators,
    options=(UNIT, YEAR),
    example="--year 2024",
)
