"""What a workbook says in its XML and calamine does not tell: errors, formulas never calculated, merged and hidden.

The XML is read as it streams out of the archive, by a parser that refuses document type declarations, so nothing in it
can grow or reach outside.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat
from zipfile import ZipFile

import attrs

from ledger.domain.errors import Unreadable

Attributes = Mapping[str, str]

_CHUNK = 256 * 1024
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_RELATIONS = "_rels/.rels"
_DIGITS = "0123456789"


class DocumentTypeFound(Unreadable):
    code = "document-type-found"

    def __init__(self) -> None:
        super().__init__(
            "The workbook declares a document type, which no spreadsheet program writes",
            hint="Open it in a spreadsheet program and save it anew",
        )


@attrs.define
class Marks:
    """What stands in one sheet beside its values."""

    errors: dict[tuple[int, int], str] = attrs.Factory(dict)
    """The error values, by row and column, both counted from 0."""
    uncalculated: set[tuple[int, int]] = attrs.Factory(set)
    merged: list[str] = attrs.Factory(list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    rows: int = 0
    columns: int = 0
    """How far the sheet reaches."""


@attrs.frozen
class Contents:
    """What a workbook says of itself."""

    parts: Mapping[str, str]
    """The file within the archive that holds each sheet, by the sheet's name."""
    from_1904: bool
    """Whether days are counted from 1904."""
    calculates_on_load: bool
    """Whether values are to be calculated when the workbook is opened: what stands in its formulas may be nothing."""


def contents(archive: ZipFile) -> Contents:
    """The table of contents. Raises KeyError, ValueError or ExpatError when it is no workbook."""
    book = next(
        target for kind, _, target in _relations(archive, _FIRST_RELATIONS, "") if kind.endswith("/officeDocument")
    )
    folder, name = posixpath.split(book)
    targets = {key: target for _, key, target in _relations(archive, f"{folder}/_rels/{name}.rels", folder)}
    parts: dict[str, str] = {}
    told: dict[str, Attributes] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "sheet":
            key = next(value for label, value in attributes.items() if label.endswith(":id"))
            parts[attributes["name"]] = targets[key]
        else:
            told[element] = attributes

    _parse(archive, book, start)
    return Contents(
        parts,
        from_1904=_is_true(told.get("workbookPr", {}).get("date1904")),
        calculates_on_load=_is_true(told.get("calcPr", {}).get("fullCalcOnLoad")),
    )


def _relations(archive: ZipFile, part: str, folder: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target of each relation of a part."""
    found: list[tuple[str, str, str]] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found.append((attributes["Type"], attributes["Id"], target))

    _parse(archive, part, start)
    return iter(found)


def marks(archive: ZipFile, part: str, *, calculates_on_load: bool) -> Marks:
    """What stands in a sheet beside its values."""
    listener = _Listener(calculates_on_load=calculates_on_load)
    parser = _parser(listener.start)
    listener.parser = parser
    _feed(archive, part, parser)
    return listener.found


class _Listener:
    """Hears a sheet's XML go by. The ends of elements and their text are heard only within formulas and errors."""

    parser: expat.XMLParserType

    def __init__(self, *, calculates_on_load: bool) -> None:
        self.found = Marks()
        self._calculates_on_load = calculates_on_load
        self._row = self._column = -1
        self._columns: dict[str, int] = {}
        self._kind: str | None = None
        self._has_formula = False
        self._text = ""

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
        elif element == "mergeCell":
            self.found.merged.append(attributes["ref"])
        elif element == "col" and _is_true(attributes.get("hidden")):
            self.found.hidden_columns += 1

    def _start_row(self, attributes: Attributes) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        self.found.rows = max(self.found.rows, self._row + 1)
        if _is_true(attributes.get("hidden")):
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
        if self._kind == "e":
            self._listen()

    def _listen(self) -> None:
        self._text = ""
        self.parser.CharacterDataHandler = self._hear
        self.parser.EndElementHandler = self._end

    def _hear(self, text: str) -> None:
        self._text += text

    def _end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        if element == "f":
            self._text = ""
        elif element == "c":
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None
            self._settle(self._text.strip())

    def _settle(self, value: str) -> None:
        place = self._row, self._column
        if self._kind == "e":
            self.found.errors[place] = value
        elif self._has_formula and self._kind != "str" and value in ("", *("0" * self._calculates_on_load)):
            self.found.uncalculated.add(place)


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


def _is_true(word: str | None) -> bool:
    return word in ("1", "true", "on")


def _parse(archive: ZipFile, part: str, start: Callable[[str, Attributes], None]) -> None:
    _feed(archive, part, _parser(start))


def _parser(start: Callable[[str, Attributes], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start_element(name: str, attributes: Attributes) -> None:
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def refuse(*_: object) -> None:
        raise DocumentTypeFound

    parser.StartElementHandler = start_element
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(archive: ZipFile, part: str, parser: expat.XMLParserType) -> None:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat has no names
        parser.Parse(b"", True)  # noqa: FBT003
