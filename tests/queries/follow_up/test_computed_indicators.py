"""Indicators that are computed from the outcome of lines: their values, and what makes them unknown."""

from decimal import Decimal

import pytest
from given import month, moved
from indicator_ledgers import HIRED, SHARE, ask, at, defined, out, target, values
from offering import empty_ledger, given

from ledger.domain.follow_up.indicators import IndicatorReported
from ledger.queries.explain.narrowing import NoSuchCode

__all__ = ["at", "empty_ledger", "given"]


@pytest.mark.parametrize(
    ("of", "value"),
    [("kr", "1234567.89"), ("tkr", "1234.56789"), ("Mkr", "1.23456789"), ("miljarder kronor", "0.00123456789")],
)
def test_it_is_the_size_of_the_net_sum_in_the_unit_it_names(at, of, value):
    """Exact, to the öre; a cost is a positive value."""
    found = at(defined(of=of, of_lines=("HYRD",)), out("A", "2024-07", {"HYRD": "-1234567.89"}))

    assert values(found)["A"] == Decimal(value)


def test_sums_are_net_before_their_size_is_taken(at):
    found = at(defined(of="kr", of_lines=("HYRD", "INTÄKT")), out("A", "2024-07", {"HYRD": "-500", "INTÄKT": "700"}))

    assert values(found)["A"] == 200


def test_lines_hold_all_below_them_and_count_once(at):
    """Also where a line is named beside the one it is part of."""
    found = at(defined(of="kr", of_lines=("HYRD", "LÄK")), out("A", "2024-07", {"LÄK": "-300", "HYRD": "-4"}))

    assert values(found)["A"] == 304


def test_it_rolls_up_along_the_tree_of_the_moment(at):
    facts = (
        defined(of="kr", of_lines=("HYRD",)),
        out("A", "2024-07", {"HYRD": "-1"}),
        out("A1", "2024-07", {"HYRD": "-20"}),
        out("B", "2024-07", {"HYRD": "-300"}),
    )

    assert values(at(*facts)) == {"R": 321, "A": 21, "A1": 20, "B": 300}
    assert values(at(*facts, moved("A1", "B", "2024-09-01"))) == {"R": 321, "A": 1, "B": 320, "A1": 20}


def test_a_quotient_is_in_percent(at):
    """Of what is named with per_lines, rounded to the last decimal we keep."""
    found = at(
        SHARE,
        out("A", "2024-07", {"HYRD": "-1", "EGEN": "-3"}),
        out("B", "2024-07", {"HYRD": "-1", "EGEN": "-5"}),
    )

    assert values(found) == {"R": 25, "A": Decimal("33.333333333333"), "B": 20}


def test_nothing_can_be_divided_by_nothing(at):
    found = at(SHARE, out("A", "2024-07", {"HYRD": "-1"}))

    assert values(found)["A"] is None


MONTHLY = tuple(
    out("A", f"{year}-{number:02}", {"HYRD": f"-{year % 100 * 100 + number}"})
    for year in (2023, 2024)
    for number in range(1, 13)
)


@pytest.mark.parametrize(
    ("over", "value"),
    [
        (None, 2403),
        ("month", 2403),
        ("ytd", 2401 + 2402 + 2403),
        ("r12", sum(range(2304, 2313)) + 2401 + 2402 + 2403),
    ],
)
def test_it_is_over_the_month_the_year_to_date_or_twelve_months(at, over, value):
    found = at(defined(of="kr", of_lines=("HYRD",), over=over), *MONTHLY, on="2024-04-15")

    (row,) = ask(found, unit="A").rows
    assert (row.month, row.value) == (month("2024-03"), value)


def test_every_month_of_the_year_has_a_row(at):
    """With the target of the year, and that of a month of its own."""
    found = at(
        defined(of="kr", of_lines=("HYRD",)), *MONTHLY, target(target=Decimal(2402)),
        target(target=Decimal(1), month=month("2024-03")), on="2024-03-31",
    )  # fmt: skip

    rows = ask(found, unit="A", months=True).rows
    assert [(str(row.month), row.value, row.target, row.status) for row in rows] == [
        ("2024-01", 2401, 2402, "met"),
        ("2024-02", 2402, 2402, "met"),
        ("2024-03", 2403, 1, "not-met"),
    ]
    assert len(ask(found, unit="A", months=True, year=2023).rows) == 12


