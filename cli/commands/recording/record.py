"""``liggare record TYPE``: a command for every type of fact, made from its class."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.help_pages import with_help
from cli.interactive.completion import complete_field, complete_types
from cli.interactive.forms import example, form_of
from cli.lazy_group import nearest
from cli.output.sentences.saying import say, spoken
from cli.settings import Settings, actor
from ledger.domain.control.imports import RecordedByImport
from ledger.domain.control.months import MonthClosed
from ledger.domain.fact import SHARED, Fact, attributes, meaning
from ledger.domain.values.phrases import joined, phrase
from ledger.domain.vocabulary import FACT_TYPES, RECORDABLE, type_named
from ledger.interchange.values.fields import spellings, without_none

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ledger.recording.batches import Took
    from ledger.recording.ledger import Ledger

DECISION_SHORTCUTS = {"body": "--body", "date": "--decided", "paragraph": "--paragraph", "case": "--case"}


class RecordGroup(click.Group):
    """One command for every type of fact in the vocabulary."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(RECORDABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        cls = RECORDABLE.get(type_named(cmd_name))
        return with_help(command_for(cls)) if cls else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and type_named(args[0]) not in RECORDABLE and not args[0].startswith("-") and not ctx.resilient_parsing:
            if type_named(args[0]) in FACT_TYPES:
                raise RecordedByImport
            raise click.UsageError(
                spoken(
                    phrase(
                        "There is no type of fact {args!r}.{recordable}",
                        args=args[0],
                        recordable=nearest(args[0], list(RECORDABLE)),
                    )
                ),
                ctx,
            )
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a type, a person at a terminal is asked for one."""
        if not args and not ctx.resilient_parsing:
            from cli.interactive.prompts import ask_type, at_a_terminal

            args = [ask_type()] if at_a_terminal() else args
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[Any]]":
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return complete_types(ctx, None, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Types of fact"):
            formatter.write_dl([(name, _sentence(cls)) for name, cls in RECORDABLE.items()])


@click.group(
    cls=RecordGroup,
    epilog="""\b
