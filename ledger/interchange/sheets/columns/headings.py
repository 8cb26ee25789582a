"""What the columns of a sheet are called, in the journal's words and in Swedish: read off the classes of facts.

A field is a column under its name. A part is a column for each of its fields: ``decision.body`` or ``beslut organ``.
A table of lines is two columns, line and amount, or a column for each line: ``line NETTO`` or ``konto NETTO``.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

import attrs

from ledger.domain.days import FIRST_DAY
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Meaning, attributes, meaning
from ledger.domain.measured import Money, Quantity
from ledger.domain.money.grants import PassedOn
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.values.fields import Spelling, reader, spellings, without_none
from ledger.interchange.values.messages import Reader
from ledger.interchange.values.months import read_month

Role = Literal["field", "entry", "line", "amount", "month", "year"]
"""What a column holds: a field (or a field of a part), the value of a table under one key, the line and the amount
of a table of lines, the value of one month, or the year that months without one belong to."""

TYPE_HEADINGS = ("type", "typ")
JANUARY_TO_DECEMBER = MappingProxyType(
    {
        "en": "january february march april may june july august september october november december",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    }
)
"""The months as headings; their first three letters will do."""

_FIGURES = (Money, Quantity, Decimal)
_BETWEEN_WORDS = re.compile(r"[\s._-]+")
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?(?:[\s'-]+([0-9]{4}|[0-9]{2}))?")
_NUMBERED_MONTH = re.compile(r"([0-9]{4})[./ ]?([0-9]{2})")


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
    """The field that holds an amount for each line; empty when there is none."""
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
        if spelling.required and (spelling.annotation in _FIGURES or name == table_of_lines(cls))
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
    named = month_under(heading)
    return _of_month(cls, *named) if named else None


def month_under(heading: str) -> tuple[int, int | None] | None:
    """The month, and the year if it says one: ``2024-01``, ``202401``, ``jan``, ``jan-24``, ``januari 2024``."""
    words = heading.strip().casefold()
    numbered = _NUMBERED_MONTH.fullmatch(words)
    try:
        month = read_month(f"{numbered[1]}-{numbered[2]}" if numbered else words)
    except LedgerError:
        named = _NAMED_MONTH.fullmatch(words)
        number = _months_by_name().get(named[1]) if named else None
        return (number, _year_said(named[2])) if named and number else None
    return month.month, month.year


def _year_said(digits: str | None) -> int | None:
    """A year of four digits, or of two as spreadsheets shorten it: 24 is 2024, 98 is 1998."""
    if digits is None or len(digits) > 2:  # noqa: PLR2004 - two digits are a year shortened
        return int(digits) if digits else None
    return int(digits) + (1900 if int(digits) >= FIRST_DAY.year % 100 else 2000)


@cache
def _months_by_name() -> dict[str, int]:
    return {
        name: number
        for names in JANUARY_TO_DECEMBER.values()
        for number, whole in enumerate(names.split(), 1)
        for name in (whole, whole[:3])
    }


def _of_month(cls: type[Fact], month: int, year: int | None) -> Column:
    field = phased(cls) or monthly_value(cls)
    annotation = Money if table_of_lines(cls) else spellings(cls)[field].annotation
    told = Meaning(help="What belongs to the month")
    return Column(
        role="month", field=field, month=month, year=year, annotation=annotation, told=told, read=reader(annotation)
    )


def _of_one_key(cls: type[Fact], heading: str) -> Column | None:
    """The column of one key of a table: ``konto NETTO``, ``orsaker Pension``."""
    for name, spelling in spellings(cls).items():
        annotation = without_none(spelling.annotation)
        if get_origin(annotation) is not dict or name == phased(cls):
            continue
        told = _meaning_of(cls, spelling)
        names = [name, told.swedish]
        if name == table_of_lines(cls):
            names += [each for column in _line_and_amount(name) for each in (column.journal, column.swedish)][:2]
        match = re.fullmatch(rf"(?:{'|'.join(map(re.escape, names))})[\s.]+(\S.*)", heading.strip(), re.IGNORECASE)
        if match:
            kind = get_args(annotation)[1]
            return Column(role="entry", field=name, inner=match[1], annotation=kind, told=told, read=reader(kind))
    return None


def headings(cls: type[Fact] | None) -> list[str]:
    """Every heading that a sheet with facts of this type (None: of any type) may have, for finding the nearest."""
    classes = [cls] if cls else list(FACT_TYPES.values())
    names = (name for each in classes for column in columns_of(each) for name in (column.journal, column.swedish))
    return [*dict.fromkeys([*TYPE_HEADINGS, *names])]


def is_type(heading: str) -> bool:
    """Whether the column says, row by row, what type of fact the row is."""
    return folded(heading) in TYPE_HEADINGS


_known_columns: dict[str, tuple[Column, ...]] = {}
_known_headings: dict[str, dict[str, Column]] = {}
