"""What commands say beside answers, in the language of whoever typed them."""

import click

from cli.settings import language
from ledger.domain.values.phrases import Phrase


def said(text: str) -> str:
    """*text* in the reader's language."""
    if not isinstance(text, Phrase):
        return text
    from ledger.reports.words import in_language

    return in_language(text, language(None))


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line on standard output, or on standard error."""
    click.echo(said(text), err=err, nl=nl)
