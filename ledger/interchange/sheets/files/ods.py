"""OpenDocument spreadsheets (ods): the XML has the value of each cell and, beside it, the text that the cell shows."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, whatever zlib calls it

from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Broken, Cell, Computed, Raised, error_cell, error_shown
from ledger.interchange.sheets.files.workbook_xml import feed, parser
from ledger.interchange.sheets.files.workbooks import MOST_CELLS, NotAWorkbook, WorkbookTooLarge, require_bearable
from ledger.interchange.sheets.formats.seen_text import SeenText, is_plainly
from ledger.interchange.sheets.sheet import Notice, Row, Sheet

Attributes = Mapping[str, str]

_FINEST = Decimal("1e-9")
_MOST_REPEATED = 1000
"""An empty row or cell repeated more often only fills the sheet to its end."""
_TYPED_DECIMALS = 2


def read_ods(path: Path, name: str, notice: Notice) -> Iterator[Sheet]:
    """The visible sheets, in their order. Raises :class:`Unreadable` and :class:`OSError`."""
    listener = _Listener()
    try:
        with ZipFile(path) as archive:
            require_bearable(archive)
            reader = parser(listener.start)
            reader.EndElementHandler = listener.end
            reader.CharacterDataHandler = listener.hear
            feed(archive, "content.xml", reader)
    except (BadZipFile, ZlibError, ExpatError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise NotAWorkbook(
            phrase("it is damaged, or written by a program that does not keep to the standard")
        ) from None
    for title, is_hidden, rows in listener.sheets:
        if is_hidden:
            notice(f"{name}: the hidden sheet {title} was not read")
        else:
            yield Sheet(file=name, name=title, rows=iter(rows), serial_days=False)


class _Listener:
    """Hears the content go by, and keeps the rows of each sheet."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, list[Row]]] = []
        self._hidden_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._style = ""
        self._number = 0
        self._cells: list[Cell] = []
        self._kept = 0
        self._cell: Attributes | None = None
        self._text: list[str] = []
        self._plain: list[str] = []
        self._spans: list[bool] = []
        self._in_paragraph = self._in_note = 0

    def start(self, element: str, attributes: Attributes) -> None:
        told = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        handle: Callable[[Attributes], None] | None = getattr(self, f"_start_{element.replace('-', '_')}", None)
        if handle is not None:
            handle(told)

    def _start_style(self, told: Attributes) -> None:
        self._style = told.get("name", "")

    def _start_table_properties(self, told: Attributes) -> None:
        if told.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _start_text_properties(self, told: Attributes) -> None:
        if told.get("text-position", "").startswith(("super", "sub", "-", "3")):
            self._raised_styles.add(self._style)

    def _start_table(self, told: Attributes) -> None:
        self.sheets.append((told.get("name", ""), told.get("style-name") in self._hidden_styles, []))
        self._number = 0

    def _start_table_row(self, told: Attributes) -> None:
        self._cells, self._repeat = [], int(told.get("number-rows-repeated", 1))

    def _start_table_cell(self, told: Attributes) -> None:
        self._cell, self._text, self._plain, self._spans = told, [], [], []

    def _start_covered_table_cell(self, told: Attributes) -> None:
        self._start_table_cell(told)

    def _start_annotation(self, _: Attributes) -> None:
        self._in_note += 1

    def _start_p(self, _: Attributes) -> None:
        if self._text and not self._in_note:
            self.hear("\n")
        self._in_paragraph += 1

    def _start_s(self, told: Attributes) -> None:
        self.hear(" " * min(int(told.get("c", 1)), _MOST_REPEATED))

    def _start_span(self, told: Attributes) -> None:
        self._spans.append(told.get("style-name") in self._raised_styles)

    def hear(self, text: str) -> None:
        if self._cell is not None and self._in_paragraph and not self._in_note:
            self._text.append(text)
            if not any(self._spans):
                self._plain.append(text)

    def end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        if element == "p":
            self._in_paragraph -= 1
        elif element == "annotation":
            self._in_note -= 1
        elif element == "span" and self._spans:
            self._spans.pop()
        elif element in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell, is_covered=element != "table-cell")
        elif element == "table-row":
            self._end_row()

    def _end_cell(self, told: Attributes, *, is_covered: bool) -> None:
        repeat = int(told.get("number-columns-repeated", 1))
        cell = None if is_covered else _value(told, "".join(self._text).strip(), "".join(self._plain).strip())
        self._cell = None
        if cell is None and repeat > _MOST_REPEATED:
            return
        self._kept += repeat
        if self._kept > MOST_CELLS:
            raise WorkbookTooLarge(phrase("it has more than {most_cells} cells", most_cells=MOST_CELLS))
        self._cells += [cell] * repeat

    def _end_row(self) -> None:
        while self._cells and self._cells[-1] is None:
            self._cells.pop()
        rows = self.sheets[-1][2]
        for number in range(self._number + 1, self._number + self._repeat + 1) if self._cells else ():
            self._kept += len(self._cells)
            if self._kept > MOST_CELLS:
                raise WorkbookTooLarge(phrase("it has more than {most_cells} cells", most_cells=MOST_CELLS))
            rows.append((number, list(self._cells)))
        self._number += self._repeat


def _value(told: Attributes, text: str, plain: str) -> Cell:
    kind = told.get("value-type")
    if kind in ("float", "percentage", "currency"):
        return _number(told, text)
    if kind == "date":
        return _day(told.get("date-value", ""))
    if kind == "boolean":
        return told.get("boolean-value") == "true"
    if kind == "time":
        return Broken(
            phrase("{text}, a time", text=text),
            phrase("Format the cell as a date without a time of day, or as text"),
            text,
        )
    if "formula" in told and not text and kind is None:
        return None
    if error_shown(text) or text.startswith("Err:"):
        return error_cell(text)
    if text != plain:
        return Raised(text, plain)
    return text or None


def _number(told: Attributes, text: str) -> Cell:
    try:
        number = Decimal(told["value"])
        number = number.quantize(_FINEST) if abs(number) < 10**15 else number
    except (KeyError, InvalidOperation):
        return Broken(phrase("{text}, which is no number", text=text), phrase("Write the value itself"), text)
    if not number.is_finite():
        return Broken(phrase("{text}, which is no number", text=text), phrase("Write the value itself"), text)
    number = Decimal(int(number)) if number == number.to_integral_value() else number.normalize()
    exponent = number.as_tuple().exponent
    if "formula" in told and isinstance(exponent, int) and -exponent > _TYPED_DECIMALS:
        number = Computed(number)
    return number if is_plainly(number, text) else SeenText(number, text)


def _day(words: str) -> Cell:
    day, _, time = words.partition("T")
    if time.strip("0:."):
        return Broken(
            phrase("{words}, a day with a time of day", words=words),
            phrase("Format the cell as a date without a time of day"),
            words,
        )
    try:
        return date.fromisoformat(day)
    except ValueError:
        return Broken(phrase("{words}, which is no day", words=words), phrase("Write the day as 2024-07-31"), words)
