"""What the name of a sheet says: the type of its facts, and the unit of its amounts."""

import re
from pathlib import Path

from ledger.domain.vocabulary import RECORDABLE, type_named
from ledger.interchange.sheets.sheet import Sheet

UNITS = ("kr", "tkr", "Mkr")

_NAME = re.compile(rf"(?P<type>[a-zåäö.-]+)(?: (?P<unit>{'|'.join(UNITS)}))?(?: [0-9]+)?")
"""``outcome.reported``, ``outcome.reported tkr``; the second such sheet of a workbook has a number at the end."""


def type_of_sheet(sheet: Sheet, given: str | None) -> str | None:
    """The type as the sheet's name, what was *given* for it or the file's name says it."""
    for word in (_said(sheet)[0], given, type_named(Path(sheet.file).stem)):
        if word in RECORDABLE or (word and word == given):
            return word
    return None


def unit_said(sheet: Sheet) -> str | None:
    """The unit of amounts that name none, as the sheet's name says it."""
    return _said(sheet)[1]


def name_for(sheet: Sheet, given: str | None, unit: str) -> str:
    """A name under which the same rows say the same, wherever they stand; its own where it says no type."""
    type_, unit = type_of_sheet(sheet, given), unit_said(sheet) or unit
    if type_ is None:
        return sheet.name or Path(sheet.file).stem
    return type_ if unit == UNITS[0] else f"{type_} {unit}"


def _said(sheet: Sheet) -> tuple[str | None, str | None]:
    found = _NAME.fullmatch(sheet.name or "")
    type_ = type_named(found["type"]) if found else None
    return (type_, found["unit"]) if found and type_ in RECORDABLE else (None, None)
