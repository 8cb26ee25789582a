"""The language in which a command speaks: --lang, wherever it stands, or the locale."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from ledger.reports.catalogue import Language
from ledger.reports.catalogue import language as chosen

LANGUAGES = ("sv", "en")
_spoken: "ContextVar[str | None]" = ContextVar("spoken", default=None)


def language(given: str | None = None) -> "Language":
    """*given*, else the language of this run: that of --lang, or of the locale."""
    return chosen(given or _spoken.get(), os.environ)


@contextmanager
def speaking(arguments: Sequence[str]) -> Iterator[None]:
    """Speak the language that the arguments ask for, also where they turn out to be wrong.

    click asks the standard library's gettext for its own sentences, and that asks the environment for the language.
    """
    before = {name: os.environ.get(name) for name in ("LANGUAGE",)}
    token = _spoken.set(asked_for(arguments) or _spoken.get())  # what a command runs speaks as it does
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        _spoken.reset(token)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def asked_for(arguments: Sequence[str]) -> str | None:
    """What --lang says, as the last of several; None without it."""
    found = None
    for place, word in enumerate(arguments):
        if word == "--":
            break
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or next(iter(arguments[place + 1 : place + 2]), "")
            found = value if value in LANGUAGES else found
    return found
