"""The interface for programs, in the terms of OpenAPI, made from the registry of questions."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.queries.options import NARROWING, VERSION, Option
from ledger.queries.questions import explainable, questions
from ledger.reports.reproducing.program import program_version
from web.kept import Page
from web.pages.answering import COMPARED
from web.pages.downloads import FORMS
from web.visit import Visit

_KINDS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "receipt": "application/json",
    "": "text/html",
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "year": {"type": "integer", "minimum": 1990, "maximum": 2100},
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "day": {"type": "string", "format": "date"},
    "count": {"type": "integer", "minimum": 1},
    "depth": {"type": "integer", "minimum": 0},
}


def openapi_page(visit: Visit) -> Page:
    visit.asked.require_known()
    described = {
        "openapi": "3.1.0",
        "info": {"title": f"liggare: {visit.brand}", "version": program_version()},
        "servers": [{"url": visit.asked.site.prefix or "/"}],
        "paths": (paths := dict(_paths())),
        "components": {"parameters": _named_once(paths)},
    }
    return Page(body=json.dumps(described, ensure_ascii=False).encode(), kind="application/json")


def _named_once(paths: dict[str, Any]) -> dict[str, Any]:
    """The parameters by a name of their own, each put in the place of what says the same in the paths."""
    names: dict[str, str] = {}
    components: dict[str, Any] = {}
    for path in paths.values():
        for at, parameter in enumerate(path["get"]["parameters"]):
            spelled = json.dumps(parameter)
            if spelled not in names:
                taken = sum(each.partition("-")[0] == parameter["name"] for each in components)
                names[spelled] = parameter["name"] + (f"-{taken + 1}" if taken else "")
                components[names[spelled]] = parameter
            path["get"]["parameters"][at] = {"$ref": f"#/components/parameters/{names[spelled]}"}
    return components


def _paths() -> Iterator[tuple[str, Any]]:
    yield "/", _path("The ledger at the moment.", _shared(), "")
    for question in questions():
        own = [_parameter(each) for each in (*question.options, *question.shared)]
        for form in ("", *FORMS):
            before = [_before()] if question.name == "journal" and not form else []
            yield (
                _address("", question.name, form),
                _path(question.sentence, [*_unique(own), *before, *_shared()], form),
            )
    narrowing = [_parameter(each) for each in NARROWING]
    between = [each for each in NARROWING if each is not VERSION]
    for name in explainable():
        for form in ("", *FORMS):
            behind = [*narrowing, _text("column"), *_shared()]
            yield _address("/explain", name, form), _path("The facts behind a figure.", [*behind], form)
            yield _address("/history", name, form), _path("How a figure became what it is.", behind, form)
            sides = [*map(_parameter, between), *map(_text, COMPARED), *_shared()]
            yield _address("/compare", name, form), _path("Two moments or versions compared.", sides, form)
    yield "/fact/{reference}", _path("One fact whole.", [_in_path("reference"), *_shared()], "")
    yield "/between", _path("The facts between two positions.", [_text("from"), _text("to"), *_shared()], "")
    yield "/report/{month}", _path("The monthly report.", [_in_path("month"), _text("unit"), *_shared()], "")
    yield "/moments.json", _path("The days on which something was recorded.", _shared(), "json")
    yield "/verify", _path("What was last verified.", _shared(), "")
    yield "/tillganglighet", _path("The accessibility statement.", _shared(), "")


def _address(part: str, name: str, form: str) -> str:
    return f"{part}/{name}" + (f".{form}" if form else "")


def _path(summary: str, parameters: list[dict[str, Any]], form: str) -> dict[str, Any]:
    answers = {
        "200": {"description": "The answer.", "content": {_KINDS[form]: {}}},
        "304": {"description": "The answer is still the one that If-None-Match names."},
        "400": {"description": "Something was asked wrongly: a sentence and the way out."},
        "404": {"description": "What was asked for does not exist."},
        "503": {"description": "The ledger is out of reach, or too much is asked at once; see Retry-After."},
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _parameter(option: Option) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(option.choices)} if option.kind == "choice" else _SCHEMAS.get(option.kind)
    return {"name": option.name, "in": "query", "description": option.help, "schema": schema or {"type": "string"}}


def _text(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _before() -> dict[str, Any]:
    return {"name": "before", "in": "query", "description": "Only facts before this position.",
            "schema": {"type": "integer", "minimum": 2}}  # fmt: skip


def _shared() -> list[dict[str, Any]]:
    """The parameters that every page has."""
    choices = {"lang": ["sv", "en"], "in": ["kr", "tkr", "Mkr"], "csv": ["en", "sv"], "empty": ["0", "1"]}
    numbers = {"decimals": (0, 6), "page": (1, 10**6)}
    return [
        {"name": "as_of", "in": "query", "description": "The day: a day or a month.", "schema": {"type": "string"}},
        {"name": "known_at", "in": "query", "description": "A day, a month or an instant.",
         "schema": {"type": "string"}},
        *({"name": name, "in": "query", "schema": {"type": "string", "enum": of}} for name, of in choices.items()),
        *(
            {"name": name, "in": "query", "schema": {"type": "integer", "minimum": least, "maximum": most}}
            for name, (least, most) in numbers.items()
        ),
    ]  # fmt: skip


def _unique(parameters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({each["name"]: each for each in parameters}.values())
