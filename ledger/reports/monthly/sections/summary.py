"""The month in a few sentences."""

from collections.abc import Iterator

from ledger.domain.values.days import swedish_day
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.answer import Note
from ledger.queries.questions.follow_up.indicators import IndicatorRow
from ledger.reports.monthly.document import Points, Section, reference
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.sections.people import total_fte
from ledger.reports.numbers import format_share
from ledger.reports.words import note_words

MOST_NAMED = 3
"""As many units are named for their deviations."""


def summary(of: Reporting) -> Section:
    points = [*_outcome(of), *_forecast(of), *_deviations(of), *_people(of), *_savings(of), *_follow_up(of)]
    return Section(key="summary", title=of.speech.say("The month in brief"), blocks=[Points([*_closing(of), *points])])


def _closing(of: Reporting) -> Iterator[str]:
    """Whether the month is closed, and whether anything has changed since."""
    closing, restated = of.monthly.closing, of.monthly.restated
    if closing is None or restated is None:
        return
    values = {"day": of.speech.day(swedish_day(closing.recorded_at)), "fact": reference(closing.position)}
    if restated.rows:
        yield of.speech.say("The month was closed on {day} ({fact}); figures have changed since, see below.", **values)
    else:
        yield of.speech.say("The month was closed on {day} ({fact}); no figure has changed since.", **values)


def _outcome(of: Reporting) -> Iterator[str]:
    speech, month = of.speech, of.monthly.month
    outcome, deviation, last_year = map(of.whole, ("ytd_outcome", "ytd_deviation", "ytd_outcome_last_year"))
    missing = _missing(of)
    if month not in of.monthly.course.outcome or outcome is None or deviation is None:
        told = speech.say("No outcome has been reported for {month}.", month=speech.month(month))
        yield from missing or [told]
        return
    yield speech.say(
        "The outcome for {period} is {outcome}, {deviation}.",
        period=f"{speech.through(month)} {month.year}",
        outcome=speech.amount(Money(outcome)),
        deviation=speech.against(Money(deviation)),
    )
    if last_year and not speech.is_shown(Money(outcome - last_year)):
        yield speech.say("In the same period of {year} it was the same.", year=month.year - 1)
    elif last_year:
        yield speech.say(
            "In the same period of {year} it was {outcome}; the change is {change}.",
            year=month.year - 1,
            outcome=speech.amount(Money(last_year)),
            change=speech.signed(Money(outcome - last_year)),
        )
    yield from missing


def _missing(of: Reporting) -> list[str]:
    """Which figures are 0 only because nobody has reported them, of more than the month itself; the table tells all."""
    notes = [note for note in of.monthly.report.answer.notes if isinstance(note, Note)]
    telling = [note for note in notes if {"months", "units"} & note.values.keys()]
    return [note_words(note, of.speech.lang) for note in telling if note.values.get("months") != str(of.monthly.month)]


def _forecast(of: Reporting) -> Iterator[str]:
    speech, forecasting = of.speech, of.monthly.forecasting
    forecast, deviation = of.whole("year_forecast"), of.whole("forecast_deviation")
    if forecast is None or deviation is None:
        return
    yield speech.say(
        "The forecast for {year} ({version}) is {forecast}, {deviation}.",
        year=of.monthly.month.year,
        version=forecasting.versions[-1].label,
        forecast=speech.amount(Money(forecast)),
        deviation=speech.against(Money(deviation)),
    )
    lacking = of.without_forecast()
    if lacking:
        yield speech.say(
            "No forecast has been submitted for {units}: the sum holds their budgets, but no forecast of theirs.",
            units=speech.listed(map(speech.named, sorted(lacking))),
        )


def _deviations(of: Reporting) -> Iterator[str]:
    """The units whose own parts deviate most, the same way as the whole."""
    speech = of.speech
    known = [(part.forecast_deviation, part.unit) for part in of.monthly.own_parts]
    own = [(deviation.count, unit) for deviation, unit in known if deviation is not None]
    whole = sum(count for count, _ in own)
    largest = sorted(each for each in own if each[0] * whole > 0 and speech.is_shown(Money(each[0])))
    ordered = largest if whole < 0 else largest[::-1]
    if len(own) > 1 and ordered:
        named = [f"{speech.named(unit)} {speech.signed(Money(amount))}" for amount, unit in ordered[:MOST_NAMED]]
        yield speech.say("The largest deviations in the forecast: {units}.", units=", ".join(named))


def _people(of: Reporting) -> Iterator[str]:
    speech, since = of.speech, of.monthly.since
    fte, change, month = total_fte(of)
    if fte is None or month is None:
        return
    values = {"month": speech.month(month), "fte": speech.number(fte)}
    if change is None or since is None:
        yield speech.say("The workforce is {fte} FTE in {month}.", **values)
    else:
        changed = speech.signed(Quantity(change.count))
        since_then = speech.month(since)
        yield speech.say(
            "The workforce is {fte} FTE in {month}, {change} since {since}.", change=changed, since=since_then, **values
        )


def _savings(of: Reporting) -> Iterator[str]:
    speech = of.speech
    for row in of.monthly.savings.answer.rows:
        if row.phase is None and row.target_amount is not None and row.share_amount is not None:
            yield speech.say(
                "Of the savings plan {plan}, {realised} of {target} has been realised ({share}).",
                plan=of.monthly.names.plans.get(row.plan, row.plan),
                realised=speech.amount(row.realised_amount),
                target=speech.amount(row.target_amount),
                share=format_share(row.share_amount, speech.lang),
            )


def _follow_up(of: Reporting) -> Iterator[str]:
    speech = of.speech
    rows: list[IndicatorRow] = [row for row in of.monthly.indicators.rows if row.status != "unknown"]
    if rows:
        met = sum(row.status == "met" for row in rows)
        yield speech.count(
            "{met} of {number} indicator reaches its target in full.",
            "{met} of {number} indicators reach their targets in full.",
            len(rows),
            met=met,
        )
    late = len({row.assignment for row in of.monthly.assignments.rows if row.overdue})
    if late:
        yield speech.count("{number} assignment is late.", "{number} assignments are late.", late)
    decisions = len(of.monthly.decisions)
    if decisions:
        yield speech.count(
            "{number} decision was taken in the month.", "{number} decisions were taken in the month.", decisions
        )
