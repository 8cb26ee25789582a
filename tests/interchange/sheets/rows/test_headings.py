"""Columns are found by the journal's names and by the Swedish ones, which the classes of facts tell."""

import pytest
from reading import csv_file, facts_of, faults_of

from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.sheets.columns.headings import TYPE_HEADINGS, column_under, columns_of, folded

TRANSFER = {
    "type": "budget.transferred",
    "year": 2024,
    "from_unit": "DOS",
    "to_unit": "EKO",
    "line": "NETTO",
    "amount": "-12500000.00",
    "effective": "2024-07-01",
    "decision": {"body": "Regionstyrelsen", "date": "2024-06-04", "paragraph": "§ 112"},
}
VALUES = "2024;DOS;EKO;NETTO;-12,5 Mkr;2024-07-01;Regionstyrelsen;2024-06-04;§ 112\n"


@pytest.mark.parametrize(
    "headings",
    [
        "year;from_unit;to_unit;line;amount;effective;decision.body;decision.date;decision.paragraph",
        "år;från enhet;till enhet;konto;belopp;gäller från;beslut organ;beslutsdatum;beslut paragraf",
        "ÅR; Från_Enhet;TILL  ENHET;Konto;Belopp;Gäller från;Organ;Beslutsdatum;Paragraf",
        "Year;From unit;to-unit;Konto;belopp;effective;Beslut.organ;decision date;paragraf",
    ],
)
def test_a_heading_is_known_in_both_languages_whatever_its_case_and_spaces(tmp_path, headings):
    assert facts_of(csv_file(tmp_path, f"{headings}\n{VALUES}", "budget.transferred.csv")) == [TRANSFER]


@pytest.mark.parametrize("cls", FACT_TYPES.values(), ids=FACT_TYPES)
def test_no_heading_means_two_things(cls):
    """Nor does any heading of a field say the type of a fact."""
    found = {}
    for column in columns_of(cls):
        for name in filter(None, (column.journal, column.swedish)):
            assert column_under(cls, name) == found.setdefault(folded(name), column)
            assert folded(name) not in TYPE_HEADINGS


def test_an_unknown_heading_is_refused_with_the_nearest(tmp_path):
    path = csv_file(tmp_path, "enhet;nanm;gäller från\n", "unit.opened.csv")
    (fault,) = faults_of(path)

    assert fault == "unit.opened.csv:1: 'nanm' is the heading of no column of unit.opened"


def test_a_heading_stands_once(tmp_path):
    faults = faults_of(csv_file(tmp_path, "enhet;unit;namn;gäller från\n"))

    assert faults == ["unit.opened.csv:1: 'unit' means the same as 'enhet', in another column"]


def test_a_column_that_must_be_there_is_missed(tmp_path):
    faults = faults_of(csv_file(tmp_path, "enhet;år\nHSN;2024\n", "budget.adopted.csv"))

    assert faults == ["budget.adopted.csv:1: There is no column for lines (konton) of budget.adopted"]


def test_the_effective_date_may_lack_its_column_where_the_type_knows_it(tmp_path):
    """A unit opens on a day somebody must say; a budget is adopted from New Year."""
    assert faults_of(csv_file(tmp_path, "enhet;namn\nHSN;N\n")) == [
        "unit.opened.csv:1: There is no column for effective (gäller från) of unit.opened"
    ]
    assert facts_of(csv_file(tmp_path, "enhet;år;konton\nHSN;2024;NETTO=-1\n", "budget.adopted.csv"))


def test_the_type_may_stand_in_the_rows(tmp_path):
    """A cell that another type would need is refused, not overlooked."""
    text = (
        "typ;enhet;namn;överordnad enhet;gäller från\n"
        "unit.opened;REG;Regionen;;2024-01-01\n"
        "unit.moved;HSN;;REG;2024-02-01\n"
        "unit.moved;HSN;Nämnd;REG;2024-02-01\n"
        "unit.mowed;HSN;;REG;2024-02-01\n"
        ";HSN;;REG;2024-02-01\n"
    )
    path = csv_file(tmp_path, text, "beslut.csv")

    assert faults_of(path) == [
        "beslut.csv:4: namn is filled in, and unit.moved has no such field",
        "beslut.csv:5: 'unit.mowed' is no type of fact",
        "beslut.csv:6: typ is empty, and must be given",
    ]


def test_a_heading_no_type_knows_is_refused_at_once(tmp_path):
    assert faults_of(csv_file(tmp_path, "typ;enhet;namm\nunit.opened;HSN;N\n", "b.csv")) == [
        "b.csv:1: 'namm' is the heading of no column of any type of fact"
    ]


def test_the_type_is_that_of_the_rows_then_the_option_then_the_files_name(tmp_path):
    text = "typ;enhet;namn;gäller från\nunit.renamed;HSN;N;2024-01-01\n;HSN;N;2024-01-01\n"
    path = csv_file(tmp_path, text, "unit.opened.csv")

    assert [fact["type"] for fact in facts_of(path)] == ["unit.renamed", "unit.opened"]
    assert [fact["type"] for fact in facts_of(path, type_="unit.renamed")] == ["unit.renamed", "unit.renamed"]


def test_a_sheet_that_says_no_type_is_refused(tmp_path):
    path = csv_file(tmp_path, "enhet;namn;gäller från\nHSN;N;2024-01-01\n", "enheter.csv")

    assert faults_of(path) == ["enheter.csv:1: Nothing says what type of fact the rows are"]
    assert facts_of(path, type_="unit.opened")


def test_a_part_is_given_by_columns_and_misses_what_it_must_have(tmp_path):
    heading = "bidrag;givare;år;enhet;konto;belopp;{};gäller från"
    row = "VÅB;Staten;2024;REG;BIDRAG;10;{};2024-07-01"
    name = "grant.received.csv"
    both = heading.format("periodisering från;periodisering till")

    (fact,) = facts_of(csv_file(tmp_path, f"{both}\n{row.format('2024-07;2024-12')}\n", name))
    assert fact["accrual"] == {"from": "2024-07", "to": "2024-12"}
    assert faults_of(csv_file(tmp_path, f"{both}\n{row.format('2024-07;')}\n", name)) == [
        "grant.received.csv:2: periodisering till is empty, and must be given"
    ]
    assert faults_of(csv_file(tmp_path, f"{heading.format('periodisering')}\n", name)) == [
        "grant.received.csv:1: 'periodisering' is the heading of no column of grant.received"
    ]


def test_several_parts_stand_in_one_cell(tmp_path):
    """As on the command line: a field that is named again begins another part."""
    text = (
        "bidrag;givare;år;enhet;konto;belopp;från;till;gäller från;förs vidare\n"
        "VÅB;Staten;2024;REG;BIDRAG;10;2024-07;2024-12;2024-07-01;"
        '"unit=HSN, line=NETTO, amount=-1,5; unit=RS, line=NETTO, amount=-2"\n'
    )
    (fact,) = facts_of(csv_file(tmp_path, text, "grant.received.csv"), unit="Mkr")

    assert fact["passed_on"] == [
        {"unit": "HSN", "line": "NETTO", "amount": "-1500000.00"},
        {"unit": "RS", "line": "NETTO", "amount": "-2000000.00"},
    ]
