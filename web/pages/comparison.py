"""Two moments or versions of a figure side by side, with the facts that make the difference."""

from collections.abc import Iterator
from datetime import datetime

from ledger.domain.values.days import known_at_text
from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer
from ledger.queries.options import NARROWING, VERSION
from ledger.queries.questions import explained_of, question
from ledger.reports.cells import Figures
from ledger.reports.fact_words import in_short, sentence, speech_of
from ledger.reports.words import option_words, question_words
from web.kept import Page
from web.pages.answering import COMPARED, compared
from web.pages.figures import column_words
from web.pages.questions import downloads
from web.parts.fields import Field, fields
from web.parts.table import sheet
from web.rendering import rendered
from web.visit import Visit

MOST_FACTS = 200


def compared_page(visit: Visit, name: str) -> Page:
    """The comparison, or a form to ask for one while nothing says what to compare."""
    explained = explained_of(name)
    given = visit.asked.question_options
    words = question_words(name, visit.lang)
    title = visit.say("{question}: two moments compared", question=words)
    narrowing = [each for each in NARROWING if each is not VERSION and each.name in explained.narrowed_by]
    at = visit.of_question(question(name), {})
    form = [*_own_fields(visit, name), *fields(visit, at, narrowing)]
    if not any(each in given for each in ("from", "from_version", "to_version")):
        visit.asked.require_known(*COMPARED, *(each.name for each in NARROWING))
        return rendered(visit, "compare.html.j2", title=title, fields=form, found=None, name=name)
    found = compared(visit, name)
    bridged = "bridge" in given and given["bridge"] == "1"
    return rendered(
        visit,
        "compare.html.j2",
        title=title,
        fields=form,
        found=found,
        name=name,
        sheet=sheet(visit, found.answer, empty=True),
        steps=[] if bridged else list(_steps(visit, found.answer)),
        picture=None if bridged else _picture(visit, found.answer),
        top=None if bridged or not found.answer.rows else found.answer.rows[0].name,
        downloads=downloads(visit, found),
        ways=[],
        permanent=visit.asked.same(
            **{
                side: f"{found.answer.options[f'{side}_as_of']}@{found.answer.options[f'{side}_known_at']}"
                for side in ("from", "to")
            },
            lang=visit.lang,
        ),
    )


def _own_fields(visit: Visit, name: str) -> Iterator[Field]:
    explained = explained_of(name)
    hint = visit.say("A day, @ and the day it was known, or one of them: 2024-07@2024-08-23, 2024-07 or @2024-08-23")
    asked = visit.asked.given
    moment = visit.moment_parameters(visit.at().moment)
    here = f"{moment['as_of']}@{moment['known_at']}"
    for side, label in (("from", visit.say("From")), ("to", visit.say("To"))):
        yield Field(name=side, label=label, help=hint, value=asked.get(side, ""), example=here)
    if "version" in explained.narrowed_by:
        for side, label in (("from_version", visit.say("From version")), ("to_version", visit.say("To version"))):
            help_ = visit.say("The label of a forecast version, such as P1")
            yield Field(name=side, label=label, help=help_, value=asked.get(side, ""), example="P1")
    choices = [(each, column_words(name, each, visit.lang)) for each in explained.columns]
    usual = asked.get("column", explained.usual)
    yield Field(
        name="column", label=visit.say("Figure"), help=visit.say("What is compared"), value=usual, choices=choices
    )
    if "line" in explained.narrowed_by:
        ways = [(each, ", ".join(option_words(part, visit.lang) for part in each.split(","))) for each in _BY]
        yield Field(
            name="by", label=visit.say("Per"), help=visit.say("A row for each"), value=asked.get("by", _BY[0]),
            choices=ways,
        )  # fmt: skip


_BY = ("unit", "unit,line")


def _steps(visit: Visit, answer: Answer) -> Iterator[tuple[str, str, str, str]]:
    """The way from one figure of the first row to the other: address, words, what lies behind, amount."""
    if not answer.rows:
        return
    top = answer.rows[0]
    figures = Figures(visit.asked.unit, visit.lang, visit.asked.decimals)
    yield "", visit.say("Before"), "", figures.text("before", top.before)
    if top.moved:
        moves = ", ".join(f"#{each.position} {each.type}" for each in top.moves)
        words = visit.say("Reorganised: {moves}", moves=moves) if moves else visit.say("Reorganised")
        yield "", words, "", figures.text("moved", top.moved)
    at = visit.at()
    speech = speech_of(at, visit.lang)
    facts = top.decisions if top.decisions or top.rest else top.facts
    for cause in facts[:MOST_FACTS]:
        recorded = at.find(cause.position)
        if recorded is not None:
            told = f"#{cause.position} {sentence(recorded.fact, speech)}"
            address = visit.asked.link(f"/fact/{cause.position}")
            yield address, told, in_short(recorded, speech), figures.text("amount", cause.amount)
    left = len(facts) - MOST_FACTS
    if left > 0:
        yield "", visit.say("… and {number} more facts, which are in the files below", number=left), "", ""
    for each in top.rest:
        yield "", visit.say("Other change in {unit}", unit=visible(each.unit)), "", figures.text("amount", each.amount)
    yield "", visit.say("After"), "", figures.text("after", top.after)


def _picture(visit: Visit, answer: Answer) -> str | None:
    """The address of the bridge as a picture; none where nothing lies between the two."""
    if not answer.rows or not answer.rows[0].facts:
        return None
    options = answer.options
    sides = {
        side: f"{options[f'{side}_as_of']}@{known_at_text(datetime.fromisoformat(options[f'{side}_known_at']))}"
        for side in ("from", "to")
    }
    return visit.asked.link(f"/chart/compare/{options['of']}.svg", {**visit.asked.question_options, **sides})
