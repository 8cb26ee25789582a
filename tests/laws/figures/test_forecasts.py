"""Whatever was recorded, a version counts what the words say, its parts make the whole, and every question agrees."""

from collections import Counter
from datetime import date
from itertools import pairwise

import asking
import histories
from decisions import KINDS
from expected import Along
from forecast_words import Words, budgets, rolled_up
from histories import EVER, Correction, Step, about_facts, days, instants
from hypothesis import given
from hypothesis import strategies as st
from oracle import Opinion
from region import projects, reported_months, tables, units

from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.organisation.units import UnitClosed
from ledger.domain.values.days import Month, swedish_day
from ledger.domain.values.measured import Money
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.compare import Side, compare
from ledger.queries.explain.figures import explain
from ledger.queries.questions.money.forecast import forecast
from ledger.queries.questions.money.report import report
from ledger.queries.questions.money.result import result

forecasts = reported_months.flatmap(
    lambda month: st.builds(
        ForecastSubmitted,
        effective=st.just(month.last_day),
        unit=units,
        year=st.just(2024),
        version=st.sampled_from(["P1", "P2", "P3"]),
        lines=tables,
        project=projects,
    )
)
closings = st.builds(
    UnitClosed,
    effective=st.sampled_from([Month.of(2024, each).first_day for each in (5, 7, 9)]),
    unit=st.sampled_from(["B", "C"]),
    successor=st.sampled_from([None, "A", "B", "C"]),
)
corrections = st.builds(Correction, st.integers(0, 3), ore=st.integers(-(10**7), 10**7), days=st.integers(-40, 40))
offers = st.one_of(
    forecasts, forecasts, forecasts, KINDS["reports"], KINDS["reports"], closings, closings, KINDS["budgets"],
    corrections, about_facts,
)  # fmt: skip
FIRST_VERSION = [
    Step(
        days=1,
        offer=ForecastSubmitted(
            effective=date(2024, 3, 31), unit=unit, year=2024, version="P1", lines={"NETTO": Money(-(10**9))}
        ),
    )
    for unit in ("A", "B", "C")
]
some = st.lists(st.builds(Step, days=st.integers(0, 20), offer=offers), min_size=1, max_size=7)


@st.composite
def mergers(draw):
    """A unit goes into another one, which forecasts for both some time afterwards."""
    unit, heir = draw(st.sampled_from(["BA", "CA", "CB", "BC"]))
    closing = UnitClosed(effective=Month.of(2024, draw(st.integers(2, 7))).first_day, unit=unit, successor=heir)
    after = ForecastSubmitted(
        effective=draw(reported_months).last_day,
        unit=heir,
        year=2024,
        version=draw(st.sampled_from(["P1", "P2", "P3"])),
        lines=draw(tables),
    )
    return [Step(days=1, offer=closing), *draw(some), Step(days=1, offer=after)]


steps = st.tuples(some, st.one_of(st.just([]), mergers()), some).map(lambda parts: sum(parts, FIRST_VERSION))
moments = {"as_of": days, "known_at": st.one_of(st.just(EVER), instants)}
DECEMBER = Month.of(2024, 12)


def amounts(rows, column="amount"):
    return {(row.unit, row.version): getattr(row, column).count for row in rows if getattr(row, column)}


@given(steps=steps, **moments)
def test_versions_are_what_the_words_say(steps, as_of, known_at):
    """What each version comes to, beside the budget of the moment and that of its last recording."""
    with histories.told(steps) as told, told.reader() as reader:
        words = Words(Opinion([each for each in told.facts if each.recorded_at <= known_at], as_of), 2024)
        along = Along(words.opinion, "moment", swedish_day(known_at))
        rows = forecast(reader.at(as_of, known_at), year=2024).rows
        said, then = Counter(), Counter()
        for label in words.labels():
            for sums, own in ((said, words.own(label)), (then, budgets(words.then(label), 2024))):
                sums.update({(unit, label): amount for unit, amount in rolled_up(along, own).items()})

        assert amounts(rows) == {key: amount for key, amount in said.items() if amount}
        shown = {(row.unit, row.version) for row in rows}
        assert amounts(rows, "budget_then") == {key: each for key, each in then.items() if each and key in shown}
        for row in rows:
            assert row.deviation == row.amount - row.budget
            assert row.deviation_then == row.amount - row.budget_then


@given(steps=steps, **moments)
def test_parts_and_wholes_agree(steps, as_of, known_at):
    """The lines of a unit make the unit, the projects and the units at the top make the whole, months the year."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        rows = forecast(at, year=2024).rows
        whole = _by_version(rows, lambda row: row.level == 0)

        for column in ("amount", "change"):
            lines = _summed(forecast(at, year=2024, by="unit,line").rows, column)
            assert lines == _summed(rows, column)
        of_projects = forecast(at, year=2024, by="project").rows
        tops = {place.code for place in at.project_tree.places() if place.parent is None}
        assert _by_version(of_projects, lambda row: row.project is None or row.project in tops) == whole
        for row in rows:
            if row.month_amounts is not None:
                assert sum(each.count for each in row.month_amounts.values()) == row.amount.count


def _by_version(rows, counts):
    found = Counter()
    for row in rows:
        found[row.version] += row.amount.count if counts(row) else 0
    return {label: amount for label, amount in found.items() if amount}


def _summed(rows, column):
    """By unit and version; the lines of this region are no tree."""
    found = Counter()
    for row in rows:
        found[row.unit, row.version] += getattr(row, column).count if getattr(row, column) is not None else 0
    return {key: amount for key, amount in found.items() if amount}


@given(steps=steps, **moments)
def test_every_question_counts_a_version_alike(steps, as_of, known_at):
    """Shown, explained, compared with the others, and in the reports, where the newest forecasts stand."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        rows = forecast(at, year=2024).rows
        known, labels = amounts(rows), list(dict.fromkeys(row.version for row in rows))
        for row in rows:
            cell = Cell(unit=row.unit, year=2024, version=row.version)
            assert explain(at, "forecast", cell).total == row.amount
        for before, after in pairwise(labels):
            sides = [Side(at, Cell(year=2024, version=each)) for each in (before, after)]
            for row in compare(*sides, "forecast", None).rows:
                assert row.before.count == known.get((row.unit, before), 0)
                assert row.after.count == known.get((row.unit, after), 0)
                assert row.residual.count == 0
                in_steps = sum(each.amount.count for each in (*row.decisions, *row.rest))
                assert row.moved.count + in_steps == row.change.count
        newest = explain(at, "forecast", Cell(year=2024))
        assert (result(at, month=DECEMBER).total.year_forecast or Money(0)) == newest.total
        tops = [row for row in report(at, month=DECEMBER).rows if row.level == 0]
        assert sum(row.year_forecast.count for row in tops if row.year_forecast is not None) == newest.total.count


@given(steps=steps, **moments)
def test_sql_and_fold_give_the_same_forecasts(steps, as_of, known_at):
    """Whichever witness the figures beside the forecasts come from."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        folded = At(at.log, lambda day, position: asking.fold_of(reader.log, day, position), at.moment, at.position)
        for by in ("unit", "unit,line,project"):
            assert forecast(folded, year=2024, by=by).rows == forecast(at, year=2024, by=by).rows
