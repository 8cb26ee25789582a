"""Questions: ``liggare show …``."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from cli.lazy_group import nearest
from cli.options import (
    AS_OF_OPTION,
    KNOWN_AT_OPTION,
    MONTH_OPTION,
    OUTPUT,
    STATEMENT_OPTION,
    TREE_OPTION,
    YEAR_OPTION,
    Option,
    by,
)
from cli.output.answering import ask, usual_day
from cli.params import MONTH, UNIT
from cli.settings import Settings
from ledger.domain.days import Month


class Questions(click.Group):
    """The questions, with a suggestion for one that is misspelt."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
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


def question(name: str, example: str, *options: Option) -> Callable[[Callable[..., Any]], click.Command]:
    """A subcommand of show, with the options of the moment before and those of the output after its own."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        decorated = click.pass_obj(function)
        unit = click.option("--unit", type=UNIT, metavar="CODE", help="Only this unit and everything below it.")
        for option in reversed((unit, *options, YEAR_OPTION, AS_OF_OPTION, KNOWN_AT_OPTION, *OUTPUT)):
            decorated = option(decorated)
        return show.command(name, epilog=f"Example: liggare show {example}")(decorated)

    return decorate


@question(
    "budget",
    "budget --year 2024 --unit HSN --by unit,line",
    by("unit", "unit, line, month, or several: unit,line"),
    STATEMENT_OPTION,
    TREE_OPTION,
)
def _budget(
    settings: Settings, *, unit: str | None, year: int | None, by: str, statement: str, tree: Any, **how: Any
) -> None:
    """Adopted budgets, what changed them, and what they are now."""
    from ledger.queries.questions.budget import budget

    ask(
        settings,
        lambda at: budget(at, year=year, unit=unit, by=by, statement=statement, tree=tree),
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
    from ledger.queries.questions.outcome import outcome

    ask(
        settings,
        lambda at: outcome(at, year=year, month=month, unit=unit, statement=statement, tree=tree),
        year=year,
        **how,
    )


@question(
    "forecast",
    "forecast --year 2024 --unit HSN",
    by("unit", "unit or unit,line"),
    STATEMENT_OPTION,
    TREE_OPTION,
)
def _forecast(
    settings: Settings, *, unit: str | None, year: int | None, by: str, statement: str, tree: Any, **how: Any
) -> None:
    """Forecast versions side by side, against budget and outcome."""
    from ledger.queries.questions.forecast import forecast

    ask(
        settings,
        lambda at: forecast(at, year=year, unit=unit, by=by, statement=statement, tree=tree),
        year=year,
        **how,
    )


@question("staffing", "staffing --as-of 2024-08 --since 2024-01",
          click.option("--since", type=MONTH, metavar="YYYY-MM", help="The month FTE changes are counted from."),
          TREE_OPTION)  # fmt: skip
def _staffing(settings: Settings, *, unit: str | None, since: Month | None, tree: Any, **how: Any) -> None:
    """Budgeted positions and the reported workforce."""
    from ledger.queries.questions.staffing import staffing

    ask(settings, lambda at: staffing(at, unit=unit, since=since, tree=tree), **how)


@question("freezes", "freezes --as-of 2024-03")
def _freezes(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Hiring freezes, their scope, and the exemptions from them."""
    from ledger.queries.questions.registers import freezes

    ask(settings, lambda at: freezes(at, unit=unit), **how)


@question("exemptions", "exemptions --unit HSN")
def _exemptions(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Exemptions from hiring freezes, and what became of them."""
    from ledger.queries.questions.registers import exemptions

    ask(settings, lambda at: exemptions(at, unit=unit), **how)


@question("savings", "savings --as-of 2024-08 --by unit", by("", "unit: every unit's part"))
def _savings(settings: Settings, *, unit: str | None, by: str, **how: Any) -> None:
    """Savings plans and phases: target, decided, realised, measured."""
    from ledger.queries.questions.savings import savings

    ask(settings, lambda at: savings(at, unit=unit, by=by), **how)


@question("indicators", "indicators --year 2024")
def _indicators(settings: Settings, *, unit: str | None, year: int | None, **how: Any) -> None:
    """Indicators against their targets: met at 100 %, partly from 80 %."""
    from ledger.queries.questions.indicators import indicators

    ask(settings, lambda at: indicators(at, year=year, unit=unit), year=year, **how)


@question("assignments", "assignments --as-of 2024-08")
def _assignments(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Assignments, how they go and which are overdue."""
    from ledger.queries.questions.registers import assignments

    ask(settings, lambda at: assignments(at, unit=unit), **how)


@question("pending", "pending --unit HSN")
def _pending(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """Facts that count only once another person attests them."""
    from ledger.queries.questions.journal import pending

    ask(settings, lambda at: pending(at, unit=unit), **how)


@question("units", "units --as-of 2023-01")
def _units(settings: Settings, *, unit: str | None, **how: Any) -> None:
    """The tree of units."""
    from ledger.queries.questions.registers import units

    ask(settings, lambda at: units(at, unit=unit), **how)


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
        lambda at: report_beside_closing(at, month, unit=unit, statement=statement, tree=tree),
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
    from ledger.queries.questions.outcome import result

    month, as_of = _month_and_day(month, as_of, year)
    ask(settings, lambda at: result(at, month=month, unit=unit, statement=statement), as_of=as_of, **how)


def _month_and_day(month: Month | None, as_of: date | None, year: int | None) -> tuple[Month, date]:
    """The month of a report and the day it is true for, each from the other where only one is given."""
    if month is None:
        month = Month.containing(as_of or usual_day(year))
    return month, as_of or month.last_day
