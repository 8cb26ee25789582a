"""``liggare check`` as it is typed."""

import csv
import io
import json

import pytest
from published import TABLES
from tables import CHECKS, adjusted, adopted, changed, recorded, region, unit_opened

from cli.main import run

REGION, BOARD = TABLES["region"], TABLES["board"]
REGION_MAP, BOARD_MAP = (CHECKS / f"{path.stem}.toml" for path in (REGION, BOARD))


@pytest.fixture
def check(vasterbotten, capsysbinary):
    def checked(*words):
        status = run(["--ledger", str(vasterbotten), "check", *map(str, words)])
        printed = capsysbinary.readouterr()
        return status, printed.out.decode(), printed.err.decode()

    return checked


def test_all_equal_is_said_and_the_status_is_0(check):
    status, out, err = check(BOARD, "--map", BOARD_MAP, "--lang", "en")

    assert (status, err) == (0, "")
    assert "108 figures compared: 63 equal, 45 equal within the rounding, 0 different." in out
    assert "33 sums: 19 add up, 14 within the rounding, 0 do not add up." in out
    assert "\nEverything agrees.\n" in out


def test_what_is_explained_is_told_and_the_status_is_0(check):
    status, out, _ = check(REGION, "--map", REGION_MAP, "--known-at", "2024-08-27", "--lang", "en")

    assert status == 0
    assert "year_budget_2024 comes out as printed without one fact that the ledger counts:" in out
    assert "#125 STATSBIDRAG-2024-1 grant.received, recorded 2024-08-26 15:00:00" in out
    assert "until 2024-08-26 15:00:00 (positions 122 to 124): --known-at 2024-08-25" in out
    assert out.count("#125 is in forecast_deviation, not in year_budget_2024") == 4
    assert "At no single moment was the whole table known as it was printed." in out
    assert "\nEverything that differs is explained.\n105 figures compared: 42 equal, 59 equal within" in out


def test_the_moment_of_the_mapping_gives_way_to_the_one_asked_for(check):
    """The board's mapping is for 20 August."""
    status, out, _ = check(BOARD, "--map", BOARD_MAP, "--known-at", "2024-08-27", "--lang", "en")

    assert status == 0
    assert "known at 2024-08-27 23:59" in out
    assert "without one fact that the ledger counts:\n  #122 OMDISP-2024-1 budget.transferred" in out
    assert "The whole table was known as printed from 2024-08-19 14:00:00 until 2024-08-22 09:30:00" in out


def test_what_stays_unexplained_is_told_and_the_status_is_1(check, tmp_path):
    table = tmp_path / "tampered.csv"
    table.write_text(changed(BOARD.read_text(encoding="utf-8"), "HR stab", 5, "-13"), encoding="utf-8")
    status, out, err = check(table, "--map", BOARD_MAP, "--lang", "en")

    assert (status, err) == (1, "")
    assert "HR stab  ytd_outcome_2024      -13     -31          18  unexplained" in out
    assert "ytd_outcome_2024: neither a few facts nor another moment explain what differs." in out
    assert "HR stab, ytd_outcome_2024: with two digits the other way round it agrees." in out
    assert "1 figure and 1 sum stay unexplained." in out


def test_swedish_headings(check):
    _, out, _ = check(REGION, "--map", REGION_MAP, "--known-at", "2024-08-27", "--lang", "sv")

    assert "Rad" in out
    assert "Tryckt" in out
    assert "−6\u00a0392" in out


def test_json_has_every_figure_every_uneven_sum_and_the_explanations(check):
    status, out, _ = check(REGION, "--map", REGION_MAP, "--known-at", "2024-08-27", "--format", "json")
    said = json.loads(out)

    assert status == 0
    assert (said["question"], said["position"], said["verdict"]) == ("check", 125, "explained")
    assert (len(said["rows"]), said["different"], said["unexplained"], said["sums"]) == (105, 4, 0, 65)
    assert said["rows"][0] == {
        "row": "Regionstyrelsen", "column": "ytd_outcome_2023", "unit": "10-RS", "line": None,
        "figure": "ytd_outcome_last_year", "printed": -2_100_000_000, "ledger": -2_099_990_000,
        "difference": -10_000, "agreement": "rounding", "explanation": "", "explained": True, "slip": None,
    }  # fmt: skip
    (explanation,) = said["explanations"]
    assert explanation["facts"][0]["id"] == "STATSBIDRAG-2024-1"
    assert explanation["facts"][0]["is_left_out"] is True
    assert explanation["periods"] == [{"first": 122, "last": 124}]
    assert said["known_as_printed"] == []
    assert sum(not each["is_rounding"] for each in said["uneven_sums"]) == 4


