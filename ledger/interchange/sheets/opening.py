"""Which files hold sheets, and the sheets in them."""

from collections.abc import Iterator
from pathlib import Path

from ledger.interchange.sheets.sheet import Notice, Sheet

WORKBOOKS = (".xlsx", ".xlsm")
ENDINGS = (".csv", *WORKBOOKS)
"""The endings of the names of files that hold sheets."""


def holds_sheets(name: str) -> bool:
    """Whether the file's name says that it is a sheet."""
    return name.lower().endswith(ENDINGS)


def open_sheets(name: str, notice: Notice) -> Iterator[Sheet]:
    """The sheets of a file, in their order. Raises :class:`Unreadable` or :class:`OSError`."""
    if name.lower().endswith(WORKBOOKS):
        from ledger.interchange.sheets.files.workbooks import read_workbook

        return read_workbook(Path(name), name, notice)
    from ledger.interchange.sheets.files.csv_files import read_csv

    return iter([read_csv(Path(name), name, notice)])
