"""What stands around the figures, in the reader's language.

English stands in the code and is what a translation goes by. Swedish stands in ``locale/sv/LC_MESSAGES/liggare.po``,
and ``make docs`` compiles it.
"""

from ledger.domain.values.phrases import in_words
from ledger.queries.answer import Note, headings
from ledger.queries.options import label
from ledger.queries.questions import names, question
from ledger.reports.catalogue import catalogue, msg
from ledger.reports.numbers import Language

_OTHER_ANSWERS = {
    "restated": msg("As reported at closing, and now"),
    "effect": msg("Effect"),
    "totals": msg("Control totals"),
    "explain": msg("Facts behind the figure"),
    "history": msg("How the figure became what it is"),
}
"""What stands above answers that are none of the questions."""


def translated(sentence: str, lang: Language, /, **values: object) -> str:
    """A sentence in the reader's language, with its values in place."""
    return catalogue(lang).gettext(sentence).format(**values)


def counted(one: str, many: str, number: int, lang: Language, /, **values: object) -> str:
    """A sentence about so many things: *one* for a single one, else *many*, with ``{number}`` in place."""
    return catalogue(lang).ngettext(one, many, number).format(number=number, **values)


def note_words(note: Note | str, lang: Language) -> str:
    """A note of an answer in the reader's language."""
    if isinstance(note, str):
        return note
    values = {key: note_words(each, lang) if isinstance(each, Note) else each for key, each in note.values.items()}
    if not note.many:
        return translated(note.english, lang, **values)
    number = note.values["number"]
    assert isinstance(number, int)  # noqa: S101 - counted_note put it there
    return catalogue(lang).ngettext(note.english, note.many, number).format(**values)


def in_language(text: str, lang: Language) -> str:
    """*text*, which may be a phrase, in the reader's language."""

    def template(one: str, many: str, number: int) -> str:
        return catalogue(lang).ngettext(one, many, number) if many else catalogue(lang).gettext(one)

    return str(in_words(text, template))


def heading_words(columns: type, name: str, lang: Language) -> str:
    """What stands above a column; a translation for this very column goes before that of its English words."""
    english = headings(columns)[name].english
    context = f"{columns.__name__}.{name}"
    own = catalogue(lang).pgettext(context, english)
    return catalogue(lang).gettext(english) if own == english else own


def question_words(name: str, lang: Language) -> str:
    """What stands above the answer to a question."""
    if name in names():
        return translated(question(name).title, lang)
    return translated(_OTHER_ANSWERS[name], lang) if name in _OTHER_ANSWERS else name.replace("-", " ").capitalize()


def option_words(name: str, lang: Language) -> str:
    """What an option is called in a sentence."""
    return translated(label(name), lang)
