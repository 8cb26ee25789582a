"""The facts behind the value of an indicator, and behind its change."""

from decimal import Decimal

import pytest
from given import day, month, moved, unit
from indicator_ledgers import EVER, HIRED, OPEN, SHARE, at, defined, out
from offering import empty_ledger, given

from ledger.domain.follow_up.indicators import IndicatorReported
from ledger.domain.values.measured import Money, Number
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import compare
from ledger.queries.explain.figures import explain
from ledger.queries.explain.indicators import IndicatorNotNamed, ValueNotKnown

__all__ = ["at", "empty_ledger", "given"]


def test_a_value_is_taken_apart_into_outcomes(at):
    """Each in the unit of the indicator; they sum to the value, whatever their signs."""
    found = at(
        defined(of="kr", of_lines=("HYRD", "INTÄKT"), over="ytd"),
        out("A", "2024-01", {"HYRD": "-500"}, id="jan"),
        out("A", "2024-02", {"INTÄKT": "200"}, id="feb"),
        out("A1", "2024-01", {"EGEN": "-9"}),
        out("A1", "2024-02", {"HYRD": "-1"}, id="below"),
    )
    answer = explain(found, "indicators", Cell(indicator="I", unit="A"))

    assert answer.total == Number.of(301)
    assert {row.id: (row.amount, row.side) for row in answer.rows} == {
        "jan": (Number.of(500), "of"), "feb": (Number.of(-200), "of"), "below": (Number.of(1), "of"),
    }  # fmt: skip


def test_what_a_quotient_is_divided_by_is_told_as_such(at):
    """Its facts stand there with their outcome, and have no part in the value."""
    found = at(
        SHARE,
        out("A", "2024-07", {"HYRD": "-1"}, id="of"),
        out("A1", "2024-07", {"EGEN": "-3", "LÄK": "-1"}, id="both"),
    )
    answer = explain(found, "indicators", Cell(indicator="I", unit="A"))
    told = {(row.id, row.side): (row.kronor, row.amount) for row in answer.rows}

    assert answer.total.decimal == Decimal("66.666666666667")
    assert sum(row.amount.count for row in answer.rows) == answer.total.count
    assert told["both", "per"] == (Money.of(-3), Number(0))
    assert told["of", "of"][0] == told["both", "of"][0] == Money.of(-1)
    assert abs(told["of", "of"][1].count - told["both", "of"][1].count) <= 1


def test_a_reported_value_is_its_report(at):
    report = IndicatorReported(
        indicator="S", unit="A", month=month("2024-07"), value=Decimal("91.25"), effective=day("2024-07-31"), id="v"
    )
    found = at(defined("S", of="dagar"), report)
    (row,) = explain(found, "indicators", Cell(indicator="S", unit="A")).rows

    assert (row.id, row.side, row.amount.decimal, row.kronor) == ("v", "reported", Decimal("91.25"), None)
    with pytest.raises(ValueNotKnown):
        explain(found, "indicators", Cell(indicator="S", unit="R"))


def test_what_is_not_known_is_not_explained(at):
    """And what is missing is named."""
    found = at(HIRED, out("A1", "2024-06", {"HYRD": "-1"}), out("B", "2024-07", {"HYRD": "-1"}))

    with pytest.raises(ValueNotKnown, match="no value of I in R for 2024-07: A1 has not reported"):
        explain(found, "indicators", Cell(indicator="I", unit="R"))
    assert explain(found, "indicators", Cell(indicator="I", unit="B")).total == Number.of("0.001")


def test_an_explanation_is_of_one_indicator_and_unit(at):
    found = at(HIRED, unit("Q", on=OPEN), out("A", "2024-07", {"HYRD": "-1"}))

    with pytest.raises(IndicatorNotNamed, match="indicator"):
        explain(found, "indicators", Cell(unit="A"))
    with pytest.raises(IndicatorNotNamed, match="unit"):
        explain(found, "indicators", Cell(indicator="I"))


def compared(at, before, after, **cell):
    """The rows of a comparison of two days, by unit."""
    sides = (at.known_through(at.position, type(at.moment)(day(each), EVER)) for each in (before, after))
    answer = compare(*(Side(each, Cell(**cell)) for each in sides), "indicators", None)
    return {row.unit: row for row in answer.rows}, answer


def test_a_change_is_taken_apart_into_both_sides_of_a_quotient(at):
    """10 of 100 and then 15 of 120: half as much more, and more to divide it by; nothing is left over."""
    found = at(
        defined(of="procent", of_lines=("HYRD",), per_lines=("EGEN",), over="ytd"),
        out("A", "2024-01", {"HYRD": "-10", "EGEN": "-100"}, id="jan"),
        out("A", "2024-02", {"HYRD": "-5", "EGEN": "-20"}, id="feb"),
    )
    rows, _ = compared(found, "2024-01-31", "2024-02-29", indicator="I", unit="A")
    row = rows["A"]

    assert (row.before.decimal, row.after.decimal, row.change.decimal) == (10, Decimal("12.5"), Decimal("2.5"))
    assert {(each.id, each.side): each.amount.decimal for each in row.facts} == {
        ("feb", "of"): Decimal("4.166666666667"), ("feb", "per"): Decimal("-1.666666666667"),
    }  # fmt: skip
    assert not row.residual


def test_what_has_moved_is_told_apart_from_what_was_decided(at):
    found = at(
        defined(of="kr", of_lines=("HYRD",), over="month"),
        out("A1", "2024-06", {"HYRD": "-20"}),
        out("A", "2024-06", {"HYRD": "-1"}),
        out("A1", "2024-07", {"HYRD": "-30"}),
        out("A", "2024-07", {"HYRD": "-1"}),
        out("B", "2024-06", {"HYRD": "-4"}),
        out("B", "2024-07", {"HYRD": "-4"}),
        moved("A1", "B", "2024-07-01"),
    )
    rows, _ = compared(found, "2024-06-30", "2024-07-31", indicator="I")

    assert {code: (row.change.decimal, row.moved.decimal) for code, row in rows.items()} == {
        "R": (10, 0), "A": (-20, -20), "B": (30, 20), "A1": (10, 0),
    }  # fmt: skip
    assert not any(row.residual for row in rows.values())


def test_a_value_known_at_one_of_the_moments_has_no_change(at):
    """It is shown, with what it is made of, and told."""
    found = at(HIRED, out("A", "2024-07", {"HYRD": "-2000"}, id="jul"))
    rows, answer = compared(found, "2024-06-30", "2024-07-31", indicator="I", unit="A")

    assert (rows["A"].before, rows["A"].after, rows["A"].change) == (None, Number.of(2), None)
    assert [(cause.id, cause.amount) for cause in rows["A"].facts] == [("jul", Number.of(2))]
    assert any(note.values.get("values") == "I (A)" for note in answer.notes)


def test_values_of_reported_indicators_are_compared(at):
    reports = [
        IndicatorReported(
            indicator="S", unit="A", month=month(when), value=Decimal(value), effective=month(when).last_day, id=when
        )
        for when, value in (("2024-06", "9"), ("2024-07", "7.5"))
    ]
    rows, _ = compared(at(defined("S", of="dagar"), *reports), "2024-06-30", "2024-07-31")

    assert rows["A"].change.decimal == Decimal("-1.5")
    assert {each.id: each.amount.decimal for each in rows["A"].facts} == {"2024-06": -9, "2024-07": Decimal("7.5")}
