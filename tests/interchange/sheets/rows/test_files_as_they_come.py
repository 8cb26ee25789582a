"""Files as accounting systems and people's own workbooks have them: titles, months and minus signs in every fashion."""

import re
from datetime import date

import openpyxl
import pytest
from reading import csv_file, facts_of, faults_of, read, workbook

NAME = "outcome.reported.csv"
ONE = "enhet;konto;månad;belopp\n"


def outcome(month, amount, unit="HSN"):
    return {"type": "outcome.reported", "unit": unit, "month": month, "lines": {"NETTO": amount}}


@pytest.mark.parametrize(
    "above",
    [
        "Region Norr, utfall per september\n\n",
        "Region Norr;;;\nUtskrivet;2024-10-01;;\nAv: ekonomi, controlling, m.fl.;;;\n",
        "År;;;\n",
        "x\n" * 10,
    ],
)
def test_what_stands_above_the_headings_is_passed_over_and_told(tmp_path, above):
    """A title, a date and who printed it; the commas in them do not separate cells."""
    notes = []
    path = csv_file(tmp_path, f"{above}{ONE}HSN;NETTO;2024-09;-5\n", NAME)

    assert read(path, notes=notes) == ([outcome("2024-09", "-5.00")], [])
    lines = [" ".join(filter(None, line.split(";"))) for line in above.split("\n") if line]
    quoted = ", ".join(dict.fromkeys(map(repr, lines))) + (", …" if len(lines) > len(set(lines)) else "")
    assert notes == [f"{path}: passed over: above the headings ({len(lines)}): {quoted}"]


def test_places_count_from_the_first_row_of_the_file(tmp_path):
    path = csv_file(tmp_path, f"Utfall\n\n{ONE}HSN;NETTO;2024-09;x\n", NAME)

    assert faults_of(path) == [f"{NAME}:4: belopp: 'x' is not an amount"]


@pytest.mark.parametrize("text", ["Utfall\n2024\n", "Utfall\n" * 11 + ONE, "Utfall\n\n1;2;3\n"])
def test_a_title_is_not_blamed_for_being_no_heading(tmp_path, text):
    """What is missing is told: the headings."""
    assert faults_of(csv_file(tmp_path, text, NAME)) == [
        f"{NAME}:1: No row has the headings of outcome.reported: it begins with 'Utfall'"
    ]


def test_the_row_that_is_most_like_headings_is_blamed(tmp_path):
    """Below a title, and although none of them is right."""
    faults = faults_of(csv_file(tmp_path, "Utfall 2024;;\n\nenhett;kontto;månadd\nHSN;NETTO;2024-09\n", NAME))

    assert faults == [
        f"{NAME}:3: {word!r} is the heading of no column of outcome.reported" for word in ("enhett", "kontto", "månadd")
    ]


def test_headings_with_a_fault_among_them_are_still_the_headings(tmp_path):
    """They are told of, and not passed over for what comes below."""
    path = csv_file(tmp_path, f"Utfall\nenhet;kontoo;månad;belopp\n{ONE}HSN;NETTO;2024-09;-5\n", NAME)

    assert faults_of(path) == [f"{NAME}:2: 'kontoo' is the heading of no column of outcome.reported"]


def test_a_workbook_with_a_merged_title(tmp_path):
    """As a report generator writes it: a title over all columns, a blank row, then dates as headings of months."""
    book = openpyxl.Workbook()
    paper = book.active
    paper.title = "outcome.reported"
    paper["A1"] = "Utfall Region Norr"
    paper.merge_cells("A1:D1")
    for row in (
        [],
        ["Enhet", "Konto", date(2024, 9, 1), "okt-24"],
        ["HSN", "NETTO", -5, -6.5],
        ["Summa", None, -5, -6.5],
    ):
        paper.append(row)
    book.save(tmp_path / "utfall.xlsx")

    assert facts_of(tmp_path / "utfall.xlsx") == [outcome("2024-09", "-5.00"), outcome("2024-10", "-6.50")]


