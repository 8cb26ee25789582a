"""Which month a row belongs to, and whether its year is wanted."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.incoming.sources import THIS_YEAR
from ledger.interchange.sie.incoming.vouchers import Voucher
from ledger.interchange.sie.records.chart import Chart
from ledger.interchange.sie.records.figures import period
from ledger.interchange.sie.records.lexer import Field
from ledger.interchange.values.messages import shown


class PeriodOutsideYear(Refused):
    code = "period-outside-year"

    def __init__(self, label: str, month: Month, year: str) -> None:
        super().__init__(
            phrase(
                "{label} is of {month}, which lies outside the year {year} of #RAR",
                label=label,
                month=month,
                year=shown(year),
            ),
            hint=phrase("Export the file again from the accounting system"),
        )


class DayOutsideYears(Refused):
    code = "sie-day-outside-years"

    def __init__(self, voucher: Voucher, day: date, years: str) -> None:
        super().__init__(
            phrase(
                "Voucher {voucher} has a row of {day}, which lies outside the years of #RAR: {years}",
                voucher=voucher.name,
                day=day,
                years=years,
            ),
            hint=phrase(
                "Have the day mended in the accounting system and export the file again; if the day "
                "is right, the file lacks a #RAR of its year"
            ),
        )


class Periods:
    """Judges the months of one file; each is worked out once."""

    def __init__(self, chart: Chart, wanted: Sequence[str]) -> None:
        self.unwanted: Counter[tuple[str, str]] = Counter()
        """How many rows are left out as their year is not wanted, by label and year."""
        self.impossible: Counter[tuple[str, str, Month]] = Counter()
        """… and as they cannot be of the year they name: label, year and month."""
        self._chart = chart
        self._wanted = frozenset(wanted)
        self._months: dict[tuple[str, str, Field], int] = {}
        self._days: dict[date, tuple[str, int] | None] = {}
        self._refused: set[tuple[int, date]] = set()

    def month(self, label: str, year: str, written: Field) -> int | None:
        """The number of the month of a period; None if the row is left out. Raises a :class:`LedgerError`."""
        found = self._months.get((label, year, written))
        if found is not None:
            return found
        if not self._wants(year):
            self.unwanted[label, year] += 1
            return None
        month = period(written)
        lies_in = self._chart.year_of(month)
        if lies_in != (year if year in self._chart.years else None):
            if year == THIS_YEAR or lies_in is None:
                raise PeriodOutsideYear(label, month, year)
            self.impossible[label, year, month] += 1
            return None
        self._months[label, year, written] = month.number
        return month.number

    def of_day(self, voucher: Voucher, day: date) -> tuple[str, int] | None:
        """Year and month of a voucher's row; None if it is left out. Raises :class:`DayOutsideYears` once a voucher."""
        if day in self._days:
            found = self._days[day]
        else:
            found = self._days[day] = self._of_day(day)
        if found is None:
            key = (voucher.row, day)
            if key not in self._refused:
                self._refused.add(key)
                years = ", ".join(f"{first} to {last}" for first, last in self._chart.years.values())
                raise DayOutsideYears(voucher, day, years)
            return None
        if not self._wants(found[0]):
            self.unwanted["#TRANS", found[0]] += 1
            return None
        return found

    def _of_day(self, day: date) -> tuple[str, int] | None:
        month = Month.containing(day)
        year = self._chart.year_of(month) if self._chart.years else THIS_YEAR
        return None if year is None else (year, month.number)

    def _wants(self, year: str) -> bool:
        return not self._wanted or year in self._wanted
