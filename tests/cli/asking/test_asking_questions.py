"""Every question is answered as a table, as CSV and as JSON, with the keys that other programs rely on."""

import csv
import io
import json
from decimal import Decimal

import pytest
from story import STORY
from terminal import assert_told

BUDGET = "original adjusted transferred grants carried_over current ytd"
UNIT = "unit name parent level"
REPORT = (
    "month_outcome month_budget month_deviation ytd_outcome_last_year ytd_outcome ytd_budget ytd_deviation "
    "year_budget year_forecast forecast_deviation"
)
FORECAST = (
    "version uncertainties position effective amount change budget deviation outcome outcome_deviation budget_then "
    "deviation_then carried_from month_amounts"
)
SAVINGS = (
    "plan phase target_amount target_positions decided_amount decided_positions realised_amount realised_positions "
    "realised_hours share_amount share_positions measured_fte_change pace_amount"
)
KEYS = {
    "show budget --year 2024": f"{UNIT} {BUDGET}",
    "show budget --year 2024 --by line": f"line {BUDGET}",
    "show budget --year 2024 --by month": f"month {BUDGET}",
    "show budget --year 2024 --by unit,line": f"{UNIT} line {BUDGET}",
    "show budget --year 2024 --by unit,line,month": f"{UNIT} line month {BUDGET}",
    "show budget --year 2024 --statement investment": f"{UNIT} {BUDGET}",
    "show outcome --year 2024": "unit line month amount r12 r12_last_year r12_change_share ytd",
    "show forecast --year 2024": f"unit {FORECAST}",
    "show forecast --year 2024 --by unit,line": f"unit line {FORECAST}",
    "show staffing --as-of 2024-08 --since 2024-01": (
        f"{UNIT} positions fte_permanent fte_fixed_term fte_agency fte fte_change vacancies headcount annual_workers "
        "month carried"
    ),
    "show staffing --as-of 2024-08 --since 2024-01 --by unit,category,employment": (
        "unit category employment established reduced transferred positions fte fte_change headcount annual_workers "
        "hours"
    ),
    "show freezes --as-of 2024-08": (
        "freeze from until in_force units categories except_categories employment requested granted denied withdrawn "
        "used open positions_granted positions_used"
    ),
    "show exemptions --as-of 2024-08": (
        "exemption freeze unit category employment positions state positions_used decided_by lapses"
    ),
    "show savings --as-of 2024-08": SAVINGS,
    "show savings --as-of 2024-08 --by unit": f"{SAVINGS} unit",
    "show indicators --year 2024": "indicator name of goal unit year month baseline target value change change_share "
    "share judged_by status",
    "show indicators --year 2024 --months": "indicator unit year month value goal",
    "show measures --as-of 2024-08": (
        "measure plan phase unit name decided_amount decided_positions decided_hours full_effect realised_amount "
        "realised_positions realised_hours share status"
    ),
    "show goals --as-of 2025-08": "goal name parent level status met partly not_met unknown",
    "show assignments --as-of 2024-08": "assignment title from_body unit due follow_up status last_report overdue "
    "comment follow_up_missed",
    "show reporting --month 2024-07": "unit name kind item expected last missing",
    "show units --as-of 2024-08": "unit name parent level opened closed",
    "show report --month 2024-07": f"{UNIT} {REPORT}",
    "show result --month 2024-07": (
        "line name side ytd_outcome ytd_outcome_last_year last_year_outcome year_budget year_forecast"
    ),
    "journal": "position recorded_at type id effective decision actor summary",
}
"""The questions with some of their groupings, and the fields of their rows in JSON."""

QUESTIONS = [words.split() for words in KEYS]
WITH_UNIT = [words for words in QUESTIONS if words[:2] != ["show", "indicators"]]


def name(words):
    return " ".join(words) if isinstance(words, list) else None


def exact(ran):
    """The answer with its figures as decimal numbers."""
    return json.loads(ran.out, parse_float=Decimal)


def figures(asked, *words):
    """One cell of a row by the unit it is about."""
    *question, field = words
    rows = exact(asked.done("show", *question, "--format", "json"))["rows"]
    return {row["unit"]: row[field] for row in rows}


