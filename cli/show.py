"""Questions: ``liggare show …`` and ``liggare journal``."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.lazy import nearest
from cli.params import AS_OF, DAY, KNOWN_AT, MONTH, YEAR
from cli.render import answer_text, print_answer, print_text
from cli.settings import Settings, language, now
from ledger.domain.days import Month, end_of_day, instant_text, swedish_day

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.queries.books import Books
    from ledger.queries.library import Library
    from ledger.reports.numbers import Language

Option = Callable[[Any], Any]

AS_OF_OPTION = click.option(
    "--as-of", type=AS_OF, metavar="DAY|MONTH", help="The day the answer is true for; a month means its last day."
)
KNOWN_AT_OPTION = click.option(
    "--known-at",
    type=KNOWN_AT,
    metavar="DAY|MONTH|INSTANT",
    help="Only what the ledger knew by then; a day ends at Swedish midnight.",
)
YEAR_OPTION = click.option("--year", type=YEAR, metavar="YYYY", help="The fiscal year; that of --as-of if left out.")
MONTH_OPTION = click.option("--month", type=MONTH, metavar="YYYY-MM", help="The month; that of --as-of if left out.")
STATEMENT_OPTION = click.option(
    "--statement",
    type=click.Choice(["operating", "investment", "financing"]),
    default="operating",
    show_default=True,
    help="Whose lines are counted.",
)
TREE_OPTION = click.option(
    "--tree",
    type=click.Choice(["moment", "then", "today"]),
    default="moment",
    show_default=True,
    help="Roll up along the tree of the moment, each month's own, or the newest.",
)


def _by(default: str, ways: str) -> Option:
    return click.option(
        "--by", default=default, metavar="GROUPING", help=f"Group by {ways}.", show_default=bool(default)
    )


OUTPUT = (
    click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
                 help="How to print the answer."),
    click.option("--in", "unit_of_amounts", type=click.Choice(["kr", "tkr", "Mkr"]), default="Mkr", show_default=True,
                 help="The unit of amounts in tables."),
    click.option("--decimals", type=click.IntRange(0, 6), default=0, show_default=True,
                 help="Decimals of amounts in tables."),
    click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Keep a receipt, with which liggare verify --receipt makes the answer again."),
    click.option("--lang", type=click.Choice(["sv", "en"]),
                 help="The language of tables; that of the locale if left out."),
)  # fmt: skip


HOW = ("form", "unit_of_amounts", "decimals", "lang", "receipt")
"""The names that the options of OUTPUT arrive under."""


class Questions(click.Group):
    """The questions, with a suggestion for one that is misspelt."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"There is no question {args[0]!r}.{nearest(args[0], list(self.commands))}", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


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


def ask(
    settings: Settings,
    answered: "Callable[[Books], Answer]",
    *,
    as_of: date | None,
    known_at: datetime | None,
    year: int | None = None,
    **how: Any,
) -> None:
    """Open the books at the moment, answer, and print the answer."""
    instant = known_at or now()
    day = as_of or usual_day(year)
    with settings.reading() as library:
        tell_answer(answered(library.books(day, instant)), library, **how)


EXPLAINABLE = ("budget", "report", "result", "outcome", "forecast", "staffing", "savings")
"""The questions whose figures ``liggare explain`` takes apart."""


def way_to_the_facts(answer: "Answer", lang: "Language", *, moment_given: bool) -> str:
    """The command that explains a figure of this answer, with the options the answer was asked with.

    *moment_given*: the moment is told although it was not among them, as it will be when a receipt is verified.
    """
    from ledger.reports.words import said

    words = ["liggare explain", answer.question]
    given = dict(click.get_current_context().params)
    if moment_given:
        given |= {"as_of": answer.moment.as_of, "known_at": answer.moment.known_at}
    for name in ("year", "month", "since", "statement", "tree", "as_of", "known_at"):
        value = given.get(name)
        if value not in (None, "operating", "moment"):
            words.append(f"--{name.replace('_', '-')} {_typed(value)}")
    facts = said("The facts behind a figure", lang)
    return f"{facts}: {' '.join(words)} --unit CODE --column NAME"


def _typed(value: Any) -> str:
    """A value of an option as a person would type it."""
    if not isinstance(value, datetime):
        return str(value)
    day = swedish_day(value)
    return str(day) if value == end_of_day(day) else instant_text(value)


def usual_day(year: int | None) -> date:
    """Today, or 1 January of a year that is yet to come."""
    return max(swedish_day(now()), date(year, 1, 1) if year else date.min)


