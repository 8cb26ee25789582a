"""What the samples have in common."""

from datetime import date

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity

NURSE, ADMIN = "sjuksköterska", "administratör"

JULY, END_OF_JULY = Month.of(2024, 7), date(2024, 7, 31)

NEW_YEAR = date(2024, 1, 1)


def kr(number: str) -> Money:
    return Money.of(number)


def n(number: str) -> Quantity:
    return Quantity.of(number)
