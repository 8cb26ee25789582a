"""The page of every command and option, made from what click knows."""

from collections.abc import Iterator, Sequence

import click

from cli.main import liggare
from generating.markdown import block, page, paragraphs, table
from ledger.domain.vocabulary import FACT_TYPES

_INTRODUCTION = """
What `liggare COMMAND --help` says, on one page. Options before the command belong to `liggare` itself:
`liggare --ledger hsn.db show units`.

| Exit status | means |
| --- | --- |
| 0 | done |
| 1 | refused by a rule |
| 2 | the command or the file was not understood |
| 3 | the ledger is damaged, or out of reach |

Errors go to standard error: what is wrong after `Error:`, and the way out after `Hint:`. Every refusal, with a command
that provokes it: [refusals](refusals.md). Nothing is ever half recorded.
"""

Options = Sequence[tuple[str, str]]


def commands() -> str:
    """The whole page."""
    return page(
        "Commands", "the options in cli/", _INTRODUCTION.strip(), *_command(liggare, _context(liggare, "liggare"))
    )


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, info_name=name, parent=parent, **command.context_settings)


def _command(command: click.Command, context: click.Context, shared: Options = (), depth: int = 2) -> Iterator[str]:
    """A command, and everything below it. *shared* are the options that were told for all its siblings."""
    yield f"{'#' * depth} {context.command_path}"
    yield f"`{' '.join([context.command_path, *command.collect_usage_pieces(context)])}`"
    yield paragraphs(command.help)
    yield _options([each for each in _told(command, context) if each not in shared])
    yield _examples(command) if command.name not in FACT_TYPES else _link(str(command.name))
    if isinstance(command, click.Group):
        yield from _below(command, context, depth)


def _below(group: click.Group, context: click.Context, depth: int) -> Iterator[str]:
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            found.append((command, _context(command, name, context)))
    told = [_told(command, inner) for command, inner in found]
    alike = [each for each in told[0] if all(each in others for others in told)]
    if alike:
        yield f"What all of these take:\n\n{_options(alike)}"
    for command, inner in found:
        yield from _command(command, inner, alike, min(depth + 1, 4))


def _told(command: click.Command, context: click.Context) -> Options:
    """Each option and argument with what its help says. That every command has --help is told once, at the top."""
    records = (each.get_help_record(context) for each in command.get_params(context))
    return [record for record in records if record and (context.parent is None or "--help" not in record[0])]


def _options(options: Options) -> str:
    return table(("Option", "Meaning"), ((f"`{option}`", meaning) for option, meaning in options)) if options else ""


def _link(type_of_fact: str) -> str:
    return f"Fields and an example: [vocabulary](vocabulary.md#{type_of_fact.replace('.', '')})."


def _examples(command: click.Command) -> str:
    lines = (command.epilog or "").replace("\b\n", "").splitlines()
    commands = [line.strip().removeprefix("Example: ") for line in lines]
    found = [line for line in commands if line.startswith(("liggare ", "cat "))]
    return block("sh", "\n".join(found)) if found else ""
