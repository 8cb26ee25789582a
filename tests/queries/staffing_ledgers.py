"""Ledgers with reports of the workforce, and what is asked of them."""

from datetime import UTC, date, datetime

import pytest
from given import REGION, month, number
from offering import empty_ledger, given

from ledger.domain.staff.workforce import WorkforceReported
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader
from ledger.reports.words import note_words

__all__ = ["empty_ledger", "given"]


EVER = datetime(2099, 1, 1, tzinfo=UTC)


def people(code, on, value, measure="fte", employment="permanent", **more):
    """What a unit reports for a month."""
    of = month(on)
    stated = None if value is None else number(value)
    return WorkforceReported(
        unit=code, month=of, effective=of.last_day, measure=measure, employment=employment, value=stated, **more
    )


@pytest.fixture
def ask(given):
    """Asks about the people of a ledger in which some facts have been recorded, in a year as people speak of it."""

    def ask(*facts, as_of="2024-12-31", name="staffing", **options):
        ledger = given(*REGION, *facts)
        with LedgerReader.open(ledger.path) as reader:
            at = reader.at(date.fromisoformat(as_of), EVER)
            return question(name).ask(at, **{k: month(v) if k == "since" else v for k, v in options.items()})

    return ask


def rows(answer, *columns):
    """Some columns of the rows by unit, as people write them."""
    return {row.unit: tuple(text(getattr(row, each)) for each in columns) for row in answer.rows}


def text(value):
    return None if value is None else value if isinstance(value, tuple) else str(value)


def told(answer):
    return " ".join(note_words(note, "en") for note in answer.notes)


APRIL = (people("RS", "2024-04", "100"), people("HSN", "2024-04", "99"))
