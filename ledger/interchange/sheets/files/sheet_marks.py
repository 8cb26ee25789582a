"""What a sheet of a workbook says beside its values, and calamine does not tell.

Errors, formulas, number formats that change what is seen, raised characters, merged and hidden cells.
"""

from collections.abc import Mapping
from xml.parsers import expat
from zipfile import ZipFile

import attrs

from ledger.interchange.sheets.cells import Raised
from ledger.interchange.sheets.files.workbook_xml import Attributes, feed, is_true, parser
from ledger.interchange.sheets.formats.number_formats import NumberFormat

Spot = tuple[int, int]
"""Row and column of a cell, both counted from 0."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_RAISED = ("superscript", "subscript")


@attrs.define
class Marks:
    """What stands in one sheet beside its values."""

    errors: dict[Spot, str] = attrs.Factory(dict)
    uncalculated: set[Spot] = attrs.Factory(set)
    computed: dict[int, list[int]] = attrs.Factory(dict)
    """The columns of formulas with a number, by row."""
    formats: dict[int, list[tuple[int, NumberFormat]]] = attrs.Factory(dict)
    """The columns of cells whose format shows something else than the number itself, by row."""
    raised: dict[Spot, Raised] = attrs.Factory(dict)
    merged: list[str] = attrs.Factory(list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    rows: int = 0
    columns: int = 0
    """How far the sheet reaches."""


@attrs.frozen
class Surroundings:
    """What of a workbook bears on the marks of each of its sheets."""

    calculates_on_load: bool = False
    formats: Mapping[str, NumberFormat] = attrs.Factory(dict)
    """The number formats worth a note, by the style of a cell."""
    raised: Mapping[str, Raised] = attrs.Factory(dict)
    """The shared texts with raised or lowered characters, by their number."""


def marks(archive: ZipFile, part: str, around: Surroundings) -> Marks:
    """What stands in a sheet beside its values."""
    listener = _Listener(around)
    reader = parser(listener.start)
    listener.parser = reader
    feed(archive, part, reader)
    return listener.found


class Runs:
    """A text in runs, as it goes by: with and without its raised and lowered characters."""

    def __init__(self) -> None:
        self._text = self._plain = ""
        self._is_raised = self._listens = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "r":
            self._is_raised = False
        elif element == "vertAlign":
            self._is_raised = attributes.get("val") in _RAISED
        self._listens = element == "t"

    def hear(self, text: str) -> None:
        if self._listens:
            self._text += text
            self._plain += "" if self._is_raised else text

    def end(self, element: str) -> None:
        if element == "t":
            self._listens = False

    def raised(self) -> Raised | None:
        """The text, if part of it is raised."""
        whole, plain = self._text.strip(), self._plain.strip()
        return Raised(whole, plain) if whole != plain else None


class _Listener:
    """Hears a sheet's XML go by. The ends of elements and their text are heard only where they matter."""

    parser: expat.XMLParserType

    def __init__(self, around: Surroundings) -> None:
        self.found = Marks()
        self._around = around
        self._formats = around.formats
        self._row = self._column = -1
        self._columns: dict[str, int] = {}
        self._kind: str | None = None
        self._has_formula = False
        self._text = ""
        self._runs: Runs | None = None

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "v":
            return
        if element == "c":
            self._start_cell(attributes)
        elif element == "row":
            self._start_row(attributes)
        elif element == "f":
            self._has_formula = True
            self._listen()
        elif self._runs is not None:
            self._runs.start(element, attributes)
        elif element == "r":  # a text in the cell itself, in runs of different looks
            self._runs = Runs()
            self._listen()
        elif element == "mergeCell":
            self.found.merged.append(attributes["ref"])
        elif element == "col" and is_true(attributes.get("hidden")):
            self.found.hidden_columns += 1

    def _start_row(self, attributes: Attributes) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        self.found.rows = max(self.found.rows, self._row + 1)
        if is_true(attributes.get("hidden")):
            self.found.hidden_rows += 1

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
                self.found.columns = max(self.found.columns, column + 1)
            self._column = column
        else:
            self._column += 1
            self.found.columns = max(self.found.columns, self._column + 1)
        self._kind, self._has_formula = attributes.get("t"), False
        if self._formats:
            form = self._formats.get(attributes.get("s", "0"))
            if form is not None:
                self.found.formats.setdefault(self._row, []).append((self._column, form))
        if self._kind == "e" or (self._around.raised and self._kind == "s"):
            self._listen()

    def _listen(self) -> None:
        self._text = ""
        self.parser.CharacterDataHandler = self._hear
        self.parser.EndElementHandler = self._end

    def _hear(self, text: str) -> None:
        if self._runs is not None:
            self._runs.hear(text)
        else:
            self._text += text

    def _end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        if element == "f":
            self._text = ""
        elif element == "c":
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None
            self._judge(self._text.strip())
        elif self._runs is not None:
            self._runs.end(element)

    def _judge(self, value: str) -> None:
        place = self._row, self._column
        runs, self._runs = self._runs, None
        raised = runs.raised() if runs else self._around.raised.get(value) if self._kind == "s" else None
        if raised:
            self.found.raised[place] = raised
        if self._kind == "e":
            self.found.errors[place] = value
        elif self._has_formula and self._kind != "str":
            if value in ("", *("0" * self._around.calculates_on_load)):
                self.found.uncalculated.add(place)
            else:
                self.found.computed.setdefault(self._row, []).append(self._column)


def column_number(letters: str) -> int:
    """A column by its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * len(_LETTERS) + _LETTERS.index(letter) + 1
    return number - 1


def cell_at(reference: str) -> tuple[int, int]:
    """Row and column of a cell such as C7, counted from 0."""
    letters = reference.rstrip(_DIGITS)
    return int(reference[len(letters) :]) - 1, column_number(letters)
