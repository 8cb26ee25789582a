"""Every question there is, asked at one moment; and the two witnesses behind the answers."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import attrs

from ledger.domain.control.counting import policies_of
from ledger.domain.values.days import Month
from ledger.projections.counting import standing
from ledger.projections.figures import Figures
from ledger.projections.folds import Fold
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.questions.facts.journal import Filter, journal
from ledger.queries.questions.follow_up.assignments import assignments
from ledger.queries.questions.follow_up.goals import goals
from ledger.queries.questions.follow_up.indicators import indicators
from ledger.queries.questions.follow_up.measures import measures
from ledger.queries.questions.follow_up.reporting import reporting
from ledger.queries.questions.follow_up.savings import savings
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.money.forecast import forecast
from ledger.queries.questions.money.outcome import outcome
from ledger.queries.questions.money.report import report
from ledger.queries.questions.money.result import result
from ledger.queries.questions.organisation.units import units
from ledger.queries.questions.staff.exemptions import exemptions
from ledger.queries.questions.staff.freezes import freezes
from ledger.queries.questions.staff.staffing import staffing
from ledger.queries.reader import LedgerReader
from ledger.store.files.log import LogReader

JULY = Month.of(2024, 7)
TREES = ("moment", "then", "today")


def sums(at: At) -> Iterator[Answer]:
    """The answers that only add up, so that nothing in them depends on positions."""
    for tree in TREES:
        for by in ("unit", "line", "month", "unit,line", "unit,line,month"):
            yield budget(at, year=2024, by=by, tree=tree)
        yield report(at, month=JULY, tree=tree, by="unit,line")
        yield report(at, month=JULY, tree=tree)
        yield staffing(at, since=Month.of(2024, 6), tree=tree)
        yield staffing(at, since=Month.of(2024, 6), by="unit,category,employment", tree=tree)
        yield outcome(at, year=2024, tree=tree)
    yield budget(at, year=2024, statement="investment")
    if "A" in at.organisation.units:
        yield budget(at, year=2024, unit="A", by="unit,line")
    yield budget(at)
    yield result(at, month=JULY)
    yield savings(at)
    yield savings(at, by="unit")
    yield measures(at)


def everything(at: At) -> list[Answer]:
    """All questions."""
    return [
        *sums(at),
        forecast(at, year=2024),
        forecast(at, year=2024, by="unit,line"),
        freezes(at),
        exemptions(at),
        indicators(at, year=2024),
        assignments(at),
        goals(at, year=2024),
        reporting(at, month=JULY),
        units(at),
        journal(at, Filter()),
    ]


def asked(reader: LedgerReader, as_of: date, known_at: datetime) -> list[Answer]:
    """All questions at a moment."""
    return everything(reader.at(as_of, known_at))


def rows(answers: Iterable[Answer]) -> dict[str, tuple[Any, ...]]:
    """What answers say, by question and options, leaving out at which moment and through which fact."""
    return {f"{answer.question} {answer.options}": (answer.rows, answer.total) for answer in answers}


def differences(one: Iterable[Answer], other: Iterable[Answer]) -> list[tuple[Any, ...]]:
    """What answers say differently: short enough to read, where whole answers are not."""
    return [
        (first.question, first.options, *((a, b) for a, b in zip_longest(first.rows, second.rows) if a != b))
        for first, second in zip(one, other, strict=True)
        if first != second
    ]


def fold_of(log: LogReader, as_of: date, position: int) -> Fold:
    """The plain fold over the facts through a position."""

    def find(reference):
        found = log.find(reference)
        return found[0] if found else None

    policies = policies_of((recorded for _, recorded in log.stream("control") if recorded.position <= position), find)
    return Fold(standing(log.facts(0, position), policies, find), as_of)


FAR = (Month.of(1990, 1), Month.of(2100, 12))


def told_by(figures: Figures) -> dict[str, set[Any]]:
    """All figures a witness has, in an order that does not matter."""
    through = [Month.of(2024, 1), JULY, Month.of(2024, 12)]
    found: dict[str, Iterable[Any]] = {
        f"budget {year}": figures.totals("budget", year=year, through=through) for year in (2022, 2023, 2024, 2025)
    }
    found["budgets"] = figures.totals("budget", through=[JULY])
    for measure in ("positions", "carried-out"):
        found[measure] = figures.totals(measure)
    for measure in ("outcome", "workforce", "causes", "effect"):
        found[measure] = figures.stated(measure, *FAR)
        found[f"{measure} to July"] = figures.stated(measure, Month.of(2024, 1), JULY)
    return {name: set(each) for name, each in found.items()}


def amounts(row: Any) -> dict[str, int]:
    """The counts of all amounts and numbers of people in a row, zeros left out."""
    return {
        field.name: value.count
        for field in attrs.fields(type(row))
        if hasattr(value := getattr(row, field.name), "DECIMALS") and value.count
    }
