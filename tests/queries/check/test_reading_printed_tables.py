"""Tables as people save them, and mappings as people write them."""

import attrs
import pytest
from tables import LEGEND, TABLE, printed_table

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month
from ledger.interchange.published.entries import NARROWED
from ledger.interchange.published.mapping import read_legend
from ledger.interchange.values.moments import read_known_at
from ledger.queries.cell import Cell

ORE_IN_MKR = 100_000_000


def read(table, legend=LEGEND, **how):
    return printed_table(table, read_legend(legend.encode(), "map.toml"), **how)


def figures(published):
    return {(row, column.label): figure.count for column in published.columns for row, figure in column.figures.items()}


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.encode("cp1252"),
        TABLE.encode("utf-16"),
        "Region Exempel\nJuli 2024\n\n" + TABLE,
        TABLE.replace("-", "−"),
        TABLE.replace("-600", '"-600,0"'),
        TABLE.replace(",", ";").replace("-600", "-600,0").replace("10\n", "10,0\n"),
        TABLE.replace("-600", "-600 Mkr").replace("-200", "-200 000 tkr"),
        TABLE.replace("Vården", "  Vården\u00a0"),
        TABLE + "\n , , , \n",
        TABLE + ",,,\n",
        "\n" + TABLE,
    ],
    ids=["as is", "BOM", "CRLF", "semicolons", "tabs", "Windows", "UTF-16", "titles above",
         "real minus", "quoted comma", "decimal comma", "with units",
         "blanks", "blank row", "empty row", "blank first"],
)  # fmt: skip
def test_a_table_is_read_however_it_was_saved(table):
    assert figures(read(table)) == figures(read(TABLE))
    assert figures(read(TABLE))["Vården", "Budget"] == -600 * ORE_IN_MKR


@pytest.mark.parametrize("nothing", ["", "  ", "-", "−", "–", "—", "..", "…"])
def test_a_cell_without_a_figure_is_passed_over(nothing):
    found = figures(read(TABLE.replace("10\n", f"{nothing}\n")))

    assert ("Trafiken", "Avvikelse") not in found
    assert len(found) == 8


def test_amounts_are_in_the_unit_asked_for_or_else_the_mapping_s():
    """--in goes before the mapping, and Mkr is meant where neither says."""
    tkr = 'in = "tkr"\n' + LEGEND

    assert figures(read(TABLE))["Vården", "Budget"] == -600 * ORE_IN_MKR
    assert figures(read(TABLE, tkr))["Vården", "Budget"] == -600 * ORE_IN_MKR // 1000
    assert figures(read(TABLE, tkr, unit="kr"))["Vården", "Budget"] == -60_000


