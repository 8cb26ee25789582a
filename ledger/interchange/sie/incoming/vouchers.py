"""Vouchers: each must balance, and its rows make up the outcome of accounts without #PSALDO."""

from datetime import date

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.records.chart import RecordTooShort, words
from ledger.interchange.sie.records.figures import day
from ledger.interchange.sie.records.lexer import Field


class VoucherUnbalanced(Refused):
    code = "voucher-unbalanced"

    def __init__(self, voucher: "Voucher") -> None:
        super().__init__(
            phrase(
                "Voucher {voucher} does not balance: its rows come to {money} instead of 0 kr",
                voucher=voucher.name,
                money=Money(voucher.sum).text,
            ),
            hint=phrase("Export the file again, or have the voucher mended in the accounting system"),
        )


class VoucherUnclosed(Unreadable):
    code = "voucher-unclosed"

    def __init__(self, voucher: "Voucher") -> None:
        super().__init__(
            phrase("Voucher {voucher} is not closed by a brace: its end is missing", voucher=voucher.name),
            hint=phrase("Export the file again from the accounting system"),
        )


class RowOutsideVoucher(Unreadable):
    code = "row-outside-voucher"

    def __init__(self, label: str) -> None:
        super().__init__(
            phrase("{label} stands outside a voucher", label=label),
            hint=phrase("Rows of a voucher follow #VER, between braces that stand on lines of their own"),
        )


class Voucher:
    """A voucher whose rows are being read."""

    def __init__(self, row: int, fields: list[Field]) -> None:
        self.row = row
        self.sum = 0
        self.is_open = bool(fields) and fields[-1] == ()  # a brace at the end of the line itself
        if self.is_open:
            fields = fields[:-1]
        wanted = phrase("series, number and day")
        series, number, written = words(fields[:3], "#VER", wanted, 3)
        self.date: date = day(written)
        self.is_numbered = bool(number)
        self.name = " ".join(filter(None, (series, number, f"of {self.date}")))

    def day(self, fields: list[Field]) -> date:
        """The day that a row belongs to: its own, where it has one."""
        if len(fields) > 3 and fields[3]:  # noqa: PLR2004 - account, objects, amount, day
            written = fields[3]
            if type(written) is not str:
                raise RecordTooShort("#TRANS", phrase("account, {{objects}}, amount and day"))
            return day(written)
        return self.date
