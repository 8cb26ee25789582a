"""A ledger with one budget, and the read model beside it."""

from datetime import UTC, date, datetime, timedelta

from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections.read_model_files import newest
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

NEW_YEAR, LATER = date(2024, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)


class Clock:
    """Every look at it is a second later."""

    def __init__(self, start=datetime(2024, 2, 1, tzinfo=UTC)):
        self.now = start

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def adjusted(ore):
    return BudgetAdjusted(
        effective=NEW_YEAR,
        unit="RS",
        year=2024,
        lines={"NETTO": Money(ore)},
        from_month=Month.of(2024, 1),
        financing="Skatt",
    )


def made(path, ore, *, clock=None):
    """A ledger with one budget."""
    clock = clock or Clock()
    make_ledger(path, name="Region X", orgnr="", clock=clock)
    with Ledger.open(path, clock) as ledger:
        ledger.record(
            UnitOpened(effective=NEW_YEAR, unit="RS", name="Regionstyrelsen"),
            LineOpened(effective=NEW_YEAR, line="NETTO", name="Netto", side="net", statement="operating"),
            adjusted(ore),
        )
    return path


def record(path, ore, start=datetime(2024, 3, 1, tzinfo=UTC)):
    with Ledger.open(path, Clock(start)) as ledger:
        ledger.record(adjusted(ore))


def asked(path, day=NEW_YEAR, **options):
    """The budget, and what a person was told on the way."""
    notices = []
    with LedgerReader.open(path, notice=notices.append, **options) as reader:
        (row,) = budget(reader.at(day, LATER), year=2024).rows
    return row.current.count, notices


def views(path):
    return newest(path)
