"""Rows of other years, days outside every year, months to come, and rows that stand twice."""

from pathlib import Path

import pytest
from accounting import HEAD, MAPPING
from hypothesis import given
from hypothesis import strategies as st
from test_sie_sources import HSN, voucher

from ledger.interchange.sie.incoming.periods import DayOutsideYears
from ledger.interchange.sie.incoming.repeats import Repeats
from ledger.interchange.sie.records.figures import AmountWithSpaces, refuse_spaces

OUTCOME = '#PSALDO 0 202401 4010 {1 "100"} 1000\n'
TWO_YEARS = OUTCOME + '#PSALDO -1 202301 4010 {1 "100"} 2\n'
LAST_YEARS = '#PBUDGET -1 202401 4010 {1 "100"} 900\n#PBUDGET -1 202402 4010 {1 "100"} 950\n'
ONE_YEAR = HEAD.replace("#RAR -1 20230101 20231231\n", "")


# -- years ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [HEAD, ONE_YEAR])
def test_rows_that_cannot_be_of_the_year_they_name_are_left_out_and_told(office, head):
    """Programs repeat this year's budget as last year's. Nobody asked for it, so it stops nothing."""
    ran = office.imported(head + OUTCOME + LAST_YEARS)

    assert (office.outcomes(), office.facts("budget")) == ({HSN: {"LÖN": "-1000.00"}}, [])
    assert "2 #PBUDGET rows of the year -1 with periods of another year (2024-01, 2024-02)" in ran.err


def test_rows_of_years_that_are_not_asked_for_are_left_out_before_they_are_judged(office):
    """Whatever is wrong with them."""
    Path("liggare.sie.toml").write_text("years = [0]\n" + MAPPING, encoding="utf-8")
    damaged = '#PSALDO -1 202213 4010 {1 "100"} x\n' + LAST_YEARS + voucher((4010, '{1 "100"}', 7), day="20230115")
    ran = office.imported(HEAD + TWO_YEARS + damaged)

    assert office.outcomes() == {HSN: {"LÖN": "-1000.00"}}
    assert "2 #PBUDGET rows of the year -1, which is not asked for" in ran.err
    assert "2 #PSALDO rows of the year -1, which is not asked for" in ran.err
    assert "1 #TRANS row of the year -1, which is not asked for" in ran.err


def test_a_period_in_no_year_of_the_file_is_refused(office):
    office.refused(HEAD + OUTCOME + '#PBUDGET -1 202201 4010 {1 "100"} 9\n', "2022-01", "outside the year '-1'")


# -- days of vouchers ----------------------------------------------------------------------------------------


def test_vouchers_outside_the_years_are_refused_by_number(office):
    """By the day of a row, or that of the voucher; each voucher once."""
    mistyped = voucher((4010, '{1 "100"}', 7)).replace("} 7\n", "} 7 20420115\n").replace("} -7", "} -7 20420115")
    early = voucher((4010, '{1 "100"}', 5), (4020, '{1 "100"}', 6), day="20211231", number=18)
    ran = office.refused(HEAD + mistyped + early, "Voucher A 1 of 2024-01-15 has a row of 2042-01-15")

    assert "Voucher A 18 of 2021-12-31 has a row of 2021-12-31" in ran.err
    assert "2024-01-01 to 2024-12-31, 2023-01-01 to 2023-12-31" in ran.err
    assert ran.err.count("Error: ") == 2
    assert DayOutsideYears.code == "sie-day-outside-years"


@pytest.mark.parametrize(("day", "month"), [("20230101", "2023-01"), ("20241231", "2024-12")])
def test_the_first_and_the_last_day_of_the_years_are_in_them(office, day, month):
    office.imported(HEAD + voucher((4010, '{1 "100"}', 7), day=day))

    assert office.outcomes() == {("HSN", month): {"LÖN": "-7.00"}}


# -- months to come ------------------------------------------------------------------------------------------

EVERY_MONTH = (
    '#PSALDO 0 202406 4010 {1 "100"} 0\n#PSALDO 0 202408 4010 {1 "100"} 0\n#PSALDO 0 202408 4020 {1 "200"} 8\n'
)


def test_months_to_come_in_which_all_is_0_are_not_reported(office):
    """#OMFATTN says July: June's 0 is an outcome, August's of a unit without any figure is none."""
    ran = office.imported(HEAD + OUTCOME + EVERY_MONTH + '#PSALDO 0 202412 4010 {1 "100"} 0.00\n')

    assert set(office.outcomes()) == {HSN, ("HSN", "2024-06"), ("RS", "2024-08")}
    assert "months after 2024-07 (#OMFATTN) are not reported where all is 0: 2024-08 of HSN, 2024-12." in ran.err


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("#OMFATTN 20240831\n#GEN 20240105\n", True),
        ("#GEN 20240831\n", True),
        ("#GEN 20240731\n", False),
        ("#OMFATTN i juli\n#GEN 20240731 AB\n", False),
        ("", True),
    ],
)
def test_the_day_the_file_was_made_is_the_last_unless_it_says_itself(office, told, kept):
    head = HEAD.replace("#OMFATTN 20240731\n", told).replace('#GEN 20240805 "AB"\n', "")
    office.imported(head + OUTCOME + '#PSALDO 0 202408 4010 {1 "100"} 0\n')

    assert (("HSN", "2024-08") in office.outcomes()) is kept


