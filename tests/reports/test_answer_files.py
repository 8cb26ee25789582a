"""An answer as a file that other programs open: a workbook, a Markdown table, CSV for a Swedish Excel."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import attrs
import openpyxl
import pytest
from sample_answers import MOMENT, LineRow, SavingsRow, answer, board_budget, board_report, lines

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.answer import Answer
from ledger.queries.questions.money.budget import BY, columns
from ledger.queries.questions.staff.freezes import FreezeRow
from ledger.reports.formats.csv_text import csv_text
from ledger.reports.formats.filled import without_empty
from ledger.reports.formats.markdown_text import markdown_text
from ledger.reports.formats.table import table
from ledger.reports.formats.workbook import workbook_bytes


def opened(asked, **how):
    return openpyxl.load_workbook(BytesIO(workbook_bytes(asked, **how)))


# -- CSV ---------------------------------------------------------------------------------------------------------


def test_a_swedish_excel_reads_its_own_signs():
    """A byte order mark, semicolons, decimal commas and Windows' line ends; texts keep their points."""
    asked = SavingsRow(
        plan="A.B;C", phase=None, positions=Quantity(-1500), share_positions=Decimal("0.5"), value=Decimal("1.25")
    )
    text = csv_text(answer([asked], SavingsRow), "sv")

    assert text.encode().startswith(b"\xef\xbb\xbfplan;phase;")
    heading, line, end = text.split("\r\n")
    assert end == ""
    assert line.startswith('"A.B;C";;;;-1,5;0,500000;1,25;true;')
    assert "\n" not in heading + line


def test_without_it_csv_stays_as_it_is():
    assert csv_text(board_budget(), "en") == csv_text(board_budget())
    assert not csv_text(board_budget()).startswith("\ufeff")


# -- Markdown ----------------------------------------------------------------------------------------------------


def test_a_markdown_table_has_the_words_and_figures_of_the_table():
    """Figures stand to the right, units are set in, and the total is bold."""
    text = markdown_text(board_budget(), unit="Mkr", lang="sv")
    grid = [line for line in text.splitlines() if line.startswith("|")]

    assert text.startswith("**Budget")
    assert "Belopp i Mkr" in text
    assert grid[1].startswith("| --- | --- | ---: |")
    assert grid[2].startswith("| Regionstyrelsen")
    assert grid[3].startswith("| \N{NO-BREAK SPACE}\N{NO-BREAK SPACE}Regionförvaltningen gemensamt | GEM | −924 |")
    assert grid[-1].startswith("| **Summa** |")
    assert len({line.count("|") for line in grid}) == 1


def test_names_with_the_signs_of_markdown_stay_names():
    asked = attrs.evolve(lines(100), rows=[LineRow(line="a|b*c\n# d", amount=Money(1))])

    assert "| a\\|b\\*c # d |" in markdown_text(asked)


# -- workbooks ---------------------------------------------------------------------------------------------------


def test_a_workbook_holds_exact_kronor_and_shows_the_unit_asked_for():
    """Numbers are numbers, days are days, words are words; headings stay when the sheet is scrolled."""
    sheet = opened(board_report(), unit="Mkr", lang="sv").active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))

    assert rows[0][:3] == ("Enhet", "Kod", "Månadens utfall")
    assert rows[1][0] == board_report().rows[0].name
    assert rows[1][2] == board_report().rows[0].month_outcome.count / 100
    assert sheet.cell(6, 3).number_format == "#,##0,,"
    assert sheet.freeze_panes == "B6"
    assert sheet.cell(2, 1).value.startswith("Per 2024-07-31")


def test_what_looks_like_a_formula_is_a_text():
    asked = attrs.evolve(lines(100), rows=[LineRow(line="=1+1", amount=Money(1))])
    cell = opened(asked).active.cell(6, 1)

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_answer_is_the_same_workbook():
    """Nothing in it is of the clock."""
    assert workbook_bytes(board_report()) == workbook_bytes(board_report())


def test_what_belongs_beside_an_answer_has_a_sheet_of_its_own():
    beside = attrs.evolve(board_report(), beside=attrs.evolve(lines(100), question="restated"))

    assert opened(beside, lang="en").sheetnames == ["Outcome report", "As reported at closing, and now"]


# -- rows without figures ----------------------------------------------------------------------------------------


def budget_rows(*units):
    """Rows of a budget: code, unit above, level and amount."""
    cls = columns(BY.grouping("unit"))
    amounts = ("original", "adjusted", "transferred", "grants", "carried_over", "ytd")
    rows = [
        cls(unit=unit, name=unit, parent=parent, level=level, current=Money(amount), **dict.fromkeys(amounts, Money(0)))
        for unit, parent, level, amount in units
    ]
    return Answer(question="budget", moment=MOMENT, position=1, options={}, columns=cls, rows=rows)


def test_rows_without_figures_are_left_out_and_told():
    asked = budget_rows(("R", None, 0, 5), ("A", "R", 1, 5), ("B", "R", 1, 0), ("C", "R", 1, 0))
    drawn = table(asked, empty=False)

    assert [row.unit for row in without_empty(asked).rows] == ["R", "A"]
    assert "2 rows without figures are left out; --empty shows them." in drawn.footnotes
    assert "2 rader utan siffror är utelämnade; --empty visar dem." in table(asked, lang="sv", empty=False).footnotes
    assert len(drawn.indents) == 2
    assert len(table(asked).indents) == 4


def test_a_row_stays_where_one_below_it_does():
    """Two parts may cancel out; what they belong to is not nothing."""
    asked = budget_rows(("R", None, 0, 0), ("A", "R", 1, 0), ("A1", "A", 2, 5), ("A2", "A", 2, -5), ("B", "R", 1, 0))

    assert [row.unit for row in without_empty(asked).rows] == ["R", "A", "A1", "A2"]


def test_csv_json_and_answers_that_are_not_about_figures_keep_every_row():
    """A freeze that nobody has asked for an exemption from is in force all the same."""
    freeze = FreezeRow(
        freeze="STOPP", from_=date(2024, 1, 1), until=None, in_force=True, units=("R",), categories=("*",),
        except_categories=(), employment=(), requested=0, granted=0, denied=0, withdrawn=0, used=0, open=0,
        positions_granted=Quantity(0), positions_used=Quantity(0),
    )  # fmt: skip
    asked = Answer(question="freezes", moment=MOMENT, position=1, options={}, columns=FreezeRow, rows=[freeze])

    assert without_empty(asked) is asked
    assert len(csv_text(budget_rows(("R", None, 0, 0))).splitlines()) == 2


@pytest.mark.parametrize("month", [Month.of(2024, 1)])
def test_a_month_without_figures_is_left_out(month):
    cls = columns(BY.grouping("month"))
    amounts = dict.fromkeys(
        ("original", "adjusted", "transferred", "grants", "carried_over", "current", "ytd"), Money(0)
    )
    rows = [cls(month=month, **amounts), cls(month=month.plus(1), **amounts | {"current": Money(1)})]
    asked = Answer(question="budget", moment=MOMENT, position=1, options={}, columns=cls, rows=rows)

    assert [row.month for row in without_empty(asked).rows] == [month.plus(1)]
