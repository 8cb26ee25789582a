"""Every template, opened by another program and filled in, is imported: its own example, and a whole year's facts."""

import json
from datetime import date
from decimal import Decimal

import openpyxl
from filling import rows_of
from reading import facts_of
from story import STORY

from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.sheets.rows.reading import EXAMPLE
from ledger.interchange.sheets.writing.templates import template, write_template

YEAR = "".join(json.dumps(line) + "\n" for line in STORY).replace('"100.00"', '"100"')
"""Every type of fact; a number in Excel has no zeros at its end."""


def opened(folder, cls, lang, year=2024):
    """A template of a type as openpyxl has it, with its headings."""
    heads = template(cls, lang=lang, choices={}, year=year)
    path = folder / f"{cls.TYPE}.xlsx"
    write_template(path, cls, heads, lang)
    return openpyxl.load_workbook(path), heads, path


def test_the_example_of_every_template_is_a_fact(tmp_path):
    """Taking the word that marks it away is all it takes: each example reads as a fact of its type."""
    for cls in RECORDABLE.values():
        book, _, path = opened(tmp_path, cls, "sv")
        first = book[cls.TYPE]["A2"]
        assert first.value.startswith(EXAMPLE["sv"])
        first.value = first.value.removeprefix(EXAMPLE["sv"]).strip()
        book.save(path)
        (fields,) = facts_of(path)

        assert type(to_fact(fields, named_effective=lambda _: date(2024, 1, 1))) is cls


def test_a_year_of_facts_of_every_type_goes_through_templates(terminal, tmp_path):
    """Written over the examples and imported together, the facts are those that the journal would have made."""
    (tmp_path / "year.jsonl").write_text(YEAR, encoding="utf-8")
    terminal.run("liggare --ledger other.db init")
    terminal.run("liggare --ledger other.db import year.jsonl")
    terminal.run("liggare init")
    expected = exported(terminal, "other.db")
    effective = {line["id"]: date.fromisoformat(line["effective"]) for line in expected}
    names = []
    for number, line in enumerate(map(json.loads, YEAR.splitlines())):
        fact = to_fact(line, named_effective=effective.__getitem__)
        book, heads, _ = opened(tmp_path, type(fact), "sv", year=getattr(fact, "year", 2024))
        written_over_the_example(book[fact.TYPE], rows_of(fact, heads))
        names.append(f"{number}.xlsx")
        book.save(tmp_path / names[-1])

    assert terminal.run(f"liggare import {' '.join(names)}").text == f"{len(names)} facts recorded, 0 already there.\n"
    assert exported(terminal, "liggare.db") == expected


def written_over_the_example(paper, rows):
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            paper.cell(number, column, float(value) if isinstance(value, Decimal) else value)


def exported(terminal, ledger):
    """The facts of a ledger without their positions: among them stand those of the imports."""
    facts = map(json.loads, terminal.run(f"liggare --ledger {ledger} export").text.splitlines())
    return [{**fact, "recorded_at": None, "position": None} for fact in facts if fact["type"] in RECORDABLE]