def tell_answer(
    answer: "Answer",
    library: "Library",
    *,
    form: Any,
    unit_of_amounts: Any,
    decimals: int,
    lang: str | None,
    receipt: Path | None,
) -> None:
    """Print an answer, and keep its receipt if one is asked for: then it looks the same on every terminal."""
    chosen = language(lang)
    if form == "table" and answer.rows and answer.question in EXPLAINABLE:
        answer = attrs.evolve(
            answer, notes=[*answer.notes, way_to_the_facts(answer, chosen, moment_given=receipt is not None)]
        )
    if receipt is None:
        print_answer(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
        return
    from cli.receipts import lasting_arguments, write_receipt

    text = answer_text(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
    arguments = lasting_arguments(click.get_current_context(), answer.moment, chosen)
    write_receipt(receipt, arguments, answer, text, library.log.metadata()["identity"])
    print_text(text)


def question(name: str, example: str, *options: Option) -> Callable[[Callable[..., Any]], click.Command]:
    """A subcommand of show, with the options of the moment before and those of the output after its own."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        decorated = click.pass_obj(function)
        unit = click.option("--unit", metavar="CODE", help="Only this unit and everything below it.")
        for option in reversed((unit, *options, YEAR_OPTION, AS_OF_OPTION, KNOWN_AT_OPTION, *OUTPUT)):
            decorated = option(decorated)
        return show.command(name, epilog=f"Example: liggare show {example}")(decorated)

    return decorate


@question(
    "budget",
    "budget --year 2024 --unit HSN --by unit,line",
    _by("unit", "unit, line, month, or several: unit,line"),
    STATEMENT_OPTION,
    TREE_OPTION,
)
def _budget(
    settings: Settings, *, unit: str | None, year: int | None, by: str, statement: str, tree: Any, **how: Any
) -> None:
    """Adopted budgets, what changed them, and what they are now."""
    from ledger.queries.budget import budget

    ask(
        settings,
        lambda books: budget(books, year=year, unit=unit, by=by, statement=statement, tree=tree),
        year=year,
        **how,
    )


@question("outcome", "outcome --unit HSN --year 2024", MONTH_OPTION, STATEMENT_OPTION, TREE_OPTION)
def _outcome(
    settings: Settings,
    *,
    unit: str | None,
    year: int | None,
    month: Month | None,
    statement: str,
    tree: Any,
    **how: Any,
) -> None:
    """Outcomes by unit, line and month, with rolling twelve months."""
    from ledger.queries.outcomes import outcome

    ask(
        settings,
        lambda books: outcome(books, year=year, month=month, unit=unit, statement=statement, tree=tree),
        year=year,
        **how,
    )


@question(
    "forecast",
    "forecast --year 2024 --unit HSN",
    _by("unit", "unit or unit,line"),
    STATEMENT_OPTION,
    TREE_OPTION,
)
def _forecast(
    settings: Settings, *, unit: str | None, year: int | None, by: str, statement: str, tree: Any, **how: Any
) -> None:
    """Forecast versions side by side, against budget and outcome."""
    from ledger.queries.forecasts import forecast

    ask(
        settings,
        lambda books: forecast(books, year=year, unit=unit, by=by, statement=statement, tree=tree),
        year=year,
        **how,
    )


@question("staffing", "staffing --as-of 2024-08 --since 2024-01",
          click.option("--since", type=MONTH, metavar="YYYY-MM", help="The month FTE changes are counted from."),
          TREE_OPTION)  # fmt: skip
def _staffing(settings: Settings, *, unit: str | None, since: Month | None, tree: Any, **how: Any) -> None:
    """Budgeted positions and the reported workforce."""
    from ledger.queries.staffing import staffing

    ask(settings, lambda books: staffing(books, unit=unit, since=since, tree=tree), **how)


@question("freezes", "freezes --as-of 2024-03")
def _freezes(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Hiring freezes, their scope, and the exemptions from them."""
    from ledger.queries.registers import freezes

    ask(settings, lambda books: freezes(books, unit=unit), **how)


@question("exemptions", "exemptions --unit HSN")
def _exemptions(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Exemptions from hiring freezes, and what became of them."""
    from ledger.queries.registers import exemptions

    ask(settings, lambda books: exemptions(books, unit=unit), **how)


@question("savings", "savings --as-of 2024-08 --by unit", _by("", "unit: every unit's part"))
def _savings(settings: Settings, *, unit: str | None, by: str, **how: Any) -> None:
    """Savings plans and phases: target, decided, realised, measured."""
    from ledger.queries.savings import savings

    ask(settings, lambda books: savings(books, unit=unit, by=by), **how)


@question("indicators", "indicators --year 2024")
def _indicators(settings: Settings, *, unit: str | None, year: int | None, **how: Any) -> None:
    """Indicators against their targets: met at 100 %, partly from 80 %."""
    from ledger.queries.indicators import indicators

    ask(settings, lambda books: indicators(books, year=year, unit=unit), year=year, **how)


@question("assignments", "assignments --as-of 2024-08")
def _assignments(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Assignments, how they go and which are overdue."""
    from ledger.queries.registers import assignments

    ask(settings, lambda books: assignments(books, unit=unit), **how)


@question("pending", "pending --unit HSN")
def _pending(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Facts that count only once another person attests them."""
    from ledger.queries.journal import pending

    ask(settings, lambda books: pending(books, unit=unit), **how)


@question("units", "units --as-of 2023-01")
def _units(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """The tree of units."""
    from ledger.queries.registers import units

    ask(settings, lambda books: units(books, unit=unit), **how)


@question("report", "report --month 2024-07 --known-at 2024-08-27", MONTH_OPTION, STATEMENT_OPTION, TREE_OPTION)
def _report(
    settings: Settings,
    *,
    unit: str | None,
    month: Month | None,
    statement: str,
    tree: Any,
    as_of: date | None,
    year: int | None,
    **how: Any,
) -> None:
    """The monthly report: nine columns by unit."""
    from ledger.queries.closing import report_beside_closing

    month, as_of = _month_and_day(month, as_of, year)
    ask(
        settings,
        lambda books: report_beside_closing(books, month, unit=unit, statement=statement, tree=tree),
        as_of=as_of,
        **how,
    )


@question("result", "result --month 2024-07", MONTH_OPTION, STATEMENT_OPTION)
def _result(
    settings: Settings,
    *,
    unit: str | None,
    month: Month | None,
    statement: str,
    as_of: date | None,
    year: int | None,
    **how: Any,
) -> None:
    """The result statement: one row a line."""
    from ledger.queries.outcomes import result

    month, as_of = _month_and_day(month, as_of, year)
    ask(settings, lambda books: result(books, month=month, unit=unit, statement=statement), as_of=as_of, **how)


def _month_and_day(month: Month | None, as_of: date | None, year: int | None) -> tuple[Month, date]:
    """The month of a report and the day it is true for, each from the other where only one is given."""
    if month is None:
        month = Month.containing(as_of or usual_day(year))
    return month, as_of or month.last_day


@click.command(
    epilog="""\b
Examples:
  liggare journal --last 10
  liggare journal --unit HSN --type budget --decided-from 2024-06-01
  liggare journal --text "RS 1179-2024" --format json""",
)
@click.option("--unit", metavar="CODE", help="Only facts about this unit and those below it.")
@click.option("--type", "type_", metavar="TYPE", help="Only facts of this type, or of this noun: budget.")
@click.option("--recorded-by", "recorder", metavar="USER", help="Only facts this officer recorded.")
@click.option("--text", metavar="WORDS", help="Only facts with these words in decision, id or note.")
@click.option("--decided-from", type=DAY, metavar="DAY", help="Only facts decided on or after this day.")
@click.option("--decided-to", type=DAY, metavar="DAY", help="Only facts decided on or before this day.")
@click.option("--effective-from", type=DAY, metavar="DAY", help="Only facts in effect from this day or later.")
@click.option("--recorded-from", type=KNOWN_AT, metavar="DAY|INSTANT", help="Only facts recorded after this.")
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the last N of them.")
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.pass_obj
def journal(
    settings: Settings,
    /,
    *,
    type_: str | None,
    recorder: str | None,
    last: int | None,
    as_of: date | None,
    **options: Any,
) -> None:  # fmt: skip
    """List the facts, as they were recorded."""
    from ledger.queries.journal import Filter
    from ledger.queries.journal import journal as answered

    how = {name: options.pop(name) for name in (*HOW, "known_at")}
    wanted = Filter(type=type_, actor=recorder, effective_to=as_of, **options)
    day = as_of or swedish_day(how["known_at"] or now())  # so that a receipt has the same day tomorrow
    ask(settings, lambda books: answered(books, wanted, last=last), as_of=day, **how)


def with_output(command: click.Command) -> None:
    """Add the options that say how an answer is printed."""
    for option in OUTPUT:
        option(command)


with_output(journal)