@pytest.mark.parametrize(
    ("decimals", "cell", "last"),
    [
        ("", "-600", ORE_IN_MKR),
        ("", "-600.5", ORE_IN_MKR // 10),
        ("", "-600,0 Mkr", ORE_IN_MKR // 10),
        ("", "-600 000,5 tkr", ORE_IN_MKR // 10_000),
        ("", "-600.00000001", 1),
        ("decimals = 2\n", "-600.5", ORE_IN_MKR // 100),
        ("decimals = 1\n", "-600", ORE_IN_MKR // 10),
    ],
)
def test_the_last_decimal_is_the_mapping_s_or_that_of_the_cell(decimals, cell, last):
    """Whole figures may stand beside finer ones; a mapping says where zeros at the end were left out."""
    budget, *_ = read(TABLE.replace(",", ";").replace("-600", cell), decimals + LEGEND).columns

    assert budget.figures["Vården"].last == last


def test_a_column_may_have_decimals_of_its_own():
    legend = LEGEND.replace('"year_forecast"', '{ column = "year_forecast", decimals = 1 }').replace("[rows]", "[rows]")
    budget, forecast, _ = read(TABLE.replace("-650", "-650.5"), "decimals = 0\n" + legend).columns

    assert budget.figures["Vården"].last == 10 * forecast.figures["Vården"].last == ORE_IN_MKR


def test_the_labels_may_stand_in_any_column_and_others_be_ignored():
    table = "Nr,Budget,Enhet,Prognos,Avvikelse\n1,-600,Vården,-650,-50\n2,-200,Trafiken,-190,10\n"
    table += "3,-800,Summa,-840,-40\n,,därav,,\n"
    legend = 'labels = "Enhet"\nignore = ["Nr", "därav"]\n' + LEGEND

    assert figures(read(table, legend)) == figures(read(TABLE))


def test_rows_and_columns_narrow_the_question_down():
    legend = """question = "outcome"
known_at = 2024-08-27
statement = "operating"
tree = "then"
[rows]
"Löner" = { line = "L", unit = "A" }
[columns]
Juni = { column = "amount", month = "2024-06" }
"Juli i fjol" = { column = "amount", month = "2023-07", as_of = "2024-07", known_at = "2024-08-20" }
"""
    read_ = read_legend(legend.encode(), "map.toml")
    june, july = printed_table("x,Juni,Juli i fjol\nLöner,1,2\n", read_).columns

    assert june.cell == Cell(month=Month.of(2024, 6), tree="then")
    assert read_.known_at == read_known_at("2024-08-27")
    assert (july.cell.month, str(july.as_of), july.known_at) == (
        Month.of(2023, 7),
        "2024-07-31",
        read_known_at("2024-08-20"),
    )


def test_parts_of_a_sum_may_be_taken_away():
    """A label that begins with a minus is not mistaken for one."""
    legend = LEGEND + '[columns_add_up]\nAvvikelse = ["Prognos", "- Budget"]\n'
    legend = legend.replace("[rows]", '[rows]\n"-Rest" = "A"').replace('"Trafiken"]', '"Trafiken", "-Rest"]')
    published = read(TABLE + "-Rest,,,\n", legend)

    assert published.columns_add_up == {"Avvikelse": {"Prognos": 1, "Budget": -1}}
    assert published.rows_add_up == {"Summa": {"Vården": 1, "Trafiken": 1, "-Rest": 1}}


def test_the_sums_of_a_report_are_known():
    """… and not expected of columns that stand for more than one thing."""
    twice = LEGEND.replace("Budget =", 'Först = "year_budget"\nBudget =').replace("Först", '"Först"')

    assert read(TABLE).derived() == {"Avvikelse": {"Prognos": 1, "Budget": -1}}
    assert read(TABLE.replace("Rad", "Rad,Först").replace("n,-", "n,,-").replace("a,", "a,,"), twice).derived() == {}


def test_a_mapping_can_narrow_down_all_that_can_be_asked_for():
    assert {field.name for field in attrs.fields(Cell)} == set(NARROWED)


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ("", "table-empty", "table.csv has no table in it: it is empty"),
        ("Rad,Budget,Prognos,Avvikelse\n", "table-empty", "it has no rows"),
        (TABLE + 'x,"1,2,3\n', "not-separated", "line 5"),
        (TABLE.encode("utf-8") + "Å".encode("latin-1"), "not-text", "UTF-8 in some places"),
        (TABLE.replace("-600", "-600,5"), "row-uneven", "table.csv:2 has 5 cells under 4 headings"),
        (TABLE.replace("-600,", ""), "row-uneven", "table.csv:2 has 3 cells under 4 headings"),
        (TABLE + "Skolan,1,2,3\n", "label-not-mapped", "the row 'Skolan', of which map.toml says nothing"),
        (TABLE.replace("Budget", "Ram"), "label-not-mapped", "the column 'Ram'"),
        (TABLE.replace("Summa,-800,-840,-40\n", ""), "label-not-printed", "the row 'Summa', which table.csv does not"),
        (TABLE + "Summa,1,2,3\n", "label-twice", "the row 'Summa' more than once"),
        ("Rad,Budget,Avvikelse\nVården,-600,-50\n", "label-not-printed", "the column 'Prognos', which table.csv does"),
        (TABLE.replace("-650", "1.250"), "figure-not-read", "table.csv:2, row 'Vården', column 'Prognos': '1.250' can"),
        (TABLE.replace("-650", "cirka 650"), "figure-not-read", "'cirka 650' is not an amount"),
        (TABLE.replace("-650", "#REF!"), "figure-not-read", "it is #REF!, an error in the sheet"),
        (TABLE.replace("-650", "-650.000000001"), "figure-not-read", "finer than whole öre"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_its_row_and_column(table, code, said):
    with pytest.raises(Unreadable) as error:
        read(table)

    assert error.value.code == code
    assert said in error.value.sentence
    assert error.value.hint


def test_more_decimals_than_the_mapping_says_are_refused():
    with pytest.raises(Unreadable) as error:
        read(TABLE.replace("-650", "-650.5"), "decimals = 0\n" + LEGEND)

    assert error.value.code == "finer-than-said"
    assert "row 'Vården', column 'Prognos': '-650.5'" in error.value.sentence


def test_a_heading_twice_is_refused():
    with pytest.raises(Unreadable) as error:
        read(TABLE.replace("Rad,", "Rad,Budget,").replace("n,-", "n,1,-").replace("a,-", "a,1,-"))

    assert error.value.code == "label-twice"


@pytest.mark.parametrize(
    ("was", "now", "code", "said"),
    [
        ('"Vården"', "Vården", "mapping-not-toml", "map.toml is no TOML"),
        ('question = "report"', "", "mapping-entry-missing", "does not say which question"),
        ('"report"', '"rapport"', "mapping-entry-wrong", "map.toml: question is 'rapport'"),
        ('"2024-07"', '"juli"', "mapping-entry-wrong", "month is 'juli'"),
        ('"2024-07"', "7", "mapping-entry-wrong", "month is 7"),
        ("question", "frage = 1\nquestion", "mapping-entry-unknown", "no entry 'frage'"),
        ("question", 'decimals = "1"\nquestion', "mapping-entry-wrong", "decimals is '1'"),
        ("question", "decimals = true\nquestion", "mapping-entry-wrong", "decimals is true"),
        ("question", 'in = "euro"\nquestion', "mapping-entry-wrong", "in is 'euro'"),
        ("question", 'ignore = "Nr"\nquestion', "mapping-entry-wrong", "ignore is 'Nr'"),
        ("question", 'known_at = "förra veckan"\nquestion', "mapping-entry-wrong", "known_at is 'förra veckan'"),
        ("question", 'labels = "Enhet"\nquestion', "label-not-printed", "the column 'Enhet'"),
        ('Trafiken = "B"', "Trafiken = 2", "mapping-entry-wrong", "rows.Trafiken.unit is 2"),
        ('Trafiken = "B"', 'Trafiken = { enhet = "B" }', "mapping-entry-unknown", "rows.Trafiken.enhet"),
        ('Prognos = "year_forecast"', "Prognos = { decimals = 1 }", "mapping-entry-missing", "which column 'Prognos'"),
        ('"year_forecast"', '"year_prognosis"', "no-such-figure", "column 'Prognos' is mapped to 'year_prognosis'"),
        ('"Trafiken"]', '"Trafikn"]', "label-unknown", "rows_add_up speaks of 'Trafikn'"),
        ('Summa = ["', 'Sum = ["', "label-not-printed", "the row 'Sum'"),
        ('["Vården", "Trafiken"]', '"Vården"', "mapping-entry-wrong", "rows_add_up.Summa is 'Vården'"),
        ("[rows]", "[rader]", "mapping-entry-unknown", "rader"),
        ('[rows]\n"Vården" = "A"\nTrafiken = "B"\nSumma = "R"', 'rows = "A"', "mapping-entry-wrong", "rows is 'A'"),
        ('"Vården" = "A"\nTrafiken = "B"\nSumma = "R"', "", "mapping-entry-missing", "does not say what the rows are"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_read_is_told_with_the_entry(was, now, code, said):
    assert was in LEGEND
    with pytest.raises(Unreadable) as error:
        read(TABLE, LEGEND.replace(was, now, 1))

    assert error.value.code == code
    assert said in error.value.sentence
    assert error.value.hint


def test_a_mapping_in_another_encoding_is_refused():
    with pytest.raises(Unreadable) as error:
        read_legend(LEGEND.encode("latin-1"), "map.toml")

    assert error.value.code == "not-utf-8"
