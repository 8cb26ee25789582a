"""The two dates of a page: fields, sliders, and the moments that one may want to go to."""

from collections.abc import Iterator
from datetime import date

import attrs

from ledger.domain.values.days import Moment, end_of_day, known_at_text, swedish_day
from ledger.queries.at import At
from ledger.queries.codes import years
from ledger.reports.cells import swedish_time
from web.visit import Visit


@attrs.frozen(kw_only=True)
class Bar:
    """What stands above every answer that has a moment."""

    action: str
    hidden: list[tuple[str, str]]
    """The other parameters of the page, so that they stay when a date is changed."""
    as_of: str
    known_at: str
    known_words: str
    """The instant on Swedish clocks."""
    position: int
    last: int
    first_day: str
    last_day: str
    """Between these days the first slider moves."""
    moments: str
    """Where the days stand on which something was recorded."""
    between: str
    """Where the facts between two positions are named."""
    quick: list[tuple[str, str, bool]]
    """Words, address, and whether it is this page."""


def bar(visit: Visit, at: At) -> Bar | None:
    """The dates of an answer; none on a page that never changes."""
    asked = visit.asked
    if asked.fixed:
        return None
    first, last = _span(at)
    return Bar(
        action=f"{asked.site.prefix}{asked.path}",
        hidden=[(name, value) for name, value in asked.given.items() if name not in ("as_of", "known_at", "page")],
        as_of=at.as_of.isoformat(),
        known_at=_known_text(visit, at.moment),
        known_words=swedish_time(at.moment.known_at),
        position=at.position,
        last=visit.last,
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        moments=asked.link("/moments.json"),
        between=asked.link("/between"),
        quick=list(_quick(visit, at)),
    )


def _known_text(visit: Visit, moment: Moment) -> str:
    """The day for an instant at its end, or after which nothing more was recorded that day."""
    day = swedish_day(moment.known_at)
    return day.isoformat() if visit.asked.known_at is None else known_at_text(moment.known_at)


def _span(at: At) -> tuple[date, date]:
    """The years that something has been decided for, and the one asked about."""
    known = [*years(at), at.as_of.year]
    return date(min(known), 1, 1), date(max(known), 12, 31)


def _quick(visit: Visit, at: At) -> Iterator[tuple[str, str, bool]]:
    asked, moment = visit.asked, at.moment
    closing = at.closed_months.last
    through = at.closed_months.through()
    if closing and through is not None:
        closed = visit.reader.log.recorded_at(at.closed_months.last_position)
        when = {"as_of": through.last_day.isoformat(), "known_at": known_at_text(closed), "page": None}
        yield visit.say("when {month} was closed", month=through), asked.same(**when), asked.known_at == closed
    before = visit.reader.log.recorded_at(at.position) if at.position else None
    if before is not None and at.position > 1:
        earlier = end_of_day(swedish_day(visit.reader.log.recorded_at(at.position - 1)))
        if earlier < before:
            words = visit.say("before the last day's decisions")
            yield words, asked.same(as_of=moment.as_of.isoformat(), known_at=known_at_text(earlier), page=None), False
    is_now = asked.as_of is None and asked.known_at is None
    yield visit.say("now"), asked.same(as_of=None, known_at=None, page=None), is_now
