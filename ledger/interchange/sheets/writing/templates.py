"""Empty sheets to fill in: headings, what they mean, what may be chosen, and an example that import leaves out."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import attrs
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ledger.domain.fact import SHARED, Fact, Reference, WholeNumber
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.interchange.sheets.columns.headings import Column, columns_of, phased, table_of_lines
from ledger.interchange.sheets.columns.month_words import JANUARY_TO_DECEMBER
from ledger.interchange.sheets.files.workbooks import OWN_SHEET
from ledger.interchange.sheets.rows.reading import EXAMPLE
from ledger.interchange.sheets.sheet import column_letters
from ledger.interchange.sheets.writing.choices import Choices
from ledger.interchange.sheets.writing.marked import new_workbook
from ledger.interchange.values.fields import spellings

Language = Literal["sv", "en"]

_ORDER_OF_SHARED = ("effective", "id", "decision", "note", "actor", "late_reason", "corrects")
_NUMBER_FORMATS: Mapping[Any, str] = {
    Money: "#,##0.00",
    Quantity: "#,##0.###",
    Decimal: "General",
    date: "yyyy-mm-dd",
    int: "0",
    WholeNumber: "0",
}
"""What is not here is text, which Excel leaves as it is typed: codes with zeros in front, months, paragraphs."""

_WORDS = {
    "required": ("Required.", "Obligatorisk."),
    "journal": ("In the journal: {name}.", "I journalen: {name}."),
    "choices": ("One of: {listed}.", "Ett av: {listed}."),
    "several": ("Several are separated by commas.", "Flera skiljs åt med kommatecken."),
    "months": ("What belongs to the month, if not spread evenly.", "Månadens del, om den inte fördelas jämnt."),
}
_LAST_ROW = 1_048_575
_NARROWEST = 12
_LONGEST_LIST = 255
"""Of characters in a drop-down list that stands in the validation itself."""


@attrs.frozen
class Head:
    """A column of a template."""

    heading: str
    column: Column
    comment: str
    options: tuple[str, ...]
    """What may be chosen; none: anything."""
    is_closed: bool
    """Whether nothing else may be chosen."""
    example: Any


def template(cls: type[Fact], *, lang: Language, choices: Choices, year: int) -> tuple[Head, ...]:
    """The columns of an empty sheet for facts of this type. *choices* are the codes of the ledger, if there is one."""
    return tuple(_head(column, lang, choices, year) for column in _ordered(cls, lang))


def _ordered(cls: type[Fact], lang: Language) -> Iterator[Column]:
    """Own fields first, then those that all facts have. Tables are shown in columns, not in cells."""
    columns = [column for column in columns_of(cls) if column.role != "year"]
    in_cells = {table_of_lines(cls), phased(cls)} if table_of_lines(cls) else set()
    shown = [column for column in columns if column.role != "field" or column.field not in in_cells]
    for column in shown:
        if spellings(cls)[column.field].attribute not in SHARED:
            yield column
            if column.role == "amount" and phased(cls):
                for month, name in enumerate(_months(lang), 1):
                    yield attrs.evolve(column, role="month", month=month, journal=name, swedish=name)
    for name in _ORDER_OF_SHARED:
        yield from (column for column in shown if column.field == name)


def _months(lang: Language) -> list[str]:
    return [name[:3] for name in JANUARY_TO_DECEMBER[lang].split()]


def _head(column: Column, lang: Language, choices: Choices, year: int) -> Head:
    listed, is_closed = _options(column, lang, choices)
    return Head(
        heading=column.swedish if lang == "sv" and column.swedish else column.journal,
        column=column,
        comment=_comment(column, lang, listed if is_closed else ()),
        options=listed,
        is_closed=is_closed and get_origin(column.kind) is not tuple,
        example=_example(column, listed, year),
    )


def _options(column: Column, lang: Language, choices: Choices) -> tuple[tuple[str, ...], bool]:
    kind = get_args(column.kind)[0] if get_origin(column.kind) is tuple else column.kind
    if get_origin(kind) is Literal:
        return get_args(kind), True
    if kind is bool:
        return (("ja", "nej") if lang == "sv" else ("yes", "no")), True
    return tuple(choices.get(column.told.refers or "", ())), False


def _comment(column: Column, lang: Language, listed: tuple[str, ...]) -> str:
    def said(words: str, **values: str) -> str:
        return _WORDS[words][lang == "sv"].format(**values)

    if column.role == "month":
        return said("months")
    parts = [f"{column.told.help}."]
    parts += [said("required")] if column.required or column.role in ("line", "amount") else []
    parts += [said("choices", listed=", ".join(listed))] if listed else []
    parts += [said("several")] if get_origin(column.kind) is tuple else []
    parts += [said("journal", name=column.journal)] if lang == "sv" else []
    return "\n".join(parts)


def _example(column: Column, listed: tuple[str, ...], year: int) -> Any:
    """A value for what must be given; None for what need not."""
    if not (column.required or column.role in ("line", "amount")):
        return None
    kind = column.kind
    if kind is Money:
        return Decimal(-12_500_000)
    if kind in (Quantity, Decimal):
        return Decimal(2)
    if kind is date:
        return date(year, 7, 1)
    if kind is int:
        return Decimal(year)
    if kind is Month:
        return f"{year}-07"
    if kind == Reference:
        return "123"
    return listed[0] if listed else column.journal.upper()


def _with_mark(heads: tuple[Head, ...], lang: Language) -> list[Any]:
    """The values of the example; the first of them says that it is one."""
    values = [head.example for head in heads]
    first = next(index for index, value in enumerate(values) if value is not None)
    shown = values[first]
    values[first] = f"{EXAMPLE[lang]} {shown:f}" if isinstance(shown, Decimal) else f"{EXAMPLE[lang]} {shown}"
    return values


def csv_template(heads: tuple[Head, ...], lang: Language) -> bytes:
    """The template as a CSV file that Excel opens as it is meant: semicolons, UTF-8 with a mark, CR LF."""
    paper = io.StringIO()
    writer = csv.writer(paper, delimiter=";", lineterminator="\r\n")
    writer.writerow([head.heading for head in heads])
    writer.writerow(["" if value is None else str(value) for value in _with_mark(heads, lang)])
    return paper.getvalue().encode("utf-8-sig")


def write_template(target: Path, cls: type[Fact], heads: tuple[Head, ...], lang: Language) -> None:
    """The template as a workbook, its one visible sheet named after the type. Raises :class:`OSError`."""
    with new_workbook(target, constant_memory=False) as book:
        paper = book.add_worksheet(cls.TYPE)
        _write_headings(book, paper, heads)
        faint = {"italic": True, "font_color": "#808080"}
        for index, value in enumerate(_with_mark(heads, lang)):
            form = book.add_format({"num_format": _number_format(heads[index].column), **faint})
            _write(paper, index, value, form)
        write_lists(book, paper, list(enumerate(heads)), first=1)


def _write_headings(book: Workbook, paper: Worksheet, heads: tuple[Head, ...]) -> None:
    look = {"bold": True, "bottom": 1, "valign": "top"}
    required, optional = (book.add_format({**look, "bg_color": colour}) for colour in ("#DDEBF7", "#F2F2F2"))
    for index, head in enumerate(heads):
        must = head.example is not None
        paper.write_string(0, index, head.heading, required if must else optional)
        paper.write_comment(0, index, head.comment, {"author": "liggare", "x_scale": 2})
        form = book.add_format({"num_format": _number_format(head.column)})
        paper.set_column(index, index, max(len(head.heading) + 2, _NARROWEST), form)
    paper.freeze_panes(1, 0)


def _number_format(column: Column) -> str:
    return _NUMBER_FORMATS.get(column.kind, "@")


def _write(paper: Worksheet, column: int, value: Any, form: Any) -> None:
    if isinstance(value, Decimal):
        paper.write_number(1, column, float(value), form)
    elif isinstance(value, date):
        paper.write_datetime(1, column, value, form)
    elif value is not None:
        paper.write_string(1, column, value, form)


def write_lists(book: Workbook, paper: Worksheet, heads: Sequence[tuple[int, Head]], *, first: int) -> None:
    """Drop-down lists. Long ones stand in a sheet that is not shown; codes not in the ledger yet may be typed too."""
    lists: Worksheet | None = None
    written = 0
    for index, head in heads:
        if not head.options:
            continue
        source: Any = list(head.options)
        if not head.is_closed or len(",".join(head.options)) > _LONGEST_LIST:
            lists = lists or book.add_worksheet(OWN_SHEET)
            for row, code in enumerate(head.options):
                lists.write_string(row, written, code)
            letters = column_letters(written)
            source = f"={OWN_SHEET}!${letters}$1:${letters}${len(head.options)}"
            written += 1
        rule = {"validate": "list", "source": source, "error_type": "stop" if head.is_closed else "information"}
        paper.data_validation(first, index, _LAST_ROW, index, rule)
    if lists is not None:
        lists.very_hidden()
