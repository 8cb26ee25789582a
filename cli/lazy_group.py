"""Commands that are imported when they are used, so that starting costs no more than it needs."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from cli.help_pages import Context, with_help
from cli.output.sentences.saying import spoken
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SUMMARIES = {
    "init": "Make an empty ledger.",
    "record": "Record one decision.",
    "import": "Record many decisions from files, all or none.",
    "imports": "List the imports, or show one with its control totals.",
    "undo": "Take an import back.",
    "reorganise": "Close a unit into another, with its budget and positions.",
    "template": "Write an empty sheet to fill in and import.",
    "export": "Write the journal: every fact, byte for byte.",
    "restore": "Make a ledger anew from an exported journal.",
    "status": "One screen: what there is, what is in force, what waits.",
    "show": "Ask for budgets, outcomes, forecasts, staffing, …",
    "journal": "List the facts.",
    "fact": "One fact whole, and the figures it changes.",
    "explain": "Break a figure down to the facts behind it.",
    "history": "How a figure became what it is, step by step.",
    "compare": "Two moments, and the facts that make the difference.",
    "serve": "Show the ledger as web pages.",
    "publish": "Write the monthly report: HTML, PDF, Excel or Markdown.",
    "check": "Compare a published table with the ledger.",
    "correct": "Reverse a fact and record its replacement.",
    "verify": "Check every fact, every figure and every proof.",
    "checkpoint": "Sign what the ledger holds today.",
    "proof": "Write the proof that a fact is in the ledger.",
    "backup": "Copy the ledger's file while others record.",
    "salvage": "Save what is intact in a damaged file.",
    "sie-map": "Propose lines and units for accounts and objects.",
    "rebuild": "Throw the read model away and derive it again.",
    "demo": "Walk through the main questions on real figures.",
}
"""What ``liggare --help`` says of each command, without importing it."""


class LazyGroup(click.Group):
    """A group that knows where its commands are, and imports them one by one."""

    context_class = Context

    def __init__(self, *args: Any, commands_in: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = self._commands_in.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        return with_help(getattr(import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self._commands_in and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(
                spoken(
                    phrase(
                        "There is no command {args!r}.{value}",
                        args=args[0],
                        value=nearest(args[0], list(self._commands_in)),
                    )
                ),
                ctx,
            )
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem[Any]"]:
        """Commands, without importing them; options of the group itself where a dash has been typed."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=SUMMARIES[name]) for name in self._commands_in if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in self._commands_in])


def nearest(word: str, known: list[str]) -> str:
    """A suggestion of what was meant, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f" Did you mean {near[0]}?" if near else ""
