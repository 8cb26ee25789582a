"""CSV files come as people's programs save them."""

import pytest
from reading import UNITS, csv_file, facts_of, faults_of, read

from ledger.interchange.sheets.files.csv_files import NotText

ROW = "HSN;Hälso- och sjukvårdsnämnden;2024-01-01\n"
FACT = {"type": "unit.opened", "unit": "HSN", "name": "Hälso- och sjukvårdsnämnden", "effective": "2024-01-01"}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_separators_encodings_and_line_ends_make_no_difference(tmp_path, separator, encoding, ending):
    text = (UNITS + ROW).replace(";", separator).replace("\n", ending)

    assert facts_of(csv_file(tmp_path, text, encoding=encoding)) == [FACT]


def test_windows_1252_is_told_of(tmp_path):
    notes = []
    read(csv_file(tmp_path, UNITS + ROW, encoding="cp1252"), notes=notes)

    assert notes == [f"{tmp_path}/unit.opened.csv is not UTF-8 and was read as Windows-1252"]


def test_a_first_line_may_say_the_separator(tmp_path):
    """Excel writes sep=; and means no heading by it."""
    assert facts_of(csv_file(tmp_path, "sep=|\n" + (UNITS + ROW).replace(";", "|"))) == [FACT]


def test_empty_lines_are_passed_over_and_lines_are_counted(tmp_path):
    faults = faults_of(csv_file(tmp_path, f"\n{UNITS}\n;;\n{ROW};Namnlös;2024-01-01\n"))

    assert faults == ["unit.opened.csv:6: enhet is empty, and must be given"]


def test_a_quoted_cell_may_hold_separators_quotes_and_line_breaks(tmp_path):
    text = UNITS + 'HSN;"Hälso; ""vård""\noch så";2024-01-01\nRS;;2024-01-01\n'
    facts, faults = read(csv_file(tmp_path, text))

    assert facts[0]["name"] == 'Hälso; "vård"\noch så'
    assert faults == ["unit.opened.csv:4: namn is empty, and must be given"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("-63 500 000", "-63500000.00"),
        ("−63\u00a0500\u00a0000,50", "-63500000.50"),
        ("1\u202f250,5", "1250.50"),
        ("-63,5 Mkr", "-63500000.00"),
        ("250 tkr", "250000.00"),
        ("1250.5", "1250.50"),
    ],
)
def test_amounts_are_read_as_people_write_them(tmp_path, written, read_as):
    text = f"enhet;år;konto;belopp\nHSN;2024;NETTO;{written}\n"

    assert facts_of(csv_file(tmp_path, text, "budget.adopted.csv"))[0]["lines"] == {"NETTO": read_as}


def test_a_file_may_be_in_millions(tmp_path):
    """An amount that names its unit is in that unit all the same."""
    text = "enhet;år;konto;belopp\nHSN;2024;A;-63,5\nHSN;2024;B;1 kr\n"

    assert facts_of(csv_file(tmp_path, text, "budget.adopted.csv"), unit="Mkr")[0]["lines"] == {
        "A": "-63500000.00",
        "B": "1.00",
    }


def test_every_bad_cell_is_told_of_with_line_and_column(tmp_path):
    text = "enhet;år;konto;belopp\nHSN;tjugofyra;A;1.250\nHSN;2024;;mycket\n;2024;A;\n"

    assert faults_of(csv_file(tmp_path, text, "budget.adopted.csv")) == [
        "budget.adopted.csv:2: år is 'tjugofyra', not a year",
        "budget.adopted.csv:2: belopp: '1.250' can be read as 1250 or as 1,25",
        "budget.adopted.csv:3: konto is empty, and must be given",
        "budget.adopted.csv:3: belopp: 'mycket' is not an amount",
        "budget.adopted.csv:4: enhet is empty, and must be given",
        "budget.adopted.csv:4: belopp is empty, and must be given",
    ]


@pytest.mark.parametrize("shown", ["#DIV/0!", "#DIVISION/0!", "#SAKNAS!", "#N/A", "#VÄRDEFEL!", "########"])
def test_an_error_value_is_no_text(tmp_path, shown):
    """Also where any text would do."""
    text = f"{UNITS}HSN;{shown};2024-01-01\n"

    assert faults_of(csv_file(tmp_path, text)) == [f"unit.opened.csv:2: namn is {shown}, an error in the sheet"]


def test_a_reference_by_position_is_no_error_value(tmp_path):
    text = "återtar;skäl\n#12;Fel enhet\n"

    assert facts_of(csv_file(tmp_path, text, "decision.reversed.csv"))[0]["reverses"] == 12


def test_a_decimal_comma_between_commas_is_found(tmp_path):
    text = "enhet,år,konto,belopp\nHSN,2024,NETTO,-63,5\n"

    assert faults_of(csv_file(tmp_path, text, "budget.adopted.csv")) == [
        "budget.adopted.csv:2: There is something in a column without a heading"
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"enhet;namn\nHSN;\x81\n", "byte 15 is neither UTF-8 nor Windows-1252"),
        (b"enhet;namn\nHSN;\xc3\xb6\xe4\n", "it is UTF-8 in some places (byte 15) and not in others"),
        (b"enhet\x00namn\n", "it has a zero byte at byte 5"),
        (b"\xef\xbb\xbfenhet;n\xe4mnd\n", "it says that it is UTF-8, and has a byte that is not at byte 10"),
        (b"\xff\xfeenhe\n", "it is not utf-16 all through"),
        (b"a" * (1024 * 1024 + 2), "line 1 has more than 1048576 characters"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, raw, why):
    path = tmp_path / "unit.opened.csv"
    path.write_bytes(raw)
    try:
        faults = faults_of(path)
    except NotText as error:  # before the first row
        faults = [error.sentence]

    assert len(faults) == 1
    assert faults[0].endswith(f"The file is no CSV file: {why}")


def test_an_open_quote_is_told_of_where_it_opens(tmp_path):
    faults = faults_of(csv_file(tmp_path, f'{UNITS}{ROW}RS;"Regionstyrelsen;2024-01-01\n'))

    assert faults == ["unit.opened.csv:3: The line cannot be cut into cells: unexpected end of data, from line 3 on"]


def test_an_empty_file_is_told_of(tmp_path):
    notes = []

    assert read(csv_file(tmp_path, "\n\n"), notes=notes) == ([], [])
    assert notes == [f"{tmp_path}/unit.opened.csv is empty"]