# -- the forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", QUESTIONS, ids=name)
def test_json_has_the_keys_that_programs_rely_on(asked, words):
    """The moment, the last fact counted and the options stand at the top; every row has every field."""
    answer = exact(asked.done(*words, "--format", "json"))

    assert {"question", "as_of", "known_at", "position", "rows"} <= answer.keys()
    assert answer["question"] == (words[1] if words[0] == "show" else words[0])
    assert answer["position"] == len(STORY)
    assert answer["rows"]
    assert all(set(KEYS[" ".join(words)].split()) <= row.keys() for row in answer["rows"])
    assert answer.get("total") is None or set(answer["total"]) == set(answer["rows"][0])


@pytest.mark.parametrize("words", QUESTIONS, ids=name)
def test_csv_has_the_same_rows_and_fields(asked, words):
    """The first line names the fields, and every row of the JSON answer is a line."""
    rows = exact(asked.done(*words, "--format", "json"))["rows"]
    read = list(csv.DictReader(io.StringIO(asked.done(*words, "--format", "csv").out)))

    assert [list(row) for row in read] == [list(row) for row in rows]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("words", QUESTIONS, ids=name)
def test_tables_say_what_they_show_and_are_aligned(asked, words, lang):
    """Question, moment and the unit of amounts stand above; no line is wider than the ruler under the headings."""
    lines = asked.done(*words, "--lang", lang).out.splitlines()
    ruler = next(line for line in lines if line.startswith("───"))
    grid = lines[lines.index("") + 1 :]

    assert lines[1].startswith({"sv": "Per 20", "en": "As of 20"}[lang])
    assert lines[1].endswith(f"position {len(STORY)}")
    assert all(len(line) <= len(ruler) for line in grid[: grid.index("") if "" in grid else None])
    assert not any(line != line.rstrip() or "\t" in line or "\x1b" in line for line in lines)
    assert ("Amounts in Mkr" in lines or "Belopp i Mkr" in lines) == ("budget" in words or has_money(lines))


def has_money(lines):
    """Whether a table says a unit of amounts at all."""
    return len(lines) > 2 and lines[2] != ""


# -- the options ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "heading", "figure"),
    [
        ([], "Amounts in Mkr", "-1,371"),
        (["--in", "tkr"], "Amounts in tkr", "-1,371,000"),
        (["--in", "kr"], "Amounts in kr", "-1,371,000,000"),
        (["--in", "kr", "--decimals", "2"], "Amounts in kr", "-1,371,000,000.00"),
        (["--decimals", "1"], "Amounts in Mkr", "-1,371.0"),
        (["--lang", "sv"], "Belopp i Mkr", "−1\N{NO-BREAK SPACE}371"),
        (["--lang", "sv", "--decimals", "2"], "Belopp i Mkr", "−1\N{NO-BREAK SPACE}371,00"),
        (["--lang", "sv", "--in", "tkr"], "Belopp i tkr", "−1\N{NO-BREAK SPACE}371\N{NO-BREAK SPACE}000"),
    ],
)
def test_amounts_are_printed_as_asked(asked, options, heading, figure):
    """The unit is said above the table and the figures are in it, in the format of the language."""
    out = asked.done("show", "budget", "--unit", "HSN", "--year", "2024", *options).out

    assert heading in out.splitlines()
    (row,) = [line for line in out.splitlines() if " HSN " in line]
    assert figure in [cell.strip(" ") for cell in row.split("  ")]


@pytest.mark.parametrize(("locale", "heading"), [("sv_SE.UTF-8", "Belopp i Mkr"), ("en_GB.UTF-8", "Amounts in Mkr")])
def test_the_language_is_that_of_the_locale(asked, monkeypatch, locale, heading):
    """Unless --lang says another."""
    monkeypatch.setenv("LC_ALL", locale)

    assert heading in asked.done("show", "budget").out
    assert "Amounts in Mkr" in asked.done("show", "budget", "--lang", "en").out


@pytest.mark.parametrize("words", WITH_UNIT, ids=name)
def test_a_unit_is_answered_with_all_below_it(asked, words):
    """--unit leaves out what belongs elsewhere."""
    answer = exact(asked.done(*words, "--unit", "RS", "--format", "json"))

    assert answer["unit"] == "RS"
    assert {row["unit"] for row in answer["rows"] if row.get("unit")} <= {"RS", "EKO", "INK"}
    assert "HSN" not in {row.get("unit") for row in answer["rows"]}


