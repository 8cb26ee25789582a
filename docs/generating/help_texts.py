"""What commands say of themselves, and the sentences of click: help pages, and complaints about options."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from cli.lazy_group import SUMMARIES
from cli.main import liggare

_NEVER_SAID = ("globals.py", "shell_completion.py", "testing.py", "termui.py")
"""Files of click whose sentences nobody meets here."""


def of_commands() -> Iterator[str]:
    """The help of every command, of its options, and what stands in lists of commands."""
    yield from ("Example:", "Examples:", "required", *SUMMARIES.values(), "Types of fact")
    yield from _of_command(liggare, click.Context(liggare))


def _of_command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield inspect.cleandoc(command.help or "")
    if command.short_help:
        yield command.short_help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help.removesuffix(" [required]")
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _of_command(inner, click.Context(inner, context))


def of_click() -> Iterator[tuple[str, str]]:
    """What click says for one, and for many where it makes a difference."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        if path.name in _NEVER_SAID:
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if words and isinstance(words[0], str) and "Deprecat" not in words[0]:
                    yield words[0], str(words[1]) if node.func.id == "ngettext" else ""
