"""A workbook in LibreOffice, which works out every formula anew: the figures are the answers', and every check is 0."""

import openpyxl
import pytest
from opened_with import JULY

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.monthly.forecasting import forecasting
from ledger.queries.questions.follow_up.savings import savings
from ledger.queries.questions.money.report import report as outcome_report
from ledger.queries.questions.money.result import result
from ledger.queries.questions.staff.staffing import staffing
from ledger.reports.monthly.formats.sheets.grid_sheet import FIRST


@pytest.fixture(scope="module")
def recalculated(report, programs):
    return openpyxl.load_workbook(programs.recalculated(report("xlsx")), data_only=True)


def rows_of(sheet, columns):
    """The cells below the headings, row by row, as far as the first column is filled."""
    found = []
    for row in sheet.iter_rows(min_row=FIRST + 1, max_col=columns, values_only=True):
        if row[0] is None and not any(cell is not None for cell in row):
            break
        found.append(row)
    return found


def plain(value):
    return float(value.decimal) if isinstance(value, Money | Quantity) else value


def test_every_check_is_zero(recalculated):
    """On the first sheet, and on each row of each sheet that has something to check."""
    checked = 0
    for sheet in recalculated:
        headings = [cell.value for cell in sheet[FIRST]]
        if "Check" in headings:
            column = headings.index("Check") + 1
            values = [sheet.cell(row, column).value for row in range(FIRST + 1, sheet.max_row + 1)]
            assert {value for value in values if value is not None} == {0}
            checked += sum(value is not None for value in values)

    assert recalculated["Report"]["B4"].value == 0
    assert checked > 30


def test_figures_are_those_of_the_answers(recalculated, book):
    """Exact, in kronor, whatever unit they are shown in."""
    report_rows = outcome_report(book, month=JULY).rows
    names = ("month_outcome", "month_budget", "month_deviation", "ytd_outcome_last_year", "ytd_outcome", "ytd_budget",
             "ytd_deviation", "year_budget", "year_forecast", "forecast_deviation")  # fmt: skip
    expected = [(row.name, row.unit, *(plain(getattr(row, name)) for name in names)) for row in report_rows]

    assert [row[:12] for row in rows_of(recalculated["Net cost by unit"], 12)][: len(expected)] == expected


@pytest.mark.parametrize(("sheet", "statement"), [("Result statement", "operating"), ("Investments", "investment")])
def test_statements_are_those_of_the_answers(recalculated, book, sheet, statement):
    """Line by line, with the total as a value."""
    answer = result(book, month=JULY, statement=statement)
    names = ("ytd_outcome", "ytd_outcome_last_year", "ytd_budget", "ytd_deviation", "last_year_outcome", "year_budget",
             "year_forecast", "forecast_deviation")  # fmt: skip
    expected = [(row.name, row.line, *(plain(getattr(row, name)) for name in names)) for row in answer.rows]
    total = tuple(plain(getattr(answer.total, name)) for name in names)
    found = rows_of(recalculated[sheet], 10)

    assert found[: len(expected)] == expected
    assert found[len(expected)][2:] == total


def test_people_and_savings_are_those_of_the_answers(recalculated, book):
    people = staffing(book, since=Month.of(2023, 12)).rows
    saved = savings(book).rows

    headings = [cell.value for cell in recalculated["Staffing"][FIRST]]
    first, found = headings.index("Positions"), rows_of(recalculated["Staffing"], len(headings))
    columns = ("positions", "fte_permanent", "fte_fixed_term", "fte", "fte_change", "vacancies")
    shown = [row for row in people if any(getattr(row, each) for each in columns)]
    assert [row[first : first + len(columns)] for row in found[: len(shown)]] == [
        tuple(plain(getattr(row, each)) for each in columns) for row in shown
    ]
    amounts = [(row[2], row[4], row[6]) for row in rows_of(recalculated["Savings"], 7)[: len(saved)]]
    assert amounts == [
        tuple(plain(each) for each in (row.target_amount, row.decided_amount, row.realised_amount)) for row in saved
    ]


def test_forecasts_are_those_of_the_answers(recalculated, book):
    rows = forecasting(book, JULY, None).side_by_side.rows
    found = rows_of(recalculated["Forecast"], 7)

    assert [row[2:7] for row in found[: len(rows)]] == [
        tuple(plain(each) for each in (row.version_0, row.version_1, row.change, row.budget, row.deviation))
        for row in rows
    ]


def test_a_figure_that_is_changed_shows_in_the_checks(report, programs, tmp_path):
    """Whoever writes another figure into a sheet finds the checks of its sums no longer 0."""
    book = openpyxl.load_workbook(report("xlsx"))
    book["Net cost by unit"]["C6"] = book["Net cost by unit"]["C6"].value + 1_000_000
    spoilt = tmp_path / "spoilt.xlsx"
    book.save(spoilt)

    found = openpyxl.load_workbook(programs.recalculated(spoilt), data_only=True)

    assert found["Report"]["B4"].value == pytest.approx(2_000_000)  # its own deviation, and the unit above


def test_numbers_are_numbers_and_headings_stay(report):
    """Amounts have a format that shows millions, shares per cent, days a date; panes are frozen below the headings."""
    book = openpyxl.load_workbook(report("xlsx", lang="sv"))
    costs, saved = book["Nettokostnad per enhet"], book["Besparingar"]

    assert costs["C4"].data_type == "n"
    assert costs["C4"].number_format.startswith("#,##0,,")
    assert costs.freeze_panes == "C4"
    assert costs.print_title_rows == "$3:$3"
    assert [saved["I4"].number_format, saved["I4"].data_type] == ["0.0%", "n"]
    assert book["Beslut"]["A4"].number_format == "yyyy-mm-dd"
    assert all(sheet.page_setup.orientation == "landscape" for sheet in book.worksheets[1:])


@pytest.mark.parametrize("type_", ["budget.adopted", "outcome.reported", "exemption.requested"])
def test_templates_are_opened_too(type_, ledgers, programs, tmp_path):
    """A template that LibreOffice has opened and saved has the same headings, lists and example."""
    from cli.main import run

    path = tmp_path / f"{type_}.xlsx"
    assert run(["--ledger", str(ledgers["region"]), "template", type_, "--lang", "sv", "--output", str(path)]) == 0
    before = openpyxl.load_workbook(path)
    after = openpyxl.load_workbook(programs.recalculated(path))

    assert [list(sheet.values) for sheet in after] == [list(sheet.values) for sheet in before]
    assert after.active.data_validations.count == before.active.data_validations.count > 0


def test_a_saved_template_is_imported(ledgers, programs, tmp_path):
    """What somebody filled in and saved in LibreOffice is what is recorded."""
    from terminal import Terminal

    liggare = Terminal(tmp_path / "copy.db")
    liggare.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    path = tmp_path / "outcome.reported.xlsx"
    liggare.done("template", "outcome.reported", "--lang", "sv", "--output", str(path))
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book.active[1]]
    filled = {"enhet": "RLK", "månad": "2024-08", "konto": "40-PERS", "belopp": -20_500_000.25}
    for column, heading in enumerate(headings, 1):
        book.active.cell(2, column).value = filled.get(heading.lower())
    book.save(path)

    assert liggare("import", str(programs.recalculated(path))).status == 0  # and what is worth a look is told

    answer = liggare.done("show", "outcome", "--month", "2024-08", "--unit", "RLK", "--format", "csv").out
    assert answer.splitlines()[1].split(",")[2:5] == ["40-PERS", "2024-08", "-20500000.25"]
