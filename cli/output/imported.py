"""What came of an import, as it is told at its end: what it brought in all, and what is worth a look."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.language import language
from cli.output.terminal import print_bytes
from ledger.interchange.terms import Imported

if TYPE_CHECKING:
    from ledger.queries.importing.totals import ControlRow
    from ledger.reports.numbers import Language

MOST_TYPES = 12


def print_imported(done: Imported, *, dry_run: bool, lang: str | None, is_shown: bool) -> None:
    """Totals, unless they have been shown, and the number of facts on standard output; notes on standard error."""
    if not is_shown:
        print_review(
            done,
            lang=lang,
            waiting=not dry_run,
            with_totals=dry_run or (sys.stdout is not None and sys.stdout.isatty()),
        )
    click.echo(_number_text(done, language(lang), dry_run=dry_run))


def print_review(done: Imported, *, lang: str | None, waiting: bool = True, with_totals: bool = True) -> None:
    """What is to be known before an import is recorded: what it comes to, and what is worth a look."""
    from ledger.reports.words import note_words, translated

    chosen = language(lang)
    for line in _totals_text(done.totals, chosen) if with_totals else ():
        click.echo(line)
    for note in done.notes:
        click.echo(translated("Note: {note}.", chosen, note=note_words(note, chosen).rstrip(".")), err=True)
    if done.waiting and waiting:
        from cli.output.sentences.waiting import many_wait_text

        for sentence in many_wait_text(done.waiting):
            click.echo(translated("Note: {note}", chosen, note=sentence), err=True)


def _number_text(done: Imported, lang: "Language", *, dry_run: bool) -> str:
    from ledger.reports.words import counted

    number, there = done.recorded, done.already_there
    if dry_run:
        return counted(
            "1 fact would be recorded, {there} already there.",
            "{number} facts would be recorded, {there} already there.",
            number,
            lang,
            there=there,
        )
    return counted(
        "1 fact recorded, {there} already there.",
        "{number} facts recorded, {there} already there.",
        number,
        lang,
        there=there,
    )


def _totals_text(rows: "Sequence[ControlRow]", lang: "Language") -> Iterator[str]:
    """A line for each type of fact: how many facts, units, lines and months, and kronor by side."""
    from ledger.reports.words import counted, translated

    if not any(row.amount is not None for row in rows):
        return
    for row in rows[:MOST_TYPES]:
        named = [
            counted("1 fact", "{number} facts", row.facts, lang),
            *([counted("1 unit", "{number} units", row.units, lang)] if row.units else []),
            *([counted("1 line", "{number} lines", row.lines, lang)] if row.lines else []),
            *([counted("1 month", "{number} months", row.months, lang)] if row.months else []),
        ]
        money = [
            *([translated("income {amount}", lang, amount=row.income.text)] if row.income is not None else []),
            *([translated("cost {amount}", lang, amount=row.cost.text)] if row.cost is not None else []),
            *([translated("net cost {amount}", lang, amount=row.net.text)] if row.net is not None else []),
        ]
        if row.amount is not None and len(money) != 1:
            money.append(translated("in all {amount}", lang, amount=row.amount.text))
        yield f"{row.type}: {', '.join(named)}" + (f"; {', '.join(money)}" if money else "")
    if len(rows) > MOST_TYPES:
        yield translated("… and {number} more types of fact", lang, number=len(rows) - MOST_TYPES)


def print_json(done: Imported, *, dry_run: bool, notes: Sequence[str]) -> None:
    """Everything as one JSON object; *notes* are in the reader's language."""
    import attrs
    import msgspec

    from ledger.domain.fact import journal_name
    from ledger.domain.values.visible import visible_json
    from ledger.reports.formats.json_text import plain

    def fields(subject: Any, *left_out: str) -> dict[str, Any]:
        names = [each.name for each in attrs.fields(type(subject)) if each.name not in left_out]
        return {journal_name(name): plain(getattr(subject, name)) for name in names}

    contents = {
        "question": "import",
        "dry_run": dry_run,
        "recorded": done.recorded,
        "already_there": done.already_there,
        "waiting": len(done.waiting),
        "imports": [
            {name: getattr(each, f"{name}_" if name == "import" else name) for name in _OF_IMPORTS}
            for each in done.imports
        ],
        "totals": [fields(row) for row in done.totals],
        "notes": list(notes),
    }
    text = visible_json(msgspec.json.format(msgspec.json.encode(contents), indent=2).decode()) + "\n"
    print_bytes([text.encode()])


_OF_IMPORTS = ("import", "file", "sha256", "first", "last", "facts")
