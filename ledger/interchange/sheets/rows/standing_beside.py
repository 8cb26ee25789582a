"""What stands beside the facts of a row: names are compared with the ledger's, and all the rest is passed over."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ledger.domain.errors import LedgerError
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.known import Known, quoted
from ledger.interchange.sheets.columns.layouts import Fault, Layout
from ledger.interchange.sheets.rows.gathering import Gathered
from ledger.interchange.sheets.telling import Told


class Beside:
    """The columns of a sheet that state nothing themselves."""

    def __init__(self, known: Known, told: Told) -> None:
        self._known = known
        self._told = told

    def compare(self, layout: Layout, row: Sequence[Cell], decision: Gathered, line: str) -> Iterator[Fault]:
        """The names that belong to other codes; those that merely differ are told, and so is what is passed over."""
        for each in layout.beside:
            cell = row[each.index]
            if cell is None or each.kind == "sum":
                continue
            if each.kind == "name" and each.of:
                code = line if each.of == "line" and layout.line else decision.code_of(each.of)
                if code:
                    yield from self._compare(each.index, each.of, code, str(cell))
            else:
                self._told.pass_over(f"the column {each.heading}", cell if isinstance(cell, str) else f"{cell}")

    def _compare(self, index: int, kind: str, code: str, name: str) -> Iterator[Fault]:
        try:
            if self._known.differs(kind, code, name):
                own = self._known.name_of(kind, code)
                self._told.read_so("called otherwise than in the ledger", f"{quoted(kind, code, name)} is {own!r}")
        except LedgerError as error:
            yield index, error

    def is_code(self, layout: Layout, index: int, text: str) -> bool:
        """Whether a text in a column of codes is one of the ledger's."""
        for kind, placed in layout.codes.items():
            if placed.index == index and self._known.split(kind, text)[0] in self._known.names(kind):
                return True
        return False

    def all_indices(self, layouts: Mapping[str, Layout], label: int) -> Collection[int]:
        """The columns in which a row of totals may have something else than totals."""
        found: set[int] = set()
        for layout in layouts.values():
            found |= {each.index for each in layout.beside}
            is_named = any(each.index == label and each.kind == "name" for each in layout.beside)
            if is_named or any(placed.index == label for placed in layout.codes.values()):
                found |= {placed.index for placed in layout.fields if not placed.column.is_figure}
            if is_named and layout.line:
                found.add(layout.line.index)
        return found - {label}


def labels_of(layout: Layout) -> Iterator[int]:
    """The columns of codes and names, in which a row may say that it is a total."""
    yield from (layout.codes[kind].index for kind in ("unit", "line") if kind in layout.codes)
    yield from (each.index for each in layout.beside if each.kind == "name")
