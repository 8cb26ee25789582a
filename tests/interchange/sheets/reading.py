"""Sheets are written to real files, read, and told of as a user would see them."""

import zipfile
from pathlib import Path

import xlsxwriter

from ledger.domain.errors import LedgerError
from ledger.interchange.said import Said
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.opening import open_sheets
from ledger.interchange.sheets.rows.reading import SheetOptions, sheet_lines

UNITS = "enhet;namn;gäller från\n"


def read(path, *, unit=None, type_=None, notes=None, known=None, dash_is_zero=False, **said):
    """The fields of all facts, and everything wrong as ``place: sentence``; the folder is left out of places."""
    facts, faults = [], []
    told = [] if notes is None else notes
    for sheet in open_sheets(str(path), told.append):
        options = SheetOptions(
            unit=unit, said=Said(type_=type_, **said), known=known or Known(), dash_is_zero=dash_is_zero
        )
        for where, line in sheet_lines(sheet, options, told.append):
            place = str(where).replace(f"{Path(path).parent}/", "")
            if isinstance(line, LedgerError):
                faults.append(f"{place}: {line.sentence}")
            else:
                facts.append(dict(line))
    return facts, faults


def facts_of(path, **options):
    """The fields of all facts of a sheet in which nothing is wrong."""
    facts, faults = read(path, **options)
    assert not faults, faults
    return facts


def faults_of(path, **options):
    """Everything that is wrong with a sheet."""
    return read(path, **options)[1]


def csv_file(folder, text, name="unit.opened.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path, sheets):
    """A workbook with the rows of each sheet, written by a program as any other would."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            paper = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        paper.write(number, column, value)
    return path


def rewritten(path, part, change):
    """The workbook with one of the files in it changed."""
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data.decode()).encode() if name == part else data)
    return other
