"""Months without an outcome: in sums they count as 0, which a reader must not take for money saved."""

from collections.abc import Iterator, Sequence

from ledger.domain.values.days import Month
from ledger.queries.answer import Note, counted_note, noted
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.sums import months_of_year, rolled_up

MOST_NAMED = 5
"""As many units are named; of the others only how many they are is told."""

_LAST_YEAR = ("ytd_outcome_last_year", "last_year_outcome")


class Unreported:
    """Takes note of what has an outcome and what has a budget, month by month."""

    def __init__(self, month: Month) -> None:
        self._month = month
        self._outcomes: set[tuple[str, Month]] = set()
        self._budgets: set[tuple[str, Month]] = set()
        self._last_year: set[str] = set()

    def look_at(self, part: Contribution) -> None:
        if part.month is not None and part.column == "ytd_outcome":
            self._outcomes.add((part.unit, part.month))
        elif part.month is not None and part.column == "ytd_budget":
            self._budgets.add((part.unit, part.month))
        elif part.column in _LAST_YEAR:
            self._last_year.add(part.unit)

    def notes(self, at: At, top: str | None, tree: TreeMode = "moment") -> Iterator[Note]:
        """What is missing of *top* and everything below it; units are covered by what is reported below them."""

        def holding(unit: str, month: Month | None = None) -> Sequence[str]:
            return tuple(rolled_up(at, tree, unit, month, top))

        covered = {(each, month) for unit, month in self._outcomes for each in holding(unit, month)}
        some = {month for _, month in covered}
        yield from _of_months(
            [each for each in months_of_year(self._month.year, self._month) if each not in some], some
        )
        lacking: dict[str, list[Month]] = {}
        for unit, month in sorted(self._budgets - covered):
            if month in some and holding(unit, month):
                lacking.setdefault(unit, []).append(month)
        yield from _of_units(lacking)
        if not any(map(holding, self._last_year)):
            yield noted("No outcome has been reported for {year}: last year counts as 0.", year=self._month.year - 1)


def _of_months(none: Sequence[Month], some: set[Month]) -> Iterator[Note]:
    """Those after the last month reported, and those before it, which a later month may hold: some report so."""
    last = max(some, default=None)
    earlier = [month for month in none if last is not None and month < last]
    later = none[len(earlier) :]
    if later:
        yield noted(
            "No outcome has been reported for {months}: it counts as 0 here, also where it is compared with budgets.",
            months=months_text(later),
        )
    if earlier:
        yield noted(
            "For {earlier} no outcome has been reported: it counts as 0, unless a later month holds it.",
            earlier=months_text(earlier),
        )


def _of_units(lacking: dict[str, list[Month]]) -> Iterator[Note]:
    if lacking:
        named = [f"{unit} ({months_text(months)})" for unit, months in lacking.items()]
        yield counted_note(
            "{number} unit with a budget lacks outcome for months that others have reported: {units}. It counts as 0, "
            "unless a later month holds it.",
            "{number} units with a budget lack outcome for months that others have reported: {units}. It counts as 0, "
            "unless a later month holds it.",
            len(lacking),
            units=", ".join([*named[:MOST_NAMED], *(["…"] if len(named) > MOST_NAMED else [])]),
        )


def months_text(months: Sequence[Month]) -> str:
    """Months in their order, those that follow one another as one range."""
    ranges: list[list[Month]] = []
    for month in months:
        if ranges and ranges[-1][-1].plus(1) == month:
            ranges[-1].append(month)
        else:
            ranges.append([month])
    return ", ".join(str(each[0]) if len(each) == 1 else f"{each[0]}–{each[-1]}" for each in ranges)
