"""A SIE file record by record, into what units' lines came to by month."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.incoming.balances import Balances
from ledger.interchange.sie.incoming.periods import Periods
from ledger.interchange.sie.incoming.repeats import Repeats
from ledger.interchange.sie.incoming.sources import Source, Sources
from ledger.interchange.sie.incoming.vouchers import RowOutsideVoucher, Voucher, VoucherUnbalanced, VoucherUnclosed
from ledger.interchange.sie.mapping.destinations import Destinations
from ledger.interchange.sie.mapping.mapping_file import Mapping
from ledger.interchange.sie.records.chart import Chart, RecordTooShort
from ledger.interchange.sie.records.checksum import Checksum
from ledger.interchange.sie.records.figures import ore, refuse_spaces
from ledger.interchange.sie.records.lexer import Field, Record, read_records
from ledger.interchange.sie.records.survey import Survey

Fault = tuple[int, LedgerError]
"""What is wrong, and the row it stands in."""

_BY_PERIOD = "year, period, account, {dimension object} and amount"
_OF_VOUCHER = "account, {objects} and amount"


class Reading:
    """What a file says, as far as it has been read."""

    def __init__(
        self,
        mapping: Mapping,
        destinations: Destinations,
        survey: Survey,
        from_vouchers: frozenset[Source] = frozenset(),
    ) -> None:
        self.chart: Chart = destinations.chart
        self.destinations = destinations
        self.sources = Sources(self.chart)
        self.periods = Periods(self.chart, mapping.years)
        self._survey = survey
        self._dimension = mapping.dimension
        self.outcomes, self.budgets = (
            Balances(label, destinations, survey, mapping.dimension, rest_to_default=mapping.rest_to_default)
            for label in ("#PSALDO", "#PBUDGET")
        )
        self.unknown: Counter[str] = Counter()
        """Labels that nobody here knows, and how often they stand in the file."""
        self.of_other_dimensions = 0
        """Rows by period for objects of other dimensions alone."""
        self.rows, self.vouchers = Repeats(), Repeats()
        self.unopened_checksum = False
        self._checksum = Checksum(survey.encoding)
        self._from_balances = survey.balances - from_vouchers
        self.from_vouchers = from_vouchers
        """Accounts with #PSALDO that are read from their vouchers all the same."""
        self._depth = 0
        self._voucher: Voucher | None = None
        self._unreadable_voucher = False
        self._takes_outcomes = "outcomes" in mapping.take
        self._own = self._readers(takes_budgets="budgets" in mapping.take)

    def _readers(self, *, takes_budgets: bool) -> dict[str, Callable[[int, list[Field]], None]]:
        """What reads the records of each label; those of other labels are the chart's."""
        return {
            "#TRANS": self._transaction,
            "#PSALDO": self._outcome if self._takes_outcomes else self._passed_over,
            "#PBUDGET": self._budget if takes_budgets else self._passed_over,
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
        return self._survey.has_balances or bool(self.chart.results)

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
        for balances in (self.outcomes, self.budgets):
            yield from balances.finish()
        yield from self.destinations.refusals()
        self.sources.finish(self.outcomes.by_account(), self.destinations.is_taken)
        if self._takes_outcomes:
            yield from self.sources.refusals()

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
        self._by_period(self.outcomes, row, fields)

    def _budget(self, row: int, fields: list[Field]) -> None:
        self._by_period(self.budgets, row, fields)

    def _by_period(self, balances: Balances, row: int, fields: list[Field]) -> None:
        label = balances.label
        if len(fields) < 4 or type(fields[2]) is not str:  # noqa: PLR2004 - _BY_PERIOD
            raise RecordTooShort(label, _BY_PERIOD)
        year, period, account, objects = str(fields[0]), fields[1], fields[2], fields[3]
        month = self.periods.month(label, year, period)
        if month is None:
            return
        if type(objects) is not tuple:  # no braces at all: the account as a whole
            fields.insert(3, ())
            objects = ()
        if len(fields) < 5:  # noqa: PLR2004 - _BY_PERIOD
            raise RecordTooShort(label, _BY_PERIOD)
        if len(fields) > 5 and "." not in fields[4]:  # noqa: PLR2004 - a quantity, or an amount with spaces
            refuse_spaces(fields, 4)
        amount = ore(fields[4])
        line = self.destinations.line(account, row)
        if line is None and account not in self.destinations.unmapped_accounts:
            return
        self.rows.add((label, *fields), row)
        if (year, account) in self.from_vouchers and balances is self.outcomes:
            return
        if not objects:
            balances.add_whole(account, month, amount, row)
            return
        number = self._object(label, objects)
        if number is None:
            self.of_other_dimensions += 1
            return
        key = (label, year, str(period), account)
        balances.add_object(key, line, number, month, amount, row, is_alone=len(objects) == 2)  # noqa: PLR2004 - a pair

    def _object(self, label: str, objects: tuple[str, ...]) -> str | None:
        """The object of the chosen dimension in a list of pairs."""
        if len(objects) % 2:
            raise RecordTooShort(label, phrase("a list of objects in pairs: {{dimension object}}"))
        for place in range(0, len(objects), 2):
            if objects[place] == self._dimension:
                return objects[place + 1]
        return None

    # -- vouchers ----------------------------------------------------------------------------------------

    def _begin(self, row: int, fields: list[Field]) -> None:
        unclosed, self._voucher, self._depth = self._voucher, None, 0
        self._unreadable_voucher = True  # until it is read
        self._voucher = voucher = Voucher(row, fields)
        self._unreadable_voucher = False
        self._depth = int(voucher.is_open)
        if voucher.is_numbered:
            self.vouchers.add(voucher.name, row)
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
        account, objects = _account_and_objects(fields)
        if len(fields) > 3 and "." not in fields[2]:  # noqa: PLR2004 - a day, or an amount with spaces
            refuse_spaces(fields, 2)
        amount = ore(fields[2])
        voucher.sum += amount
        if not self._takes_outcomes:
            return
        line = self.destinations.line(account, row)
        if line is None and account not in self.destinations.unmapped_accounts:
            return
        found = self.periods.of_day(voucher, voucher.day(fields))
        if found is not None:
            year, month = found
            self.sources.add_voucher_row(account, month, amount, row)
            if (year, account) not in self._from_balances:
                self._place(account, line, self._object("#TRANS", objects), month, amount, row)

    def _place(self, account: str, line: str | None, number: str | None, month: int, amount: int, row: int) -> None:
        """Add a row of a voucher to its unit's line and month."""
        if number is not None:
            unit = self.destinations.unit(number, row)
        else:
            unit = self.destinations.rest(account, amount, row)
        if unit is not None and line is not None:
            self.outcomes.sums.add(unit, month, line, amount, row)


def _account_and_objects(fields: list[Field]) -> tuple[str, tuple[str, ...]]:
    """What begins a row of a voucher. Objects that are left out are put in, so that the amount is the third field."""
    if len(fields) > 1 and type(fields[1]) is str:
        fields.insert(1, ())
    if len(fields) < 3:  # noqa: PLR2004 - _OF_VOUCHER
        raise RecordTooShort("#TRANS", _OF_VOUCHER)
    account, objects = fields[0], fields[1]
    if type(account) is not str or type(objects) is not tuple:
        raise RecordTooShort("#TRANS", _OF_VOUCHER)
    return account, objects
