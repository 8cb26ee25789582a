"""Number formats say what a person sees: held against LibreOffice, which shows them."""

import csv
import random
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
import xlsxwriter
from libreoffice import converted, needs_libreoffice
from reading import read

from ledger.domain.values.money_units import POWERS
from ledger.interchange.sheets.formats.number_formats import Meaning, NumberFormat, Shown

VALUES = [0, 7, -7, 100, 512, -512, 1234.5, -1234.56, 0.5, -0.25, 98765432.1, -512000, 1000000, 0.065]
DIGITS = ["0", "#,##0", "0.00", "#,##0.0", "0000", "#", "#,##0,", "0.0,,", "0%", "0.0%", "General", "00-00", "?0"]
AROUND = ["{}", "{}", '{}" tkr"', '{}" Mkr"', '{}\\ "kr"', '"SEK "{}', "[$kr-41D] {}", '{}" %"', '{}"000"', '{}" st"']
AROUND += ["({})", "-{}", "+{}"]
NEGATIVE = ["-{}", "({})", "[Red]{}", "[Red]-{}", '"–"{}', "{}-", '"minus "{}']
ZERO = ['"-"', "", '"–"', "0", '"noll"', "{}"]


def formats(count):
    """Formats as people make them, and as they should not."""
    chance = random.Random(1)  # noqa: S311 - the same formats every time
    for _ in range(count):
        digits = chance.choice(DIGITS)
        first = chance.choice(AROUND).format(digits)
        sections = [first]
        if chance.random() < 0.6:
            sections.append(chance.choice(NEGATIVE).format(first))
            if chance.random() < 0.5:
                sections.append(chance.choice(ZERO).format(first))
        yield ";".join(sections)


_AMOUNT = r"(-?|\(|\+)\s*(SEK|kr)?\s*(-?)([0-9][0-9 ,]*(?:\.[0-9]+)?)\s*(-?)\s*(kr|tkr|Mkr)?\s*([-)]?)"


def as_a_person_reads(text):
    """The amount in kronor that a text says, and how exact it is; None where it says none."""
    text = text.replace("\u00a0", " ").replace("−", "-").replace("–", "-").strip()
    if text in ("", "-"):
        return Decimal(0), Decimal(0)
    found = re.fullmatch(_AMOUNT, text)
    if found is None:
        return None
    digits = found[4].replace(" ", "").replace(",", "")
    power = POWERS[(found[6] or "kr").casefold()]
    is_negative = "-" in found[1] + found[3] + found[5] + found[7] or (found[1] == "(" and found[7] == ")")
    exact = Decimal(5).scaleb(-len(digits.partition(".")[2]) - 1).scaleb(power)
    return Decimal(digits).scaleb(power) * (-1 if is_negative else 1), exact


@needs_libreoffice
def test_what_is_recorded_is_what_libreoffice_shows_or_the_cell_is_refused(tmp_path):
    """Whatever the format. Scaling by commas is display alone, and told."""
    cases = [(code, value) for code in formats(120) for value in VALUES]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        paper = book.add_worksheet("outcome.reported")
        paper.write_row(0, 0, ["enhet", "konto", "månad", "referens", "belopp"])
        made = {code: book.add_format({"num_format": code}) for code, _ in cases}
        for row, (code, value) in enumerate(cases, 1):
            paper.write_row(row, 0, ["HSN", "NETTO", "2024-07", f"F{row}"])
            paper.write_number(row, 4, value, made[code])
    shown = converted(tmp_path / "a.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", tmp_path / "o")
    with shown.open(encoding="utf-8") as stream:
        texts = [line[4] for line in csv.reader(stream)][1:]
    recorded = {fact["id"]: Decimal(fact["lines"]["NETTO"]) for fact in read(tmp_path / "a.xlsx")[0]}

    wrong = []
    for row, ((code, value), text) in enumerate(zip(cases, texts, strict=True), 1):
        amount = recorded.get(f"F{row}")
        if amount is None:
            continue
        meaning = NumberFormat(code).meaning_of(Decimal(str(value)))
        seen = as_a_person_reads(text)
        scale = Decimal(10) ** (3 * meaning.thousands if meaning and not meaning.unit else 0)
        if seen is None or abs(seen[0] * scale - amount) > seen[1] * scale + Decimal("0.005"):
            wrong.append((code, value, text, amount))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(recorded) > len(cases) / 3  # what can be read is read


@needs_libreoffice
def test_a_code_is_what_libreoffice_shows_or_the_cell_is_refused(tmp_path):
    codes = ["0000", "000", "0", "#,##0", "General", '"K"0000', "00-00", "0.00", "0.00E+00", "[Red]0000", "@"]
    cases = [(code, value) for code in codes for value in (7, 100, 3010, 123456)]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        paper = book.add_worksheet("unit.renamed")
        paper.write_row(0, 0, ["referens", "namn", "gäller från", "enhet"])
        for row, (code, value) in enumerate(cases, 1):
            paper.write_row(row, 0, [f"F{row}", "N", "2024-01-01"])
            paper.write_number(row, 3, value, book.add_format({"num_format": code}))
    shown = converted(tmp_path / "a.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", tmp_path / "o")
    with shown.open(encoding="utf-8") as stream:
        texts = [line[3] for line in csv.reader(stream)][1:]
    units = {fact["id"]: fact["unit"] for fact in read(tmp_path / "a.xlsx")[0]}

    for row, text in enumerate(texts, 1):
        if f"F{row}" in units:
            plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3})|[.]0+$", "", text)
            assert units[f"F{row}"] == plain, cases[row - 1]
    assert len(units) >= len(cases) - 8


@pytest.mark.parametrize(
    ("code", "number", "meaning"),
    [
        ('#,##0" tkr"', "-512", Meaning(Decimal(-512), unit="tkr")),
        ('#,##0," tkr"', "-512000", Meaning(Decimal(-512000), unit="tkr", thousands=1)),
        ("#,##0;[Red]#,##0", "-512", None),
        ("#,##0;[Red]#,##0", "512", Meaning(Decimal(512))),
        (";;;", "5", None),
        (";;;", "0", Meaning(Decimal(0))),
        ("0.0%", "0.065", Meaning(Decimal("6.5"), is_percent=True)),
        ('0.0" %"', "6.5", Meaning(Decimal("6.5"), is_percent=True)),
        ('0"000"', "512", None),
        ("0:-", "512", Meaning(Decimal(512), unit="kr")),
        ('[>=1000]0," tkr";0" kr"', "5000", Meaning(Decimal(5000), unit="tkr", thousands=1)),
        ('[>=1000]0," tkr";0" kr"', "-5000", Meaning(Decimal(-5000), unit="kr")),
        ('_-* #,##0\\ "kr"_-;-* #,##0\\ "kr"_-;_-* "-"??\\ "kr"_-;_-@_-', "0", Meaning(Decimal(0))),
    ],
)
def test_the_meaning_of_a_format(code, number, meaning):
    """None where what is shown contradicts what is stored, or is nothing that is known."""
    found = Shown(Decimal(number), NumberFormat(code)).meaning
    assert found == meaning


def test_a_number_is_shown_rounded_half_away_from_zero():
    assert NumberFormat("0.0").shown(Decimal("-0.25")) == "-0,3"
    assert Decimal("0.25").quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("0.3")