def test_a_month_to_come_that_was_something_before_becomes_0(office):
    """Otherwise what was taken back would go on counting."""
    office.imported(HEAD + '#PSALDO 0 202409 4010 {1 "100"} 5\n')
    office.imported(HEAD + '#PSALDO 0 202409 4010 {1 "100"} 0\n')

    assert office.outcomes() == {("HSN", "2024-09"): {"LÖN": "0.00"}}


# -- rows that stand twice -----------------------------------------------------------------------------------


def test_identical_rows_are_added_and_told(office):
    """As SIE says; that they agree with #RES, or not, is told beside."""
    ran = office.imported(HEAD + OUTCOME * 2 + OUTCOME.replace("1000", "7") + "#RES 0 4010 1007\n")

    assert office.outcomes() == {HSN: {"LÖN": "-2007.00"}}
    row = len(HEAD.splitlines()) + 2
    assert f"rows that stand more than once, and were added each time (1): row {row} as row {row - 1}." in ran.err
    assert "come to 2\N{NO-BREAK SPACE}007 kr (costs positive), but their #RES to 1\N{NO-BREAK SPACE}007 kr" in ran.err


def test_vouchers_with_one_number_are_told(office):
    ran = office.imported(HEAD + voucher((4010, '{1 "100"}', 7)) * 2)

    assert "vouchers that stand more than once, and were added each time (1)" in ran.err
    assert "stand more than once" not in office.imported(HEAD + voucher((4020, '{1 "100"}', 7), number='""') * 2).err


@given(st.lists(st.integers(0, 30), max_size=200))
def test_every_repeat_is_found_with_its_first(said):
    repeats = Repeats()
    for row, each in enumerate(said):
        repeats.add(("#PSALDO", str(each)), row)

    assert repeats.found() == [(row, said.index(each)) for row, each in enumerate(said) if said.index(each) < row]


# -- amounts with spaces -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        '#PSALDO 0 202401 4010 {1 "100"} 1 250 000.50',
        '#PSALDO 0 202401 4010 {1 "100"} -12 500',
        '#PSALDO 0 202401 4010 {1 "100"} "1 250 000,50"',
        '#PBUDGET 0 202401 4010 {1 "100"} 1250 000.50',
        "#PSALDO 0 202401 4010 1 250",
        "#RES 0 4010 1 250 000",
        "#IB 0 1930 1 250 000",
        '#OIB 0 1930 {1 "100"} 1 250',
        '#VER A 1 20240101\n{\n#TRANS 4010 {1 "100"} 1 250.00\n}',
    ],
)
def test_an_amount_with_spaces_is_refused(office, row):
    """Its first digits would be read as the amount, and the next as a quantity."""
    office.refused(HEAD + row + "\n", "has spaces in it", status=2, encoding="utf-8")
    assert AmountWithSpaces.code == "sie-amount-with-spaces"


@pytest.mark.parametrize(
    "fields", [["1.00", "250"], ["1000", "250"], ["1", "25"], ["1", "2500"], ["1"], ["1", "20240115"]]
)
def test_a_quantity_after_an_amount_is_none_of_it(fields):
    """Both sides of the boundary: fewer or more than three digits, or an amount with decimals, are two figures."""
    refuse_spaces(fields, 0)


# -- files of other kinds ------------------------------------------------------------------------------------

XML = '<?xml version="1.0" encoding="utf-8"?>\n<Sie xmlns="http://www.sie.se/sie5"><FileInfo/></Sie>'


@pytest.mark.parametrize("data", [XML.encode(), XML.encode("utf-8-sig"), XML.encode("utf-16"), XML[39:].encode()])
def test_sie_5_is_called_so(office, data):
    Path("bok.sie").write_bytes(data)
    ran = office.run("import", "bok.sie")

    assert (ran.status, "This is SIE 5 (XML)" in ran.err, "Export SIE type 4" in ran.err) == (2, True, True)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04xx", "Excel"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html>", "web page"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'{"type":"unit.opened"}', "JSON"),
    ],
)
def test_files_of_other_kinds_are_called_what_they_are(office, data, kind):
    Path("bok.se").write_bytes(data)
    ran = office.run("import", "bok.se")

    assert (ran.status, "This is no SIE file: it is" in ran.err, kind in ran.err) == (2, True, True)


def test_a_brace_alone_on_the_first_line_is_no_json(office):
    ran = office.imported("{\n}\n" + HEAD + OUTCOME)

    assert (ran.status, office.outcomes()) == (0, {HSN: {"LÖN": "-1000.00"}})