def test_csv_has_every_figure(check):
    _, out, _ = check(BOARD, "--map", BOARD_MAP, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert len(rows) == 108
    assert {row["agreement"] for row in rows} == {"equal", "rounding"}


def test_the_unit_the_table_is_printed_in_may_be_asked_for(check):
    """Read as tkr, nothing of it agrees, but for a few zeros."""
    status, out, _ = check(BOARD, "--map", BOARD_MAP, "--in", "tkr", "--lang", "en")

    assert status == 1
    assert "Amounts in tkr" in out
    assert "-63     -63,000" in out


def test_a_column_s_own_moment_is_told(check, tmp_path):
    legend = REGION_MAP.read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    given = 'forecast_deviation = { column = "forecast_deviation", as_of = "2024-07", known_at = "2024-08-27" }'
    own.write_text(legend.replace('forecast_deviation = "forecast_deviation"', given), encoding="utf-8")
    status, out, _ = check(REGION, "--map", own, "--known-at", "2024-08-23", "--lang", "en")

    assert status == 0
    assert "forecast_deviation is as of 2024-07-31, known at 2024-08-27 23:59." in out
    assert "0 different" in out
    assert out.count("#125 is in forecast_deviation, not in year_budget_2024") == 4


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            '"10-RS"',
            '"10-RX"',
            "vasterbotten-2024-07-region.csv: row 'Regionstyrelsen' is mapped to unit '10-RX', which",
        ),
        (
            '"10-RS"',
            '{ unit = "10-RS", line = "LÖN" }',
            "vasterbotten-2024-07-region.csv: row 'Regionstyrelsen' is mapped to line 'LÖN'",
        ),
        (
            '"year_budget"',
            '"budget"',
            "wrong.toml: column 'year_budget_2024' is mapped to 'budget', which report has no figures of",
        ),
    ],
)
def test_what_the_ledger_does_not_have_is_a_mistake_in_the_mapping(check, tmp_path, was, now, said):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(REGION_MAP.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    status, out, err = check(REGION, "--map", wrong)

    assert (status, out) == (2, "")
    assert err.startswith(f"Error: {said}")
    assert "\nHint: " in err


@pytest.mark.parametrize("missing", ["table", "map"])
def test_a_file_that_is_not_there_is_named(check, tmp_path, missing):
    nowhere = tmp_path / "nowhere"
    words = (nowhere, "--map", REGION_MAP) if missing == "table" else (REGION, "--map", nowhere)
    status, _, err = check(*words)

    assert status == 2
    assert err.startswith(f"Error: {nowhere} cannot be read")


def test_the_mapping_is_required(check):
    status, _, err = check(REGION)

    assert status == 2
    assert "--map" in err


def test_what_else_an_explanation_says(tmp_path, capsysbinary):
    """Another moment where facts are too many, other sets that would do, and figures left over."""
    boards = [unit_opened(unit) for unit in "CD"]
    known = [adopted(unit, -100) for unit in "ABCD"]
    rows = "".join(f'{unit} = "{unit}"\n' for unit in "ABCD")
    words = f'question = "report"\nmonth = "2024-07"\n[rows]\n{rows}[columns]\nBudget = "year_budget"\n'
    (tmp_path / "map.toml").write_text(words, encoding="utf-8")

    def told(name, facts, *figures):
        recorded(tmp_path / name, *region(), *boards, *known, *facts)
        lines = [f"{unit},{figure}" for unit, figure in zip("ABCD", figures, strict=True)]
        (tmp_path / "t.csv").write_text("\n".join(["x,Budget", *lines]), encoding="utf-8")
        words = [
            "--ledger",
            str(tmp_path / name),
            "check",
            str(tmp_path / "t.csv"),
            "--map",
            str(tmp_path / "map.toml"),
        ]
        status = run([*words, "--lang", "en"])
        return status, capsysbinary.readouterr().out.decode()

    status, out = told("moment.db", [adjusted(unit, -9) for unit in "ABCD" for _ in range(3)], *[-100] * 4)
    assert status == 0
    assert "Budget: no few facts explain what differs, but another moment does, 12 facts away:" in out
    assert "  … and 2 more.\n" in out
    assert "known through #10" in out
    assert "The whole table was known as printed from" in out

    status, out = told("others.db", [adjusted("A", -9), adjusted("A", -9), adjusted("B", -7)], -109, -107, -100, -100)
    assert status == 0
    assert "without one fact that the ledger counts:\n  #12 " in out
    assert "  1 other set of as many facts would explain the same figures.\n" in out

    status, out = told("left.db", [adjusted("B", -9, note="x")], -100, -100, -100, -103)
    assert status == 1
    assert "neither a few facts nor another moment" in out