def test_every_month_of_a_reported_indicator_has_a_row(at):
    """Those that are reported, and those that have a target of their own."""
    reports = [
        IndicatorReported(
            indicator="S", unit="A", month=month(when), value=Decimal(value), effective=month(when).last_day
        )
        for when, value in (("2023-12", 9), ("2024-01", 5), ("2024-03", 6))
    ]
    aims = (target("S", target=Decimal(5)), target("S", target=Decimal(4), month=month("2024-04")))
    found = at(defined("S", of="dagar"), *reports, *aims)

    assert values(found, months=True) == {("A", "2024-01"): 5, ("A", "2024-03"): 6, ("A", "2024-04"): None}
    assert [row.status for row in ask(found, months=True).rows] == ["met", "partly", "unknown"]


def test_a_month_that_a_unit_has_not_reported_makes_it_unknown(at):
    """For the unit and all above it; and the units are named."""
    found = at(
        defined(of="kr", of_lines=("HYRD",)),
        out("A1", "2024-06", {"HYRD": "-1"}),
        out("B", "2024-06", {"EGEN": "-5"}),
        out("B", "2024-07", {"HYRD": "-1"}),
    )
    answer = ask(found)

    assert {row.unit: (str(row.month), row.value) for row in answer.rows} == {
        "R": ("2024-07", None), "A": ("2024-06", 1), "A1": ("2024-06", 1), "B": ("2024-07", 1),
    }  # fmt: skip
    (note,) = answer.notes
    assert note.values == {"indicator": "I", "units": "A1"}


def test_twelve_months_have_to_be_there(at):
    rolling = defined(of="kr", of_lines=("HYRD",), over="r12")

    assert values(at(rolling, *MONTHLY[1:12], on="2023-12-31"), unit="A") == {"A": None}
    assert values(at(rolling, *MONTHLY[:12], on="2023-12-31"), unit="A") == {"A": sum(range(2301, 2313))}


def test_months_reported_together_are_not_told_apart(at):
    """What is posted in July is not known of June; in July it is told that earlier months are in it."""
    together = out("A", "2024-07", {"HYRD": "-700"}, "2024-01")
    to_date = defined("Y", of="kr", of_lines=("HYRD",), over="ytd")
    found = at(defined(of="kr", of_lines=("HYRD",), over="month"), together)

    assert values(found, unit="A", months=True) == {("A", "2024-07"): 700}
    (note,) = ask(found, unit="A").notes
    assert "earlier months too" in note.english
    whole = at(to_date, together)
    assert ask(whole, unit="A", indicator="Y").notes == []
    aim = at(to_date, together, target("Y", target=Decimal(1), month=month("2024-06")))
    (row,) = ask(aim, unit="A", indicator="Y").rows
    assert (str(row.month), row.value, row.status) == ("2024-06", None, "unknown")


def test_a_target_is_judged_as_that_of_a_reported_one(at):
    """By the change that has come about, or by the value."""
    found = at(
        SHARE,
        out("A", "2024-07", {"HYRD": "-42", "EGEN": "-1000"}),
        target(change=Decimal(-20), baseline=Decimal(5)),
        target(target=Decimal("4.2"), of="R"),
    )
    rows = {row.unit: row for row in ask(found).rows}

    assert (rows["A"].value, rows["A"].target, rows["A"].share, rows["A"].status) == (
        Decimal("4.2"), 4, Decimal("0.8"), "partly",
    )  # fmt: skip
    assert (rows["A"].change, rows["A"].change_share, rows["A"].judged_by) == (
        Decimal("-0.8"), Decimal("-0.16"), "change",
    )  # fmt: skip
    assert (rows["R"].status, rows["R"].judged_by) == ("met", "value")


def test_a_target_without_any_outcome_is_shown_as_unknown(at):
    (row,) = ask(at(HIRED, target(target=Decimal(3)))).rows

    assert (row.unit, row.month, row.value, row.status) == ("A", None, None, "unknown")


def test_one_indicator_may_be_asked_for(at):
    found = at(HIRED, defined("J", of_lines=("EGEN",)), out("A", "2024-07", {"HYRD": "-1", "EGEN": "-2"}))

    assert {row.indicator for row in ask(found).rows} == {"I", "J"}
    assert {row.indicator for row in ask(found, indicator="J").rows} == {"J"}
    with pytest.raises(NoSuchCode):
        ask(found, indicator="K")
