"""What Python is told is what the command line prints, in values that can be computed with."""

import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from terminal import Terminal

import ledger
from ledger.errors import FramesMissing, NoSuchUnit, NotComparable, NotExplained, UnknownOption, Unreadable, WrongKind
from ledger.queries.questions import questions

BEFORE, AFTER = "2024-08-23", "2024-08-27"
ASKED = {each.name: each.example for each in questions() if each.is_shown}


@pytest.fixture(scope="module")
def terminal(example):
    return Terminal(example)


@pytest.fixture
def july(region):
    return region.at(as_of="2024-07", known_at=BEFORE)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("name", ASKED)
def test_every_question_gives_byte_for_byte_what_the_command_prints(region, terminal, name, form):
    """As of a day, and known at an instant."""
    answer = getattr(region.at(as_of="2024-07", known_at=AFTER), name)()
    printed = terminal.done("show", name, "--as-of", "2024-07", "--known-at", AFTER, "--format", form).out

    assert {"json": answer.to_json, "csv": answer.to_csv}[form]() == printed


def test_a_history_is_that_of_the_command_line_and_ends_with_the_figure(region, terminal):
    told = region.at(as_of="2024-07", known_at=AFTER).history("budget", unit="20-HSN", column="current")
    options = ("--unit", "20-HSN", "--column", "current", "--as-of", "2024-07", "--known-at", AFTER, "--format", "json")

    assert told.to_json() == terminal.done("history", "budget", *options).out
    assert [step.position for step in told] == [62, 122, 125]
    assert told.rows[-1].value == Decimal(-6558000000)


def test_options_are_those_of_the_command_line(july, terminal):
    """As text, as numbers, and several groupings as a list."""
    printed = terminal.done(
        *("show", "budget", "--year", "2024", "--unit", "20-HSN", "--by", "unit,line", "--as-of", "2024-07"),
        *("--known-at", BEFORE, "--format", "json"),
    ).out
    for year, by in ((2024, "unit,line"), ("2024", ["unit", "line"])):
        assert july.budget(year=year, unit="20-HSN", by=by).to_json() == printed


def test_rows_have_the_columns_of_json_and_exact_kronor(july):
    """Amounts are decimals; a column is an attribute and a key."""
    answer = july.budget(year=2024, unit="20-HSN")
    (row,) = answer.rows

    assert row.current == row["current"] == Decimal("-6392000000.00")
    assert answer.to_dicts() == [dict(row)]
    assert list(row) == list(answer.columns) == list(json.loads(answer.to_json())["rows"][0])
    assert (answer.question, answer.as_of, answer.position) == ("budget", date(2024, 7, 31), 124)
    assert answer.known_at == datetime(2024, 8, 23, 21, 59, 59, 999999, tzinfo=UTC)
    with pytest.raises(AttributeError, match="it has unit, name"):
        _ = row.curent


def test_the_same_moment_however_it_is_said(region):
    """Text, days, months and instants."""
    told = region.at(as_of="2024-07", known_at=BEFORE).budget(year=2024).to_json()
    instant = datetime(2024, 8, 23, 21, 59, 59, 999999, tzinfo=UTC)
    for as_of in (date(2024, 7, 31), ledger.Month.of(2024, 7), "2024-07-31"):
        for known_at in (date(2024, 8, 23), instant, instant.isoformat()):
            assert region.at(as_of=as_of, known_at=known_at).budget(year=2024).to_json() == told


def test_without_a_moment_it_is_now(region, terminal):
    """With the usual day of each question: the last of the month of a report."""
    assert (
        region.at().report(month="2024-07").to_csv()
        == terminal.done("show", "report", "--month", "2024-07", "--format", "csv").out
    )
    assert region.at().budget(year=2031).as_of == date(2031, 1, 1)


def test_notes_say_what_is_missing(region):
    """In English, as below the table."""
    assert "No budget has been decided for 2031" in region.at().budget(year=2031).notes[0]


def test_the_parts_of_a_figure_sum_to_it(july):
    """With position, decision and amount of each fact."""
    answer = july.explain("budget", unit="20-HSN", column="current")

    assert answer.total == sum(row.amount for row in answer.rows) == july.budget(unit="20-HSN").rows[0].current
    assert [row.position for row in answer.rows] == [62, 122]
    assert answer.rows[0].decision == {"body": "Regionfullmäktige"}


