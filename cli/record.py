"""``liggare record TYPE``: a command for every type of fact, made from its class."""

from typing import Any, get_args, get_origin

import attrs
import click

from cli.lazy import nearest
from cli.settings import Settings, actor
from ledger.domain.fact import SHARED, Fact, attributes, meaning
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.values import spellings, without_none

DECISION_SHORTCUTS = {"body": "--body", "date": "--decided", "paragraph": "--paragraph", "case": "--case"}


class RecordGroup(click.Group):
    """One command for every type of fact in the vocabulary."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(FACT_TYPES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        cls = FACT_TYPES.get(cmd_name)
        return command_for(cls) if cls else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in FACT_TYPES and not args[0].startswith("-"):
            raise click.UsageError(f"There is no type of fact {args[0]!r}.{nearest(args[0], list(FACT_TYPES))}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Types of fact"):
            formatter.write_dl([(name, _sentence(cls)) for name, cls in FACT_TYPES.items()])


@click.group(
    cls=RecordGroup,
    epilog="""\b
Examples:
  liggare record unit.opened --unit HSN --name "Hälso- och sjukvårdsnämnden" --effective 2024-01-01
  liggare record budget.adopted --unit HSN --year 2024 --lines "NETTO=-6392 Mkr"
  liggare record budget.transferred --help""",
)
def record() -> None:
    """Record one decision: each TYPE of fact is a command, each field an option."""


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
    return click.Option(
        [f"--{name.replace('_', '-')}", name.replace("-", "_") + "_words"],
        multiple=True,  # also what may be given once, so that a second one is refused and not preferred
        metavar=form_of(annotation),
        help=f"{meaning(attribute).help}.{' [required]' if must else ''}",
    )


def _inner_options(name: str, part: type) -> list[click.Option]:
    """A part such as the decision can also be given field by field."""
    options = []
    for inner, spelling in spellings(part).items():
        attribute = next(each for each in attributes(part) if each.name == spelling.attribute)
        names = [f"--{name}-{inner}", f"{name}__{inner}_words"]
        if name == "decision":
            names.insert(1, DECISION_SHORTCUTS[inner])
        options.append(
            click.Option(names, multiple=True, metavar=form_of(spelling.annotation), help=f"{meaning(attribute).help}.")
        )
    return options


def form_of(annotation: Any) -> str:
    """What a value of this type looks like on the command line."""
    annotation = without_none(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return "KEY:MONTH=AMOUNT" if get_origin(arguments[1]) is dict else "KEY=AMOUNT"
    if origin is tuple:
        return "FIELD=…,…" if attrs.has(arguments[0]) else "A,B,…"
    if attrs.has(annotation):
        return "FIELD=…,…"
    if arguments and all(isinstance(each, str) for each in arguments):
        return "|".join(arguments)
    if annotation == str | int:
        return "ID|POSITION"
    return _FORMS.get(getattr(annotation, "__name__", ""), "TEXT")


_FORMS = {
    "int": "YEAR",
    "date": "DAY",
    "Month": "MONTH",
    "Money": "AMOUNT",
    "Quantity": "NUMBER",
    "Decimal": "NUMBER",
    "bool": "yes|no",
}
_EXAMPLES = {
    "YEAR": "2024",
    "DAY": "2024-07-01",
    "MONTH": "2024-07",
    "AMOUNT": '"-12,5 Mkr"',
    "NUMBER": "2",
    "yes|no": "yes",
    "ID|POSITION": "123",
    "KEY=AMOUNT": '"NETTO=-12,5 Mkr"',
    "A,B,…": "HSN",
    "TEXT": '"…"',
}
"""What is typed for a value of each form."""
_SAMPLES = {
    "unit": "HSN",
    "parent": "RS",
    "from_unit": "DOS",
    "to_unit": "EKO",
    "line": "NETTO",
    "grant": '"Vårändringsbudget 2024"',
    "accrual": "from=2024-07,to=2024-12",
    "to_year": "2025",
    "version": "P2",
    "category": "Handläggare",
    "freeze": "STOPP-2024",
    "categories": '"*"',
    "exemption": "D-1",
    "plan": "PLAN-2024",
    "phase": "FAS-1",
    "measure": "A-1",
    "indicator": "VANTETID",
    "assignment": "U-1",
    "policy": "FYRA-OGON",
    "types": "budget.transferred",
}
"""What is typed in a field of this name, where its form alone does not make a sensible value."""
_SAMPLES_OF_TYPE = {
    "grant.received": {"line": "BIDRAG", "amount": '"12,5 Mkr"'},
    "budget.carried-over": {"effective": "2025-01-01"},
    "workforce.reported": {"measure": "fte"},
    "freeze.declared": {"employment": "permanent"},
    "savings-plan.phase-set": {"amount": '"12,5 Mkr"'},
    "savings-plan.revised": {"amount": '"12,5 Mkr"'},
}
_GIVEN_TOO = {
    "budget.adjusted": '--financing "…"',
    "freeze.amended": "--except-categories Läkare",
    "target.set": "--target 85",
    "effect.reported": '--amount "0,5 Mkr"',
}
"""What a rule asks for besides the required fields, or what the fact would be empty without."""


def example(cls: type[Fact]) -> str:
    """A command with every required field, as an example."""
    words = [f"liggare record {cls.TYPE}"]
    samples = _SAMPLES | _SAMPLES_OF_TYPE.get(cls.TYPE, {})
    for name, spelling in spellings(cls).items():
        if spelling.required and (name != "effective" or cls.EFFECTIVE == "given"):
            form = form_of(spelling.annotation)
            value = samples.get(name) or _EXAMPLES.get(form) or form.partition("|")[0]
            words.append(f"--{name.replace('_', '-')} {value}")
    if cls.TYPE in _GIVEN_TOO:
        words.append(_GIVEN_TOO[cls.TYPE])
    return " ".join(words)


def _run(cls: type[Fact], settings: Settings, words: dict[str, Any]) -> None:
    from ledger.interchange.journal import to_fact
    from ledger.interchange.words import to_fields

    unit, dry_run, form = words.pop("unit_of_amounts"), words.pop("dry_run"), words.pop("form")
    given = {
        name.removesuffix("_words").replace("__", "."): value
        for name, value in words.items()
        if value not in (None, ())
    }
    fields = to_fields(cls, given, unit=unit)
    with settings.writing() as ledger:
        fact = to_fact(fields, named_effective=ledger.named_effective)
        if fact.actor is None:
            fact = attrs.evolve(fact, actor=actor(None))  # type: ignore[misc]  # an attrs class in disguise
        if dry_run:
            offered = [recorded.fact for recorded in ledger.rehearse(fact, given=fields.keys())]
        else:
            (took,) = ledger.record(fact, given=fields.keys())
    if dry_run:
        from cli.effect import print_effect

        print_effect(settings, offered)
        click.echo("Nothing was recorded.")
        return
    tell(took, form)


def tell(took: Any, form: str) -> None:
    from ledger.queries.journal import summary
    from ledger.store.codec import encode, journal_line

    recorded = took.recorded
    if form == "json":
        click.echo(journal_line(recorded.position, recorded.recorded_at, encode(recorded.fact)).decode())
    else:
        there = " was already recorded" if took.already_there else ""
        click.echo(f"#{recorded.position} {recorded.fact.TYPE}{there}: {summary(recorded.fact)}")