@pytest.mark.parametrize("month", ["2024-09", "202409", "2024/09", "sep-24", "sep.-24", "september 2024", "Sep 2024"])
def test_months_are_written_in_many_fashions(tmp_path, month):
    """In cells and as headings; a month is never guessed where no year is said."""
    in_cell = csv_file(tmp_path, f"{ONE}HSN;NETTO;{month};-5\n", NAME)
    assert facts_of(in_cell) == [outcome("2024-09", "-5.00")]

    as_heading = csv_file(tmp_path, f"enhet;konto;{month}\nHSN;NETTO;-5\n", NAME)
    assert facts_of(as_heading) == [outcome("2024-09", "-5.00")]


@pytest.mark.parametrize("month", ["sep", "2024-13", "202413", "24-09", "1989-12", "sep-2", "20240930", "hösten 2024"])
def test_what_is_no_month_is_refused(tmp_path, month):
    assert faults_of(csv_file(tmp_path, f"{ONE}HSN;NETTO;{month};-5\n", NAME))


def test_a_workbook_with_macros_is_read_as_one_without(tmp_path):
    """Its sheets are the same; the macros are not run."""
    path = tmp_path / "utfall.xlsm"
    workbook(tmp_path / "utfall.xlsx", {"outcome.reported": [["enhet", "konto", "2024-09"], ["HSN", "NETTO", -5]]})
    (tmp_path / "utfall.xlsx").rename(path)

    assert facts_of(path) == [outcome("2024-09", "-5.00")]


def test_a_number_in_a_column_of_months_is_its_month(tmp_path):
    """Systems export 202409 as a number, which is no day that Excel counts."""
    path = tmp_path / "utfall.xlsx"
    rows = [["enhet", "konto", "månad", "belopp"], ["HSN", "NETTO", 202409, -5], ["RS", "NETTO", 202413, -5]]
    workbook(path, {"outcome.reported": rows})

    assert read(path)[0] == [outcome("2024-09", "-5.00")]
    assert read(path)[1] == [
        "utfall.xlsx: outcome.reported!C3: månad is the number 202413, which can be read as no date"
    ]


@pytest.mark.parametrize(
    ("amount", "read_as"),
    [
        ("1 234,50-", "-1234.50"),
        ("1 234,50−", "-1234.50"),
        ("(1 234,50)", "-1234.50"),
        ("5-", "-5.00"),
        ("(5)", "-5.00"),
    ],
)
def test_a_minus_may_stand_last_and_brackets_mean_below_zero(tmp_path, amount, read_as):
    """As accounting systems and Excel's accounting format print them."""
    assert facts_of(csv_file(tmp_path, f"{ONE}HSN;NETTO;2024-09;{amount}\n", NAME)) == [outcome("2024-09", read_as)]


@pytest.mark.parametrize("amount", ["-5-", "(-5)", "(5", "5)", "((5))", "1.250-", "(1.250)", "()", "--", "5--"])
def test_no_minus_is_taken_twice_or_guessed(tmp_path, amount):
    assert faults_of(csv_file(tmp_path, f"{ONE}HSN;NETTO;2024-09;{amount}\n", NAME))


@pytest.mark.parametrize(
    "text",
    [
        "enhet;namn;gäller från\nHSN;Hälso, tand, psyk och annat;2024-01-01\n",
        'enhet,namn,gäller från\nHSN,"Hälso; tand; psyk; annat",2024-01-01\n',
        "enhet\tnamn\tgäller från\nHSN\tHälso, tand; psyk, annat\t2024-01-01\n",
    ],
)
def test_the_headings_tell_what_separates_the_cells(tmp_path, text):
    """Separators inside the texts are more than those between them, and deceive nobody."""
    (fact,) = facts_of(csv_file(tmp_path, text))

    assert fact["name"].startswith("Hälso")
    assert fact["effective"] == "2024-01-01"


