"""Which files hold sheets, and the sheets in them."""

from collections.abc import Iterator
from pathlib import Path

from ledger.interchange.sheets.sheet import Notice, Sheet

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ENDINGS = (".csv", *WORKBOOKS)
"""The endings of the names of files that hold sheets."""


def holds_sheets(name: str) -> bool:
    """Whether the file's name says that it is a sheet."""
    return name.lower().endswith(ENDINGS)


def open_sheets(name: str, notice: Notice) -> Iterator[Sheet]:
    """The sheets of a file, in their order. Raises :class:`Unreadable` or :class:`OSError`.

    What the file holds decides how it is read, and not what it is called.
    """
    from ledger.interchange.sheets.files.kinds import kind_of, require_named_as_text

    path = Path(name)
    kind = kind_of(path, name)
    if kind == "text":
        from ledger.interchange.sheets.files.csv_files import read_csv

        require_named_as_text(name)
        return iter([read_csv(path, name, notice)])
    if kind == "xlsx":
        from ledger.interchange.sheets.files.workbooks import read_workbook

        return read_workbook(path, name, notice)
    if kind == "ods":
        from ledger.interchange.sheets.files.ods import read_ods

        return read_ods(path, name, notice)
    from ledger.interchange.sheets.files.old_workbooks import read_old_workbook

    return read_old_workbook(path, name, kind, notice)
