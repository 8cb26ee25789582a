"""Every address there is, and the page behind it."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from web.kept import Page
from web.pages.answering import ANSWERING
from web.pages.comparison import compared_page
from web.pages.downloads import FORMS
from web.pages.errors import NoSuchPage
from web.pages.facts import between_page, fact_page, moments_page
from web.pages.figures import explained_page, history_page
from web.pages.journal import journal_page
from web.pages.openapi import openapi_page
from web.pages.publishing import report_page
from web.pages.questions import question_page
from web.pages.start import start_page
from web.pages.statement import statement_page
from web.pages.verifying import verify_page
from web.parts.charts import bridge_chart, course_chart, history_chart
from web.visit import Visit


@attrs.frozen
class Address:
    """A path, what it is called, and what makes its page from a visit and the parts of the path."""

    name: str
    path: str
    page: Callable[..., Page]
    is_kept: bool = True
    """Whether the same facts give the same page."""


def _answers() -> Iterator[Address]:
    """The answers to questions, each as a page and in every form for programs."""
    pages = {"": question_page, "explain": explained_page, "history": history_page, "compare": compared_page}
    for part, answering in ANSWERING.items():
        before = f"/{part}" if part else ""
        for form in FORMS:
            yield Address(f"{part or 'question'}.{form}", f"{before}/{{name}}.{form}", _download(answering, form))
        if part in pages:
            yield Address(part or "question", f"{before}/{{name}}", pages[part])


def _download(answering: Callable[..., Any], form: str) -> Callable[..., Page]:
    def page(visit: Visit, name: str) -> Page:
        return FORMS[form](visit, answering(visit, name))

    return page


def nothing(visit: Visit, path: str) -> Page:
    """Raise :class:`NoSuchPage`."""
    del path
    raise NoSuchPage(visit.asked.path)


ADDRESSES = (
    Address("start", "/", start_page),
    Address("journal", "/journal", journal_page),
    Address("moments", "/moments.json", moments_page),
    Address("between", "/between", between_page),
    Address("verify", "/verify", verify_page, is_kept=False),
    Address("openapi", "/openapi.json", openapi_page),
    Address("statement", "/tillganglighet", statement_page),
    Address("course", "/chart/course.svg", course_chart),
    Address("bridge", "/chart/compare/{name}.svg", bridge_chart),
    Address("steps", "/chart/history/{name}.svg", history_chart),
    Address("report", "/report/{month}", report_page),
    Address("fact", "/fact/{reference}", fact_page),
    *_answers(),
    Address("nothing", "/{path:path}", nothing),
)
"""In the order in which they are tried."""
