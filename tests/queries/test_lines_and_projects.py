"""Lines and projects are trees: a row holds everything below it, and a whole is never counted twice."""

from datetime import UTC, date, datetime

import pytest
from given import REGION, adopted, day, forecast, line, money, month, number, outcome, unit
from offering import empty_ledger, given

from ledger.domain.errors import Refused
from ledger.domain.organisation.lines import LineMoved
from ledger.domain.organisation.projects import ProjectOpened, ProjectRevised
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.measured import Money
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

OPEN = "2023-01-01"
PEOPLE = (
    line("HYR", "cost", on=OPEN, order=1),
    line("SSK", "cost", on=OPEN, parent="HYR"),
    line("LAK", "cost", on=OPEN, parent="HYR", order=1),
    line("BYGG", "cost", "investment", on=OPEN),
)
PROGRAMME = (
    ProjectOpened(
        project="FVIS", name="Vårdinformation", effective=day(OPEN), approved=money("-250"), from_=month("2023-01")
    ),
    ProjectOpened(project="UTB", name="Utbildning", parent="FVIS", effective=day(OPEN)),
)
BUDGETS = (
    adopted("RS", {"LAK": "-10", "SSK": "-5", "NETTO": "-100"}),
    adopted("HSN", {"LAK": "-20"}),
    adopted("HSN", {"NETTO": "-40"}, project="FVIS"),
    adopted("RS", {"NETTO": "-7", "BYGG": "-3"}, project="UTB"),
)
REPORTS = (
    outcome("RS", "2024-01", {"LAK": "-1", "SSK": "-2"}),
    outcome("HSN", "2023-01", {"NETTO": "-30"}, project="FVIS"),
    outcome("RS", "2024-02", {"NETTO": "-5", "BYGG": "-1"}, project="UTB"),
    forecast(
        "HSN",
        "P1",
        {"NETTO": "-48"},
        project="FVIS",
        phasing={"NETTO": {month("2024-02"): money("-8"), month("2024-12"): money("-40")}},
    ),
    forecast("HSN", "P1", {"NETTO": "-60"}, "2024-12-31", year=2025, project="FVIS"),
)


@pytest.fixture
def ask(given):
    """Asks a question about the ledger, as of the end of 2024."""
    ledger = given(*REGION, *PEOPLE, *PROGRAMME, *BUDGETS, *REPORTS)

    def ask(name, *more, as_of=date(2024, 12, 31), **options):
        if more:
            ledger.offer(*more)
        with LedgerReader.open(ledger.path) as reader:
            at = reader.at(as_of, datetime(2099, 1, 1, tzinfo=UTC))
            return question(name).ask(at, **options)

    return ask


def kr(number):
    return Money.of(number)


def test_a_line_holds_the_lines_below_it(ask):
    """Hired staff is doctors and nurses; in their own order, those without one last."""
    rows = {row.line: row for row in ask("budget", by="line", year=2024).rows}

    assert [*rows] == ["HYR", "LAK", "SSK", "NETTO"]
    assert rows["HYR"].current == kr("-35")
    assert rows["LAK"].current == kr("-30")


def test_the_total_counts_everything_once(ask):
    """Rows that contain each other are not added together."""
    answer = ask("budget", by="line", year=2024)

    assert answer.total.current == kr("-182")
    assert ask("result", month=month("2024-12")).total.year_budget == kr("-182")


def test_a_line_is_asked_for_with_all_below_it(ask):
    """In every question about money, and in the statement that the line belongs to."""
    (region, *_) = ask("budget", line="HYR", year=2024).rows
    (board, *_) = ask("report", line="HYR", month=month("2024-12"), unit="RS").rows

    assert region.current == kr("-35")
    assert (board.ytd_outcome, board.year_budget, board.remaining) == (kr("-3"), kr("-15"), kr("-12"))
    assert ask("budget", line="BYGG", year=2024, unit="RS").rows[0].current == kr("-3")


def test_a_line_asked_for_does_not_show_the_sums_it_is_part_of(ask):
    """They would show a part as the whole."""
    assert [row.line for row in ask("budget", by="line", line="LAK", year=2024).rows] == ["LAK"]
    assert {row.line for row in ask("outcome", line="LAK", year=2024).rows} == {"LAK"}
    assert [row.line for row in ask("result", line="LAK", month=month("2024-12")).rows] == ["LAK"]


def test_the_result_statement_has_its_sums_and_their_levels(ask):
    """A sum stands above its parts, with what it deviates from the budget."""
    rows = {row.line: row for row in ask("result", month=month("2024-01"), as_of=date(2024, 1, 31)).rows}

    assert [(row.line, row.parent, row.level) for row in rows.values()][:3] == [
        ("HYR", None, 0),
        ("LAK", "HYR", 1),
        ("SSK", "HYR", 1),
    ]
    assert rows["HYR"].ytd_deviation == rows["HYR"].ytd_outcome - rows["HYR"].ytd_budget
    assert rows["HYR"].ytd_outcome == kr("-3")


def test_a_line_that_moves_is_part_of_another_sum_from_then_on(ask):
    """The tree is that of the moment."""
    move = LineMoved(line="NETTO", parent="HYR", effective=day("2024-07-01"))
    rows = {row.line: row for row in ask("budget", move, by="line", year=2024).rows}

    assert rows["HYR"].current == kr("-182")
    before = ask("budget", by="line", year=2024, as_of=date(2024, 6, 30))
    assert {row.line: row.current for row in before.rows}["HYR"] == kr("-35")


