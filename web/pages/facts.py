"""Facts: one whole, and those between two positions."""

import json
from collections.abc import Iterator

from ledger.domain.errors import Unreadable
from ledger.domain.fact import LAST_POSITION, Fact
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.codes import read_lookup
from ledger.interchange.values.numbers import read_whole
from ledger.queries.facts.recorded_days import recorded_days
from ledger.queries.facts.whole_fact import whole_fact
from ledger.reports.fact_words import entries, in_short, link_words, sentence, source_words, speech_of, state_words
from ledger.reports.monthly.speech import Speech
from web.kept import Page
from web.parts.table import sheet
from web.rendering import rendered
from web.visit import Visit

MOST_NAMED = 12
"""So many facts between two positions are named; of the others the number is told."""


def fact_page(visit: Visit, reference: str) -> Page:
    """Raises :class:`UnknownFact`."""
    visit.asked.require_known()
    at = visit.at()
    found = whole_fact(at, read_lookup(reference, "The fact"))
    speech, recorded = speech_of(at, visit.lang), found.recorded
    moment = visit.moment_parameters(at.moment) if visit.asked.fixed else {}
    position = recorded.position
    return rendered(
        visit,
        "fact.html.j2",
        title=f"#{position} {sentence(recorded.fact, speech)}",
        found=found,
        state=state_words(found, visit.lang),
        entries=list(entries(recorded.fact, speech)),
        source=list(source_words(recorded, speech)),
        links=[
            (
                link_words(each.link, visit.lang),
                visit.asked.link(f"/fact/{each.recorded.position}", moment),
                f"#{each.recorded.position} {sentence(each.recorded.fact, speech)}",
                in_short(each.recorded, speech),
            )
            for each in found.links
        ],
        effects=[sheet(visit, each, empty=True) for each in found.effects],
        everything=list(_everything(visit, recorded.fact, speech)),
        beside=[
            (word, visit.asked.link(f"/fact/{other}", moment))
            for word, other in ((visit.say("Previous"), position - 1), (visit.say("Next"), position + 1))
            if 1 <= other <= found.last
        ],
        command=f"liggare fact {position}",
    )


def _everything(visit: Visit, fact: Fact, speech: Speech) -> Iterator[tuple[str, str]]:
    """Links to the other decisions of the same case, and about the same units."""
    if fact.decision and fact.decision.case:
        case = fact.decision.case
        yield visit.say("Everything of the case {case}", case=case), visit.asked.link("/journal", text=case)
    for name in ("unit", "from_unit", "to_unit"):
        code = getattr(fact, name, None)
        if code:
            words = visit.say("Everything about {unit}", unit=speech.named(code))
            yield words, visit.asked.link("/journal", unit=code)


class WrongOrder(Unreadable):
    code = "wrong-order"

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            phrase("There are no facts between {first} and {second}", first=first, second=second),
            hint=phrase("Give from and to as positions"),
        )


def between_page(visit: Visit) -> Page:
    """The facts between two positions, in whichever direction one goes."""
    visit.asked.require_known("from", "to")
    given = visit.asked.given
    if "from" not in given or "to" not in given:
        raise WrongOrder(given.get("from", "nothing"), given.get("to", "nothing"))
    ends = [min(read_whole(0, LAST_POSITION, given[each], each), visit.last) for each in ("from", "to")]
    first, last = sorted(ends)
    at = visit.at()
    speech = speech_of(at, visit.lang)
    through = min(last, first + MOST_NAMED)
    named = [
        (visit.asked.link(f"/fact/{each.position}"), f"#{each.position} {sentence(each.fact, speech)}",
         in_short(each, speech))
        for each in visit.reader.log.facts(first, through)
    ]  # fmt: skip
    words = visit.say("Not known any more") if ends[0] > ends[1] else visit.say("Known from then on")
    return rendered(
        visit,
        "between.html.j2",
        title=visit.say("Facts #{first}–#{last}", first=first + 1, last=last) if last > first else words,
        words=words,
        named=named,
        more=last - through,
    )


def moments_page(visit: Visit) -> Page:
    """The days on which something was recorded, for the slider."""
    visit.asked.require_known()
    days = [each.day.isoformat() for each in recorded_days(visit.reader.log)]
    return Page(body=json.dumps({"days": days}).encode(), kind="application/json")