A, B = f"{ONE}HSN;NETTO;2024-09;-5\nRS;NETTO;2024-09;-7\n", f"{ONE}HSN;NETTO;2024-09;-6\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_month_that_was_restated_since_is_told_of(region, tmp_path, ending):
    """A, then B, then A again: the last A is known by what it says and does not undo B; that is told."""
    for name, text in (("a", A), ("b", B)):
        rows = [line.split(";") for line in text.splitlines()]
        workbook(tmp_path / f"{name}.xlsx", {"outcome.reported": rows})
        csv_file(tmp_path, text, f"{name}.csv")
    ran = [region.run(f"liggare import --type outcome.reported {name}.{ending}") for name in "abab"]

    assert [each.text.count("already there had been restated since") for each in ran] == [0, 0, 1, 0]
    assert [each.text.count("is stated otherwise than it was reported") for each in ran] == [0, 1, 0, 0]
    assert (
        "Note: 1 of the facts that were already there had been restated since, so the later figures stay: #"
        in ran[2].text
    )
    assert ran[2].text.endswith("0 facts recorded, 2 already there.\n")


def test_a_sheet_read_in_another_unit_says_that_it_restates_every_row(region, tmp_path):
    """Also in a rehearsal; not when the figures are the same, and not of facts of the same import."""
    csv_file(tmp_path, f"{ONE}DOS;NETTO;2024-06;-5\nEKO;NETTO;2024-06;-7\n", "o.csv")
    word = "otherwise than they were reported"
    first = region.run("liggare import --type outcome.reported --in tkr o.csv").text
    rehearsed = region.run("liggare import --type outcome.reported --dry-run o.csv").text
    again = region.run("liggare import --type outcome.reported o.csv").text

    assert word not in first
    assert f"Note: 2 figures are stated {word}" in rehearsed
    assert re.search(r"DOS 2024-06 NETTO -5\s000 kr → -5 kr \(#\d+\), EKO 2024-06 NETTO -7\s000 kr → -7 kr", again)
    assert re.search(r"in all -12\s000 kr → -12 kr", again)
    assert word not in region.run("liggare import --type outcome.reported o.csv").text
    csv_file(tmp_path, f"{ONE[:-1]};referens\nDOS;NETTO;2024-06;-5;A\nDOS;NETTO;2024-07;-5;B\n", "o.csv")
    assert word not in region.run("liggare import --type outcome.reported o.csv").text


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("workforce.reported", "enhet;månad;mått;anställningsform;värde\nDOS;2024-06;fte;all;{}\n"),
        ("indicator.reported", "indikator;enhet;månad;värde\nVANTETID;HSN;2024-06;{}\n"),
    ],
)
def test_whatever_is_reported_by_the_month_says_so(region, tmp_path, type_, text):
    for number, told in ((5, 0), (6, 1), (6, 0)):
        csv_file(tmp_path, text.format(number), "r.csv")
        assert region.run(f"liggare import --type {type_} r.csv").text.count("1 figure is stated otherwise") == told


def test_a_row_that_was_reversed_since_is_told_of(region, tmp_path):
    """What was taken back does not come again by importing its row again."""
    csv_file(tmp_path, "enhet;år;konto;belopp;referens\nHSN;2025;NETTO;-1;B-1\n", "budget.adopted.csv")
    region.run("liggare import budget.adopted.csv")
    before = region.run("liggare import budget.adopted.csv").text
    region.run("liggare record decision.reversed --reverses B-1 --reason Fel")
    after = region.run("liggare import budget.adopted.csv").text

    assert "Note" not in before
    assert "1 of the facts that were already there had been reversed since" in after


def test_a_restatement_that_was_reversed_restates_nothing(region, tmp_path):
    """When B is taken back, A stands again, and there is nothing to tell."""
    csv_file(tmp_path, A, "outcome.reported.csv")
    region.run("liggare import outcome.reported.csv")
    region.run("liggare record outcome.reported --unit HSN --month 2024-09 --lines NETTO=-6 --id B")
    told = region.run("liggare import outcome.reported.csv").text
    region.run("liggare record decision.reversed --reverses B --reason Fel")
    silent = region.run("liggare import outcome.reported.csv").text

    assert "restated since" in told
    assert "Note" not in silent
