"""What stands around the figures, in the reader's language.

English stands in the code and is what a translation goes by. Swedish stands in ``locale/sv/LC_MESSAGES/liggare.po``,
and ``make docs`` compiles it.
"""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from ledger.queries.answer import Note, headings
from ledger.reports.numbers import Language

LOCALE = Path(__file__).with_name("locale")


def msg(sentence: str) -> str:
    """*sentence* itself, marked for the catalogue: it is translated where it is used."""
    return sentence


_QUESTIONS = {
    "budget": msg("Budget"),
    "report": msg("Outcome report"),
    "result": msg("Result statement"),
    "outcome": msg("Outcome"),
    "forecast": msg("Forecast"),
    "staffing": msg("Staffing"),
    "freezes": msg("Hiring freezes"),
    "exemptions": msg("Exemptions from hiring freezes"),
    "savings": msg("Savings"),
    "indicators": msg("Indicators"),
    "assignments": msg("Assignments"),
    "units": msg("Units"),
    "pending": msg("Waiting for attestation"),
    "restated": msg("As reported at closing, and now"),
    "effect": msg("Effect"),
    "journal": msg("Journal"),
    "explain": msg("Facts behind the figure"),
}

_OPTIONS = {
    "year": msg("year"),
    "month": msg("month"),
    "unit": msg("unit"),
    "line": msg("line"),
    "by": msg("by"),
    "since": msg("since"),
    "statement": msg("statement"),
    "tree": msg("tree"),
    "plan": msg("plan"),
    "phase": msg("phase"),
    "category": msg("category"),
    "employment": msg("employment"),
    "recorded_from": msg("recorded from"),
    "recorded_to": msg("recorded to"),
    "version": msg("version"),
}


def translated(sentence: str, lang: Language, **values: object) -> str:
    """A sentence in the reader's language, with its values in place."""
    return _catalogue(lang).gettext(sentence).format(**values)


def counted(one: str, many: str, number: int, lang: Language, **values: object) -> str:
    """A sentence about so many things: *one* for a single one, else *many*, with ``{number}`` in place."""
    return _catalogue(lang).ngettext(one, many, number).format(number=number, **values)


def note_words(note: Note | str, lang: Language) -> str:
    """A note of an answer in the reader's language."""
    if isinstance(note, str):
        return note
    if not note.many:
        return translated(note.english, lang, **note.values)
    number = note.values["number"]
    assert isinstance(number, int)  # noqa: S101 - counted_note put it there
    return _catalogue(lang).ngettext(note.english, note.many, number).format(**note.values)


def heading_words(columns: type, name: str, lang: Language) -> str:
    """What stands above a column; a translation for this very column goes before that of its English words."""
    english = headings(columns)[name].english
    context = f"{columns.__name__}.{name}"
    own = _catalogue(lang).pgettext(context, english)
    return _catalogue(lang).gettext(english) if own == english else own


def question_words(question: str, lang: Language) -> str:
    return translated(_QUESTIONS[question], lang) if question in _QUESTIONS else question.replace("-", " ").capitalize()


def option_words(option: str, lang: Language) -> str:
    return translated(_OPTIONS[option], lang) if option in _OPTIONS else option.replace("_", " ").strip()


@lru_cache
def _catalogue(lang: Language) -> NullTranslations:
    if lang == "en":
        return NullTranslations()
    with (LOCALE / lang / "LC_MESSAGES" / "liggare.mo").open("rb") as compiled:
        return GNUTranslations(compiled)
