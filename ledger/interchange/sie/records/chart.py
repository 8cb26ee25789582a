"""What a SIE file says of itself: whose it is, its years, accounts, dimensions and objects."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.records.figures import day, ore, refuse_spaces
from ledger.interchange.sie.records.lexer import Field
from ledger.interchange.values.messages import shown

CROWNS = "SEK"
_BALANCE_TYPES = ("T", "S")
_BALANCE_CLASSES = ("1", "2")
_NO_MEANING_HERE = frozenset(
    {
        *("#ADRESS", "#BKOD", "#ENHET", "#FLAGGA", "#FNR", "#FORMAT", "#FTYP"),
        *("#KPTYP", "#PROGRAM", "#PROSA", "#SRU", "#TAXAR"),
    }
)
"""Labels of the standard that say nothing of outcomes and budgets."""


class RecordTooShort(Unreadable):
    code = "record-too-short"

    def __init__(self, label: str, wanted: str) -> None:
        super().__init__(
            phrase(
                "{label} lacks fields, or has them in another order: it should have {wanted}",
                label=label,
                wanted=wanted,
            ),
            hint=phrase("Export the file again; quotes and braces that are never closed swallow what follows them"),
        )


class ForeignCurrency(Refused):
    code = "foreign-currency"

    def __init__(self, currency: str) -> None:
        super().__init__(
            phrase("The amounts of the file are in {currency}, not in kronor (SEK)", currency=shown(currency)),
            hint=phrase("Export it in SEK; the ledger does not convert"),
        )


class Chart:
    """The chart of accounts and whatever else the file declares, as far as it has been read."""

    def __init__(self) -> None:
        self.name = ""
        self.orgnr = ""
        self.type = "1"
        self.accounts: dict[str, str] = {}
        self.types: dict[str, str] = {}
        """T, S, K or I by account, where the file says so."""
        self.dimensions: dict[str, str] = {}
        self.superior: dict[str, str] = {}
        """The dimension that a subdimension belongs to."""
        self.objects: dict[tuple[str, str], str] = {}
        self.years: dict[str, tuple[date, date]] = {}
        self.results: dict[tuple[str, str], int] = {}
        """#RES by year and account."""
        self._covered: date | None = None
        self._made: date | None = None
        self._records: Mapping[str, Callable[[list[Field]], None]] = {
            "#FNAMN": self._company,
            "#ORGNR": self._orgnr,
            "#SIETYP": self._type,
            "#VALUTA": self._currency,
            "#RAR": self._year,
            "#KONTO": self._account,
            "#KTYP": self._account_type,
            "#DIM": self._dimension,
            "#UNDERDIM": self._subdimension,
            "#OBJEKT": self._object,
            "#IB": self._balance,
            "#UB": self._balance,
            "#OIB": self._object_balance,
            "#OUB": self._object_balance,
            "#RES": self._result,
            "#OMFATTN": self._covers,
            "#GEN": self._generated,
        }

    def take(self, label: str, fields: list[Field]) -> bool:
        """Take what a record declares; False if the label is not known here. Raises a :class:`LedgerError`."""
        record = self._records.get(label)
        if record is not None:
            record(fields)
        return record is not None or label in _NO_MEANING_HERE

    def is_balance(self, account: str) -> bool:
        """Whether it is an asset or a liability: by #KTYP, or else by the first digit as in BAS."""
        kind = self.types.get(account)
        return kind in _BALANCE_TYPES if kind else account[:1] in _BALANCE_CLASSES

    @property
    def last_month(self) -> tuple[Month, str] | None:
        """The last month that the file can have figures of, and the label that says so."""
        for label, found in (("#OMFATTN", self._covered), ("#GEN", self._made)):
            if found is not None:
                return Month.containing(found), label
        return None

    def year_of(self, month: Month) -> str | None:
        """The number of the declared year that a month lies in; None if it lies in none."""
        for number, (first, last) in self.years.items():
            if Month.containing(first) <= month <= Month.containing(last):
                return number
        return None

    def _company(self, fields: list[Field]) -> None:
        (self.name,) = words(fields[:1] or [""], "#FNAMN", "the name")

    def _orgnr(self, fields: list[Field]) -> None:
        (self.orgnr,) = words(fields[:1] or [""], "#ORGNR", "the number")

    def _type(self, fields: list[Field]) -> None:
        (self.type,) = words(fields[:1], "#SIETYP", "the type of file", 1)

    def _currency(self, fields: list[Field]) -> None:
        (currency,) = words(fields[:1] or [CROWNS], "#VALUTA", "the currency")
        if currency.strip().upper() not in (CROWNS, ""):
            raise ForeignCurrency(currency)

    def _year(self, fields: list[Field]) -> None:
        if len(fields) < 3 or not (fields[1] and fields[2]):  # noqa: PLR2004 - the fields named below
            return  # programs that write vouchers to be booked know no years, and leave the days out
        number, first, last = words(fields[:3], "#RAR", "the year's number, first day and last day", 3)
        self.years[number] = day(first), day(last)

    def _account(self, fields: list[Field]) -> None:
        account, name = words([*fields[:2], ""][:2], "#KONTO", "account and name", 2)
        self.accounts[account] = name

    def _account_type(self, fields: list[Field]) -> None:
        account, kind = words(fields[:2], "#KTYP", "account and type", 2)
        self.types[account] = kind.strip().upper()

    def _dimension(self, fields: list[Field]) -> None:
        number, name = words([*fields[:2], ""][:2], "#DIM", "number and name", 2)
        self.dimensions[number] = name

    def _subdimension(self, fields: list[Field]) -> None:
        number, name, above = words(fields[:3], "#UNDERDIM", "number, name and the dimension above", 3)
        self.dimensions[number], self.superior[number] = name, above

    def _object(self, fields: list[Field]) -> None:
        dimension, number, name = words([*fields[:3], ""][:3], "#OBJEKT", "dimension, object and name", 3)
        self.objects[dimension, number] = name

    def _balance(self, fields: list[Field]) -> None:
        words(fields[:3], "#IB or #UB", "year, account and balance", 3)
        refuse_spaces(fields, 2)
        ore(fields[2])

    def _object_balance(self, fields: list[Field]) -> None:
        if len(fields) < 4:  # noqa: PLR2004 - the fields named below
            raise RecordTooShort(phrase("#OIB or #OUB"), phrase("year, account, {{dimension object}} and balance"))
        refuse_spaces(fields, 3)
        ore(fields[3])

    def _result(self, fields: list[Field]) -> None:
        year, account, amount = words(fields[:3], "#RES", "year, account and amount", 3)
        refuse_spaces(fields, 2)
        self.results[year, account] = ore(amount)

    def _covers(self, fields: list[Field]) -> None:
        self._covered = _day_or_none(fields)

    def _generated(self, fields: list[Field]) -> None:
        self._made = _day_or_none(fields)


def words(fields: Sequence[Field], label: str, wanted: str, least: int = 0) -> Any:
    """The fields, each of them a word and none a list of objects. Raises :class:`RecordTooShort`."""
    if len(fields) < least or any(type(field) is not str for field in fields):
        raise RecordTooShort(label, wanted)
    return fields


def _day_or_none(fields: Sequence[Field]) -> date | None:
    """The day a file was made or has figures through; None where it is not written as one, as nothing depends on it."""
    try:
        return day(fields[0]) if fields else None
    except Unreadable:
        return None
