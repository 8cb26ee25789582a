"""An answer as a table: what was asked, the moment, columns in line, and footnotes for what does not add up."""

import typing
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer, headings
from ledger.reports.asked import asked_words
from ledger.reports.catalogue import msg
from ledger.reports.cells import UNKNOWN, Figures, is_blank, places_needed, swedish_time
from ledger.reports.columns import Column, Draft, fitted, in_parts, total_width, without_blank
from ledger.reports.drawings import Drawing, bar, spark
from ledger.reports.exact import is_share
from ledger.reports.formats.filled import without_empty
from ledger.reports.numbers import AmountUnit, Language
from ledger.reports.sums import is_tree, off_by_rounding, rows_with_own_part
from ledger.reports.words import heading_words, note_words, translated

ROUNDED = msg("* The printed parts do not add up to this figure: sums are exact, and each figure is rounded by itself.")
OWN_PART = msg("† Includes amounts of the unit itself, or of units without a row here.")
CARRIED = msg("‡ Holds a value carried forward from an earlier month, as a note says.")
LEFT_OUT = msg("Left out to fit the width, being empty or zero on every row: {headings}.")
MOMENT = msg("As of {as_of}, known at {known_at} (Swedish time), position {position}")

INDENT = 2
"""Blanks that a unit is set in by, under the unit it belongs to."""

DEEPEST_SET_IN = 20
"""Units that stand deeper in the tree are set in no further: there would be no room for their names."""


@attrs.frozen(kw_only=True)
class Table:
    """What is to be set; nothing in it is rounded, aligned or translated any more."""

    titles: Sequence[str]
    parts: Sequence[Sequence[Column]]
    """The columns; in several parts, to stand below one another, where all of them would be too wide."""
    indents: Sequence[int]
    """How far the first cell of each row is set in."""
    has_total: bool
    footnotes: Sequence[str]

    @property
    def width(self) -> int:
        return max((total_width([column.width for column in part]) for part in self.parts), default=0)


@attrs.frozen(kw_only=True)
class Laid:
    """An answer in printed cells that have not been given a width: what a page is made of."""

    titles: Sequence[str]
    columns: Mapping[str, Draft]
    """By the name of the column; the cells of the total stand last, if there is one."""
    answer: Answer
    """The answer whose rows are laid out; without those that were left out for being empty."""
    footnotes: Sequence[str]


@attrs.frozen(kw_only=True)
class _Sheet:
    """An answer with what every one of its columns needs to know."""

    answer: Answer
    rows: Sequence[Any]
    """The total last, if there is one."""
    figures: Figures
    headings: dict[str, str]
    rounding: set[tuple[int, str]]
    own: set[int]
    carried: set[int]
    indents: Sequence[int]

    @property
    def has_total(self) -> bool:
        return self.answer.total is not None


def table(
    answer: Answer,
    *,
    unit: AmountUnit = "Mkr",
    lang: Language = "en",
    decimals: int = 0,
    width: int | None = None,
    drawing: Drawing | None = None,
    empty: bool = True,
) -> Table:
    """*answer* with amounts in *unit*, and with shares and trends drawn beside the figures if *drawing* says how.

    To keep within *width* characters, words are wrapped, then drawings left out, then blank columns with a footnote,
    then the table is set in parts. Nothing is ever cut. Unless *empty*, rows without figures are left out.
    """
    has_money = _has_money(answer)
    answer = answer if empty else without_empty(answer)
    sheet = _sheet(answer, unit, lang, decimals)
    drafts, left_out = without_blank(_drafts(sheet, drawing), width) if sheet.rows else ([], [])
    parts = in_parts(drafts, width)
    return Table(
        titles=_titles(sheet, has_money=has_money),
        parts=[fitted(part, width, has_total=sheet.has_total) for part in parts] if sheet.rows else [],
        indents=sheet.indents[: len(answer.rows)],
        has_total=sheet.has_total,
        footnotes=_footnotes(sheet, left_out),
    )


