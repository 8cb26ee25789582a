"""Ledgers with savings, and what is asked of them."""

from datetime import UTC, date, datetime

import pytest
from given import REGION, money, month, number, plan, unit
from offering import empty_ledger, given

from ledger.domain.follow_up.measures import EffectReported
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

EVER = datetime(2099, 1, 1, tzinfo=UTC)


def effect(when, code, amount=None, positions=None, hours=None):
    return EffectReported(
        measure=code,
        month=month(when),
        amount=amount and money(amount),
        positions=positions and number(positions),
        hours=hours and number(hours),
        effective=month(when).last_day,
    )


@pytest.fixture
def at(given):
    """The ledger of some facts at the end of August 2024, or on another day."""
    readers = []

    def told(*facts, on=date(2024, 8, 31)):
        reader = LedgerReader.open(given(*REGION, unit("DOS", "RS", on="2023-01-01"), *facts).path)
        readers.append(reader)
        return reader.at(on, EVER)

    yield told
    for reader in readers:
        reader.close()


def rows(at, name="savings", **options):
    return question(name).ask(at, **options).rows


def either(*measures, **more):
    """100 kronor or 130 positions."""
    return plan(amount="100", positions="130", either=True, **more), *measures
