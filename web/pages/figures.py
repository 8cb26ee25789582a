"""Where a figure comes from: the facts behind it."""

from ledger.domain.values.days import known_at_text
from ledger.queries.answer import headings
from ledger.queries.questions import question
from ledger.reports.numbers import Language
from ledger.reports.words import heading_words, question_words
from web.kept import Page
from web.pages.answering import explained
from web.pages.bar import bar
from web.pages.questions import downloads, permanent
from web.pages.table import sheet
from web.rendering import rendered
from web.visit import Visit


def explained_page(visit: Visit, name: str) -> Page:
    """The facts behind a figure, each with its part."""
    found = explained(visit, name)
    moment = visit.moment_parameters(found.answer.moment)
    heading = column_words(name, found.answer.options["column"], visit.lang)
    kept = {each: value for each, value in visit.asked.question_options.items() if each != "column"}
    here = f"{found.at.as_of}@{known_at_text(found.at.moment.known_at)}"
    return rendered(
        visit,
        "figure.html.j2",
        bar=bar(visit, found.at),
        title=visit.say("Behind the figure: {column}", column=heading),
        asked_of=(question_words(name, visit.lang), visit.asked.link(f"/{name}", moment)),
        sheet=sheet(visit, found.answer, lambda row, column: _to_fact(visit, moment, row, column), empty=True),
        found=found,
        ways=[
            (visit.say("Compare with another moment"), visit.asked.link(f"/compare/{name}", kept, to=here)),
        ],
        permanent=permanent(visit, found),
        downloads=downloads(visit, found),
    )


def column_words(name: str, column: str, lang: Language) -> str:
    """What stands above a column of a question, however its rows are grouped."""
    asked = question(name)
    by = next((each for each in asked.options if each.kind == "grouping"), None)
    for grouping in (None, *([",".join(by.choices)] if by else [])):
        columns = asked.columns(grouping)
        if column in headings(columns):
            return heading_words(columns, column, lang)
    return column


def _to_fact(visit: Visit, moment: dict[str, str], row: object, column: str) -> str | None:
    position = getattr(row, "position", None)
    if column != "position" or not position:
        return None
    return visit.asked.link(f"/fact/{position}", moment if visit.asked.fixed else {})
