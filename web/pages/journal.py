"""The journal: the decisions, newest first, searched and a page at a time."""

from ledger.domain.fact import LAST_POSITION
from ledger.interchange.values.numbers import read_whole
from ledger.queries.facts.journal_pages import journal_page as searched
from ledger.queries.questions import question
from ledger.queries.questions.facts.journal import Filter
from ledger.reports.fact_words import in_short, sentence, speech_of
from ledger.reports.reproducing.commands import command_text
from ledger.reports.words import question_words
from web.kept import Page
from web.parts.bar import bar
from web.parts.fields import fields
from web.rendering import rendered
from web.visit import Visit

FACTS_A_PAGE = 50


def journal_page(visit: Visit) -> Page:
    """Raises what the question ``journal`` raises."""
    asked = question("journal")
    given = visit.asked.question_options
    before = read_whole(2, LAST_POSITION, given.pop("before"), "before") if "before" in given else None
    most = FACTS_A_PAGE
    options = {name: value for name, value in visit.options(asked.options, given).items() if value is not None}
    visit.asked.require_known("before", *(each.name for each in asked.options))
    at = visit.at()
    typed = dict(options)
    if "last" in options:
        most = min(options.pop("last"), FACTS_A_PAGE)
    last_day = options.pop("effective_to", visit.asked.as_of)
    wanted = Filter(actor=options.pop("recorded_by", None), effective_to=last_day, **options)
    found = searched(at, wanted, before=before, most=most)
    speech = speech_of(at, visit.lang)
    moment = visit.moment_parameters(at.moment) if visit.asked.fixed else {}
    return rendered(
        visit,
        "journal.html.j2",
        bar=bar(visit, at),
        title=question_words("journal", visit.lang),
        sentence=visit.say("The decisions, the newest first."),
        fields=list(fields(visit, at, asked.options)),
        found=found,
        facts=[
            (
                visit.asked.link(f"/fact/{each.position}", moment),
                f"#{each.position}",
                sentence(each.fact, speech),
                in_short(each, speech),
            )
            for each in found.facts
        ],
        newest=visit.asked.same(before=None),
        older=visit.asked.same(before=found.through) if found.has_more and "last" not in typed else None,
        command=command_text(["liggare", "journal"], typed | {"as_of": last_day, "known_at": at.moment.known_at}),
        downloads=_downloads(visit),
    )


def _downloads(visit: Visit) -> list[tuple[str, str]]:
    given = {name: value for name, value in visit.asked.given.items() if name not in ("before", "page", "fixed")}
    return [
        (words, visit.asked.link(f"/journal.{form}", given))
        for words, form in (("Excel", "xlsx"), ("CSV", "csv"), ("JSON", "json"))
    ]
