"""``liggare show``: one command for each question."""

from functools import partial
from typing import Any

import click

from cli.lazy_group import nearest
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import ask
from cli.output.printing import OUTPUT, Printing
from cli.output.sentences.saying import spoken
from cli.settings import Settings
from ledger.domain.values.phrases import phrase
from ledger.queries.question import TOPICS, Question
from ledger.queries.questions import names, question, questions


class Questions(click.Group):
    """The questions, made into commands one by one, with a suggestion for one that is misspelt."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [each.name for each in questions() if each.is_shown]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        found = question(cmd_name) if cmd_name in names() else None
        return command_of(found) if found and found.is_shown else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        is_word = args and not args[0].startswith("-")
        if is_word and not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            meant = nearest(args[0], self.list_commands(ctx))
            raise click.UsageError(
                spoken(phrase("There is no question {args!r}.{meant}", args=args[0], meant=meant)), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for topic, title in TOPICS.items():
            listed = [(each.name, each.sentence) for each in questions() if each.topic == topic and each.is_shown]
            if listed:
                with formatter.section(title):
                    formatter.write_dl(listed)


@click.group(
    cls=Questions,
    epilog="""\b
Examples:
  liggare show budget --year 2024 --unit HSN
  liggare show report --month 2024-07 --known-at 2024-08-27
  liggare show staffing --as-of 2024-08 --since 2024-01 --format csv""",
)
def show() -> None:
    """Ask the ledger a question, as of any day and as known at any moment."""


def command_of(found: Question) -> click.Command:
    """A question as a command: its own options, then those of all questions, of the moment and of the output."""

    @click.pass_obj
    def answered(settings: Settings, /, **options: Any) -> None:
        printing = Printing.take(options)
        moment = {name: options.pop(name) for name in ("as_of", "known_at")}
        usual_day = partial(found.usual_day, options)
        ask(settings, partial(found.ask, **options), printing, usual_day=usual_day, **moment)

    own = [*found.options, *found.shared]
    options = (*map(of_question, own), AS_OF_OPTION, KNOWN_AT_OPTION, *OUTPUT)
    epilog = f"Example: liggare show {found.name} {found.example}".rstrip()
    return click.command(found.name, help=found.sentence, epilog=epilog)(with_options(answered, options))
