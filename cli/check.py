"""A table somebody printed against the ledger: ``liggare check``."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.files import FileNotReadable
from cli.render import print_answer, print_text, table_text
from cli.settings import Settings, language, now
from cli.show import AS_OF_OPTION, KNOWN_AT_OPTION
from ledger.domain.days import end_of_day, instant_text, swedish_day

if TYPE_CHECKING:
    from ledger.queries.library import Library
    from ledger.queries.reconcile import Reconciliation
    from ledger.queries.reconcile_facts import FactTold
    from ledger.queries.reconcile_parts import Period
    from ledger.queries.reconcile_printed import Published
    from ledger.queries.reconcile_solved import Explanation

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
@click.argument("table", metavar="TABLE.csv")
@click.option("--map", "mapping", metavar="MAPPING", required=True, help="What the rows and columns of the table are.")
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
    from ledger.interchange.published import read_published
    from ledger.interchange.published_mapping import read_legend
    from ledger.queries.reconcile import reconcile

    legend = read_legend(_bytes(mapping), Path(mapping).name)
    unit = unit_of_amounts or legend.unit_of_amounts or "Mkr"
    published = read_published(_bytes(table), Path(table).name, legend, unit=unit)
    instant = now()
    with settings.reading() as library:
        found = reconcile(
            published,
            lambda moment: library.books(moment.as_of, moment.known_at),
            as_of=as_of or legend.as_of,
            known_at=known_at or legend.known_at or instant,
            today=swedish_day(instant),
        )
        if form == "table":
            print_text(_Told(found, library, unit, language(lang)).text())
        else:
            print_answer(found.answer(), form=form)
    if not found.is_settled:
        raise SystemExit(FOUND)


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise FileNotReadable(name, error.strerror or str(error)) from None


@attrs.frozen
class _Told:
    """What a check has found, in words."""

    found: "Reconciliation"
    library: "Library"
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

        decimals = self.decimals(self.found.published)
        drawn = table(answer, unit=self.unit, lang=self.lang, decimals=decimals, width=self.width)
        titles = drawn.titles if title is None else [title]
        return table_text(attrs.evolve(drawn, titles=titles, footnotes=()), width=self.width, colour=False)

    def decimals(self, published: "Published") -> int:
        """Those the table was printed with."""
        from ledger.reports.numbers import ORE_IN

        lasts = {figure.last for column in published.columns for figure in column.figures.values()}
        whole = ORE_IN[self.unit]
        return max((len(str(whole // last)) - 1 for last in lasts if 0 < last <= whole), default=0)

    def cells(self) -> str:
        found = self.found
        answer = found.answer()
        differing = [each for each in found.cells if each.agreement == "different"]
        drawn = self.drawn(attrs.evolve(answer, options={"table": found.published.name}, rows=differing))
        counts = (
            f"{len(found.cells)} figures: {found.count('equal')} equal, {found.count('rounding')} equal within the "
            f"rounding, {found.count('different')} different."
        )
        return drawn + "\n" + self.sentences(counts)

    def sums(self) -> Iterator[str]:
        found = self.found
        off = len(found.contradictions)
        rounding = len(found.uneven) - off
        if off:
            yield self.drawn(found.contradictions_answer(), "Sums that do not add up")
        if found.sums:
            yield self.sentences(
                f"{found.sums} sums: {found.sums - len(found.uneven)} add up, {rounding} within the rounding, "
                f"{off} do not add up."
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
            if first.others:
                yield f"  {first.others} other sets of as many facts would explain the same figures."
        elif first.known_through is not None:
            facts = len(first.between)
            yield f"{names}: no {_UP_TO} facts explain the figures, but another moment does, {facts} facts away:"
            yield from (f"  {line}" for fact in first.between[:MOST_LISTED] for line in _fact_lines(fact))
            if facts > MOST_LISTED:
                yield f"  … and {facts - MOST_LISTED} more."
        else:
            yield f"{names}: no {_UP_TO} facts explain the figures, nor does another moment."
        if not first.was_searched:
            yield "  There are too many facts behind them to try all sets."
        for each in group:
            of = f"{each.column} was" if len(group) > 1 else "The column was"
            yield from (f"  {of} known as printed {self.period(period)}" for period in each.periods)
            if first.facts and each.unexplained:
                yield f"  That leaves {', '.join(each.unexplained)} unexplained."

    def moments(self) -> Iterator[str]:
        periods = self.found.periods
        if periods is None:
            return
        lines = [f"The whole table was known as printed {self.period(period)}" for period in periods]
        yield self.sentences(*(lines or ["At no single moment was the whole table known as it was printed."]))

    def period(self, period: "Period") -> str:
        """When a period was, and what to ask with to get there."""
        from ledger.reports.cells import swedish_time

        first = self.library.log.recorded_at(period.first)
        if period.last is None:
            return f"from {swedish_time(first)} on (position {period.first})."
        end = self.library.log.recorded_at(period.last + 1)
        day = swedish_day(first)
        asked = day.isoformat() if end_of_day(day) < end else instant_text(first)
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
        lines = [f"{len(left)} figures and {len(sums)} sums stay unexplained."]
        lines += [f"  {each.row}, {each.column}: {each.slip}." for each in left if each.slip]
        return self.sentences(*lines)


_UP_TO = "one, two or three"


def _supposed(facts: "Sequence[FactTold]") -> str:
    left_out = [fact for fact in facts if fact.is_left_out]
    words = []
    if left_out:
        words.append(f"without {_some(len(left_out))} that counts")
    if len(left_out) < len(facts):
        words.append(f"with {_some(len(facts) - len(left_out))} that does not count at the moment")
    return (
        " and ".join(words).replace("facts that counts", "facts that count").replace("facts that does", "facts that do")
    )


def _some(number: int) -> str:
    return "one fact" if number == 1 else f"{number} facts"


_STATES = {
    "counts": "",
    "recorded-later": ", later than the moment",
    "reversed": ", reversed by the moment",
    "not-attested": ", not attested by the moment",
}


def _fact_lines(fact: "FactTold") -> Iterator[str]:
    from ledger.reports.cells import swedish_time, visible

    decision = " ".join((fact.decision or {}).values())
    by = f" ({decision})" if decision else ""
    yield visible(f"{fact.name} {fact.type}{by}, recorded {swedish_time(fact.recorded_at)}{_STATES[fact.state]}")
    yield visible(f"  {fact.summary}")
