"""Pages from templates. Every text that comes from a ledger is escaped, and nothing in it can hide."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import attrs
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ledger.domain.values.visible import visible
from ledger.queries.question import TOPICS
from ledger.queries.questions import names, questions
from ledger.reports.words import question_words, translated
from web.asked import Asked
from web.kept import Page
from web.visit import Visit

HERE = Path(__file__).parent
STATIC = {
    "site.css": "text/css; charset=utf-8",
    "site.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
FIRST = ("budget", "report", "forecast", "staffing", "freezes", "savings", "projects", "goals", "journal")
"""The questions that most readers come for, as far as there are such."""


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    return made


@cache
def static(name: str) -> bytes:
    return (HERE / "static" / name).read_bytes()


@cache
def static_version(name: str) -> str:
    """Part of the address of a file, so that a browser keeps it until it is another one."""
    return blake2b(static(name), digest_size=6).hexdigest()


@attrs.frozen
class Entry:
    """A line of the menu."""

    title: str
    href: str
    is_current: bool


def menu(asked: Asked) -> list[Entry]:
    """The start page and the questions that most come for."""
    first = [name for name in FIRST if name in names()]
    start = Entry(translated("Overview", asked.lang), asked.link("/"), asked.path == "/")
    return [start, *(_entry(asked, name) for name in first)]


def every_question(asked: Asked) -> Iterator[tuple[str, list[Entry]]]:
    """All questions by topic."""
    for topic, title in TOPICS.items():
        listed = [_entry(asked, each.name) for each in questions() if each.topic == topic]
        if listed:
            yield translated(title, asked.lang), listed


def _entry(asked: Asked, name: str) -> Entry:
    is_current = name in asked.path.partition(".")[0].split("/")
    return Entry(question_words(name, asked.lang), asked.link(f"/{name}"), is_current)


def _words(asked: Asked, brand: str) -> dict[str, Any]:
    """What every page needs, whatever it shows."""

    def say(sentence: str, **values: object) -> str:
        return translated(sentence, asked.lang, **values)

    other = "en" if asked.lang == "sv" else "sv"
    return {
        "lang": asked.lang,
        "say": say,
        "asked": asked,
        "link": asked.link,
        "brand": brand,
        "menu": menu(asked),
        "every_question": list(every_question(asked)),
        "other_language": {"code": other, "href": asked.same(lang=other)},
        "static": {name: f"{asked.site.prefix}/static/{name}?v={static_version(name)}" for name in STATIC},
        "bar": None,
        "fixed": False,
    }


def rendered(visit: Visit, template: str, **context: Any) -> Page:
    """A page of the ledger."""
    words = _words(visit.asked, visible(visit.brand)) | {"fixed": visit.asked.fixed}
    return Page(body=environment().get_template(template).render(words | context).encode())


def rendered_alone(asked: Asked, template: str, status: int, **context: Any) -> Page:
    """A page that does without a ledger: what went wrong."""
    words = _words(asked, "liggare") | {"status": status}
    body = environment().get_template(template).render(words | context).encode()
    return Page(body=body, status=status)
