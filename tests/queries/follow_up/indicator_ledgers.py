"""Ledgers with outcomes by line, and indicators that are computed from them."""

from datetime import UTC, datetime

import pytest
from given import amounts, day, line, month, unit
from offering import empty_ledger, given

from ledger.domain.follow_up.indicators import IndicatorDefined, TargetSet
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.organisation.lines import LineOpened
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]


EVER = datetime(2099, 1, 1, tzinfo=UTC)
OPEN = "2022-01-01"
HERE = (
    unit("R", on=OPEN),
    unit("A", "R", on=OPEN),
    unit("B", "R", on=OPEN),
    unit("A1", "A", on=OPEN),
    line("HYRD", "cost", on=OPEN),
    LineOpened(line="LÄK", name="Läkare", side="cost", statement="operating", parent="HYRD", effective=day(OPEN)),
    line("EGEN", "cost", on=OPEN),
    line("INTÄKT", "income", on=OPEN),
)


def defined(code="I", of="tkr", better="lower", **more):
    return IndicatorDefined(indicator=code, name=code, of=of, better=better, effective=day(OPEN), **more)


def out(code, when, lines, since=None, **more):
    """An outcome in kronor by line."""
    return OutcomeReported(
        unit=code,
        month=month(when),
        from_month=month(since) if since else None,
        lines=amounts(lines),
        effective=month(when).last_day,
        **more,
    )


def target(code="I", of="A", **more):
    return TargetSet(indicator=code, unit=of, year=2024, effective=day("2024-01-01"), **more)


@pytest.fixture
def at(given):
    """The ledger of some facts as of a day."""
    readers = []

    def told(*facts, on="2024-12-31"):
        readers.append(LedgerReader.open(given(*HERE, *facts).path))
        return readers[-1].at(day(on), EVER)

    yield told
    for reader in readers:
        reader.close()


def ask(at, **options):
    return question("indicators").ask(at, **options)


def values(at, **options):
    """The values by unit, and month where every month has a row."""
    rows = ask(at, **options).rows
    return {(row.unit, str(row.month)) if options.get("months") else row.unit: row.value for row in rows}


HIRED = defined(of_lines=("HYRD",))
SHARE = defined(of="procent", of_lines=("HYRD",), per_lines=("EGEN",))