def test_the_report_by_line_adds_up_to_the_report(ask):
    """Every unit's lines without a line above them are the unit."""
    whole = {row.unit: row for row in ask("report", month=month("2024-12")).rows}
    lines = ask("report", month=month("2024-12"), by="unit,line").rows

    for code, row in whole.items():
        tops = [each for each in lines if each.unit == code and each.line in ("HYR", "NETTO")]
        assert sum((each.year_budget.count for each in tops), 0) == row.year_budget.count


def test_a_project_is_asked_for_with_all_below_it(ask):
    """Across units; what belongs to no project is left out."""
    rows = {row.unit: row.current for row in ask("budget", project="FVIS", year=2024).rows}

    assert (rows["REG"], rows["HSN"], rows["RS"]) == (kr("-47"), kr("-40"), kr("-7"))
    by_project = {row.project: row.current for row in ask("budget", by="project", year=2024).rows}
    assert by_project == {"FVIS": kr("-47"), "UTB": kr("-7"), None: kr("-135")}


def test_projects_tell_the_year_and_the_whole(ask):
    """Approved outlay, the year with its forecast by month, all years, and what remains."""
    revised = ProjectRevised(project="FVIS", approved=money("-300"), effective=day("2024-06-01"))
    programme, part = ask("projects", revised, as_of=date(2024, 2, 29)).rows

    assert (programme.project, programme.level, part.parent) == ("FVIS", 0, "FVIS")
    assert (programme.year_budget, programme.ytd_outcome) == (kr("-50"), kr("-6"))
    assert programme.approved == kr("-250")
    assert programme.remaining == kr("-214")
    (programme, _) = ask("projects").rows
    assert (programme.ytd_forecast, programme.year_forecast) == (kr("-48"), kr("-48"))
    assert programme.forecast_deviation == kr("2")
    assert programme.total_outcome == kr("-36")
    assert programme.total_forecast == kr("-138")
    assert programme.remaining == kr("-264")
    assert ask("projects", statement="investment").rows[0].year_budget == kr("-3")


@pytest.mark.parametrize("option", ["line", "project"])
def test_an_unknown_line_or_project_is_told(ask, option):
    """A sum of nothing would be taken for a figure."""
    with pytest.raises(Refused, match=f"There is no {option} 'X'"):
        ask("budget", year=2024, **{option: "X"})


def test_lines_and_units_stand_in_swedish_order(ask):
    """Children by their order, those without one last, å ä ö after z."""
    more = (unit("ÖB", "REG"), unit("ÄB", "REG"), unit("ZB", "REG"), unit("ÅB", "REG", order=1))

    assert [row.unit for row in ask("units", *more).rows] == ["REG", "ÅB", "HSN", "RS", "EKO", "ZB", "ÄB", "ÖB"]
    assert [row.line for row in ask("lines").rows] == ["HYR", "LAK", "SSK", "BYGG", "NETTO"]


def hours(code, last, worked, first=None, project="FVIS", employment="all", **more):
    covered = month(last)
    return WorkforceReported(
        unit=code,
        month=covered,
        from_month=month(first) if first else None,
        effective=covered.last_day,
        measure="annual-workers",
        employment=employment,
        hours=number(worked),
        project=project,
        **more,
    )


def test_hours_on_a_project_are_added_over_units_and_months(ask):
    """Beside the hours planned, which may be revised; hours of no project are in none."""
    rows = ask(
        "projects",
        ProjectRevised(project="FVIS", effective=day("2024-05-01"), hours=number("22700")),
        hours("RS", "2024-07", "9000", "2024-01"),
        hours("RS", "2024-08", "1000"),
        hours("HSN", "2024-07", "6000", "2024-01", project="UTB"),
        hours("HSN", "2024-07", "99", project=None, value=number("1")),
    ).rows

    assert [(row.project, str(row.hours)) for row in rows] == [("FVIS", "16000"), ("UTB", "6000")]
    assert [row.hours_planned for row in rows] == [number("22700"), None]


@pytest.mark.parametrize(
    ("reports", "worked", "is_told"),
    [
        ((("2024-07", "70", "2024-01"), ("2024-08", "80", "2024-01")), "80", False),
        ((("2024-01", "10"), ("2024-02", "20"), ("2024-02", "31", "2024-01")), "31", False),
        ((("2024-03", "30", "2024-01"), ("2024-05", "50", "2024-03")), "50", True),
        ((("2024-01", "10"), ("2024-01", "12")), "12", False),
    ],
    ids=["to date, again and again", "months, then their quarter", "months that overlap", "restated"],
)
def test_hours_of_a_month_are_counted_once(ask, reports, worked, is_told):
    """The longest report of the latest month; what overlaps it is left out, and told unless it holds all of that."""
    answer = ask("projects", *(hours("RS", *each) for each in reports))

    assert str(answer.rows[0].hours) == worked
    assert any("others cover" in note.english for note in answer.notes) is is_told


def test_hours_by_employment_come_before_those_of_all(ask):
    """As in staffing: nobody's hours are counted twice, however they are divided."""
    by_form = [
        hours("RS", "2024-01", worked, employment=form) for worked, form in (("5", "permanent"), ("2", "agency"))
    ]
    by_category = hours("RS", "2024-01", "4", employment="permanent", category="läkare")

    assert str(ask("projects", hours("RS", "2024-01", "9"), *by_form, by_category).rows[0].hours) == "7"
