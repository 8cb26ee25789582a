"""#PBUDGET becomes adopted budgets, month by month, and never twice."""

from pathlib import Path

import pytest
from accounting import HEAD, MAPPING

ROWS = "".join(
    f"#PBUDGET 0 2024{month:02d} 4010 {whose} {100 + month}.00\n"
    for month in range(1, 13)
    for whose in ("{}", '{1 "100"}')
)


def test_budgets_by_period_become_adopted_budgets(office):
    """One a unit and year, with the months as they are given."""
    office.imported(HEAD + ROWS + '#PBUDGET 0 202406 3110 {1 "100"} -60\n')

    (budget,) = office.facts("budget")
    assert (budget["unit"], budget["year"]) == ("HSN", 2024)
    assert budget["lines"] == {"AVG": "60.00", "LÖN": "-1278.00"}
    assert budget["phasing"]["AVG"] == {"2024-06": "60.00"}
    assert budget["phasing"]["LÖN"]["2024-12"] == "-112.00"


def test_the_same_budget_is_recorded_once(office):
    office.imported(HEAD + ROWS)

    assert office.imported(HEAD + ROWS).out == "0 facts recorded, 1 already there.\n"


def test_totals_of_budgets_are_checked(office):
    office.refused(
        HEAD + ROWS.replace("{} 105.00", "{} 106.00"), "#PBUDGET of account 4010 in 2024-05 is 106 kr", "105 kr"
    )


def test_a_budget_is_not_added_to_one_that_stands(office):
    """Adopted budgets add up: a file with a changed budget would double it."""
    office.imported(HEAD + ROWS)
    changed = ROWS.replace("112.00", "113.00")

    office.refused(
        HEAD + changed,
        "HSN already has an adopted budget of -1\N{NO-BREAK SPACE}278 kr on LÖN for 2024",
        "-1\N{NO-BREAK SPACE}279 kr",
        "liggare correct",
    )


@pytest.mark.parametrize(("take", "kinds"), [("outcomes", ["outcome"]), ("budgets", ["budget"])])
def test_either_kind_may_be_left_out(office, take, kinds):
    """Also where what is left out is damaged."""
    Path("liggare.sie.toml").write_text(f'take = ["{take}"]\n' + MAPPING, encoding="utf-8")
    office.imported(HEAD + ROWS + '#PSALDO 0 202401 4010 {1 "100"} 7\n')

    assert [kind for kind in ("outcome", "budget") if office.facts(kind)] == kinds
