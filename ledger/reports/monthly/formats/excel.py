"""The report as a workbook: numbers that can be reckoned with, and a column that checks their sums.

Amounts stand in whole kronor and öre and are shown in the report's unit, so that nothing is lost by rounding.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from ledger.reports.catalogue import msg
from ledger.reports.monthly.document import Block, Document, Drawing, Grid, Points, plainly
from ledger.reports.monthly.formats.sheets.formats import Formats
from ledger.reports.monthly.formats.sheets.grid_sheet import GridSheet
from ledger.reports.words import translated

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SHEETS = {
    "net-cost": msg("Net cost by unit"),
    "course": msg("Course of the year"),
    "workforce": msg("FTE by month"),
    "restated": msg("Changed since closing"),
    "result": msg("Result statement"),
    "investments": msg("Investments"),
    "forecast": msg("Forecast"),
    "forecast-change": msg("Forecast change"),
    "uncertainties": msg("Uncertainties"),
    "staffing": msg("Staffing"),
    "freezes": msg("Hiring freezes"),
    "exemptions": msg("Exemptions"),
    "savings": msg("Savings"),
    "goals": msg("Goals"),
    "indicators": msg("Indicators"),
    "assignments": msg("Assignments"),
    "decisions": msg("Decisions"),
    "facts": msg("Facts"),
}
_LONGEST_NAME = 31
_WIDE, _NARROW = 100, 24
_LETTERS, _LINE = 90, 15
"""How many letters a line of the first sheet holds, and how high it is."""


def workbook(document: Document) -> bytes:
    """A first sheet with the report in sentences and its check, then a sheet for each table."""
    import xlsxwriter

    paper = BytesIO()
    book = xlsxwriter.Workbook(paper, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.title, "subject": document.subtitle, "created": document.known_at})
    formats = Formats.of(book, document.unit, document.decimals)
    front = book.add_worksheet(_name(document.words["report"], set()))
    taken = {front.get_name()}
    checks = []
    for grid in _grids(document):
        sheet = book.add_worksheet(_name(translated(_SHEETS[grid.key], document.lang), taken))
        taken.add(sheet.get_name())
        checked = GridSheet(sheet, grid, document, formats).write()
        checks += [f"'{sheet.get_name()}'!{checked}"] if checked else []
    _write_front(front, document, formats, checks)
    book.close()
    return paper.getvalue()


def _grids(document: Document) -> Iterator[Grid]:
    for section in document.sections:
        yield from (grid for grid in section.grids if grid.rows)
    if document.facts.rows:
        yield document.facts


def _name(wanted: str, taken: set[str]) -> str:
    """The name of a sheet: no longer than Excel allows, without the signs it forbids, and its own."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in wanted)[:_LONGEST_NAME].strip()
    number = 2
    name = plain
    while name.casefold() in {each.casefold() for each in taken}:
        ending = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(ending)] + ending, number + 1
    return name


def _write_front(sheet: "Worksheet", document: Document, formats: Formats, checks: list[str]) -> None:
    """What the report says in sentences, whether its sums hold, and how to make it again."""
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(1, 1, _WIDE, formats.words)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, document.title, formats.title)
    sheet.write_string(1, 0, document.subtitle, formats.bold)
    row = 3
    sheet.write_string(row, 0, document.words["check"], formats.bold)
    if checks:
        sheet.write_formula(row, 1, f"={'+'.join(checks)}", formats.check, 0)
    sheet.write_string(row + 1, 1, document.words["check_told"])
    row += 3
    for section in document.sections:
        told = list(_told(section.blocks))
        if told:
            sheet.write_string(row, 0, section.title, formats.bold)
            for text in told:
                sheet.set_row(row, _LINE * -(-len(text) // _LETTERS))
                sheet.write_string(row, 1, text, formats.words)
                row += 1
            row += 1
    for name, value in [*document.colophon, (document.words["command"], document.command)]:
        sheet.write_string(row, 0, name, formats.bold)
        sheet.write_string(row, 1, value, formats.words)
        row += 1


def _told(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Points():
                yield from map(plainly, block.texts)
            case Drawing():
                yield plainly(block.told)
            case str():
                yield plainly(block)
