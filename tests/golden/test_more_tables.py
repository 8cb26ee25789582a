"""The other tables that were printed: every figure that can come out does, and contradictions are named."""

import csv

import attrs
import pytest
from ask import checked, report_rows, restored
from published import EXAMPLES, FIGURES

from ledger.queries.check.result import CheckResult

VASTERBOTTEN, VASTMANLAND = EXAMPLES / "vasterbotten-2024.jsonl", EXAMPLES / "vastmanland-2020-2024.jsonl"


@attrs.frozen
class Table:
    """A printed table, and how many of its figures are compared and how many are only added again."""

    journal: object
    figures: str
    mapping: str
    compared: int
    printed_only: int = 0
    contradictions: frozenset[tuple[str, str]] = frozenset()
    """Row and column of sums that their own parts contradict."""

    def __str__(self):
        return self.mapping


TOGETHER = "Arbetad tid inkl jour/beredskap"
TABLES = (
    Table(VASTMANLAND, "vastmanland-2024-04-result", "vastmanland-2024-04-result", 95),
    Table(VASTMANLAND, "vastmanland-2024-04-centres", "vastmanland-2024-04-centres", 49),
    Table(
        VASTMANLAND,
        "vastmanland-2024-03-hours",
        "vastmanland-2024-03-hours",
        10,
        14,
        frozenset({(TOGETHER, "q1_2023"), (TOGETHER, "change")}),
    ),
    Table(VASTMANLAND, "vastmanland-2024-03-hours", "vastmanland-2024-03-workers", 2, 1),
    Table(VASTERBOTTEN, "vasterbotten-2024-investments", "vasterbotten-2024-investments", 35),
    Table(VASTERBOTTEN, "vasterbotten-2024-07-fvis", "vasterbotten-2024-07-fvis", 15, 11),
    Table(VASTERBOTTEN, "vasterbotten-2024-07-hired-staff", "vasterbotten-2024-07-hired-staff", 21, 7),
    Table(VASTERBOTTEN, "vasterbotten-2024-forecast-to-outcome", "vasterbotten-2024-forecast-to-outcome", 10, 5),
)


def rows(name):
    with (FIGURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(name):
    """The table as `liggare check` takes it: with one label for each row, also where two are printed."""
    lines = (FIGURES / f"{name}.csv").read_text(encoding="utf-8")
    if name != "vasterbotten-2024-07-hired-staff":
        return lines
    return "".join(line.replace(",", " ", 1) for line in lines.splitlines(keepends=True))


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory):
    where = tmp_path_factory.mktemp("ledgers")
    return {journal: restored(journal, where) for journal in (VASTERBOTTEN, VASTMANLAND)}


@pytest.fixture(scope="module")
def answered(ledgers):
    def check(table: Table) -> CheckResult:
        return checked(ledgers[table.journal], printed(table.figures), EXAMPLES / "check" / f"{table.mapping}.toml")

    return check


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_printed_table_comes_out(answered, table):
    """Each of its figures is in the ledger as it was printed, within the rounding."""
    found = answered(table)

    assert [cell for cell in found.cells if cell.agreement == "different"] == []
    assert not found.not_compared
    assert len(found.cells) == table.compared
    assert {(each.cell.row, each.cell.column) for each in found.unexplained_sums} == table.contradictions
    assert all(map(found.is_contradiction, found.unexplained_sums))


def test_every_figure_is_compared_or_added_again():
    """Of the seven tables; what is ignored is compared under another mapping, or below."""
    figures = {
        name: sum(cell.lstrip("-").replace(".", "", 1).isdecimal() for row in rows(name) for cell in row.values())
        for name in {table.figures for table in TABLES}
    }
    looked_at = dict.fromkeys(figures, 0)
    for table in TABLES:
        looked_at[table.figures] += table.compared + table.printed_only
    administration, workers = 3, 2  # one row of sums of seven units; one row compared that is printed only elsewhere
    looked_at["vasterbotten-2024-forecast-to-outcome"] += administration
    looked_at["vastmanland-2024-03-hours"] -= workers + 1

    assert looked_at == figures


def test_hours_of_2023_are_2281_too_few():
    """By who worked they come to more than they are printed as together; those of 2024 do not."""
    printed_hours = {row["what"]: row for row in rows("vastmanland-2024-03-hours")}
    parts = [label for label in printed_hours if label.startswith("Utförd")]

    def missing(column):
        return sum(int(printed_hours[label][column]) for label in parts) - int(printed_hours[TOGETHER][column])

    assert (missing("q1_2023"), missing("q1_2024")) == (2281, 0)


def test_the_parts_of_the_programme_contradict_its_sum():
    """The two rows of which it is said to consist come to 142 and 81, printed as 130 and 77."""
    parts = {row["part"]: row for row in rows("vasterbotten-2024-07-fvis")}

    def both(column):
        return int(parts["varav linjeresurser"][column]) + int(parts["varav programmet"][column])

    assert (both("forecast_p1"), int(parts["Summa"]["forecast_p1"])) == (142, 130)
    assert (both("ytd_outcome"), int(parts["Summa"]["ytd_outcome"])) == (81, 77)


def test_seven_units_are_printed_as_one_row(ledgers):
    """Administration is no unit: its three figures are those of its seven units added."""
    names = ("103-RL", "104-LS", "105-FH", "106-HR", "107-KOM", "108-EKO", "109-SMITT")
    july, year = (report_rows(ledgers[VASTERBOTTEN], month) for month in ("2024-07", "2024-12"))
    deviations = [
        sum(getattr(rows_of[unit], column).count for unit in names)
        for rows_of, column in ((july, "forecast_deviation"), (year, "ytd_deviation"))
    ]
    (row,) = [row for row in rows("vasterbotten-2024-forecast-to-outcome") if row["unit"].startswith("Administrativ")]

    mkr = [round(each / 10**8) for each in (*deviations, deviations[1] - deviations[0])]
    assert mkr == [int(row[each]) for each in ("forecast_deviation_july", "outcome_deviation_year", "change")]