Examples:
  liggare record unit.opened --unit HSN --name "Hälso- och sjukvårdsnämnden" --effective 2024-01-01
  liggare record budget.adopted --unit HSN --year 2024 --lines "NETTO=-6392 Mkr"
  liggare record budget.transferred --help""",
)
def record() -> None:
    """Record one decision: each TYPE of fact is a command, each field an option.

    At a terminal, what has to be given and was left out is asked for, and so is a TYPE.
    """


def command_for(cls: type[Fact]) -> click.Command:
    """The command that records facts of one type. Its options and help are what the class says."""

    def callback(**words: Any) -> None:
        settings: Settings = click.get_current_context().obj
        _run(cls, settings, words)

    ways: list[click.Parameter] = [
        click.Option(
            ["--in", "unit_of_amounts"],
            type=click.Choice(["kr", "tkr", "Mkr"]),
            default="kr",
            help="What amounts without a unit of their own are in.",
            show_default=True,
        ),
        click.Option(["--dry-run"], is_flag=True, help="Show what would change; record nothing."),
        click.Option(
            ["--format", "form"],
            type=click.Choice(["text", "json"]),
            default="text",
            help="How to tell what was recorded.",
        ),
        click.Option(["--yes"], is_flag=True, help="Record what was asked for without showing it and asking again."),
    ]
    own, shared = _options(cls)
    return click.Command(
        cls.TYPE,
        callback=callback,
        params=[*own, *shared, *ways],
        help=cls.__doc__,
        short_help=_sentence(cls),
        epilog=f"\b\nExample:\n  {example(cls)}",
        context_settings={"max_content_width": 100},
    )


def _sentence(cls: type[Fact]) -> str:
    return (cls.__doc__ or "").partition("\n")[0]


def _options(cls: type[Fact]) -> tuple[list[click.Parameter], list[click.Parameter]]:
    own: list[click.Parameter] = []
    shared: list[click.Parameter] = []
    for name, spelling in spellings(cls).items():
        attribute = next(each for each in attributes(cls) if each.name == spelling.attribute)
        place = shared if spelling.attribute in SHARED else own
        place.append(_option(cls, name, spelling.annotation, attribute, required=spelling.required))
        annotation = without_none(spelling.annotation)
        if attrs.has(annotation):
            place.extend(_inner_options(name, annotation))
    return own, shared


def _option(
    cls: type[Fact], name: str, annotation: Any, attribute: "attrs.Attribute[Any]", *, required: bool
) -> click.Option:
    annotation = without_none(annotation)
    must = required and not (name == "effective" and cls.EFFECTIVE != "given")
    told = meaning(attribute)
    return click.Option(
        [f"--{name.replace('_', '-')}", name.replace("-", "_") + "_words"],
        multiple=True,  # also what may be given once, so that a second one is refused and not preferred
        metavar=form_of(annotation),
        help=f"{told.help}.{' [required]' if must else ''}",
        shell_complete=complete_field(annotation, told),
    )


def _inner_options(name: str, part: type) -> list[click.Option]:
    """A part such as the decision can also be given field by field."""
    options = []
    for inner, spelling in spellings(part).items():
        attribute = next(each for each in attributes(part) if each.name == spelling.attribute)
        names = [f"--{name}-{inner}", f"{name}__{inner}_words"]
        if name == "decision":
            names.insert(1, DECISION_SHORTCUTS[inner])
        told = meaning(attribute)
        options.append(
            click.Option(
                names,
                multiple=True,
                metavar=form_of(spelling.annotation),
                help=f"{told.help}.",
                shell_complete=complete_field(spelling.annotation, told),
            )
        )
    return options


@attrs.frozen
class How:
    """How a command goes about recording."""

    unit: str
    """What amounts without a unit are in."""
    dry_run: bool
    form: str
    sure: bool


def _run(cls: type[Fact], settings: Settings, words: dict[str, Any]) -> None:
    how = How(words.pop("unit_of_amounts"), words.pop("dry_run"), words.pop("form"), words.pop("yes"))
    given = {
        name.removesuffix("_words").replace("__", "."): value
        for name, value in words.items()
        if value not in (None, ())
    }
    with settings.writing() as ledger:
        if not _fill_in(cls, settings, ledger, given, how):
            return
        fact, fields = read_fact(cls, ledger, given, how.unit)
        told = _not_reported(settings, fact) if not how.dry_run else []
        if how.dry_run:
            offered = ledger.rehearse(fact, given=fields)
        else:
            (took,) = ledger.record(fact, given=fields)
    if how.dry_run:
        from cli.output.effect import print_effect

        print_effect(settings, offered)
        say(phrase("Nothing was recorded."))
        return
    tell(took, how.form)
    for sentence in told:
        click.echo(sentence, err=how.form == "json")


def _not_reported(settings: Settings, fact: Fact) -> "list[str]":
    """What is missing for a month that is closed."""
    if not isinstance(fact, MonthClosed):
        return []
    from cli.output.sentences.not_reported import not_reported_text

    return list(not_reported_text(settings, [fact]))


def _fill_in(cls: type[Fact], settings: Settings, ledger: "Ledger", given: dict[str, Any], how: How) -> bool:
    """Ask a person at a terminal for what is missing; whether there is something to be recorded."""
    from cli.interactive.prompts import at_a_terminal

    if not at_a_terminal():
        return True
    from cli.interactive.filling_in import fill_in

    def rehearse() -> "list[Took]":
        fact, fields = read_fact(cls, ledger, given, how.unit)
        return ledger.rehearse(fact, given=fields)

    return fill_in(cls, settings, given, unit=how.unit, rehearse=None if how.sure or how.dry_run else rehearse)


def read_fact(cls: type[Fact], ledger: "Ledger", given: dict[str, Any], unit: str) -> tuple[Fact, Collection[str]]:
    """The fact that words state, signed by whoever records, and the names of the fields that were given."""
    from ledger.interchange.journal.reading import to_fact
    from ledger.interchange.values.from_text import to_fields

    fields = to_fields(cls, given, unit=unit)
    fact = to_fact(fields, named_effective=ledger.named_effective)
    if fact.actor is None:
        fact = attrs.evolve(fact, actor=actor(None))  # type: ignore[misc]  # an attrs class in disguise
    return fact, fields.keys()


def tell(took: "Took", form: str) -> None:
    from ledger.queries.summary import summary
    from ledger.store.codec import encode, journal_line

    recorded = took.recorded
    if form == "json":
        click.echo(journal_line(recorded.position, recorded.recorded_at, encode(recorded.fact)).decode())
    else:
        there = phrase(" was already recorded") if took.already_there else ""
        say(joined("", (f"#{recorded.position} {recorded.fact.TYPE}", there, ": ", summary(recorded.fact))))
    if took.waits is not None:
        from cli.output.sentences.waiting import waits_text

        say(waits_text(recorded.position, took.waits), err=form == "json")
