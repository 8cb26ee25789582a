"""What gives an account's outcome of a year, #PSALDO or vouchers, and whether it agrees with #RES."""

from collections.abc import Callable, Iterable, Iterator

import attrs

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.records.chart import Chart

Source = tuple[str, str]
"""The number of a year and an account."""
THIS_YEAR = "0"


class SourcesDisagree(Refused):
    code = "sie-sources-disagree"

    def __init__(self, account: str, year: str, *, balances: int, vouchers: int, result: int) -> None:
        super().__init__(
            phrase(
                "Account {account} of the year {year} is {money} by #PSALDO, {money_2} by its "
                "vouchers and {money_3} by #RES, and nobody can say which is right",
                account=account,
                year=year,
                money=Money(balances).text,
                money_2=Money(vouchers).text,
                money_3=Money(result).text,
            ),
            hint=phrase(
                "Export the file again from the accounting system, for the whole year; to import it "
                "as it is, take out what is wrong: the #RES of the account, its #PSALDO or its "
                "vouchers"
            ),
        )


@attrs.define
class Account:
    """What stands in a file of an account and a year, in öre, signed as in the file."""

    balances: int | None = None
    vouchers: int | None = None
    result: int | None = None
    row: int = 1

    @property
    def has_both(self) -> bool:
        return self.balances is not None and self.vouchers is not None

    @property
    def taken(self) -> int | None:
        """What is read: by #PSALDO, or else by vouchers; None where nothing but #RES stands in the file."""
        return self.vouchers if self.balances is None else self.balances


class Sources:
    """Collects what accounts come to by each source."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._vouchers: dict[tuple[str, int], int] = {}
        self._rows: dict[str, int] = {}
        self.accounts: dict[Source, Account] = {}

    def add_voucher_row(self, account: str, month: int, amount: int, row: int) -> None:
        """Add a row of a voucher, whether its account is read from vouchers or not."""
        key = (account, month)
        before = self._vouchers.get(key)
        if before is None:
            self._rows.setdefault(account, row)
            before = 0
        self._vouchers[key] = before + amount

    def _year_of(self, month: int) -> str:
        """The number of the year a month lies in; of undeclared years, the month's own."""
        if not self._chart.years:
            return THIS_YEAR
        return self._chart.year_of(Month(month)) or str(Month(month).year)

    def finish(self, balances: Iterable[tuple[str, int, int]], is_taken: Callable[[str], bool]) -> None:
        """Add everything up by year. Accounts that stand in #RES alone are added where they would be taken."""
        for account, month, amount in balances:
            found = self._of(self._year_of(month), account)
            found.balances = (found.balances or 0) + amount
        for (account, month), amount in self._vouchers.items():
            found = self._of(self._year_of(month), account)
            found.vouchers = (found.vouchers or 0) + amount
            found.row = self._rows[account]
        read = {year for year, _ in self.accounts}
        for (year, account), amount in self._chart.results.items():
            if (year, account) in self.accounts or (amount and year in read and is_taken(account)):
                self._of(year, account).result = amount

    def _of(self, year: str, account: str) -> Account:
        return self.accounts.setdefault((year, account), Account())

    @property
    def better_from_vouchers(self) -> frozenset[Source]:
        """Accounts whose vouchers come to #RES, and whose #PSALDO do not."""
        return frozenset(
            key
            for key, each in self.accounts.items()
            if each.has_both and each.balances != each.result == each.vouchers
        )

    def refusals(self) -> Iterator[tuple[int, LedgerError]]:
        """Accounts with both #PSALDO and vouchers neither of which come to #RES."""
        for (year, account), each in sorted(self.accounts.items()):
            if each.balances is None or each.vouchers is None or each.result is None:
                continue
            if each.result not in (each.balances, each.vouchers):
                yield (
                    each.row,
                    SourcesDisagree(account, year, balances=each.balances, vouchers=each.vouchers, result=each.result),
                )
