"""The number formats of a workbook (xlsx), and its texts with raised characters."""

from collections.abc import Mapping
from types import MappingProxyType
from zipfile import ZipFile

from ledger.interchange.sheets.cells import Raised
from ledger.interchange.sheets.files.sheet_marks import Runs
from ledger.interchange.sheets.files.workbook_xml import Attributes, feed, parse, parser
from ledger.interchange.sheets.formats.number_formats import NumberFormat

BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        37: "#,##0 ;(#,##0)",
        38: "#,##0 ;(#,##0)",
        39: "#,##0.00;(#,##0.00)",
        40: "#,##0.00;(#,##0.00)",
        48: "##0.0E+0",
        49: "@",
    }
)
"""The formats that have a number and no text (ECMA-376 part 1, 18.8.30), without those of days and times.

Those of currency (5 to 8, 41 to 44) show the currency of whoever looks: kronor, to those who read this.
"""

_MARK = b"vertAlign"
_CHUNK = 256 * 1024


def notable_formats(archive: ZipFile, part: str) -> dict[str, NumberFormat]:
    """The formats that show a number as something else than itself, by the number of the style that has them."""
    codes = dict(BUILT_IN)
    styles: list[int] = []
    inside = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = element
        elif element == "xf" and inside == "cellXfs":
            styles.append(int(attributes.get("numFmtId", 0)))

    if part:
        parse(archive, part, start)
    return notable(codes, styles)


def notable(codes: Mapping[int, str], styles: list[int]) -> dict[str, NumberFormat]:
    """Of the formats that styles have, those that show a number as something else than itself, by style."""
    formats = {key: NumberFormat(code) for key, code in codes.items() if code}
    worth_a_note = {
        key for key, form in formats.items() if not (form.is_day or (form.is_plain and form.text_shown("x") == "x"))
    }
    return {str(style): formats[key] for style, key in enumerate(styles) if key in worth_a_note}


def raised_texts(archive: ZipFile, part: str) -> dict[str, Raised]:
    """The shared texts of which part is raised or lowered, by their number."""
    if not part or not _holds(archive, part, _MARK):
        return {}
    found: dict[str, Raised] = {}
    runs, number = Runs(), -1

    def start(element: str, attributes: Attributes) -> None:
        nonlocal runs, number
        if element == "si":
            runs, number = Runs(), number + 1
        runs.start(element, attributes)

    def end(element: str) -> None:
        element = element.rpartition(":")[2]
        runs.end(element)
        raised = runs.raised() if element == "si" else None
        if raised:
            found[str(number)] = raised

    def hear(text: str) -> None:
        runs.hear(text)

    reader = parser(start)
    reader.EndElementHandler = end
    reader.CharacterDataHandler = hear
    feed(archive, part, reader)
    return found


def _holds(archive: ZipFile, part: str, mark: bytes) -> bool:
    """Whether a word stands in a part. Reads all of it, which also tells whether it is as long as it says."""
    before = b""
    is_there = False
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            is_there = is_there or mark in before + chunk
            before = chunk[-len(mark) :]
    return is_there
