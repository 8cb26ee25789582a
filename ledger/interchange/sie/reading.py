"""A SIE file record by record, into what units' lines came to by month."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from ledger.domain.days import Month
from ledger.domain.errors import LedgerError, Refused
from ledger.interchange.sie.chart import Chart, RecordTooShort
from ledger.interchange.sie.checksum import Checksum
from ledger.interchange.sie.destinations import Destinations
from ledger.interchange.sie.figures import ore, period
from ledger.interchange.sie.lexer import Field, Record, read_records
from ledger.interchange.sie.mapping import Mapping
from ledger.interchange.sie.survey import Survey
from ledger.interchange.sie.tallies import Tallies
from ledger.interchange.sie.vouchers import RowOutsideVoucher, Voucher, VoucherUnbalanced, VoucherUnclosed
from ledger.interchange.values.messages import shown

Fault = tuple[int, LedgerError]
"""What is wrong, and the row it stands in."""

_BY_PERIOD = "year, period, account, {dimension object} and amount"
_OF_VOUCHER = "account, {objects} and amount"


class PeriodOutsideYear(Refused):
    code = "period-outside-year"

    def __init__(self, label: str, month: Month, year: str) -> None:
        super().__init__(
            f"{label} is of {month}, which lies outside the year {shown(year)} of #RAR",
            hint="Export the file again from the accounting system",
        )


class Reading:
    """What a file says, as far as it has been read."""

    def __init__(self, told: Mapping, chart: Chart, destinations: Destinations, survey: Survey) -> None:
        self.chart = chart
        self.destinations = destinations
        self._told = told
        self._survey = survey
        self._dimension = told.dimension
        outcomes, budgets = (
            Tallies(label, destinations, told.dimension, rest_to_default=told.rest_to_default)
            for label in ("#PSALDO", "#PBUDGET")
        )
        self.outcomes, self.budgets = outcomes, budgets
        self.unknown: Counter[str] = Counter()
        """Labels that nobody here knows, and how often they stand in the file."""
        self.unopened_checksum = False
        self._checksum = Checksum(survey.encoding)
        self._months: dict[tuple[Field, Field], Month | None] = {}
        """What periods of which years come to."""
        self._depth = 0
        self._voucher: Voucher | None = None
        self._unreadable_voucher = False
        self._from_vouchers = "outcomes" in told.take and not survey.has_period_balances
        self._own: dict[str, Callable[[int, list[Field]], None]] = {
            "#TRANS": self._transaction,
            "#PSALDO": self._outcome if "outcomes" in told.take else self._passed_over,
            "#PBUDGET": self._budget if "budgets" in told.take else self._passed_over,
            "#VER": self._begin,
            "#RTRANS": self._passed_over,
            "#BTRANS": self._passed_over,
            "#KSUMMA": self._sum,
            "{": self._opened,
            "}": self._closed,
        }

    @property
    def is_complete(self) -> bool:
        """Whether it has all there is for its months: vouchers to be booked (type 4I) have not."""
        return self._survey.has_period_balances or bool(self.chart.results)

    def read(self, stream: IO[str]) -> Iterator[Fault]:
        """Take every record in; what is wrong, as it is found."""
        row = 1
        try:
            for record in read_records(stream, self._checksum):
                row = record[0]
                try:
                    self._take(record)
                except LedgerError as error:
                    yield row, error
            yield from self._end(row)
        except LedgerError as error:
            yield row, error

    def _end(self, row: int) -> Iterator[Fault]:
        if self._voucher is not None:
            yield self._voucher.row, VoucherUnclosed(self._voucher)
        try:
            self._checksum.require_checked()
        except LedgerError as error:
            yield row, error
        for tallies in (self.outcomes, self.budgets):
            yield from tallies.settle()
        yield from self.destinations.refusals()

    def _take(self, record: Record) -> None:
        row, label, fields = record
        own = self._own.get(label)
        if own is not None:
            own(row, fields)
        elif self._depth and self._voucher is None:
            pass  # whatever belongs to a record that nobody here knows
        elif not self.chart.take(label, fields):
            self.unknown[label] += 1

    def _passed_over(self, row: int, fields: list[Field]) -> None:
        """Take nothing: an added row stands again as #TRANS, and a removed one no longer counts."""

    def _sum(self, _: int, fields: list[Field]) -> None:
        if not fields:
            self._checksum.start()
        elif self._checksum.is_running:
            self._checksum.check(fields[0])
        elif not self._checksum.was_checked:
            self.unopened_checksum = True

    # -- figures by period -------------------------------------------------------------------------------

    def _outcome(self, row: int, fields: list[Field]) -> None:
        self._by_period("#PSALDO", self.outcomes, row, fields)

    def _budget(self, row: int, fields: list[Field]) -> None:
        self._by_period("#PBUDGET", self.budgets, row, fields)

    def _by_period(self, label: str, tallies: Tallies, row: int, fields: list[Field]) -> None:
        if len(fields) < 4 or type(fields[2]) is not str:  # noqa: PLR2004 - _BY_PERIOD
            raise RecordTooShort(label, _BY_PERIOD)
        objects = fields[3]
        if type(objects) is not tuple:  # no braces at all: the account as a whole
            objects, amount = (), ore(objects)
        elif len(fields) > 4:  # noqa: PLR2004 - _BY_PERIOD
            amount = ore(fields[4])
        else:
            raise RecordTooShort(label, _BY_PERIOD)
        account, when = fields[2], (fields[0], fields[1])
        month = self._months[when] if when in self._months else self._month(label, *when)
        if month is None:
            return
        line = self.destinations.line(account, row)
        if line is None and account not in self.destinations.unmapped_accounts:
            return
        if not objects:
            tallies.add_whole(account, month, amount, row)
            return
        number = self._object(label, objects)
        if number is not None and (len(objects) == 2 or not self._survey.has_single_objects):  # noqa: PLR2004 - a pair
            tallies.add_object(account, line, number, month, amount, row)

    def _object(self, label: str, objects: tuple[str, ...]) -> str | None:
        """The object of the chosen dimension in a list of pairs."""
        if len(objects) % 2:
            raise RecordTooShort(label, "a list of objects in pairs: {dimension object}")
        for place in range(0, len(objects), 2):
            if objects[place] == self._dimension:
                return objects[place + 1]
        return None

    def _month(self, label: str, year: Field, written: Field) -> Month | None:
        """The month of a period; None if its year is not wanted. Each is worked out once."""
        month = period(written)
        known = self.chart.years.get(str(year))
        if known and not Month.containing(known[0]) <= month <= Month.containing(known[1]):
            raise PeriodOutsideYear(label, month, str(year))
        wanted = not self._told.years or str(year) in self._told.years
        self._months[year, written] = month if wanted else None
        return self._months[year, written]

    # -- vouchers ----------------------------------------------------------------------------------------

    def _begin(self, row: int, fields: list[Field]) -> None:
        unclosed, self._voucher, self._depth = self._voucher, None, 0
        self._unreadable_voucher = True  # until it is read
        self._voucher = Voucher(row, fields)
        self._unreadable_voucher = False
        self._depth = int(self._voucher.is_open)
        if unclosed is not None and unclosed.is_open:
            raise VoucherUnclosed(unclosed)

    def _opened(self, _: int, __: list[Field]) -> None:
        self._depth += 1
        if self._voucher is not None:
            self._voucher.is_open = True

    def _closed(self, _: int, __: list[Field]) -> None:
        self._depth = max(self._depth - 1, 0)
        if self._depth:
            return
        voucher, self._voucher, self._unreadable_voucher = self._voucher, None, False
        if voucher is not None and voucher.sum:
            raise VoucherUnbalanced(voucher)

    def _transaction(self, row: int, fields: list[Field]) -> None:
        voucher = self._voucher
        if voucher is None or not voucher.is_open:
            if self._unreadable_voucher:
                return  # the voucher itself has been refused
            raise RowOutsideVoucher("#TRANS")
        if len(fields) > 1 and type(fields[1]) is str:
            fields.insert(1, ())
        if len(fields) < 3:  # noqa: PLR2004 - _OF_VOUCHER
            raise RecordTooShort("#TRANS", _OF_VOUCHER)
        account, objects, amount = fields[0], fields[1], ore(fields[2])
        if type(account) is not str or type(objects) is not tuple:
            raise RecordTooShort("#TRANS", _OF_VOUCHER)
        voucher.sum += amount
        if not self._from_vouchers:
            return
        line = self.destinations.line(account, row)
        if line is None and account not in self.destinations.unmapped_accounts:
            return
        number, month = self._object("#TRANS", objects), voucher.month(fields)
        if number is not None:
            unit = self.destinations.unit(number, row)
        else:
            unit = self.destinations.rest(account, amount, row)
        if unit is not None and line is not None:
            self.outcomes.sums.add(unit, month.number, line, amount, row)
