"""What is told of a file beside its facts: not wrong, but good to know, and most of it worth a look."""

from collections.abc import Callable

from ledger.domain.values.phrases import Phrase, counted_phrase, joined, phrase

Notice = Callable[[str], None]
"""Told, in a sentence, what is not wrong but good to know."""

say = phrase
"""A sentence with values in its places. The catalogue of translations finds it by this name."""
count = counted_phrase
"""The same of so many things."""


class Information(Phrase):
    """What is told of a file although nothing about it is worth a look: what was read, and from where."""


def information(text: str) -> Information:
    """*text* as what nobody needs to look at."""
    made = Information(text)
    parts = joined("", [text])
    made.parts = parts.parts
    return made


def placed(where: object, sentence: str) -> str:
    """A sentence with the place that it is about before it."""
    made = joined("", [f"{where}: ", sentence])
    return information(made) if isinstance(sentence, Information) else made
