"""What was asked, in words: the first line above a table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer
from ledger.queries.questions import question as question_named
from ledger.reports.catalogue import msg
from ledger.reports.cells import Figures
from ledger.reports.numbers import Language
from ledger.reports.words import heading_words, option_words, question_words, translated

USUAL = {("by", "unit"), ("statement", "operating"), ("tree", "moment")}
"""Options that need no mention, because nothing else is expected."""

COMPARED = msg("{figure} {before}, and {after}")
SIDE = msg("as of {as_of}, known at {known_at}")
VERSION = msg("version {version} as of {as_of}, known at {known_at}")


def asked_words(answer: Answer, figures: Figures) -> str:
    """The question and the options that it was asked with."""
    if answer.question == "compare":
        return _compared(answer.options, figures)
    return ": ".join(filter(None, [question_words(answer.question, figures.lang), _told(answer.options, figures)]))


def _told(options: Mapping[str, Any], figures: Figures) -> str:
    return ", ".join(
        option_words(name, figures.lang)
        if given is True
        else f"{option_words(name, figures.lang)} {figures.text(name, given)}"
        for name, given in options.items()
        if given is not None and given is not False and (name, given) not in USUAL
    )


def _compared(options: Mapping[str, Any], figures: Figures) -> str:
    """A comparison by the two moments it stands between, on Swedish clocks."""
    sides = {f"{side}_{part}" for side in ("from", "to") for part in ("as_of", "known_at", "version")}
    rest = {name: given for name, given in options.items() if name not in {"of", "column", *sides}}
    heading = translated(
        COMPARED,
        figures.lang,
        figure=_figure(options["of"], options["column"], figures.lang),
        before=_side(options, "from", figures),
        after=_side(options, "to", figures),
    )
    return ": ".join(filter(None, [heading, _told(rest, figures)]))


def _side(options: Mapping[str, Any], side: str, figures: Figures) -> str:
    version = options.get(f"{side}_version")
    known_at = figures.text("known_at", datetime.fromisoformat(options[f"{side}_known_at"]))
    return translated(
        SIDE if version is None else VERSION,
        figures.lang,
        version=visible(version or ""),
        as_of=options[f"{side}_as_of"],
        known_at=known_at,
    )


def _figure(question: str, name: str, lang: Language) -> str:
    """The question and the heading of the column, as it is written within a sentence; not twice the same."""
    asked, words = question_words(question, lang), heading_words(question_named(question).columns(), name, lang)
    if words == asked:
        return asked
    is_abbreviation = words[:2] == words[:2].upper()
    return f"{asked} ({words if is_abbreviation else words[0].lower() + words[1:]})"
