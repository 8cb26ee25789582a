"""Whatever was recorded, a month of it can be reported: nothing is left over, and every figure has its facts."""

from collections import Counter

import histories
from budget_words import budget_parts, spread
from decisions import KINDS
from expected import Along
from histories import EVER, Step, about_facts
from hypothesis import given
from hypothesis import strategies as st
from oracle import Opinion

from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.values.days import Month, swedish_day
from ledger.domain.values.measured import Money
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain
from ledger.queries.monthly.gathering import NothingToReport, gather
from ledger.reports.monthly.composing import Edition, compose
from ledger.reports.monthly.formats.excel import workbook
from ledger.reports.monthly.formats.markdown import markdown

DECEMBER = Month.of(2024, 12)
COLUMNS = ("ytd_outcome", "ytd_outcome_last_year", "year_budget", "year_forecast")
months = st.integers(1, 12).map(lambda month: Month.of(2024, month))


@given(steps=histories.histories(5), month=months, unit=st.sampled_from([None, None, "A", "R"]))
def test_rows_refer_to_the_facts_that_make_their_figures(steps, month, unit):
    """The positions named for a row are those that explain names, and their parts sum to the figure."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(month.last_day, EVER)
        try:
            monthly = gather(at, month, unit)
        except NothingToReport:
            return
        for row, source in zip(monthly.report.answer.rows, monthly.report.sources, strict=True):
            for column in COLUMNS:
                explained = explain(at, "report", Cell(unit=row.unit, month=month), column)

                assert source.get(column, ()) == tuple(each.position for each in explained.rows)
                assert explained.total == (getattr(row, column) or Money(0))


@given(steps=histories.histories(5), month=months, lang=st.sampled_from(["sv", "en"]))
def test_every_month_of_every_history_can_be_written(steps, month, lang):
    """In words and as a workbook; the same month is written the same twice."""
    edition = Edition(lang=lang, unit="kr", decimals=2, ledger="L", root="", program="", command="liggare publish")
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(month.last_day, EVER)
        try:
            monthly = gather(at, month, None)
        except NothingToReport:
            return
        document = compose(monthly, edition)

        assert markdown(document) == markdown(compose(gather(at, month, None), edition))
        assert workbook(document) == workbook(compose(monthly, edition))


of_budgets = st.lists(
    st.builds(Step, days=st.integers(0, 20), offer=st.one_of(KINDS["budgets"], KINDS["budgets"], about_facts)),
    max_size=8,
)


@given(before=of_budgets, between=of_budgets, after=of_budgets)
def test_what_was_decided_of_a_change_is_what_budgets_were_changed_by(before, between, after):
    """What was recorded between two forecasts, added up without the ledger's machinery; the first budget is none."""
    with histories.told(before) as told:
        for version, steps in (("P1", between), ("P2", after)):
            lines = {"NETTO": Money(-len(told.facts))}
            told.record(
                ForecastSubmitted(effective=DECEMBER.first_day, unit="R", year=2024, version=version, lines=lines)
            )
            told.tell(steps)
        with told.reader() as reader:
            at = reader.at(DECEMBER.last_day, EVER)
            monthly = gather(at, DECEMBER, None)
        if monthly.change is None:
            return
        first, last = (version.last for version in monthly.forecasting.versions[-2:])
        along = Along(Opinion(told.facts, DECEMBER.last_day), "moment", swedish_day(EVER))
        expected = _moved(told.facts, along, first, last)

        assert {row.unit: row.decided.count for row in monthly.change.answer.rows if row.decided} == expected


def _moved(facts, along, first, last):
    """What was recorded after one position, through another, changed the year's budget of each unit and below by."""
    before, after = (_by_fact([each for each in facts if each.position <= known]) for known in (first, last))
    moved = Counter(after)
    moved.subtract(before)
    chains = {position: _chain(facts, position) for *_, position in (key for key in moved if moved[key])}
    replaced = {each for position, chain in chains.items() for each in chain if each != position}
    lines, found = along.opinion.lines("operating"), Counter()
    for (unit, line, position), amount in moved.items():
        is_adopted = isinstance(facts[position - 1].fact, BudgetAdopted) and amount
        is_first = position not in replaced if position <= first else min(chains.get(position, [position])) > first
        for each in along.above(unit) if line in lines and not (is_adopted and is_first) else ():
            found[each] += amount
    return {unit: amount for unit, amount in found.items() if amount}


def _by_fact(facts):
    opinion, found = Opinion(facts, DECEMBER.last_day), Counter()
    for recorded in opinion.counting:
        for _, unit, line, months, amount in budget_parts(recorded.fact):
            found[unit, line, recorded.position] += sum(
                part for of, part in spread(amount, months).items() if of[0] == 2024
            )
    return found


def _chain(facts, position):
    """A fact, what it corrects, and what that corrected in its turn."""
    corrects = facts[position - 1].fact.corrects
    return {position} if corrects is None else {position} | _chain(facts, corrects)
