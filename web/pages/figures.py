"""Where a figure comes from: the facts behind it, and how it became what it is."""

from collections.abc import Sequence
from typing import Any

from ledger.domain.values.days import known_at_text
from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer, headings
from ledger.queries.questions import question
from ledger.reports.asked import USUAL
from ledger.reports.cells import Figures, places_needed
from ledger.reports.fact_words import in_short, sentence, speech_of
from ledger.reports.formats.table import laid_out
from ledger.reports.monthly.speech import Speech
from ledger.reports.numbers import Language
from ledger.reports.words import heading_words, option_words, question_words
from web.kept import Page
from web.pages.answering import Answered, explained, told
from web.pages.questions import downloads, permanent
from web.parts.bar import bar
from web.rendering import rendered
from web.visit import Visit

FACTS_A_PAGE = 200


def explained_page(visit: Visit, name: str) -> Page:
    """The facts behind a figure, each with its part."""
    found = explained(visit, name)
    figures = Figures(visit.asked.unit, visit.lang, visit.asked.decimals, {"amount": _places(found.answer, "amount")})
    return _figure_page(
        visit,
        name,
        found,
        visit.say("Behind the figure: {column}", column=_column(visit, name, found)),
        [(each.position, figures.text("amount", each.amount), "") for each in _shown(visit, found.answer.rows)],
        total=figures.text("amount", found.answer.total) if found.answer.rows else None,
        other=("/history", visit.say("How it became what it is")),
    )


def history_page(visit: Visit, name: str) -> Page:
    """How a figure became what it is: each step with the decision that made it."""
    found = told(visit, name)
    places = {each: _places(found.answer, each) for each in ("change", "value")}
    figures = Figures(visit.asked.unit, visit.lang, visit.asked.decimals, places)
    steps = [
        (each.position, figures.text("value", each.value), figures.text("change", each.change))
        for each in _shown(visit, found.answer.rows)
    ]
    return _figure_page(
        visit,
        name,
        found,
        visit.say("How it became: {column}", column=_column(visit, name, found)),
        steps,
        total=None,
        other=("/explain", visit.say("The facts behind it")),
        picture=f"/chart/history/{name}.svg" if len(found.answer.rows) > 1 else None,
    )


Step = tuple[int, str, str]
"""A fact's position, the figure that stands beside it, and what it changed."""


def _figure_page(
    visit: Visit,
    name: str,
    found: Answered,
    title: str,
    steps: list[Step],
    *,
    total: str | None,
    other: tuple[str, str],
    picture: str | None = None,
) -> Page:
    moment = visit.moment_parameters(found.answer.moment)
    given = visit.asked.question_options
    kept = {each: value for each, value in given.items() if each != "column"}
    here = f"{found.at.as_of}@{known_at_text(found.at.moment.known_at)}"
    speech = speech_of(found.at, visit.lang)
    laid = laid_out(found.answer, unit=visit.asked.unit, lang=visit.lang, decimals=visit.asked.decimals)
    rows = len(found.answer.rows)
    return rendered(
        visit,
        "figure.html.j2",
        bar=bar(visit, found.at),
        title=title,
        about=[_narrowed(visit, name, found), *laid.titles[1:]],
        notes=laid.footnotes,
        asked_of=(question_words(name, visit.lang), visit.asked.link(f"/{name}", moment)),
        facts=[_fact(visit, found, speech, moment, each) for each in steps],
        total=total,
        picture=visit.asked.link(picture, {**given, **moment}) if picture else None,
        pages=(visit.asked.page, max(-(-rows // FACTS_A_PAGE), 1), rows),
        found=found,
        ways=[
            (other[1], visit.asked.link(f"{other[0]}/{name}", {**given, **moment})),
            (visit.say("Compare with another moment"), visit.asked.link(f"/compare/{name}", {**kept, "to": here})),
        ],
        permanent=permanent(visit, found),
        downloads=downloads(visit, found),
    )


def _narrowed(visit: Visit, name: str, found: Answered) -> str:
    """Which figure it is: the question, and what narrows it down."""
    told = [question_words(name, visit.lang)]
    for option, value in found.answer.options.items():
        if option not in ("of", "column") and (option, value) not in USUAL:
            words = speech_of(found.at, visit.lang).named(value) if option == "unit" else value
            told.append(f"{option_words(option, visit.lang)} {words}")
    return visible(" · ".join(told))


def _shown(visit: Visit, rows: Sequence[Any]) -> Sequence[Any]:
    """Those of the rows that stand on the page asked for."""
    first = (visit.asked.page - 1) * FACTS_A_PAGE
    return rows[first : first + FACTS_A_PAGE]


def _fact(
    visit: Visit, found: Answered, speech: Speech, moment: dict[str, str], step: Step
) -> tuple[str, str, str, str, str]:
    """Its address, what it says, who decided and recorded it, and the figures beside it."""
    position, amount, change = step
    recorded = found.at.find(position)
    address = visit.asked.link(f"/fact/{position}", moment if visit.asked.fixed else {})
    if recorded is None:  # a damaged log: the position is told all the same
        return address, f"#{position}", "", amount, change
    return address, f"#{position} {sentence(recorded.fact, speech)}", in_short(recorded, speech), amount, change


def _column(visit: Visit, name: str, found: Answered) -> str:
    return column_words(name, found.answer.options["column"], visit.lang)


def _places(answer: Answer, name: str) -> int:
    return places_needed([getattr(row, name) for row in answer.rows])


def column_words(name: str, column: str, lang: Language) -> str:
    """What stands above a column of a question, however its rows are grouped."""
    asked = question(name)
    by = next((each for each in asked.options if each.kind == "grouping"), None)
    for grouping in (None, *([",".join(by.choices)] if by else [])):
        columns = asked.columns(grouping)
        if column in headings(columns):
            return heading_words(columns, column, lang)
    return column
