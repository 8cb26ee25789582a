"""``liggare explain`` and ``liggare compare`` answer for what is asked, and refuse what nobody knows."""

import pytest
from terminal import assert_told

THEN = ("--as-of", "2024-12-31")


def told(ran):
    """The facts of an explanation by id, and their sum."""
    answer = ran.answer
    return [row["id"] for row in answer["rows"]], answer["total"]


# -- lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["unit", "unit,line"])
def test_a_comparison_of_one_line_leaves_out_the_others(asked, by):
    """Whether lines are rows or not."""
    words = ("compare", "budget", "--from", "2024-01", "--to", "2024-12", "--line", "BIDRAG", "--by", by)
    answer = asked.done(*words, "--format", "json").answer

    assert answer["line"] == "BIDRAG"
    assert {(row["unit"], row["line"], row["change"]) for row in answer["rows"]} == {
        ("R", "BIDRAG", 176200000),
        ("RS", "BIDRAG", 176200000),
    }
    assert {fact["id"] for row in answer["rows"] for fact in row["facts"]} == {"b-6"}


def test_a_comparison_of_a_line_where_it_did_not_change_is_empty(asked):
    """Other lines of the unit did, and are not told instead."""
    words = ("compare", "budget", "--from", "2024-01", "--to", "2024-12", "--unit", "HSN")

    assert asked.done(*words, "--line", "NETTO", "--format", "json").answer["rows"]
    assert asked.done(*words, "--line", "BIDRAG", "--format", "json").answer["rows"] == []


# -- words that nobody knows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what", "near"),
    [
        ("explain budget --line NETO", "line 'NETO'", "NETTO"),
        ("explain budget --line neto", "line 'neto'", "NETTO"),
        ("explain savings --plan OMSTÄLL", "savings plan 'OMSTÄLL'", "OMST"),
        ("explain savings --plan OMST --phase 12", "phase '12'", "1"),
        ("explain forecast --year 2024 --version P9", "forecast version 'P9'", None),
        ("explain forecast --year 2024 --unit RS --version P1", "forecast version 'P1'", None),
        ("explain staffing --category sjukskötare", "staff category 'sjukskötare'", "sjuksköterska"),
        ("explain staffing --employment permanently", "form of employment 'permanently'", "permanent"),
        ("compare budget --from 2024-01 --to 2024-12 --line NETO", "line 'NETO'", "NETTO"),
        ("compare forecast --year 2024 --from-version P1 --to-version P22", "forecast version 'P22'", "P2"),
        ("compare forecast --year 2024 --from-version JUL", "forecast version 'JUL'", None),
        ("compare savings --from 2024-01 --to 2024-12 --plan NOPE", "savings plan 'NOPE'", None),
        ("compare savings --from 2024-01 --to 2024-12 --phase NOPE", "phase 'NOPE'", None),
        ("compare staffing --from 2024-01 --to 2024-12 --category NOPE", "staff category 'NOPE'", None),
    ],
)
def test_a_word_that_nobody_knows_is_refused(asked, words, what, near):
    """A sum of nothing could be taken for nothing decided; what may have been meant is named (no-such-code)."""
    ran = asked(*words.split(), *THEN)

    assert_told(ran, 1, f"There is no {what} as of 2024-12-31")
    assert f"Did you mean {near}?" in ran.err if near else "Did you mean" not in ran.err


@pytest.mark.parametrize(("question", "way"), [("staffing", "--category"), ("savings", "--plan")])
def test_a_line_of_what_has_no_lines_is_refused(asked, question, way):
    """Every row would be nothing, and a change would be hidden (option-not-heeded)."""
    moments, sentence = ("--from", "2024-01", "--to", "2024-12"), f"--line narrows down nothing in {question}"

    assert_told(asked("explain", question, "--line", "NETTO"), 2, sentence, way)
    assert_told(asked("compare", question, *moments, "--line", "NETTO"), 2, sentence, way)
    assert_told(asked("compare", question, *moments, "--by", "unit,line"), 2, sentence, way)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("budget --plan OMST", "--plan"),
        ("savings --statement investment", "--statement"),
        ("report --version P1", "--version"),
    ],
)
def test_an_option_that_means_nothing_to_a_question_is_refused(asked, words, option):
    """A figure that it did not narrow down could be taken for one that it did; its usual value is no narrowing."""
    assert_told(asked("explain", *words.split()), 2, f"{option} narrows down nothing in {words.split()[0]}")
    asked.done("explain", "savings", "--statement", "operating", "--year", "2024")


def test_an_unknown_unit_is_told_before_what_it_narrows_down(asked):
    """It is the unit that is misspelt, and not the version."""
    assert_told(asked("explain", "forecast", "--year", "2024", "--unit", "HNS", "--version", "P1"), 1, "no unit 'HNS'")


def test_a_line_is_known_from_the_day_it_opens(asked):
    """As a unit is; between two moments it is enough that one of them knows it."""
    assert_told(asked("explain", "budget", "--line", "NETTO", "--as-of", "2021-12-31"), 1, "'NETTO' as of 2021-12-31")
    asked.done("compare", "budget", "--from", "2021-12", "--to", "2024-12", "--year", "2024", "--line", "NETTO")


# -- keys that are not whole -----------------------------------------------------------------------------------


def test_positions_of_all_categories_are_explained_together(asked):
    """They add up, so that leaving out the category narrows nothing down."""
    ids, total = told(asked.done("explain", "staffing", *THEN, "--format", "json"))
    permanent = told(asked.done("explain", "staffing", "--employment", "permanent", *THEN, "--format", "json"))
    nurses = told(asked.done("explain", "staffing", "--category", "sjuksköterska", *THEN, "--format", "json"))

    assert (ids, total) == (["p-1", "p-2", "p-4"], 14.5)
    assert (permanent, nurses) == ((ids, total), (["p-2"], 2))


def test_positions_of_all_categories_are_compared_together(asked):
    """Whatever changed is told."""
    words = ("compare", "staffing", "--from", "2024-01", "--to", "2024-12", "--format", "json")
    changes = {row["unit"]: row["change"] for row in asked.done(*words).answer["rows"]}

    assert changes == {"R": 0.5, "HSN": 2, "RS": -1.5, "EKO": -1.5, "INK": -5.5}


def test_people_are_explained_by_unit_or_by_their_own_row(asked):
    """Without category and employment as the unit's row has them, and with one of them as that row has."""
    words = ("explain", "staffing", *THEN, "--format", "json", "--column")
    workers, fte, part = (
        told(asked.done(*words, *more))
        for more in (("annual_workers",), ("fte",), ("fte", "--employment", "permanent"))
    )

    assert workers == (["p-7"], 7412.125)
    assert (fte, part) == ((["p-6"], 7412.125),) * 2
    assert told(asked.done(*words, "fte", "--employment", "fixed-term")) == ([], 0)


def test_outcomes_without_a_month_are_those_of_the_year_so_far(asked):
    """All of its months through the as-of day."""
    words = ("explain", "outcome", "--unit", "HSN", "--format", "json")

    assert told(asked.done(*words, *THEN)) == (["c-8"], -111000000)
    assert told(asked.done(*words, "--year", "2024")) == (["c-8"], -111000000)
    assert told(asked.done(*words, "--as-of", "2024-06-30")) == ([], 0)
    assert told(asked.done(*words, "--year", "2024", "--column", "r12_last_year")) == (["u-1"], -95000000)
