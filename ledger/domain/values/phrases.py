"""Sentences that can be said in more than one language: English words with values in them, which are kept apart.

What the ledger says to people is put together where it is known, in English. A phrase is that text, and remembers what
it was made of, so that whoever prints it can say the same in the reader's language.
"""

from collections.abc import Callable, Iterable, Mapping

Translate = Callable[[str, str, int], str]
"""Takes a template in English, that for many (or nothing), and how many; gives the template in another language."""


class Phrase(str):  # noqa: SLOT000 - few are made, and each remembers something else
    """A text in English, which knows its template and its values, or the parts it was put together from."""

    template: str = ""
    many: str = ""
    """The template for other numbers than one; empty where there is no difference."""
    values: Mapping[str, object] = {}
    parts: tuple[str, ...] = ()

    def __add__(self, other: str) -> "Phrase":
        return joined("", (self, other))

    def __radd__(self, other: str) -> "Phrase":
        return joined("", (other, self))


def phrase(template: str, /, **values: object) -> Phrase:
    """What *template* says with *values* in its places, such as ``{unit}``. A value may be a phrase itself."""
    made = Phrase(template.format(**values))
    made.template, made.values = template, values
    return made


def word(text: str) -> Phrase:
    """A word of the journal's own, such as the kind of a thing or a state, which has its name in every language."""
    made = Phrase(text)
    made.template = text.replace("{", "{{").replace("}", "}}")
    return made


def counted_phrase(one: str, many: str, number: int, /, **values: object) -> Phrase:
    """What is said of so many things: *one* for a single one, else *many*, with ``{number}`` in place."""
    values = {"number": number, **values}
    made = Phrase((one if number == 1 else many).format(**values))
    made.template, made.many, made.values = one, many, values
    return made


def joined(separator: str, parts: Iterable[str]) -> Phrase:
    """Several texts after one another, each of which may be a phrase."""
    between: list[str] = []
    for part in parts:
        between += [separator, part] if between else [part]
    made = Phrase("".join(map(str, between)))
    made.parts = tuple(between)
    return made


def sentence_case(text: str) -> Phrase:
    """*text* with a capital at its beginning, in whatever language it is said."""
    made = Phrase(text[:1].upper() + text[1:])
    made.template, made.values = _CAPITAL, {"text": text}
    return made


def small(text: str) -> Phrase:
    """A sentence as a part of another: a small letter at its beginning and no full stop, in whatever language."""
    made = Phrase(_begun_small(text))
    made.template, made.values = _SMALL, {"text": text}
    return made


def _begun_small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")


_CAPITAL, _SMALL = "{text}", " {text}"


def in_words(text: object, translate: Translate) -> object:
    """*text* in the language that *translate* speaks; what is no phrase stays as it is."""
    if not isinstance(text, Phrase):
        return text
    if text.parts:
        return "".join(str(in_words(part, translate)) for part in text.parts)
    values = {name: in_words(value, translate) for name, value in text.values.items()}
    if text.template is _CAPITAL:
        found = str(values["text"])
        return found[:1].upper() + found[1:]
    if text.template is _SMALL:
        return _begun_small(str(values["text"]))
    number = text.values.get("number")
    template = translate(text.template, text.many, number if isinstance(number, int) else 1)
    return template.format(**values)
