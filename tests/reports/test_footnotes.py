from hypothesis import given
from hypothesis import strategies as st
from sample_answers import BudgetRow, LineRow, ReportRow, answer, board_budget, board_report, lines, report_row

from ledger.domain.values.measured import Money
from ledger.reports.cells import Figures
from ledger.reports.formats.table import table
from ledger.reports.sums import off_by_rounding, rows_with_own_part

MKR = Figures("Mkr", "en")


def marked(asked, columns):
    return off_by_rounding(asked, MKR.shown, columns)


def test_a_total_is_marked_when_its_printed_parts_do_not_add_up():
    """Three times 0.4 is 1.2: printed 0 + 0 + 0 = 1."""
    asked = lines(40_000_000, 40_000_000, 40_000_000)

    assert marked(asked, ["line", "amount"]) == {(3, "amount")}
    assert [column.total for column in table(asked).parts[0]] == ["Total", "    1*"]


def test_a_total_whose_printed_parts_add_up_is_not_marked():
    """Three whole millions make three."""
    assert marked(lines(100_000_000, 100_000_000, 100_000_000), ["line", "amount"]) == set()


def test_a_total_that_is_no_sum_of_the_rows_is_not_blamed_on_rounding():
    """Only exact sums can be off by rounding."""
    assert marked(lines(40_000_000, 40_000_000, total=500_000_000), ["line", "amount"]) == set()


def test_a_parent_is_held_against_the_units_directly_below_it():
    """The board's forecast deviation is printed −101 and its units' sum to −100; its forecast adds up."""
    marks = marked(board_report(), list(ReportRow.__slots__)[:-1])

    assert (0, "forecast_deviation") in marks
    assert (0, "year_forecast") not in marks
    assert rows_with_own_part(board_report(), ["year_budget"]) == set()


def test_a_deviation_is_held_against_outcome_and_budget_on_its_row():
    """−0.030 less −0.525 is 0.495: printed 0 less −1 is 0."""
    asked = answer([report_row("RL", "Regionledning", 0, (-30, -525, -17000, -16000))], ReportRow, question="report")
    columns = ["month_outcome", "month_budget", "month_deviation", "year_budget", "year_forecast", "forecast_deviation"]

    assert marked(asked, columns) == {(0, "month_deviation")}
    assert marked(asked, ["month_deviation"]) == set(), "parts that are not printed cannot be added up"


def test_amounts_of_the_parent_itself_are_told_apart_from_rounding():
    """A unit with money of its own is more than the units below it, and that is no rounding."""
    asked = board_budget(own=-500)

    assert rows_with_own_part(asked, ["original"]) == {0}
    assert marked(asked, ["original", "current"]) == set()
    assert table(asked).footnotes == ["† Includes amounts of the unit itself, or of units without a row here."]


def test_lines_of_a_unit_are_held_against_the_same_lines_below():
    """By unit and line, a parent's row has only that line's rows as its parts."""
    from ledger.queries.answer import column, row

    @row
    class UnitLineRow:
        unit: str = column("Unit")
        name: str = column("Name")
        parent: str | None = column("Parent", hidden=True)
        level: int = column("Level", hidden=True)
        line: str = column("Line")
        amount: Money = column("Amount")

    def of(unit, line, amount, parent=None):
        return UnitLineRow(
            unit=unit, name=unit, parent=parent, level=int(bool(parent)), line=line, amount=Money(amount)
        )

    rows = [of("A", "X", 120_000_000), of("A", "Y", 100_000_000)]
    rows += [of("B", "X", 40_000_000, "A"), of("C", "X", 40_000_000, "A"), of("D", "X", 40_000_000, "A")]
    rows += [of("B", "Y", 100_000_000, "A")]

    assert marked(answer(rows, UnitLineRow), ["amount"]) == {(0, "amount")}


@given(amounts=st.lists(st.integers(-(10**15), 10**15), max_size=8))
def test_a_mark_stands_exactly_where_adding_printed_figures_fails(amounts):
    """A reader who adds up the printed rows finds the printed total, or finds a mark."""
    printed = table(lines(*amounts))
    if not amounts:
        assert not printed.parts or printed.parts[0][1].total.strip() == "0"
        return
    figures = printed.parts[0][1]
    adds_up = sum(map(read, figures.cells)) == read(figures.total)

    assert adds_up != figures.total.endswith("*")
    assert adds_up != bool(printed.footnotes)


def read(figure: str) -> int:
    return int(figure.rstrip("* ").replace(",", ""))


def test_figures_without_any_value_are_no_parts():
    """An empty answer and a total over nothing are no sums that fail."""
    assert marked(answer([], LineRow, total=LineRow(line=None, amount=Money(0))), ["amount"]) == set()
    assert marked(answer([], BudgetRow), ["original"]) == set()
