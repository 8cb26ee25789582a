"""What the accounting system says of a month becomes outcomes of units and lines, with our signs."""

from pathlib import Path

import pytest
from accounting import HEAD, MAPPING, put

from ledger.interchange.sie.incoming.balances import ObjectsDoNotAddUp
from ledger.interchange.sie.incoming.facts import NothingByMonth
from ledger.interchange.sie.incoming.periods import PeriodOutsideYear
from ledger.interchange.sie.incoming.vouchers import RowOutsideVoucher, VoucherUnbalanced, VoucherUnclosed
from ledger.interchange.sie.records.chart import ForeignCurrency, RecordTooShort
from ledger.interchange.sie.records.figures import NotAPeriod, NotASieDay

JANUARY = """#PSALDO 0 202401 1930 {} 123456.00
#PSALDO 0 202401 3110 {} -300.50
#PSALDO 0 202401 3110 {1 "100"} -300.50
#PSALDO 0 202401 4010 {} 1000
#PSALDO 0 202401 4010 {1 "100"} 700.0
#PSALDO 0 202401 4010 {1 "200"} 300.00
#PSALDO 0 202401 4010 {6 "P1"} 55.00
#PSALDO 0 202401 4020 {} 0.01
#PSALDO 0 202401 4020 {1 "200"} 0.01
"""
HSN, RS = ("HSN", "2024-01"), ("RS", "2024-01")
TYPE_4 = HEAD.replace("#SIETYP 3", "#SIETYP 4")
VOUCHER = """#VER A 17 20240131 "Löner"
{
#TRANS 4010 {1 "100" 6 "P1"} 500.00 20240115 "Jour" 1
#TRANS 1930 {} -500.00
#BTRANS 5010 {1 "100"} 99.00
#RTRANS 4010 {1 "200"} 7.00
#TRANS 4010 {1 "200"} 7.00
#TRANS 1930 {} -7.00
}
"""


def told(more, mapping=MAPPING):
    """A mapping with more in it."""
    Path("liggare.sie.toml").write_text(more + mapping, encoding="utf-8")


# -- figures by period ---------------------------------------------------------------------------------------


def test_balances_by_period_become_outcomes(office):
    """Costs are positive in SIE and negative here; accounts of one line are added; assets are no outcome."""
    assert office.imported(HEAD + JANUARY).out == "2 facts recorded, 0 already there.\n"

    assert office.outcomes() == {HSN: {"AVG": "300.50", "LÖN": "-700.00"}, RS: {"LÖN": "-300.01"}}


def test_the_same_file_is_recorded_once(office):
    office.imported(HEAD + JANUARY)

    assert office.imported(HEAD + JANUARY).out == "0 facts recorded, 2 already there.\n"


def test_the_effect_can_be_seen_first(office):
    ran = office.imported(HEAD + JANUARY, "--dry-run")

    assert (ran.status, office.outcomes()) == (0, {})
    assert "2 facts would be recorded" in ran.out
    assert "HSN   outcome 2024-01 LÖN" in ran.out


def test_totals_are_checked_and_never_added(office):
    """The whole account and its objects say the same twice; when they do not, both figures are named."""
    ran = office.refused(
        HEAD + JANUARY.replace("{} 1000", "{} 1010"),
        "1\N{NO-BREAK SPACE}010 kr",
        "1\N{NO-BREAK SPACE}000 kr",
        "account 4010 in 2024-01",
    )

    assert "bok.se:26:" in ran.err
    assert ObjectsDoNotAddUp.code == "sie-objects-do-not-add-up"


def test_what_belongs_to_no_object_may_be_given_to_a_unit(office):
    """Only when the mapping says so: a difference is else a fault."""
    told('default_unit = "REG"\nrest_to_default = true\n')
    office.imported(HEAD + JANUARY.replace("{} 1000", "{} 1010"))

    assert office.outcomes()["REG", "2024-01"] == {"LÖN": "-10.00"}


def test_accounts_without_objects_are_the_default_units(office):
    """A file of type 2 knows no objects at all."""
    text = HEAD.replace("#SIETYP 3", "#SIETYP 2") + "#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202402 4010 20\n"
    office.refused(text, "are for no object of dimension 1: 4010", "default_unit")

    told('default_unit = "REG"\n')
    office.imported(text)
    assert office.outcomes() == {("REG", "2024-01"): {"LÖN": "-10.00"}, ("REG", "2024-02"): {"LÖN": "-20.00"}}


def test_a_whole_account_of_nothing_needs_no_unit(office):
    office.imported(HEAD + JANUARY + "#PSALDO 0 202401 5010 {} 0.00\n")

    assert HSN in office.outcomes()


