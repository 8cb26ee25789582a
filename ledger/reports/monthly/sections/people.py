"""Staffing, and how FTE moved through the freezes."""

from collections.abc import Iterator
from functools import partial

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.monthly.people import workforce_answer
from ledger.reports.monthly.document import Block, Drawing, Section
from ledger.reports.monthly.grids import (
    anchors_of,
    behind,
    grid,
    unit_labels,
    without_blank_columns,
    without_empty_rows,
)
from ledger.reports.monthly.reporting import Reporting

KEY = "staffing"
_OPTIONAL = (
    "established", "reduced", "transferred", "positions", "fte_permanent", "fte_fixed_term", "fte_agency", "fte",
    "fte_change", "vacancies", "headcount", "annual_workers", "hours", "month",
)  # fmt: skip


def staffing(of: Reporting) -> Section | None:
    part, speech = of.monthly.staffing, of.speech
    reported, sources, _ = without_empty_rows(part.answer, part.sources)
    if not reported.rows:
        return None
    title = speech.say("Staffing")
    command = of.explain("staffing", "--unit CODE", *_since(of))
    caption = _caption(of)
    answer = without_blank_columns(reported, _OPTIONAL)
    printed = grid(answer, speech, key=KEY, caption=caption, explained=command, anchors=anchors_of(KEY, sources))
    columns = {
        "positions": speech.say("positions"),
        "fte": speech.say("FTE"),
        "headcount": speech.say("headcount"),
        "annual_workers": speech.say("annual workers"),
        "hours": speech.say("hours"),
    }
    return Section(
        key=KEY,
        title=title,
        blocks=[printed, *_course(of)],
        behind=[behind(printed, unit_labels(reported), sources, columns, speech)],
    )


def _since(of: Reporting) -> list[str]:
    return [f"--since {of.monthly.since}"] if of.monthly.since else []


def _caption(of: Reporting) -> str:
    speech, monthly = of.speech, of.monthly
    day = speech.day(monthly.month.last_day)
    if monthly.since is None:
        return speech.say("Positions and reported workforce as of {day}", day=day)
    since = speech.month(monthly.since)
    return speech.say("Positions and reported workforce as of {day}, FTE change since {since}", day=day, since=since)


def total_fte(of: Reporting) -> tuple[Quantity | None, Quantity | None, Month | None]:
    """FTE of the employed, what they have changed by since the month that changes are counted from, and their month."""
    total = of.monthly.staffing.answer.total
    return total.fte, total.fte_change, total.month


def _course(of: Reporting) -> Iterator[Block]:
    from ledger.reports.monthly.charts.workforce import draw

    workforce, speech = of.monthly.workforce, of.speech
    if len(workforce.months) < 2:  # noqa: PLR2004 - a line is between two points
        return
    yield Drawing(
        key="workforce",
        title=speech.say("FTE over time, with hiring freezes"),
        told=" ".join([*_series_told(of), *_freezes_told(of)]),
        draw=partial(draw, workforce, of.monthly.month, speech),
        figures=grid(
            workforce_answer(
                workforce,
                of.monthly.staffing.answer,
                {form: speech.sentence(speech.term(form)) for form in workforce.series},
            ),
            speech,
            key="workforce",
            caption=speech.say("FTE by month"),
            explained=of.explain("staffing", "--unit CODE", "--employment FORM"),
        ),
    )


def _series_told(of: Reporting) -> Iterator[str]:
    speech = of.speech
    for form, values in of.monthly.workforce.series.items():
        first, last = min(values, key=lambda each: each.number), max(values, key=lambda each: each.number)
        yield speech.say(
            "{form}: from {before} FTE in {first} to {after} in {last}.",
            form=speech.sentence(speech.term(form)),
            before=speech.number(values[first]),
            first=speech.month(first),
            after=speech.number(values[last]),
            last=speech.month(last),
        )


def _freezes_told(of: Reporting) -> Iterator[str]:
    speech, months = of.speech, of.monthly.workforce.months
    for span in of.monthly.workforce.freezes:
        if span.last is None:
            yield speech.say("Hiring freeze {freeze} from {day}.", freeze=span.freeze, day=speech.day(span.first))
        elif span.last >= months[0].first_day:
            first, last = speech.day(span.first), speech.day(span.last)
            yield speech.say(
                "Hiring freeze {freeze} from {first} to {last}.", freeze=span.freeze, first=first, last=last
            )
