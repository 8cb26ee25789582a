"""Help pages in the reader's language: what commands say of themselves is translated where it is laid out."""

import re
from collections.abc import Iterable
from gettext import bindtextdomain, textdomain

import click

from cli.language import language

_EXTRA = re.compile(r"(?s)(.*?)((?: ?\[(?:required|default: .*|env var: .*)\])+|  \[.*\])?")
_EXAMPLES = re.compile(r"\A(\x08?\n?)(Examples?:)")


def translated_help(text: str) -> str:
    """What a command or an option says of itself; the examples below a command stay as they are typed."""
    if language() == "en":
        return text
    from ledger.reports.catalogue import translated_text

    examples = _EXAMPLES.match(text)
    if examples:
        return f"{examples[1]}{translated_text(examples[2], language())}{text[examples.end() :]}"
    found = _EXTRA.fullmatch(text)
    plain, extra = (found[1], found[2] or "") if found else (text, "")
    extra = extra.replace("[required]", f"[{translated_text('required', language())}]")
    return f"{translated_text(plain, language())}{extra}"


class Formatter(click.HelpFormatter):
    """Lays out what it is given, in the reader's language."""

    def write_text(self, text: str) -> None:
        super().write_text(translated_help(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, translated_help(told)) for name, told in rows], col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        super().write_heading(translated_help(heading))


class Context(click.Context):
    """What a command runs in; its help page is laid out by :class:`Formatter`."""

    formatter_class = Formatter


def with_help(command: click.Command) -> click.Command:
    """The command, whose help is in the reader's language."""
    command.context_class = Context
    return command


def translate_click() -> None:
    """Let click's own sentences come out of our catalogue."""
    from ledger.reports.catalogue import DOMAIN, LOCALE

    bindtextdomain(DOMAIN, str(LOCALE))
    textdomain(DOMAIN)
