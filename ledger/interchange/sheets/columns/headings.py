"""What the columns of a sheet are called, in the journal's words and in Swedish: read off the classes of facts.

A field is a column under its name. A part is a column for each of its fields: ``decision.body`` or ``beslut organ``.
A table of lines is two columns, line and amount, or a column for each line: ``line NETTO`` or ``konto NETTO``.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import attrs

from ledger.domain.fact import Fact, Meaning, attributes, meaning
from ledger.domain.money.grants import PassedOn
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.sheets.columns.month_words import month_in, number_of_month
from ledger.interchange.values.fields import Spelling, reader, spellings, without_none
from ledger.interchange.values.messages import Reader

Role = Literal["field", "entry", "line", "amount", "month", "unit", "year"]
"""What a column holds: a field (or a field of a part), the value of a table under one key, the line and the amount
of a table of lines, the value of one month or one unit, or the year that months without one belong to."""

TYPE_HEADINGS = ("type", "typ")
_VALUE = "value"
"""What a report of people calls its figure, which may be left out where hours give it."""
_FIGURES = (Money, Quantity, Decimal)
_BETWEEN_WORDS = re.compile(r"[\s._-]+")


@attrs.frozen(kw_only=True)
class Column:
    """A column that a sheet with facts of one type may have."""

    role: Role
    field: str
    """The field of the journal line that it fills, or helps to fill."""
    inner: str = ""
    """Which field of a part, or which key of a table."""
    month: int = 0
    year: int | None = None
    """The year of a month column, where the heading says it."""
    annotation: Any
    told: Meaning
    read: Reader
    """From a JSON value to the value of the field."""
    required: bool = False
    journal: str = ""
    """The heading in the journal's words."""
    swedish: str = ""
    unit: str = ""
    """The unit of its amounts, where the heading says it."""

    kind: Any = attrs.field(init=False)
    """The type of the value that one cell holds."""
    is_figure: bool = attrs.field(init=False)
    """Whether its cells can be summed."""

    @kind.default
    def _kind_of_one_cell(self) -> Any:
        return without_none(self.annotation)

    @is_figure.default
    def _is_summed(self) -> bool:
        return self.kind in _FIGURES


def folded(heading: str) -> str:
    """A heading without what does not tell headings apart: case, spaces, points, dashes and underscores."""
    return _BETWEEN_WORDS.sub("", unicodedata.normalize("NFC", heading)).casefold()


def columns_of(cls: type[Fact]) -> tuple[Column, ...]:
    """The columns of a sheet with facts of this type, without those of single lines and months."""
    if cls.TYPE not in _known_columns:
        _known_columns[cls.TYPE] = tuple(_columns(cls))
    return _known_columns[cls.TYPE]


def _columns(cls: type[Fact]) -> Iterator[Column]:
    for name, spelling in spellings(cls).items():
        told = _meaning_of(cls, spelling)
        required = spelling.required and not (name == "effective" and cls.EFFECTIVE != "given")
        if attrs.has(without_none(spelling.annotation)):
            yield from _columns_of_part(name, without_none(spelling.annotation), told, required=required)
            continue
        if name == table_of_lines(cls):
            yield from _line_and_amount(name)
        yield _plain(name, spelling, told, required=required)
    if monthly_value(cls) and "year" not in spellings(cls):
        told = Meaning(help="The year of the columns jan to dec", swedish="år")
        yield Column(
            role="year", field="year", annotation=int, told=told, read=reader(int), journal="year", swedish="år"
        )


def _plain(name: str, spelling: Spelling, told: Meaning, *, required: bool) -> Column:
    return Column(
        role="field",
        field=name,
        annotation=spelling.annotation,
        told=told,
        read=spelling.read,
        required=required,
        journal=name,
        swedish=told.swedish,
    )


def _columns_of_part(name: str, part: type, outer: Meaning, *, required: bool) -> Iterator[Column]:
    for inner, spelling in spellings(part).items():
        told = _meaning_of(part, spelling)
        says_both = told.swedish.startswith(outer.swedish)
        yield Column(
            role="field",
            field=name,
            inner=inner,
            annotation=spelling.annotation,
            told=told,
            read=spelling.read,
            required=required and spelling.required,
            journal=f"{name}.{inner}",
            swedish=told.swedish if says_both else f"{outer.swedish} {told.swedish}",
        )


def _line_and_amount(table: str) -> Iterator[Column]:
    """The two columns of a table of lines, called what a line and its amount are called where they are fields."""
    roles: tuple[tuple[str, Role], ...] = (("line", "line"), ("amount", "amount"))
    for name, role in roles:
        spelling = spellings(PassedOn)[name]
        told = _meaning_of(PassedOn, spelling)
        yield Column(
            role=role,
            field=table,
            annotation=spelling.annotation,
            told=told,
            read=spelling.read,
            journal=name,
            swedish=told.swedish,
        )


def _meaning_of(cls: type, spelling: Spelling) -> Meaning:
    return meaning(next(each for each in attributes(cls) if each.name == spelling.attribute))


def table_of_lines(cls: type[Fact]) -> str:
    """The field that holds an amount for each line; empty when there is none, or one line has a field of its own."""
    if "line" in spellings(cls):
        return ""
    for name, spelling in spellings(cls).items():
        if get_origin(without_none(spelling.annotation)) is dict and _meaning_of(cls, spelling).refers == "line":
            return name
    return ""


