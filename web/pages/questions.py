"""The page of a question: its options, the two dates, the table, and the ways on."""

from collections.abc import Iterator

from ledger.domain.values.days import known_at_text
from ledger.queries.options import UNIT, YEAR
from ledger.queries.questions import question
from ledger.reports.words import question_words
from web.kept import Page
from web.pages.answering import Answered, answered
from web.parts.bar import bar
from web.parts.fields import fields
from web.parts.table import sheet, to_the_facts
from web.rendering import rendered
from web.visit import Visit


def question_page(visit: Visit, name: str) -> Page:
    """Raises what the question raises."""
    asked = question(name)
    found = answered(visit, name)
    shared = [each for each in (*asked.options, *asked.shared) if each is not UNIT or _heeds_unit(name)]
    shown = sheet(visit, found.answer, to_the_facts(visit, found.answer))
    return rendered(
        visit,
        "question.html.j2",
        bar=bar(visit, found.at),
        question=asked,
        title=question_words(name, visit.lang),
        sentence=visit.say(asked.sentence),
        fields=[] if visit.asked.fixed else list(fields(visit, found.at, shared)),
        sheet=shown,
        found=found,
        ways=list(ways_on(visit, found)),
        permanent=permanent(visit, found),
        downloads=downloads(visit, found),
    )


def _heeds_unit(name: str) -> bool:
    return any(each.name == UNIT.name for each in question(name).options)


def ways_on(visit: Visit, found: Answered) -> Iterator[tuple[str, str]]:
    """What may be asked next about the same."""
    name = found.answer.question
    if question(name).explained is None:
        return
    moment = found.answer.moment
    given = {each: value for each, value in visit.asked.question_options.items() if each in (UNIT.name, YEAR.name)}
    here = f"{moment.as_of}@{known_at_text(moment.known_at)}"
    yield visit.say("Compare with another moment"), visit.asked.link(f"/compare/{name}", given, to=here)


def permanent(visit: Visit, found: Answered) -> str:
    """The address of this answer that shows the same for ever."""
    moment = found.answer.moment
    known_at = visit.reader.final_instant(moment.known_at)
    return visit.asked.same(
        as_of=moment.as_of.isoformat(), known_at=known_at_text(known_at), lang=visit.lang, fixed="1"
    )


def downloads(visit: Visit, found: Answered) -> list[tuple[str, str]]:
    """The same answer for programs, at the same moment."""
    moment = visit.moment_parameters(found.answer.moment)
    path = visit.asked.path

    def to(form: str, **more: str | None) -> str:
        given = {name: value for name, value in visit.asked.given.items() if name not in ("page", "fixed")}
        return visit.asked.link(f"{path}.{form}", {**given, **moment}, **more, fixed=None)

    return [
        ("Excel", to("xlsx")),
        ("CSV", to("csv")),
        (visit.say("CSV with decimal comma"), to("csv", csv="sv")),
        ("JSON", to("json")),
        (visit.say("receipt"), to("receipt")),
    ]
