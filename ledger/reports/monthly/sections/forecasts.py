"""The forecasts side by side, what changed since the last one, and why."""

from collections.abc import Iterator
from functools import partial

import attrs

from ledger.domain.values.measured import Money
from ledger.queries.monthly.forecast_change import ForecastChange
from ledger.reports.monthly.document import Block, Drawing, Points, Section, reference, references
from ledger.reports.monthly.grids import anchors_of, behind, grid, unit_labels, with_cells
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.telling import told

KEY = "forecast"


def forecasts(of: Reporting) -> Section | None:
    forecasting, speech = of.monthly.forecasting, of.speech
    answer, sources = forecasting.side_by_side, forecasting.sources
    if not answer.rows:
        return None
    title, command = speech.say("Forecast"), of.explain("forecast", "--unit CODE")
    caption = speech.say("Forecasts for {year} side by side", year=of.monthly.month.year)
    printed = grid(answer, speech, key=KEY, caption=caption, explained=command, anchors=anchors_of(KEY, sources))
    labels = [name for name in attrs.fields_dict(answer.columns) if name.startswith("version_")]
    shown = [version.label for version in forecasting.versions[-len(labels) :]]
    columns = dict(zip(labels, shown, strict=True)) | {"budget": speech.say("budget")}
    return Section(
        key=KEY,
        title=title,
        blocks=[printed, *_change(of), *_bridge(of), *_uncertainties(of)],
        behind=[behind(printed, unit_labels(answer), sources, columns, speech)],
    )


def _change(of: Reporting) -> Iterator[Block]:
    change, speech = of.monthly.change, of.speech
    if change is None:
        yield speech.say("There is one forecast for the year so far, so there is nothing to compare it with.")
        return
    yield _change_told(of, change)
    if change.answer.rows:
        referring = with_cells(change.answer, decisions=references, forecasts=references)
        caption = speech.say("From {before} to {after}: what decisions account for, and the rest", **_labels(change))
        yield grid(referring, speech, key="forecast-change", caption=caption)
    decided = {position for row in change.answer.rows for position in row.decisions}
    if decided:
        yield speech.say("Decisions between the two forecasts that moved the budget:")
        yield Points([_told(of, position) for position in sorted(decided)])
    if change.since:
        yield speech.say("Decisions after the last forecast that moved the budget, so that it does not know of them:")
        yield Points([_told(of, recorded.position) for recorded in change.since])


def _labels(change: ForecastChange) -> dict[str, str]:
    return {"before": change.before, "after": change.after}


def _told(of: Reporting, position: int) -> str:
    return f"{told(of.monthly.facts[position].fact, of.speech)} ({reference(position)})"


def _change_told(of: Reporting, change: ForecastChange) -> str:
    speech = of.speech
    if not change.change:
        return speech.say("As a whole the forecast is the same in {after} as in {before}.", **_labels(change))
    return speech.say(
        "From {before} to {after} the forecast changes by {change}, of which {decided} by decisions on the budget.",
        change=speech.signed(change.change),
        decided=speech.signed(change.decided),
        **_labels(change),
    )


def _bridge(of: Reporting) -> Iterator[Block]:
    """From the budget to the forecast, by the units that deviate most."""
    from ledger.reports.monthly.charts.bridge import Bridge, draw, step_names

    speech = of.speech
    budget, forecast = of.whole("year_budget"), of.whole("year_forecast")
    steps = [(part.unit, part.forecast_deviation) for part in of.monthly.own_parts if part.forecast_deviation]
    if budget is None or forecast is None or not steps or of.without_forecast():
        return  # a bridge from all budgets to some forecasts would lead nowhere
    ordered = sorted(steps, key=lambda step: (-abs(step[1].count), step[0]))
    bridge = Bridge.of(Money(budget), ordered, Money(forecast))
    named = zip(step_names(bridge, speech), bridge.steps, strict=True)
    told = speech.say(
        "From the budget of {budget} to the forecast of {forecast}: {steps}.",
        budget=speech.amount(bridge.opening),
        forecast=speech.amount(bridge.closing),
        steps=", ".join(f"{name} {speech.signed(amount)}" for name, (_, amount) in named),
    )
    cut = speech.say("The axis of the chart does not begin at zero.") if bridge.is_cut else ""
    yield Drawing(
        key="bridge",
        title=speech.say("From budget to forecast"),
        told=f"{told} {cut}".strip(),
        draw=partial(draw, bridge, speech),
    )


def _uncertainties(of: Reporting) -> Iterator[Block]:
    answer = of.monthly.forecasting.uncertainties
    if answer.rows:
        named = with_cells(answer, unit=of.speech.named)
        caption = of.speech.say("Uncertainties named in the forecasts")
        referring = with_cells(named, position=reference)
        yield grid(referring, of.speech, key="uncertainties", caption=caption, exact=named)