def test_two_moments_and_the_facts_between(region, july):
    """As a moment, as text, and as a bridge."""
    after = region.at(as_of="2024-07", known_at=AFTER)
    answer = july.compare("budget", to=after, unit="20-HSN")

    assert answer.rows[0].change == Decimal(-166_000_000)
    assert [fact["id"] for fact in answer.rows[0].facts] == ["STATSBIDRAG-2024-1"]
    assert july.compare("budget", to=f"@{AFTER}", unit="20-HSN").to_dicts() == answer.to_dicts()
    assert after.compare("budget", from_=f"2024-07@{BEFORE}", unit="20-HSN").to_dicts() == answer.to_dicts()
    bridge = july.compare("budget", to=after, unit="20-HSN", bridge=True)
    assert [row.amount for row in bridge.rows] == [-6_392_000_000, -166_000_000, -6_558_000_000]


def test_the_same_moment_twice_is_not_compared(july):
    """However it is said."""
    for to in (None, "2024-07-31", july, f"2024-07@{BEFORE}"):
        with pytest.raises(NotComparable):
            july.compare("budget", to=to)


def test_moments_of_two_ledgers_are_not_compared(example, july):
    """Positions of one mean nothing in the other."""
    with ledger.open(example) as other, pytest.raises(WrongKind, match="a moment of the same ledger"):
        july.compare("budget", to=other.at())


def test_what_is_recorded_later_is_not_seen(copied):
    """A moment that was taken stays what it was."""
    with ledger.open(copied) as region, ledger.record(copied, actor="ekonom1") as opened:
        before = region.at()
        told = before.units().to_json()
        opened.record({"type": "unit.opened", "unit": "NY", "name": "Ny enhet", "effective": "2024-01-01"})

        assert before.units().to_json() == told
        assert "NY" in [row.unit for row in region.at().units()]


def test_errors_are_those_of_the_command_line(july):
    """By their classes."""
    with pytest.raises(NoSuchUnit, match="There is no unit 'XX'"):
        july.budget(unit="XX")
    with pytest.raises(NotExplained):
        july.explain("budget", column="name")
    with pytest.raises(UnknownOption):
        july.explain("budget", of="x")
    with pytest.raises(Unreadable, match="year: 99999999999 lies outside 1990-2100"):
        july.budget(year=99_999_999_999)
    with pytest.raises(AttributeError, match=r"no question 'bugdet'\. Did you mean budget"):
        _ = july.bugdet


def test_facts_can_be_read(region):
    """One, or all behind a position."""
    assert region.position == 174
    assert region.fact("STATSBIDRAG-2024-1").position == 125
    assert [each.position for each in region.facts(after=172)] == [173, 174]


# -- frames -------------------------------------------------------------------------------------------------------


def test_polars_keeps_every_digit(july):
    """Decimals, days, numbers and texts have types of their own."""
    polars = pytest.importorskip("polars")
    frame = july.explain("budget", unit="20-HSN").to_polars()

    assert frame.schema["amount"] == polars.Decimal(38, 2)
    assert frame.schema["effective"] == polars.Date
    assert frame.schema["position"] == polars.Int64
    assert frame["amount"].sum() == Decimal("-6392000000.00")


def test_pandas_keeps_every_digit(july):
    """As objects: a float would lose some of them."""
    pytest.importorskip("pandas")
    frame = july.budget(year=2024).to_pandas()

    assert list(frame.columns) == list(july.budget(year=2024).columns)
    assert frame.set_index("unit").loc["20-HSN", "current"] == Decimal("-6392000000.00")


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_is_a_frame(region, name):
    """Also one without rows."""
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    for at in (region.at(as_of="2024-07"), region.at(as_of="1990-01-01", known_at="1990-01-01")):
        answer = getattr(at, name)()
        assert answer.to_polars().columns == list(answer.to_pandas().columns) == list(answer.columns)
        assert answer.to_polars().height == len(answer.to_pandas()) == len(answer)


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_a_package_that_is_missing_is_named(july, monkeypatch, package):
    """With what installs it."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FramesMissing, match=f"The Python package {package} is not installed"):
        getattr(july.budget(), f"to_{package}")()
