"""The parts of a workbook (xlsx), and its table of contents.

The XML is read as it streams out of the archive, by a parser that refuses document type declarations, so nothing in it
can grow or reach outside.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat
from zipfile import ZipFile

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase

Attributes = Mapping[str, str]

_CHUNK = 256 * 1024
_FIRST_RELATIONS = "_rels/.rels"


class DocumentTypeFound(Unreadable):
    code = "document-type-found"

    def __init__(self) -> None:
        super().__init__(
            phrase("The workbook declares a document type, which no spreadsheet program writes"),
            hint=phrase("Open it in a spreadsheet program and save it anew"),
        )


@attrs.frozen
class Contents:
    """What a workbook says of itself."""

    parts: Mapping[str, str]
    """The file within the archive that holds each sheet, by the sheet's name."""
    from_1904: bool
    """Whether days are counted from 1904."""
    styles: str
    """The file that says which number formats there are; empty where there is none."""
    strings: str
    """The file with the texts of cells; empty where there is none."""
    calculates_on_load: bool
    """Whether values are to be calculated when the workbook is opened: what stands in its formulas may be nothing."""


def contents(archive: ZipFile) -> Contents:
    """The table of contents. Raises KeyError, ValueError or ExpatError when it is no workbook."""
    book = next(
        target for kind, _, target in _relations(archive, _FIRST_RELATIONS, "") if kind.endswith("/officeDocument")
    )
    folder, name = posixpath.split(book)
    related = list(_relations(archive, f"{folder}/_rels/{name}.rels", folder))
    targets = {key: target for _, key, target in related}
    by_kind = {kind.rpartition("/")[2]: target for kind, _, target in related if target in archive.NameToInfo}
    parts: dict[str, str] = {}
    told: dict[str, Attributes] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "sheet":
            key = next(value for label, value in attributes.items() if label.endswith(":id"))
            parts[attributes["name"]] = targets[key]
        else:
            told[element] = attributes

    parse(archive, book, start)
    return Contents(
        parts,
        styles=by_kind.get("styles", ""),
        strings=by_kind.get("sharedStrings", ""),
        from_1904=is_true(told.get("workbookPr", {}).get("date1904")),
        calculates_on_load=is_true(told.get("calcPr", {}).get("fullCalcOnLoad")),
    )


def _relations(archive: ZipFile, part: str, folder: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target of each relation of a part."""
    found: list[tuple[str, str, str]] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found.append((attributes["Type"], attributes["Id"], target))

    parse(archive, part, start)
    return iter(found)


def is_true(word: str | None) -> bool:
    return word in ("1", "true", "on")


def parse(archive: ZipFile, part: str, start: Callable[[str, Attributes], None]) -> None:
    feed(archive, part, parser(start))


def parser(start: Callable[[str, Attributes], None]) -> expat.XMLParserType:
    made = expat.ParserCreate()
    made.buffer_text = True

    def start_element(name: str, attributes: Attributes) -> None:
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def refuse(*_: object) -> None:
        raise DocumentTypeFound

    made.StartElementHandler = start_element
    made.StartDoctypeDeclHandler = refuse
    return made


def feed(archive: ZipFile, part: str, parser: expat.XMLParserType) -> None:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat has no names
        parser.Parse(b"", True)  # noqa: FBT003