def test_another_dimension_may_be_chosen(office):
    told("", 'dimension = 6\n[accounts]\n"4*"="LÖN"\n"3*"="AVG"\n[units]\nP1="RS"\n')
    office.imported(HEAD + '#PSALDO 0 202401 4010 {6 "P1"} 55\n#PSALDO 0 202401 4010 {1 "100"} 1000\n')

    assert office.outcomes() == {RS: {"LÖN": "-55.00"}}


def test_subdimensions_are_no_part_of_what_they_divide(office):
    """Their figures are the superior's own once more."""
    rows = '#UNDERDIM 21 "Enhet" 1\n#PSALDO 0 202401 4010 {21 "10001"} 700\n#PSALDO 0 202401 4010 {1 "100"} 700\n'
    office.imported(HEAD + rows)

    assert office.outcomes() == {HSN: {"LÖN": "-700.00"}}


def test_figures_for_several_objects_at_once_repeat_those_for_one(office):
    """They count only where there are no others."""
    both = '#PSALDO 0 202401 4010 {1 "100" 6 "P1"} 300\n#PSALDO 0 202401 4010 {6 "P2" 1 "100"} 400\n'
    office.imported(HEAD + both + '#PSALDO 0 202401 4010 {1 "100"} 700\n')
    assert office.outcomes() == {HSN: {"LÖN": "-700.00"}}

    office.imported(HEAD + both.replace("202401", "202402"))
    assert office.outcomes()["HSN", "2024-02"] == {"LÖN": "-700.00"}


def test_earlier_years_come_along_unless_left_out(office):
    rows = '#PSALDO 0 202401 4010 {1 "100"} 1\n#PSALDO -1 202301 4010 {1 "100"} 2\n'
    told("years = [0]\n")
    office.imported(HEAD + rows)
    assert list(office.outcomes()) == [HSN]

    told("")
    office.imported(HEAD + rows)
    assert office.outcomes()["HSN", "2023-01"] == {"LÖN": "-2.00"}


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1000", "-1000.00"), ("-0.5", "0.50"), ("+2,50", "-2.50"), ("2.500", "-2.50"), (".5", "-0.50"), ("−7", "7.00")],
)
def test_amounts_are_read_as_programs_write_them(office, written, amount):
    """The standard has a point and at most two decimals; more are found in the world."""
    office.imported(HEAD + f'#PSALDO 0 202401 4010 {{1 "100"}} {written}\n', encoding="utf-8")

    assert office.outcomes() == {HSN: {"LÖN": amount}}


@pytest.mark.parametrize(
    ("row", "saying"),
    [
        ('#PSALDO 0 202401 4010 {1 "100"} ett', "'ett' is not an amount"),
        ('#PSALDO 0 202401 4010 {1 "100"} 1.005', "finer than whole öre"),
        ('#PSALDO 0 202401 4010 {1 "100"} 9999999999999999', "beyond"),
        ('#PSALDO 0 202413 4010 {1 "100"} 1', "there is no month 13"),
        ('#PSALDO 0 januari 4010 {1 "100"} 1', "is not a period"),
        ('#PSALDO 0 202401 4010 {1 "100"}', "#PSALDO lacks fields"),
        ('#PSALDO 0 202401 4010 {1 "100" 5', "#PSALDO lacks fields"),
        ("#PSALDO 0 202401 4010 {1} 5", "in pairs"),
        ("#PSALDO 0 202401", "#PSALDO lacks fields"),
        ("#PBUDGET 0", "#PBUDGET lacks fields"),
        ("#IB 0 1930 mycket", "'mycket' is not an amount"),
        ('#OUB 0 1930 {1 "100"} x', "'x' is not an amount"),
        ("#RAR 0 {1} 20241231", "#RAR lacks fields"),
        ("#RAR 0 2024-13-01 20241231", "does not exist"),
        ("#RAR 0 nu sen", "is not a day"),
        ("#KTYP 3110", "#KTYP lacks fields"),
    ],
)
def test_a_row_that_is_damaged_is_named(office, row, saying):
    """With its place in the file, and nothing is recorded."""
    ran = office.refused(HEAD + JANUARY + row + "\n", saying, status=2)

    assert f"bok.se:{len((HEAD + JANUARY).splitlines()) + 1}: " in ran.err
    assert {RecordTooShort.code, NotAPeriod.code, NotASieDay.code}


def test_a_period_outside_its_year_is_refused(office):
    office.refused(HEAD + '#PSALDO 0 202301 4010 {1 "100"} 1\n', "2023-01", "outside the year '0'")
    assert PeriodOutsideYear.code == "period-outside-year"


