"""What is a sum, a difference or a share in a printed table: as the question or the mapping says, or as found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

import attrs

from ledger.queries.check.printed import SCALES, Figure, PrintedColumn, PrintedTable
from ledger.queries.contributions.contribution import Signs

MOST_PARTS = 40
"""Of so many rows above a sum, each way to begin is tried."""
MOST_COLUMNS = 12
"""Of so many columns next to one that is printed only, each two are tried."""


@attrs.frozen
class CellPlace:
    """A figure of the table."""

    row: str
    column: str


@attrs.frozen
class Bounds:
    """What a sum or a share comes to, exactly and within the rounding of its parts."""

    exact: int
    least: float
    most: float

    @property
    def room(self) -> int:
        """How far apart the bounds are."""
        return round(self.most - self.least)


@attrs.frozen(kw_only=True)
class Addition:
    """A figure and the others that it is a sum of, or of which it is a share."""

    cell: CellPlace
    over: Sequence[tuple[int, CellPlace]]
    is_share: bool = False
    """Whether it is the others, but for the last, in percent of the size of the last."""
    as_printed: bool = True
    """Whether the figures count with the signs they are printed with, and not with those of the ledger."""

    @property
    def places(self) -> Sequence[CellPlace]:
        return [self.cell, *(place for _, place in self.over)]

    def label_of(self, place: CellPlace) -> str:
        """What tells a part from the others: its column, or else its row."""
        return place.column if any(each.column != self.cell.column for _, each in self.over) else place.row

    def bounds(self, figures: Mapping[CellPlace, Figure], turned: Mapping[CellPlace, int]) -> Bounds:
        """Raises KeyError where a part is not printed."""
        counts = [(sign * turned[place] * figures[place].count, figures[place].last) for sign, place in self.over]
        if not self.is_share:
            exact, room = sum(count for count, _ in counts), sum(last for _, last in counts) / 2
            return Bounds(exact, exact - room, exact + room)
        *parts, (whole, whole_last) = counts
        part, part_last = sum(count for count, _ in parts), sum(last for _, last in parts)
        scale = SCALES["share"]
        sizes = [abs(whole) + sign * whole_last / 2 for sign in (-1, 1)]
        if min(sizes) <= 0:  # the whole may be nothing: any share can be right
            return Bounds(round(scale * part / abs(whole)) if whole else 0, float("-inf"), float("inf"))
        corners = [scale * (part + sign * part_last / 2) / size for sign in (-1, 1) for size in sizes]
        return Bounds(round(Fraction(scale * part, abs(whole))), min(corners), max(corners))


def additions(table: PrintedTable) -> Iterator[Addition]:
    """All sums and shares of a table, cell by cell."""
    for label, signs in table.derived().items():
        yield from _across(table, label, _signed(signs), as_printed=False)
    for label, signs in table.columns_add_up.items():
        yield from _across(table, label, _signed(signs))
    for label, over in table.columns_in_percent.items():
        yield from _across(table, label, over, is_share=True)
    for label, signs in table.rows_add_up.items():
        yield from _down(table, label, signs)
    yield from _found_down(table)
    yield from _found_across(table)


Over = Sequence[tuple[int, str]]


def _signed(signs: Signs) -> Over:
    return [(sign, label) for label, sign in signs.items()]


def _across(table: PrintedTable, label: str, parts: Over, **how: bool) -> Iterator[Addition]:
    for row in table.rows:
        over = [(sign, CellPlace(row.label, part)) for sign, part in parts]
        yield Addition(cell=CellPlace(row.label, label), over=over, **how)


def _down(table: PrintedTable, label: str, parts: Signs) -> Iterator[Addition]:
    shares = {column.label for column in table.columns if column.kind == "share"}
    for column in table.columns:
        if column.label not in shares:  # percent do not add up
            over = [(sign, CellPlace(part, column.label)) for part, sign in parts.items()]
            yield Addition(cell=CellPlace(label, column.label), over=over)


# -- sums that nobody has told of -----------------------------------------------------------------------------


def _found_down(table: PrintedTable) -> Iterator[Addition]:
    """For rows that are printed only: the rows above that they add up to in most columns."""
    labels = [row.label for row in table.rows]
    only = [row.label for row in table.rows if row.narrowed is None and row.label not in table.rows_add_up]
    for label in only:
        above = labels[: labels.index(label)]
        if (parts := _likeliest_rows(table, label, above)) is not None:
            yield from _down(table, label, parts)


def _likeliest_rows(table: PrintedTable, label: str, above: Sequence[str]) -> Signs | None:
    """The rows next above, from one of them on; or all parts, or all sums above: what most columns bear out.

    More than half of the columns have to; of a row that is called a sum, one.
    """
    only = [row.label for row in table.rows if row.narrowed is None]
    tried = [above[first:] for first in range(len(above) - 2, max(len(above) - MOST_PARTS, 0) - 1, -1)]
    tried += [[each for each in above if each not in only], [each for each in above if each in only]]

    def weight(parts: Sequence[str]) -> tuple[int, int]:
        """How many columns bear it out, and how few do not."""
        right = _agreeing_down(table, label, parts)
        return right, right - _known_down(table, label, parts)

    best = max(tried, key=weight, default=[])
    right, known = _agreeing_down(table, label, best), _known_down(table, label, best)
    is_enough = right > 0 if _is_called_sum(label) else known > 1 and 2 * right > known
    return dict.fromkeys(best, 1) if len(best) > 1 and is_enough else None


def _is_called_sum(label: str) -> bool:
    return label.casefold().startswith(("summa", "sum ", "total", "tot ")) or label.casefold() == "sum"


def _known_down(table: PrintedTable, label: str, parts: Sequence[str]) -> int:
    return sum(
        column.kind != "share" and all(row in column.figures for row in (label, *parts)) for column in table.columns
    )


def _agreeing_down(table: PrintedTable, label: str, parts: Sequence[str]) -> int:
    return sum(
        column.kind != "share"
        and all(row in column.figures for row in (label, *parts))
        and _adds_up([(1, column.figures[row]) for row in parts], column.figures[label])
        for column in table.columns
    )


def _found_across(table: PrintedTable) -> Iterator[Addition]:
    """For columns that are printed only: the two columns that they are the difference, the sum or the share of."""
    told = {*table.columns_add_up, *table.columns_in_percent}
    for column in table.columns:
        if column.name is not None or column.label in told or not column.figures:
            continue
        best: Over = ()
        right, wrong = 0, 0
        for parts in _ways(table, column):
            found = Counter(_is_so(table, column, row, parts) for row in column.figures)
            if (found[True], -found[False]) > (right, -wrong):
                best, right, wrong = parts, found[True], found[False]
        if right > 1 and 2 * right > len(column.figures):
            yield from _across(table, column.label, best, is_share=column.kind == "share")


def _ways(table: PrintedTable, column: PrintedColumn) -> Iterator[Over]:
    """Differences and sums of two other columns; of a column in percent, shares and changes."""
    here = table.columns.index(column)
    near = sorted(enumerate(table.columns), key=lambda each: abs(each[0] - here))
    others = [each for _, each in near if each is not column and each.kind != "share"][:MOST_COLUMNS]
    for one, other in permutations(others, 2):
        if one.kind == other.kind and column.kind == "share":
            yield [(1, one.label), (1, other.label)]
            yield [(1, one.label), (-1, other.label), (1, other.label)]
        elif one.kind == other.kind == column.kind:
            yield [(1, one.label), (-1, other.label)]
            if one.label < other.label:
                yield [(1, one.label), (1, other.label)]


def _is_so(table: PrintedTable, column: PrintedColumn, row: str, parts: Over) -> bool | None:
    """Whether a figure is made of others so; None where one of them is not printed."""
    columns = {each.label: each for each in table.columns}
    if not all(row in columns[part].figures for _, part in parts):
        return None
    places = {CellPlace(row, part): columns[part].figures[row] for _, part in parts}
    turned = {place: columns[place.column].sign for place in places}
    over = [(sign, CellPlace(row, part)) for sign, part in parts]
    addition = Addition(cell=CellPlace(row, column.label), over=over, is_share=column.kind == "share")
    bounds, own = addition.bounds(places, turned), column.figures[row]
    return bounds.least - own.last / 2 <= own.count <= bounds.most + own.last / 2


def _adds_up(parts: Sequence[tuple[int, Figure]], total: Figure) -> bool:
    difference = total.count - sum(sign * figure.count for sign, figure in parts)
    return 2 * abs(difference) <= sum(figure.last for _, figure in parts) + total.last