def phased(cls: type[Fact]) -> str:
    """The field that holds an amount for each line and month; empty when there is none."""
    for name, spelling in spellings(cls).items():
        annotation = without_none(spelling.annotation)
        if get_origin(annotation) is dict and get_origin(get_args(annotation)[1]) is dict:
            return name
    return ""


def monthly_value(cls: type[Fact]) -> str:
    """The field that a report of one month states; empty when it states several, or is no report of a month."""
    if cls.EFFECTIVE != "month-end":
        return ""
    stated = [
        name
        for name, spelling in spellings(cls).items()
        if (spelling.required and spelling.annotation in _FIGURES) or name in (table_of_lines(cls), _VALUE)
    ]
    return stated[0] if len(stated) == 1 else ""


def _by_heading(cls: type[Fact]) -> dict[str, Column]:
    """The columns by every heading they may stand under. A part's field may go by its own name, if that is clear."""
    if cls.TYPE in _known_headings:
        return _known_headings[cls.TYPE]
    found: dict[str, Column] = {}
    alone: dict[str, list[Column]] = {}
    for column in columns_of(cls):
        for name in (column.journal, column.swedish):
            found.setdefault(folded(name), column)
        if column.inner:
            alone.setdefault(folded(column.told.swedish), []).append(column)
    for name, columns in alone.items():
        if len(columns) == 1:
            found.setdefault(name, columns[0])
    _known_headings[cls.TYPE] = found
    return found


def column_under(cls: type[Fact], heading: str) -> Column | None:
    """What a heading means in a sheet with facts of this type; None when it means nothing there."""
    known = _by_heading(cls).get(folded(heading)) or _of_one_key(cls, heading)
    if known or not (phased(cls) or monthly_value(cls)):
        return known
    named = month_in(heading)
    number = None if named else number_of_month(heading)
    return _of_month(cls, *(named or (number or 0, None))) if named or number else None


def _of_month(cls: type[Fact], month: int, year: int | None) -> Column:
    field = phased(cls) or monthly_value(cls)
    annotation = Money if table_of_lines(cls) else without_none(spellings(cls)[field].annotation)
    told = Meaning(help="What belongs to the month")
    return Column(
        role="month", field=field, month=month, year=year, annotation=annotation, told=told, read=reader(annotation)
    )


def of_unit(cls: type[Fact], unit: str) -> Column | None:
    """The column with what is stated of one unit; None where facts of this type state more than one thing of it."""
    field = table_of_lines(cls) or monthly_value(cls)
    if not field or "unit" not in spellings(cls):
        return None
    annotation = Money if table_of_lines(cls) else without_none(spellings(cls)[field].annotation)
    told = Meaning(help="What belongs to the unit")
    return Column(role="unit", field=field, inner=unit, annotation=annotation, told=told, read=reader(annotation))


def of_line(cls: type[Fact], line: str) -> Column:
    """The column with the amounts on one line."""
    spelling = spellings(cls)[table_of_lines(cls)]
    return _entry(spelling, _meaning_of(cls, spelling), line)


def _of_one_key(cls: type[Fact], heading: str) -> Column | None:
    """The column of one key of a table: ``konto NETTO``, ``orsaker Pension``."""
    for spelling, told, pattern in _tables(cls):
        match = pattern.fullmatch(heading.strip())
        if match:
            return _entry(spelling, told, match[1])
    return None


def _entry(spelling: Spelling, told: Meaning, key: str) -> Column:
    kind = get_args(without_none(spelling.annotation))[1]
    return Column(role="entry", field=spelling.name, inner=key, annotation=kind, told=told, read=reader(kind))


def _tables(cls: type[Fact]) -> tuple[tuple[Spelling, Meaning, re.Pattern[str]], ...]:
    """The tables of a type, and how a heading names one of their keys."""
    if cls.TYPE in _known_tables:
        return _known_tables[cls.TYPE]
    found = []
    for name, spelling in spellings(cls).items():
        if get_origin(without_none(spelling.annotation)) is not dict or name == phased(cls):
            continue
        told = _meaning_of(cls, spelling)
        names = [name, told.swedish]
        if name == table_of_lines(cls):
            names += [each for column in _line_and_amount(name) for each in (column.journal, column.swedish)][:2]
        pattern = re.compile(rf"(?:{'|'.join(map(re.escape, names))})[\s.]+(\S.*)", re.IGNORECASE)
        found.append((spelling, told, pattern))
    return _known_tables.setdefault(cls.TYPE, tuple(found))


def headings(cls: type[Fact] | None) -> list[str]:
    """Every heading that a sheet with facts of this type (None: of any type) may have, for finding the nearest."""
    classes = [cls] if cls else list(RECORDABLE.values())
    names = (name for each in classes for column in columns_of(each) for name in (column.journal, column.swedish))
    return [*dict.fromkeys([*TYPE_HEADINGS, *names])]


def is_type(heading: str) -> bool:
    """Whether the column says, row by row, what type of fact the row is."""
    return folded(heading) in TYPE_HEADINGS


_known_tables: dict[str, tuple[tuple[Spelling, Meaning, re.Pattern[str]], ...]] = {}
_known_columns: dict[str, tuple[Column, ...]] = {}
_known_headings: dict[str, dict[str, Column]] = {}
