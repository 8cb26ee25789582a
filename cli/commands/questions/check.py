"""A table somebody printed against the ledger: ``liggare check``."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.files.input_files import read_file
from cli.interactive.completion import complete_files
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION
from cli.output.render import print_answer, print_text, table_text
from cli.settings import Settings, language, now
from ledger.domain.days import end_of_day, instant_text, swedish_day
from ledger.interchange.bounded import TEXT_FILE

if TYPE_CHECKING:
    from ledger.queries.check.checking import CheckResult
    from ledger.queries.check.facts import FactTold
    from ledger.queries.check.parts import Period
    from ledger.queries.check.solved import Explanation
    from ledger.queries.reader import LedgerReader

FOUND = 1
"""The exit status when something stays unexplained."""
MOST_LISTED = 10
"""So many facts or figures are listed before only their number is told."""


@click.command(
    epilog="""\b
Examples:
  liggare check board.csv --map board.toml --in Mkr
  liggare check region.csv --map region.toml --known-at 2024-08-27
  liggare check region.csv --map region.toml --format json
How to write a mapping stands in docs/check.md. The exit status is 1 when something stays unexplained."""
)
@click.argument("table", metavar="TABLE.csv", shell_complete=complete_files)
@click.option(
    "--map",
    "mapping",
    metavar="MAPPING",
    required=True,
    shell_complete=complete_files,
    help="What the rows and columns of the table are.",
)
@click.option(
    "--in",
    "unit_of_amounts",
    type=click.Choice(["kr", "tkr", "Mkr"]),
    help="The unit the table is printed in; without it that of the mapping, or Mkr.",
)
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
              help="Print what differs as a table, or every figure as CSV or JSON.")  # fmt: skip
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of tables; that of the locale if left out.")
@click.pass_obj
def check(
    settings: Settings,
    /,
    *,
    table: str,
    mapping: str,
    unit_of_amounts: Any,
    as_of: date | None,
    known_at: datetime | None,
    form: Any,
    lang: str | None,
) -> None:
    """Compare a table somebody printed with the ledger, figure by figure.

    A figure is equal, equal within the rounding, or different; and the table's own sums add up, or do not. For what
    differs the fewest facts are sought that explain it: facts the table leaves out, or has although they were
    recorded later; or else another moment at which the ledger knew the column as it was printed.
    """
    from ledger.interchange.published.mapping import read_legend
    from ledger.interchange.published.table import read_published
    from ledger.queries.check.checking import check_table

    legend = read_legend(read_file(mapping, TEXT_FILE), Path(mapping).name)
    unit = unit_of_amounts or legend.unit_of_amounts or "Mkr"
    published = read_published(read_file(table, TEXT_FILE), Path(table).name, legend, unit=unit)
    instant = now()
    with settings.reading() as reader:
        found = check_table(
            published,
            lambda moment: reader.at(moment.as_of, moment.known_at),
            as_of=as_of or legend.as_of,
            known_at=known_at or legend.known_at or instant,
            today=swedish_day(instant),
        )
        if form == "table":
            print_text(_Told(found, reader, unit, language(lang)).text())
        else:
            print_answer(found.answer(), form=form)
    if not found.is_settled:
        raise SystemExit(FOUND)


@attrs.frozen
class _Told:
    """What a check has found, in words."""

    found: "CheckResult"
    reader: "LedgerReader"
    unit: Any
    lang: Any

    @property
    def width(self) -> int | None:
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def text(self) -> str:
        parts = [self.cells(), *self.sums(), *self.explanations(), *self.moments(), self.verdict()]
        return "\n".join(parts)

    def sentences(self, *lines: str) -> str:
        """Lines of text, wrapped where there is a terminal; the lines after a first one are set in."""
        width = self.width
        wrapped = (fill(line, width, subsequent_indent="  ") if width else line for line in lines)
        return "".join(f"{line}\n" for line in wrapped)

    def drawn(self, answer: Any, title: str | None = None) -> str:
        from ledger.reports.table import table

        decimals = max(column.decimals for column in self.found.published.columns)
        drawn = table(answer, unit=self.unit, lang=self.lang, decimals=decimals, width=self.width)
        titles = drawn.titles if title is None else [title]
        return table_text(attrs.evolve(drawn, titles=titles, footnotes=()), width=self.width, colour=False)

    def cells(self) -> str:
        found = self.found
        answer = found.answer()
        differing = [each for each in found.cells if each.agreement == "different"]
        drawn = self.drawn(attrs.evolve(answer, options={"table": found.published.name}, rows=differing))
        equal, rounding, different = found.count("equal"), found.count("rounding"), found.count("different")
        figures = _number(len(found.cells), "figure")
        return f"{drawn}\n" + self.sentences(
            *self.own_moments(),
            f"{figures}: {equal} equal, {rounding} equal within the rounding, {different} different.",
        )

    def own_moments(self) -> Iterator[str]:
        """The moments that the mapping gives to single columns."""
        from ledger.reports.cells import swedish_time

        for column in self.found.published.columns:
            asked = [f"as of {column.as_of}"] if column.as_of else []
            asked += [f"known at {swedish_time(column.known_at)}"] if column.known_at else []
            if asked:
                yield f"{column.label} is {', '.join(asked)}."

    def sums(self) -> Iterator[str]:
        found = self.found
        off = len(found.contradictions)
        rounding = len(found.uneven) - off
        if off:
            yield self.drawn(found.contradictions_answer(), "Sums that do not add up")
        if found.sums:
            even = found.sums - len(found.uneven)
            yield self.sentences(
                f"{_number(found.sums, 'sum')}: {even} add up, {rounding} within the rounding, {off} do not add up."
            )

    def explanations(self) -> Iterator[str]:
        groups: dict[Any, list[Explanation]] = {}
        for each in self.found.explanations:
            key = tuple((fact.position, fact.is_left_out) for fact in each.facts) or (each.known_through or each.column)
            groups.setdefault(key, []).append(each)
        for group in groups.values():
            yield self.sentences(*self.explained(group))

    def explained(self, group: "Sequence[Explanation]") -> Iterator[str]:
        names = ", ".join(each.column for each in group)
        first = group[0]
        if first.facts:
            yield f"{names} {'comes' if len(group) == 1 else 'come'} out as printed {_supposed(first.facts)}:"
            yield from (f"  {line}" for fact in first.facts for line in _fact_lines(fact))
            others = min(each.others for each in group)
            if others:
                yield f"  {_number(others, 'other set')} of as many facts would explain the same figures."
        elif first.known_through is not None:
            away = _number(len(first.between), "fact")
            yield f"{names}: no few facts explain what differs, but another moment does, {away} away:"
            yield from (f"  {line}" for fact in first.between[:MOST_LISTED] for line in _fact_lines(fact))
            if len(first.between) > MOST_LISTED:
                yield f"  … and {len(first.between) - MOST_LISTED} more."
        else:
            yield f"{names}: neither a few facts nor another moment explain what differs."
        if not first.was_searched:
            yield "  There are too many facts behind them to try all sets."
        for each in group:
            of = f"{each.column} was" if len(group) > 1 else "The column was"
            for period in each.periods[:1]:
                yield f"  {of} known as printed {self.period(period)}" + _besides(each.periods)
            if first.facts and each.unexplained:
                yield f"  That leaves {', '.join(each.unexplained)} unexplained."

    def moments(self) -> Iterator[str]:
        periods = self.found.periods
        if periods is None or self.found.unexplained:
            return
        lines = [f"The whole table was known as printed {self.period(period)}" for period in periods]
        yield self.sentences(*(lines or ["At no single moment was the whole table known as it was printed."]))

    def period(self, period: "Period") -> str:
        """When a period was, and what to ask with to get there."""
        from ledger.reports.cells import swedish_time

        first = self.reader.log.recorded_at(period.first)
        if period.last is None:
            return f"from {swedish_time(first)} on (position {period.first})"
        end = self.reader.log.recorded_at(period.last + 1)
        day = swedish_day(end) - timedelta(days=1)
        asked = day.isoformat() if end_of_day(day) >= first else instant_text(first)
        positions = f"position {period.first}"
        if period.last > period.first:
            positions = f"positions {period.first} to {period.last}"
        return f"from {swedish_time(first)} until {swedish_time(end)} ({positions}): --known-at {asked}"

    def verdict(self) -> str:
        found = self.found
        left, sums = found.unexplained, found.unsettled
        if not left and not sums:
            all_equal = not found.count("different") and not found.contradictions
            return self.sentences("Everything agrees." if all_equal else "Everything that differs is explained.")
        lines = [f"{_number(len(left), 'figure')} and {_number(len(sums), 'sum')} stay unexplained."]
        lines += [f"  {each.row}, {each.column}: {each.slip}." for each in left if each.slip]
        return self.sentences(*lines)


def _supposed(facts: "Sequence[FactTold]") -> str:
    left_out = [fact for fact in facts if fact.is_left_out]
    words = []
    if left_out:
        words.append(f"without {_some(len(left_out))} that the ledger counts")
    if len(left_out) < len(facts):
        words.append(f"with {_some(len(facts) - len(left_out))} that it does not count at the moment")
    return " and ".join(words)


def _besides(periods: "Sequence[Period]") -> str:
    return f" (and in {_number(len(periods) - 1, 'other period')})" if len(periods) > 1 else ""


def _number(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"


def _some(number: int) -> str:
    return "one fact" if number == 1 else f"{number} facts"


_STATES = {
    "counts": "",
    "recorded-later": ", later than the moment",
    "reversed": ", reversed by the moment",
    "not-attested": ", not attested by the moment",
}


def _fact_lines(fact: "FactTold") -> Iterator[str]:
    from ledger.domain.visible import visible
    from ledger.reports.cells import swedish_time

    decision = " ".join((fact.decision or {}).values())
    by = f" ({decision})" if decision else ""
    yield visible(f"{fact.name} {fact.type}{by}, recorded {swedish_time(fact.recorded_at)}{_STATES[fact.state]}")
    yield visible(f"  {fact.summary}")
