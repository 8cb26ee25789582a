"""The last line of a table leads to the facts behind its figures: with the keys of a row it explains that row."""

import re

import pytest

from ledger.queries.questions import explainable

ASKED = {
    "budget --year 2024": "--unit CODE",
    "budget --year 2024 --by line": "--line CODE",
    "budget --year 2024 --by line --unit RS": "--line CODE",
    "budget --year 2024 --by unit,line,month": "--unit CODE --line CODE --month YYYY-MM",
    "report --month 2024-07": "--unit CODE",
    "result --month 2024-07": "--line CODE",
    "result --month 2024-07 --unit RS": "--line CODE",
    "outcome --year 2024": "--unit CODE --line CODE --month YYYY-MM",
    "outcome --month 2024-07": "--unit CODE --line CODE",
    "forecast --year 2024": "--unit CODE --version LABEL",
    "forecast --year 2024 --by unit,line": "--unit CODE --line CODE --version LABEL",
    "staffing --since 2024-01": "--unit CODE",
    "staffing --by unit,category,employment": "--unit CODE [--category NAME] --employment FORM",
    "savings": "--plan CODE [--phase CODE]",
    "savings --unit HSN": "--plan CODE [--phase CODE]",
    "savings --by unit": "--plan CODE [--phase CODE] --unit CODE",
}
"""Questions, and the keys of their rows as options."""


@pytest.mark.parametrize("question", ASKED)
def test_the_way_to_the_facts_names_the_keys_of_the_rows(asked, question):
    """Nothing of them has to be guessed; a key that some rows lack stands in brackets."""
    way = asked.done("show", *question.split(), "--as-of", "2024-12-31").out.splitlines()[-1]

    assert way.startswith(f"The facts behind a figure: liggare explain {question.split()[0]} ")
    assert way.endswith(f" --as-of 2024-12-31 {ASKED[question]} --column NAME")


@pytest.mark.parametrize("question", ASKED)
def test_the_way_filled_in_with_the_keys_of_a_row_explains_its_figures(asked, question):
    """First row and last, column by column."""
    words = ("show", *question.split(), "--as-of", "2024-12-31")
    way = asked.done(*words).out.splitlines()[-1].partition(" liggare ")[2]
    rows = asked.done(*words, "--format", "json").answer["rows"]
    explained = 0
    for row in (rows[0], rows[-1]):
        for column in explainable()[question.split()[0]].columns:
            if row.get(column) is not None:
                told = asked.done(*filled_in(way, row, column), "--format", "json").answer

                assert told["total"] == row[column], (row, column)
                explained += 1
    assert explained >= 4


def filled_in(way, row, column):
    """The command with the values of a row; what stands in brackets is left out where the row has nothing there."""

    def option(found):
        value = row[found["name"]]
        return "" if value is None else f"--{found['name']}\t{value}"

    placed = re.sub(
        r"\[?--(?P<name>[a-z]+) (CODE|YYYY-MM|LABEL|NAME|FORM)\]?", option, way.replace(" --column NAME", "")
    )
    return [word for part in placed.split(" ") for word in part.split("\t") if word] + ["--column", column]
