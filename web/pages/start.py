"""The start page: how the ledger stands at the moment."""

from collections.abc import Iterator

from ledger.domain.values.measured import Money
from ledger.queries.overview import Overview, overview
from ledger.reports.cells import Figures
from ledger.reports.fact_words import in_short, sentence, speech_of
from ledger.reports.glance import listings, opening
from ledger.reports.monthly.speech import Speech
from web.kept import Page
from web.parts.bar import bar
from web.parts.table import sheet, to_the_facts
from web.rendering import rendered
from web.visit import Visit

_SHOWN = ("name", "ytd_outcome", "ytd_deviation", "year_budget", "year_forecast", "forecast_deviation")


def start_page(visit: Visit) -> Page:
    visit.asked.require_known()
    at = visit.at()
    ahead = 0 if visit.asked.known_at else visit.last - visit.reader.log.position_at(visit.now)
    found = overview(at, visit.reader.log.metadata(), ahead=ahead)
    speech = speech_of(at, visit.lang)
    moment = visit.moment_parameters(at.moment)
    month = {"month": str(found.month), "known_at": moment["known_at"]}
    return rendered(
        visit,
        "start.html.j2",
        bar=bar(visit, at),
        title=visit.say("Overview"),
        opening=list(opening(found.status, visit.lang)),
        cards=list(_cards(visit, found, speech)),
        report=sheet(visit, found.report, to_the_facts(visit, found.report), only=_SHOWN),
        caption=visit.say("Outcome and forecast through {month}", month=speech.month(found.month)),
        to_report=visit.asked.link("/report", month),
        published=visit.asked.link(f"/report/{found.month}", {"known_at": moment["known_at"]}),
        course=visit.asked.link("/chart/course.svg", moment) if found.status.years else None,
        last_facts=[
            (
                visit.asked.link(f"/fact/{each.position}", moment if visit.asked.fixed else {}),
                f"#{each.position} {sentence(each.fact, speech)}",
                in_short(each, speech),
            )
            for each in found.status.last_facts
        ],
        listings=list(listings(found.status, visit.lang))[bool(found.status.last_facts) :],
        command="liggare status",
    )


def _cards(visit: Visit, found: Overview, speech: Speech) -> Iterator[tuple[str, str, str, bool | None]]:
    """What it is, the figure, what it is held against, and whether that is worse."""
    figures, say = found.figures, visit.say
    printed = Figures(visit.asked.unit, visit.lang, visit.asked.decimals)

    def text(name: str) -> str:
        value = figures[name]
        return say("not known") if value is None else f"{printed.text(name, value)} {visit.asked.unit}"

    def against(name: str) -> tuple[str, bool | None]:
        value = figures[name]
        if not isinstance(value, Money) or not value:
            return "", None
        size = f"{printed.text(name, abs(value))} {visit.asked.unit}"
        if value.count < 0:
            return say("{amount} worse than budget", amount=size), True
        return say("{amount} better than budget", amount=size), False

    yield say("The year's budget, {year}", year=found.month.year), text("year_budget"), "", None
    yield (
        say("Outcome {months}", months=speech.through(found.month)),
        text("ytd_outcome"),
        *against("ytd_deviation"),
    )
    yield say("Forecast for the year"), text("year_forecast"), *against("forecast_deviation")
    yield say("Facts recorded"), str(found.status.facts), "", None
