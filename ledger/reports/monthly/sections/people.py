"""Staffing, and how FTE moved through the freezes."""

from collections.abc import Iterator
from functools import partial

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.answer import Answer
from ledger.queries.monthly.people import workforce_answer
from ledger.reports.monthly.document import Block, Drawing, Section
from ledger.reports.monthly.grids import anchors_of, behind, grid, with_cells, without_blank_columns
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.speech import Speech

KEY = "staffing"
_OPTIONAL = (
    "category", "established", "reduced", "transferred", "positions", "fte", "fte_change", "headcount",
    "annual_workers", "hours",
)  # fmt: skip


def staffing(of: Reporting) -> Section | None:
    part, speech = of.monthly.staffing, of.speech
    if not part.answer.rows:
        return None
    title = speech.say("Staffing")
    command = of.explain("staffing", "--unit CODE", "--category NAME", "--employment FORM", *_since(of))
    caption = _caption(of)
    answer = with_cells(without_blank_columns(part.answer, _OPTIONAL), employment=speech.term)
    printed = grid(answer, speech, key=KEY, caption=caption, explained=command, anchors=anchors_of(KEY, part.sources))
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
        behind=[behind(printed, _labels(part.answer, speech), part.sources, columns, speech)],
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


def _labels(answer: Answer, speech: Speech) -> list[str]:
    return [
        ", ".join(filter(None, [f"{row.name} ({row.unit})", row.category, speech.term(row.employment)]))
        for row in answer.rows
    ]


def total_fte(of: Reporting) -> tuple[Quantity | None, Quantity | None, Month | None]:
    """FTE of the latest month reported by form of employment, the change since the month changes are counted from."""
    series = {form: values for form, values in of.monthly.workforce.series.items() if form != "all"}
    series = series or dict(of.monthly.workforce.series)
    months = [max(values, key=lambda each: each.number) for values in series.values()]
    if not months:
        return None, None, None
    last = max(months, key=lambda each: each.number)
    now = Quantity(sum(values[last].count for values in series.values() if last in values))
    since = of.monthly.since
    if since is None or not all(since in values for values in series.values() if last in values):
        return now, None, last
    before = sum(values[since].count for values in series.values() if last in values)
    return now, Quantity(now.count - before), last


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
