"""Values as people write them."""

from datetime import date

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.interchange.values.days import read_day
from ledger.interchange.values.months import read_month


def day(words):
    return words if words is None or isinstance(words, date) else read_day(words)


def month(words):
    return words if words is None or isinstance(words, Month) else read_month(words)


def money(words):
    return None if words is None else Money.of(words)


def number(words):
    return None if words is None else Quantity.of(words)


def amounts(lines):
    return {line: money(amount) for line, amount in lines.items()}


def by_month(phasing):
    return phasing and {
        line: {month(each): money(amount) for each, amount in months.items()} for line, months in phasing.items()
    }
