"""What commands say beside answers, in the language of whoever typed them."""

import click

from cli.language import language
from ledger.domain.values.phrases import Phrase
from ledger.reports.catalogue import msg

ERROR, HINT = msg("Error"), msg("Hint")


def spoken(text: str) -> str:
    """*text* in the reader's language."""
    if not isinstance(text, Phrase):
        return text
    from ledger.reports.words import in_language

    return in_language(text, language())


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line on standard output, or on standard error."""
    click.echo(spoken(text), err=err, nl=nl)


def say_error(sentence: str, hint: str = "") -> None:
    """Say on standard error what is wrong and, on a line of its own, the way out."""
    click.echo(error_lines(sentence, hint), err=True, nl=False)


def say_hint(hint: str) -> None:
    """Say on standard error what to do, on a line of its own."""
    say_error("", hint)


def error_lines(sentence: str, hint: str = "") -> str:
    """What is wrong and the way out, as lines."""
    from ledger.domain.values.visible import visible
    from ledger.reports.catalogue import translated_text

    lines = [(ERROR, spoken(sentence)), (HINT, spoken(hint))]
    return "".join(f"{translated_text(name, language())}: {visible(text)}\n" for name, text in lines if text)


WORDS = (
    msg("read"),
    msg("written"),
    msg("No such file or directory"),
    msg("Permission denied"),
    msg("Is a directory"),
    msg("Not a directory"),
    msg("File name too long"),
    msg("Read-only file system"),
    msg("No space left on device"),
    msg("File too large"),
)
"""Words that come as they are, some of them from the system, and are said in the reader's language all the same."""
