"""Ledgers with versions of the forecast, told more a day at a time and asked in between."""

from datetime import UTC, date, datetime

import pytest
from given import REGION, adopted, closed, forecast, outcome
from offering import empty_ledger, given

from ledger.domain.values.measured import Money
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import compare
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]


BUDGETS = (adopted("HSN", {"NETTO": "-100"}), adopted("RS", {"NETTO": "-50"}), adopted("EKO", {"NETTO": "-30"}))
P1 = tuple(forecast(code, "P1", {"NETTO": amount}) for code, amount in (("HSN", "-110"), ("RS", "-55"), ("EKO", "-33")))
AFTER = "2024-07-31"


def kr(number):
    return Money.of(number)


class Asked:
    """A ledger that is told more, a day at a time, and asked in between."""

    def __init__(self, ledger):
        self.ledger = ledger

    def told(self, *facts):
        """Record the facts a day later; the instant is given back."""
        self.ledger.clock.forward(days=1)
        self.ledger.offer(*facts)
        return self.ledger.clock.now

    def at(self, do, known_at=datetime(2099, 1, 1, tzinfo=UTC), as_of=date(2024, 12, 31)):
        with LedgerReader.open(self.ledger.path) as reader:
            return do(reader.at(as_of, known_at))

    def answer(self, name="forecast", known_at=datetime(2099, 1, 1, tzinfo=UTC), **options):
        return self.at(lambda at: question(name).ask(at, **{"year": 2024} | options), known_at)

    def rows(self, **options):
        return {(row.unit, row.version): row for row in self.answer(**options).rows}

    def compared(self, before, after, so_far=None, **cell):
        def do(at):
            sides = [Side(at, Cell(year=2024, version=each, so_far=so_far, **cell)) for each in (before, after)]
            return compare(*sides, "forecast", None)

        return self.at(do)


@pytest.fixture
def asked(given):
    return Asked(given(*REGION, *BUDGETS, *P1))


def carried(row):
    return [(each.unit, each.project, each.version) for each in row.carried_from]


def notes(answer):
    return [note.english.format(**note.values) for note in answer.notes]


@pytest.fixture
def merged(asked):
    """EKO goes into HSN in July, after half a year's outcome; HSN submits a forecast for both."""
    asked.told(*(outcome("EKO", f"2024-{each:02d}", {"NETTO": "-2"}) for each in range(1, 7)))
    asked.told(closed("EKO", "2024-07-01", "HSN"))
    return asked
