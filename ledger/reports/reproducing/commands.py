"""Questions as they are typed at the command line, with nothing left to the clock, the terminal or the locale."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ledger.domain.values.days import instant_text


def command_text(command: Sequence[str], options: Mapping[str, Any]) -> str:
    """A command line: the words of *command*, then each option that is given, by name."""
    return shlex.join([*command, *option_words(options)])


def option_words(options: Mapping[str, Any]) -> list[str]:
    """The words that give the options, by name; what is None or False is left out."""
    given = {name: value for name, value in options.items() if value is not None and value is not False}
    return [
        word
        for name, value in given.items()
        for word in typed_words(f"--{name.removesuffix('_').replace('_', '-')}", value)
    ]


def typed_words(flag: str, value: Any) -> list[str]:
    """An option with its value as words of a command line; without *flag* the value alone."""
    if value is True:
        return [flag]
    match value:
        case datetime():
            typed = instant_text(value)
        case (day, known):
            typed = f"{day or ''}@{instant_text(known) if known else ''}"
        case date():
            typed = value.isoformat()
        case _:
            typed = str(value)
    if not typed:
        return []
    return [flag, typed] if flag else [typed]