def laid_out(
    answer: Answer, *, unit: AmountUnit = "Mkr", lang: Language = "en", decimals: int = 0, empty: bool = True
) -> Laid:
    """*answer* in cells as :func:`table` prints them, column by column."""
    has_money = _has_money(answer)
    answer = answer if empty else without_empty(answer)
    sheet = _sheet(answer, unit, lang, decimals)
    drafts = _drafts(sheet, None) if sheet.rows else []
    return Laid(
        titles=_titles(sheet, has_money=has_money),
        columns=dict(zip(sheet.headings, drafts, strict=True)) if drafts else {},
        answer=answer,
        footnotes=_footnotes(sheet, []),
    )


def _footnotes(sheet: _Sheet, left_out: Sequence[Draft]) -> list[str]:
    """What a reader of the table must know; *left_out*: the columns there was no room for."""
    lang = sheet.figures.lang
    notes = [translated(ROUNDED, lang)] if sheet.rounding else []
    notes += [translated(OWN_PART, lang)] if sheet.own else []
    notes += [translated(CARRIED, lang)] if sheet.carried else []
    notes += [translated(LEFT_OUT, lang, headings=", ".join(each.heading for each in left_out))] if left_out else []
    notes += [] if sheet.rows else [translated("No rows.", lang)]
    return [*notes, *(visible(note_words(note, lang)) for note in sheet.answer.notes)]


def _sheet(answer: Answer, unit: AmountUnit, lang: Language, decimals: int) -> _Sheet:
    shown = shown_headings(answer, lang)
    rows = [*answer.rows, *([] if answer.total is None else [answer.total_row()])]
    places = {name: places_needed([getattr(row, name) for row in rows]) for name in shown}
    figures = Figures(unit, lang, decimals, places)
    return _Sheet(
        answer=answer,
        rows=rows,
        figures=figures,
        headings=shown,
        rounding=off_by_rounding(answer, figures.shown, list(shown)),
        own=rows_with_own_part(answer, list(shown)),
        carried={at for at, row in enumerate(rows) if getattr(row, "carried", ())},
        indents=_indents(answer),
    )


def shown_headings(answer: Answer, lang: Language) -> dict[str, str]:
    """The columns that are not hidden. In a tree the unit's name comes first and its code after it."""
    every = headings(answer.columns)
    shown = {name: heading_words(answer.columns, name, lang) for name, each in every.items() if not each.hidden}
    if is_tree(answer) and {"unit", "name"} <= shown.keys():
        unit = {"name": shown.pop("unit"), "unit": translated("Code", lang)}
        return unit | {name: heading for name, heading in shown.items() if name != "name"}
    return shown


def _indents(answer: Answer) -> list[int]:
    """The blanks before each row, the highest unit of the answer standing at the margin; the total too."""
    levels = [row.level or 0 for row in answer.rows] if is_tree(answer) else [0] * len(answer.rows)
    margin = min(levels, default=0)
    return [INDENT * min(level - margin, DEEPEST_SET_IN) for level in levels] + ([] if answer.total is None else [0])


def _has_money(answer: Answer) -> bool:
    rows = [*answer.rows, *([] if answer.total is None else [answer.total_row()])]
    shown = [name for name, heading in headings(answer.columns).items() if not heading.hidden]
    return any(isinstance(getattr(row, name), Money) for row in rows for name in shown)


def _titles(sheet: _Sheet, *, has_money: bool) -> list[str]:
    answer, lang = sheet.answer, sheet.figures.lang
    titles = [asked_words(answer, sheet.figures), moment_words(answer, lang)]
    return [*titles, translated("Amounts in {unit}", lang, unit=sheet.figures.unit)] if has_money else titles


def moment_words(answer: Answer, lang: Language) -> str:
    """The moment of an answer, on Swedish clocks, with the last position that it counts."""
    known_at = swedish_time(answer.moment.known_at)
    return translated(MOMENT, lang, as_of=answer.moment.as_of, known_at=known_at, position=answer.position)


