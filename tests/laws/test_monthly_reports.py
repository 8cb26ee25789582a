"""Whatever was recorded, a month of it can be reported: nothing is left over, and every figure has its facts."""

import histories
from histories import EVER
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.explain import Cell, explain
from ledger.queries.monthly.gathering import NothingToReport, gather
from ledger.reports.monthly.composing import Edition, compose
from ledger.reports.monthly.excel import workbook
from ledger.reports.monthly.markdown import markdown

COLUMNS = ("ytd_outcome", "ytd_outcome_last_year", "year_budget", "year_forecast")
months = st.integers(1, 12).map(lambda month: Month.of(2024, month))


@given(steps=histories.histories(5), month=months, unit=st.sampled_from([None, None, "A", "R"]))
def test_rows_refer_to_the_facts_that_make_their_figures(steps, month, unit):
    """The positions named for a row are those that explain names, and their parts sum to the figure."""
    with histories.told(steps) as told, told.library() as library:
        books = library.books(month.last_day, EVER)
        try:
            monthly = gather(books, month, unit)
        except NothingToReport:
            return
        for row, source in zip(monthly.report.answer.rows, monthly.report.sources, strict=True):
            for column in COLUMNS:
                explained = explain(books, "report", Cell(unit=row.unit, month=month), column)

                assert source.get(column, ()) == tuple(each.position for each in explained.rows)
                assert explained.total == (getattr(row, column) or Money(0))


@given(steps=histories.histories(5), month=months, lang=st.sampled_from(["sv", "en"]))
def test_every_month_of_every_history_can_be_written(steps, month, lang):
    """In words and as a workbook; a change of forecast leaves no rest; the same month is written the same twice."""
    edition = Edition(lang=lang, unit="kr", decimals=2, ledger="L", root="", program="", command="liggare publish")
    with histories.told(steps) as told, told.library() as library:
        books = library.books(month.last_day, EVER)
        try:
            monthly = gather(books, month, None)
        except NothingToReport:
            return
        document = compose(monthly, edition)
        for row in monthly.change.answer.rows if monthly.change else ():
            assert row.after - row.before == row.decided + row.otherwise

        assert markdown(document) == markdown(compose(gather(books, month, None), edition))
        assert workbook(document) == workbook(compose(monthly, edition))
