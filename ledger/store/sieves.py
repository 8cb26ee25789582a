"""Sieves: which facts are worth reading, told by their bytes alone, so that most of a long history is not.

A sieve may let through more than what is meant, and never less. Whoever asks still looks at what the facts say.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import normalize

Sieve = Callable[[str, bytes], bool]
"""Takes the type of a fact and its bytes."""

ESCAPE = b"\\"
"""Where letters are escaped, bytes may not show what they say."""


def everything(_: str, __: bytes) -> bool:
    """Let all facts through."""
    return True


def of_type(word: str) -> Sieve:
    """Facts of a type, or of all types that begin with a word and a dot."""
    return lambda topic, _: topic == word or topic.startswith(f"{word}.")


def naming(codes: Collection[str]) -> Sieve:
    """Facts that have one of the codes as a whole text somewhere."""
    spelled = sorted(json.dumps(each, ensure_ascii=False).encode() for each in codes)
    if len(spelled) == 1:
        (one,) = spelled
        return lambda _, state: one in state or ESCAPE in state
    found = re.compile(b"|".join(map(re.escape, (*spelled, ESCAPE)))).search
    return lambda _, state: found(state) is not None


def holding(text: str) -> Sieve:
    """Facts with all the words of a text somewhere, in whatever case and order."""
    words = [each.encode() for each in folded(text).split()]

    def lets_through(_: str, state: bytes) -> bool:
        shown = state.lower() if state.isascii() else folded(state.decode("utf-8", "replace")).encode()
        return all(word in shown for word in words) or ESCAPE in state

    return lets_through


def together(sieves: Iterable[Sieve]) -> Sieve:
    """What all of several sieves let through."""
    every = tuple(sieves)
    if not every:
        return everything
    if len(every) == 1:
        return every[0]
    return lambda topic, state: all(sieve(topic, state) for sieve in every)


def folded(text: str) -> str:
    """What texts are searched by: without case, and with every letter in one spelling."""
    return normalize("NFC", normalize("NFC", text).casefold())
