"""A template can be filled in by hand, and what was filled in is what is read."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from decisions import decisions
from filling import rows_of
from generating.samples import lines
from hypothesis import given
from hypothesis import strategies as st
from reading import facts_of, read

from ledger.domain.vocabulary import FACT_TYPES, RECORDABLE
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.sheets.writing.templates import csv_template, template, write_template

CHOICES = {"unit": ["HSN", "RS"], "line": ["NETTO"]}


def heads_of(cls, lang="sv", choices=CHOICES):
    return template(cls, lang=lang, choices=choices, year=2024)


def written_in_excel(folder, cls, heads, rows):
    """The headings of a template with typed cells below them."""
    path = folder / f"{cls.TYPE}.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        paper = book.add_worksheet(cls.TYPE)
        paper.write_row(0, 0, [head.heading for head in heads])
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    paper.write_string(number, column, cell)
                elif cell is not None:
                    paper.write(number, column, cell)
    return path


def written_in_csv(folder, cls, heads, rows):
    """The template's own file with lines added."""
    path = folder / f"{cls.TYPE}.csv"
    added = "".join(";".join(map(in_csv, row)) + "\r\n" for row in rows)
    path.write_bytes(csv_template(heads, "sv") + added.encode())
    return path


def in_csv(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    text = f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
    if isinstance(cell, Decimal) and "," in text:
        text += "0" * (2 - len(text.partition(",")[2]))
        text = text if len(text.partition(",")[2]) != 3 else text + "0"
    return '"' + text.replace('"', '""') + '"'


def as_facts(found):
    return [to_fact(fields, named_effective=lambda _: date(2024, 1, 1)) for fields in found]


@pytest.mark.parametrize("write", [written_in_excel, written_in_csv])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_fact_of_every_type_goes_through_its_template(tmp_path, write, lang):
    """Filled in under the template's headings and read again, every sample says what it said."""
    by_type = defaultdict(list)
    for line in lines():
        by_type[line["type"]].append(to_fact(line, named_effective=lambda _: date(2024, 1, 1)))
    for type_, facts in by_type.items():
        heads = heads_of(FACT_TYPES[type_], lang)
        path = write(tmp_path, FACT_TYPES[type_], heads, [row for fact in facts for row in rows_of(fact, heads)])

        assert as_facts(facts_of(path)) == facts


@given(facts=st.lists(decisions, min_size=1, max_size=6), write=st.sampled_from([written_in_excel, written_in_csv]))
def test_any_fact_goes_through_its_template(tmp_path_factory, facts, write):
    folder = tmp_path_factory.mktemp("sheets")
    for fact in facts:
        heads = heads_of(type(fact))
        path = write(folder, type(fact), heads, rows_of(fact, heads))

        assert as_facts(facts_of(path)) == [fact]


def first_of(path):
    """The first filled cell below the headings."""
    return next(cell.value for cell in openpyxl.load_workbook(path).worksheets[0][2] if cell.value is not None)


@pytest.mark.parametrize("cls", RECORDABLE.values(), ids=RECORDABLE)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_empty_template_holds_no_fact_and_no_fault(tmp_path, cls, lang):
    """Its example is left out, and said to be."""
    notes = []
    path = tmp_path / "mall.xlsx"
    write_template(path, cls, heads_of(cls, lang), lang)

    assert read(path, notes=notes) == ([], [])
    assert notes == [f"{path}: {cls.TYPE}: passed over: the example of the template (1): {first_of(path)!r}"]


def test_a_template_shows_what_openpyxl_finds_in_it(tmp_path):
    """Headings with comments, drop-down lists, a frozen first row, and cells that leave codes as they are typed."""
    cls = FACT_TYPES["positions.established"]
    path = tmp_path / "mall.xlsx"
    write_template(path, cls, heads_of(cls), "sv")
    book = openpyxl.load_workbook(path)
    paper = book["positions.established"]
    headings = {cell.value: cell for cell in paper[1]}

    assert list(headings)[:5] == ["enhet", "personalkategori", "anställningsform", "tjänster", "dispens"]
    assert headings["tjänster"].comment.text.startswith("How many positions.\nObligatorisk.\n")
    assert paper.freeze_panes == "A2"
    assert book["liggare"].sheet_state == "veryHidden"
    lists = {str(rule.sqref).partition(":")[0]: rule.formula1 for rule in paper.data_validations.dataValidation}
    assert lists == {"A2": "liggare!$A$1:$A$2", "C2": '"permanent,fixed-term"'}
    assert [cell.value for cell in book["liggare"]["A"]] == ["HSN", "RS"]
    assert paper["A2"].value == "exempel: HSN"


def test_a_filled_template_is_read_back_by_openpyxls_hand(tmp_path):
    """Opened, filled in and saved by another program."""
    cls = FACT_TYPES["budget.adopted"]
    path = tmp_path / "mall.xlsx"
    write_template(path, cls, heads_of(cls), "sv")
    book = openpyxl.load_workbook(path)
    paper = book["budget.adopted"]
    columns = {cell.value: cell.column for cell in paper[1]}
    for heading, value in {"enhet": "RS", "år": 2024, "konto": "NETTO", "jan": -10.5, "dec": -1}.items():
        paper.cell(3, columns[heading], value)
    paper.cell(3, columns["beslutsdatum"], date(2023, 11, 28))
    book.save(path)

    assert facts_of(path) == [
        {
            "type": "budget.adopted",
            "unit": "RS",
            "year": 2024,
            "lines": {"NETTO": "-11.50"},
            "phasing": {"NETTO": {"2024-01": "-10.50", "2024-12": "-1.00"}},
            "decision": {"date": "2023-11-28"},
        }
    ]


def test_the_template_takes_its_codes_from_the_ledger(region, tmp_path):
    done = region.run("liggare template exemption.requested --lang sv")

    assert done.text == (
        "Skrev exemption.requested.xlsx. Fyll i den, och sedan: liggare import exemption.requested.xlsx --dry-run\n"
    )
    book = openpyxl.load_workbook(tmp_path / "exemption.requested.xlsx")
    lists = [[cell.value for cell in column if cell.value] for column in book["liggare"].columns]
    assert ["STOPP-2023", "STOPP-2024"] in lists
    assert any({"HSN", "DOS"} <= set(codes) and "INK" not in codes for codes in lists)  # INK has closed


def test_a_template_is_written_without_a_ledger_too(terminal, tmp_path):
    done = terminal.run("liggare template unit.opened --format csv --lang en")

    assert done.status == 0
    assert (
        (tmp_path / "unit.opened.csv")
        .read_bytes()
        .startswith(b"\xef\xbb\xbfunit;name;parent;order;effective;id;decision")
    )


def test_a_template_overwrites_nothing_unasked(terminal):
    terminal.run("liggare template unit.opened")
    again = terminal.run("liggare template unit.opened")

    assert again.status == 1
    assert again.text.startswith("Error: unit.opened.xlsx exists already and was left as it is\n")
    assert terminal.run("liggare template unit.opened --overwrite").status == 0


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        ("template budget.adoptd", 2, "Error: 'budget.adoptd' is no type of fact"),
        ("template unit.opened --format csv --output e.xlsx", 2, "Error: --output e.xlsx does not end in .csv."),
        ("template unit.opened --output saknas/e.xlsx", 2, "Error: saknas/e.xlsx cannot be written: "),
    ],
)
def test_a_template_that_cannot_be_written_is_told_of(terminal, command, status, told):
    done = terminal.run(f"liggare {command}")

    assert done.status == status
    assert done.text.startswith(told)