def _drafts(sheet: _Sheet, drawing: Drawing | None) -> list[Draft]:
    drafts = [_draft(sheet, name, first=place == 0) for place, name in enumerate(sheet.headings)]
    if sheet.has_total:  # the first place for words that the total leaves free says what it is
        for place, draft in enumerate(drafts):
            if not draft.numeric and not draft.cells[-1]:
                cells = [*draft.cells[:-1], translated("Total", sheet.figures.lang)]
                drafts[place] = attrs.evolve(draft, cells=cells, blank=False)
                break
    if drawing is None:
        return drafts
    pictures = (_picture(sheet, name, drawing) for name in sheet.headings)
    return [each for pair in zip(drafts, pictures, strict=True) for each in pair if each is not None]


def _picture(sheet: _Sheet, name: str, drawing: Drawing) -> Draft | None:
    """The drawing that stands after a column: bars for shares, and a line where rows follow one another in time."""
    if is_share(name):
        heading, cells = "", [bar(getattr(row, name), drawing) for row in sheet.rows]
    else:
        heading, cells = translated("Trend", sheet.figures.lang), _trends(sheet, name, drawing)
    return Draft(heading=heading, cells=cells, numeric=False, drawn=True) if any(cells) else None


def _trends(sheet: _Sheet, name: str, drawing: Drawing) -> list[str]:
    """At the last row of every series of two or more, how it has moved."""
    keys = headings(sheet.answer.columns)[name].trend
    cells = [""] * len(sheet.rows)
    series: dict[tuple[Any, ...], list[int]] = {}
    for at, row in enumerate(sheet.answer.rows if keys else ()):
        if getattr(row, name) is None:  # nothing is known there, and a line through it would say otherwise
            continue
        series.setdefault(tuple(getattr(row, key) for key in keys), []).append(at)
    for places in series.values():
        values = [getattr(sheet.answer.rows[at], name).count for at in places]
        if len(values) > 1:
            cells[places[-1]] = spark(values, drawing)
    return cells


def _draft(sheet: _Sheet, name: str, *, first: bool) -> Draft:
    values = [getattr(row, name) for row in sheet.rows]
    numeric = _is_numeric(sheet.answer.columns, name, values)
    texts = _figures(sheet, name, values) if numeric else [sheet.figures.text(name, value) for value in values]
    if first and not numeric:
        marks = ((sheet.own, "†"), (sheet.carried, "‡"))
        texts = [" ".join([text, *(mark for at, mark in marks if place in at)]) for place, text in enumerate(texts)]
    return Draft(
        heading=sheet.headings[name],
        cells=texts,
        numeric=numeric,
        indents=sheet.indents if first else (),
        blank=not first and all(map(is_blank, values)),
        key=headings(sheet.answer.columns)[name].key,
    )


def _figures(sheet: _Sheet, name: str, values: Sequence[Any]) -> list[str]:
    """The figures of a column; where one is marked, the others leave room, so that their digits stay in line."""
    marked = {at for at, column in sheet.rounding if column == name}
    texts = []
    for at, value in enumerate(values):
        is_total = at == len(sheet.answer.rows)
        text = sheet.figures.text(name, value) if value is not None else "" if is_total else UNKNOWN
        texts.append(text + ("*" if at in marked else " " if marked else ""))
    return texts


def _is_numeric(columns: type, name: str, values: Sequence[Any]) -> bool:
    """Whether a column holds figures; one without any value is judged by what it was declared to hold."""
    known = [value for value in values if value is not None]
    if known:
        return all(isinstance(value, Measured | Decimal | int) and not isinstance(value, bool) for value in known)
    declared = getattr(attrs.fields_dict(columns)[name], "type", None)
    return bool({declared, *typing.get_args(declared)} & {Money, Quantity, Decimal, int})
