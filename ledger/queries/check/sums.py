"""Whether a printed table adds up among its own figures, and the facts that are in one part of a sum only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import attrs

from ledger.queries.check.additions import Addition, CellPlace, additions
from ledger.queries.check.answered import Answered
from ledger.queries.check.explaining.solved import Solved
from ledger.queries.check.printed import Figure, PrintedTable, Value, value_of
from ledger.queries.sums import Sums

Held = Solved | Answered
MOST_FACTS = 3
MOST_COMBINED = 60
"""Of so many facts that are in some parts of a sum only, one, two or three are sought that make the difference."""


@attrs.frozen
class UnevenFact:
    """A fact that keeps a sum from adding up: some of its figures count it and others do not."""

    position: int
    amount: Value
    counted_in: Sequence[str]
    """The rows, or columns, by their labels."""
    missing_in: Sequence[str]


@attrs.frozen(kw_only=True)
class PrintedSum:
    """A printed figure that does not equal the printed figures it is the sum of, or the share."""

    cell: CellPlace
    over: Sequence[tuple[int, str]]
    """The rows, or columns, that are added (1) and taken away (-1); of a share, the part and the whole."""
    is_share: bool
    printed: Value
    summed: Value
    difference: Value
    is_rounding: bool
    """Whether rounding each figure by itself can make the difference."""
    facts: Sequence[UnevenFact]
    """The facts that come to the difference, if there are such."""
    is_explained: bool
    """Whether its figures were taken at moments that differ by the facts. Else the table contradicts itself."""


@attrs.frozen(kw_only=True)
class SumsChecked:
    """What came of adding up a table."""

    number: int
    """How many sums and shares there were."""
    uneven: Sequence[PrintedSum]
    """Those that are not what they are printed as."""
    added_again: frozenset[CellPlace]
    """The figures that are a sum or a share of others."""


def check_sums(table: PrintedTable, solved: Mapping[str, Held]) -> SumsChecked:
    """Add up everything that is a sum. With an empty cell there is none."""
    figures = _figures(table)
    signs = {column.label: column.sign for column in table.columns}
    found = [each for each in additions(table) if all(place in figures for place in each.places)]
    checked = [_checked(each, table, figures, signs, solved) for each in found]
    return SumsChecked(
        number=len(found),
        uneven=[each for each in checked if each.difference],
        added_again=frozenset(each.cell for each in found),
    )


def _figures(table: PrintedTable) -> dict[CellPlace, Figure]:
    return {CellPlace(row, column.label): figure for column in table.columns for row, figure in column.figures.items()}


def _checked(
    addition: Addition,
    table: PrintedTable,
    figures: Mapping[CellPlace, Figure],
    signs: Mapping[str, int],
    solved: Mapping[str, Held],
) -> PrintedSum:
    kind = next(column.kind for column in table.columns if column.label == addition.cell.column)
    turned = {place: signs[place.column] if addition.as_printed else 1 for place in addition.places}
    bounds = addition.bounds(figures, turned)
    own = figures[addition.cell]
    printed = own.count * turned[addition.cell]
    difference = printed - bounds.exact
    is_rounding = bounds.least - own.last / 2 <= printed <= bounds.most + own.last / 2
    is_plain = not is_rounding and not addition.is_share
    facts = _uneven(addition, turned, solved, difference, bounds.room + own.last) if is_plain else []
    return PrintedSum(
        cell=addition.cell,
        over=[(sign, addition.label_of(place)) for sign, place in addition.over],
        is_share=addition.is_share,
        printed=value_of(kind, printed),
        summed=value_of(kind, bounds.exact),
        difference=value_of(kind, difference),
        is_rounding=is_rounding,
        facts=facts,
        is_explained=bool(facts) and all(fact.missing_in for fact in facts) and _differ_in_time(addition, solved),
    )


def _differ_in_time(addition: Addition, solved: Mapping[str, Held]) -> bool:
    """Whether the figures of a sum are known at different moments: they cannot be expected to add up then."""
    columns = [solved[place.column] for place in addition.places]
    if len({each.at.moment for each in columns}) > 1:
        return True
    return any(each.differs(place.row) for each, place in zip(columns, addition.places, strict=True))


def _uneven(
    addition: Addition, turned: Mapping[CellPlace, int], solved: Mapping[str, Held], difference: int, room: int
) -> Sequence[UnevenFact]:
    """The facts that are not in all figures of a sum alike, if they come to the difference, within the rounding."""
    places = addition.places
    if any(place.column not in solved or not solved[place.column].has(place.row) for place in places):
        return ()  # one of them is printed only
    if any(solved[place.column].is_left(place.row) for place in places):
        return ()  # a figure that nobody can explain explains nothing
    net: Sums[int] = Sums()
    parts = {place: solved[place.column].parts_of(place.row) for place in places}
    for sign, place in [(1, addition.cell), *((-sign, place) for sign, place in addition.over)]:
        for position, amount in parts[place].items():
            net[position] += sign * turned[place] * amount
    every = {position: net[position] for position in sorted(net) if net[position]}
    column = solved[addition.cell.column].column
    return [
        UnevenFact(
            position=position,
            amount=column.printed.value(amount),
            counted_in=[addition.label_of(place) for place in places if position in parts[place]],
            missing_in=[
                addition.label_of(place)
                for place in places
                if position not in parts[place] and solved[place.column].could_count(place.row, position)
            ],
        )
        for position, amount in _fewest(every, difference, room).items()
    ]


def _fewest(amounts: Mapping[int, int], difference: int, room: int) -> Mapping[int, int]:
    """As few of the facts as come to the difference; none if not even all of them do. What is left out evens out."""

    def is_enough(positions: Sequence[int]) -> bool:
        return 2 * abs(difference - sum(amounts[position] for position in positions)) <= room

    if not is_enough(list(amounts)):
        return {}
    sizes = range(1, MOST_FACTS + 1) if len(amounts) <= MOST_COMBINED else ()
    few: Iterator[tuple[int, ...]] = (each for size in sizes for each in combinations(amounts, size))
    return {position: amounts[position] for position in next(filter(is_enough, few), tuple(amounts))}