def test_other_currencies_are_refused(office):
    office.refused(HEAD + "#VALUTA EUR\n" + JANUARY, "'EUR', not in kronor")
    assert ForeignCurrency.code == "foreign-currency"


def test_a_file_without_months_is_refused(office):
    """Type 1 has balances of the year alone."""
    text = HEAD.replace("#SIETYP 3", "#SIETYP 1") + "#IB 0 1930 1\n#UB 0 1930 2\n#RES 0 4010 3.00\n"

    office.refused(text, "SIE type 1", "no figures by month", status=2)
    assert NothingByMonth.code == "nothing-by-month"


# -- vouchers ------------------------------------------------------------------------------------------------


def test_vouchers_become_outcomes_where_there_are_no_balances(office):
    """A row belongs to the month of its own day; removed rows count nowhere, and added ones once."""
    office.imported(TYPE_4 + VOUCHER)

    assert office.outcomes() == {HSN: {"LÖN": "-500.00"}, RS: {"LÖN": "-7.00"}}


def test_vouchers_for_import_need_no_head(office):
    """Type 4I may begin with its vouchers, and leave out days."""
    rows = '#TRANS 5010 {1 100} 8 "" "Faktnr: 1"\n#TRANS 1930 {} -8\n'
    text = f'#FLAGGA 0\n#RAR 0  \n#VER "" "" 20240131 "Porto" {{\n{rows}}}\n'

    assert office.run("import", put("LÖN.SI", text)).status == 0
    assert office.outcomes() == {HSN: {"ÖVR": "-8.00"}}


def test_vouchers_beside_balances_are_only_checked(office):
    office.imported(TYPE_4 + JANUARY + VOUCHER)

    assert office.outcomes()[HSN]["LÖN"] == "-700.00"


@pytest.mark.parametrize("balances", ["", JANUARY])
def test_an_unbalanced_voucher_is_refused_by_name(office, balances):
    ran = office.refused(TYPE_4 + balances + VOUCHER.replace("{} -7.00", "{} -8.00"), "Voucher A 17 of 2024-01-31")

    assert "come to -1 kr instead of 0 kr" in ran.err
    assert VoucherUnbalanced.code == "voucher-unbalanced"


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        (VOUCHER.rstrip("}\n") + "\n", "Voucher A 17 of 2024-01-31 is not closed"),
        (VOUCHER.rstrip("}\n") + "\n" + VOUCHER, "Voucher A 17 of 2024-01-31 is not closed"),
        ("#TRANS 4010 {} 1\n", "#TRANS stands outside a voucher"),
        (VOUCHER.replace("20240131", "vårdag"), "'vårdag' is not a day"),
        (VOUCHER.replace("20240115", "{1 2}"), "#TRANS lacks fields"),
        (VOUCHER.replace("{} -500.00", "{}"), "#TRANS lacks fields"),
        ("#VER A 1\n{\n}\n", "#VER lacks fields"),
    ],
)
def test_a_damaged_voucher_is_refused(office, text, saying):
    office.refused(TYPE_4 + text, saying, status=2)
    assert (VoucherUnclosed.code, RowOutsideVoucher.code) == ("voucher-unclosed", "row-outside-voucher")


def test_a_voucher_that_cannot_be_read_is_told_of_once(office):
    ran = office.refused(TYPE_4 + VOUCHER.replace("20240131", "vårdag"), status=2)

    assert ran.err.count("Error: ") == 1


# -- notes ---------------------------------------------------------------------------------------------------


def test_what_is_not_known_is_passed_over_and_told(office):
    """Records and the rows under them, and fields at the end of a row that later standards add."""
    unknown = '#NYTT 1\n{\n#TRANS 4010 {} oläsligt\n#PSALDA 5\n}\n#PSALDO 0 202402 4010 {1 "100"} 1 2 nytt\n#ANNAT\n'
    ran = office.imported(HEAD + JANUARY + unknown.replace("#TRANS 4010 {} oläsligt\n", ""))

    assert ran.status == 0
    assert "labels that are not known here (#ANNAT, #NYTT)" in ran.err


def test_a_file_of_somebody_else_is_told(office):
    ran = office.imported(HEAD.replace("222000-1230", "222000-9999") + JANUARY)

    assert "is of 222000-9999 Region Exempel, and the ledger is of " in ran.err


def test_results_that_differ_from_their_months_are_told(office):
    ran = office.imported(
        HEAD + "#RES 0 3110 -300.50\n#RES 0 4010 1000.00\n#RES 0 4020 0.00\n#RES -1 4010 5\n" + JANUARY
    )

    assert (
        "come to 699.51 kr (costs positive), but their #RES to 699.50 kr: account 4020 0.01 kr against 0 kr." in ran.err
    )
    assert ran.status == 0
