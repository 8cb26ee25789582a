"""What changed since the forecast before, and which decisions account for it."""

from collections.abc import Sequence

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.values.measured import Money
from ledger.projections.tree import Place
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.monthly.deciding import decides
from ledger.queries.monthly.forecasting import Forecasting, Version, Whole, answered
from ledger.queries.monthly.sources import standing


@row
class ForecastChangeRow:
    """How one unit's forecast changed: by decisions that moved its budget, and otherwise."""

    unit: str = column("Unit")
    name: str = column("Name")
    parent: str | None = column("Belongs to", hidden=True)
    level: int = column("Level", hidden=True)
    before: Money = column("Previous forecast")
    after: Money = column("Latest forecast")
    change: Money = column("Change")
    decided: Money = column("Of which decided")
    otherwise: Money = column("Other change")
    decisions: tuple[int, ...] = column("Decisions")
    forecasts: tuple[int, ...] = column("Forecasts")


@attrs.frozen(kw_only=True)
class ForecastChange:
    """The last two versions beside each other."""

    before: str
    after: str
    change: Money
    """Of the whole."""
    decided: Money
    """What of it decisions on the budget account for."""
    answer: Answer
    """The units whose forecasts or budgets changed."""
    since: Sequence[Recorded]
    """Decisions that changed the budget after the last version, so that no forecast knows of them."""


def forecast_change(at: At, unit: str | None, of: Forecasting) -> ForecastChange | None:
    """None where there are fewer than two versions."""
    if len(of.versions) < 2:  # noqa: PLR2004 - a change is between two
        return None
    before, after = of.versions[-2:]
    rows = [_row(place, before, after, of.decided) for place in at.places(unit)]
    return ForecastChange(
        before=before.label,
        after=after.label,
        change=_sum(after.amounts) - _sum(before.amounts),
        decided=_sum(of.decided),
        answer=answered(at, "forecast", ForecastChangeRow, [row for row in rows if row.change or row.decided], unit),
        since=_decisions_after(at, after.last, of.budget),
    )


def _row(place: Place, before: Version, after: Version, of_decisions: Whole) -> ForecastChangeRow:
    was, now = before.amounts.within(place.unit), after.amounts.within(place.unit)
    moved = of_decisions.within(place.unit)
    change = after.amounts.amount(place.unit) - before.amounts.amount(place.unit)
    decided = Money(sum(moved.values()))
    return ForecastChangeRow(
        unit=place.unit,
        name=place.name,
        parent=place.parent,
        level=place.level,
        before=before.amounts.amount(place.unit),
        after=after.amounts.amount(place.unit),
        change=change,
        decided=decided,
        otherwise=change - decided,
        decisions=standing(moved),
        forecasts=tuple(sorted(each for each in {*was, *now} if was.get(each) != now.get(each))),
    )


def _sum(whole: Whole) -> Money:
    return Money(sum(part.amount for part in whole.parts))


def _decisions_after(at: At, position: int, budget: Whole) -> list[Recorded]:
    later = sorted({part.position for part in budget.parts if part.position > position and part.amount})
    found = (at.find(each) for each in later)
    return [recorded for recorded in found if recorded is not None and decides(recorded.fact)]