def test_figures_are_exact_and_rolled_up(asked):
    """The region is the sum of its parts, to the öre."""
    current = figures(asked, "budget", "--year", "2024", "current")

    assert current == {
        "R": Decimal("-1280800000.50"),
        "HSN": Decimal(-1371000000),
        "RS": Decimal("90199999.50"),
        "EKO": Decimal("-24000000.50"),
        "INK": Decimal(-11500000),
    }


@pytest.mark.parametrize(
    ("as_of", "day", "current"),
    [
        ("2024-02", "2024-02-29", -1200000000),
        ("2024-02-29", "2024-02-29", -1200000000),
        ("2024-03-01", "2024-03-01", -1210000000),
        ("2024-06-17", "2024-06-17", -1210000000),
        ("2024-06", "2024-06-30", -1376000000),
        ("2024-08", "2024-08-31", -1371000000),
    ],
)
def test_a_month_means_its_last_day(asked, as_of, day, current):
    """--as-of counts what had taken effect by the end of the day."""
    answer = exact(asked.done("show", "budget", "--unit", "HSN", "--as-of", as_of, "--format", "json"))

    assert answer["as_of"] == day
    assert answer["rows"][0]["current"] == current


@pytest.mark.parametrize(
    ("known_at", "instant", "position"),
    [
        ("2024-12-31", "2024-12-31T22:59:59.999999Z", 0),
        ("2025-01-11", "2025-01-11T22:59:59.999999Z", 11),
        ("2025-01", "2025-01-31T22:59:59.999999Z", 28),
        ("2025-01-12T10:00:00Z", "2025-01-12T10:00:00.000000Z", 12),
        ("2025-01-12T09:59:59.999999Z", "2025-01-12T09:59:59.999999Z", 11),
        ("2025-01-12T11:00:00+01:00", "2025-01-12T10:00:00.000000Z", 12),
        ("2025-06-30", "2025-06-30T21:59:59.999999Z", len(STORY)),
    ],
)
def test_what_was_not_known_does_not_count(asked, known_at, instant, position):
    """--known-at takes a day or month, ending at Swedish midnight, or an instant, itself included."""
    answer = exact(asked.done("show", "budget", "--year", "2024", "--known-at", known_at, "--format", "json"))

    assert (answer["known_at"], answer["position"]) == (instant, position)
    assert sum(row["original"] for row in answer["rows"] if row["unit"] == "HSN") == -1200000000 * (position >= 12)


def test_the_year_is_that_of_the_day_unless_given(asked):
    """--year answers for a year ahead as of its first day."""
    ahead = exact(asked.done("show", "budget", "--year", "2099", "--format", "json"))
    of_the_day = exact(asked.done("show", "budget", "--as-of", "2024-08", "--format", "json"))

    assert (ahead["year"], ahead["as_of"]) == (2099, "2099-01-01")
    assert of_the_day["year"] == 2024


def test_a_report_without_a_month_is_for_the_month_of_the_day(asked):
    """--month and --as-of each follow from the other; a month alone means its last day."""
    by_day = exact(asked.done("show", "report", "--as-of", "2024-07-15", "--format", "json"))
    by_month = exact(asked.done("show", "report", "--month", "2024-07", "--format", "json"))
    today = exact(asked.done("show", "report", "--format", "json"))

    assert (by_day["month"], by_day["as_of"]) == ("2024-07", "2024-07-15")
    assert (by_month["month"], by_month["as_of"]) == ("2024-07", "2024-07-31")
    assert today["month"] == today["as_of"][:7]


def test_nothing_is_an_answer_too(liggare):
    """An empty ledger answers every question, with no rows or with nothing in them."""
    for words in QUESTIONS:
        answer = exact(liggare.done(*words, "--format", "json"))
        assert all(row.get("month") and row["current"] == 0 for row in answer["rows"])  # the months of the year stand
        assert ("No rows." in liggare.done(*words).out.splitlines()) == ("total" not in answer)


# -- what cannot be answered ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [words for words in WITH_UNIT if words[0] == "show"], ids=name)
def test_an_unknown_unit_is_refused(asked, words):
    """An answer without rows could be taken for nothing spent."""
    assert_told(asked(*words, "--unit", "HNS"), 1, "HNS", "liggare show units")


@pytest.mark.parametrize("question", ["budget", "forecast", "savings"])
@pytest.mark.parametrize("by", ["colour", "unit,colour", ",", "unit line"])
def test_an_unknown_grouping_is_refused(asked, question, by):
    """The groupings there are are named."""
    assert_told(asked("show", question, "--by", by), 2, "Group by unit")
