"""Indicators that are computed from the outcome of lines: values, what is missing, and the facts behind them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from given import amounts, day, line, month, moved, unit
from offering import empty_ledger, given

from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.values.measured import Money, Number
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import compare
from ledger.queries.explain.figures import explain
from ledger.queries.explain.indicators import IndicatorNotNamed, ValueNotKnown
from ledger.queries.explain.narrowing import NoSuchCode
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

EVER = datetime(2099, 1, 1, tzinfo=UTC)
OPEN = "2022-01-01"
HERE = (
    unit("R", on=OPEN),
    unit("A", "R", on=OPEN),
    unit("B", "R", on=OPEN),
    unit("A1", "A", on=OPEN),
    line("HYRD", "cost", on=OPEN),
    LineOpened(line="LÄK", name="Läkare", side="cost", statement="operating", parent="HYRD", effective=day(OPEN)),
    line("EGEN", "cost", on=OPEN),
    line("INTÄKT", "income", on=OPEN),
)


def defined(code="I", of="tkr", better="lower", **more):
    return IndicatorDefined(indicator=code, name=code, of=of, better=better, effective=day(OPEN), **more)


def out(code, when, lines, since=None, **more):
    """An outcome in kronor by line."""
    return OutcomeReported(
        unit=code,
        month=month(when),
        from_month=month(since) if since else None,
        lines=amounts(lines),
        effective=month(when).last_day,
        **more,
    )


def target(code="I", of="A", **more):
    return TargetSet(indicator=code, unit=of, year=2024, effective=day("2024-01-01"), **more)


@pytest.fixture
def at(given):
    """The ledger of some facts as of a day."""
    readers = []

    def told(*facts, on="2024-12-31"):
        readers.append(LedgerReader.open(given(*HERE, *facts).path))
        return readers[-1].at(day(on), EVER)

    yield told
    for reader in readers:
        reader.close()


def ask(at, **options):
    return question("indicators").ask(at, **options)


def values(at, **options):
    """The values by unit, and month where every month has a row."""
    rows = ask(at, **options).rows
    return {(row.unit, str(row.month)) if options.get("months") else row.unit: row.value for row in rows}


HIRED = defined(of_lines=("HYRD",))
SHARE = defined(of="procent", of_lines=("HYRD",), per_lines=("EGEN",))


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


# -- explain -----------------------------------------------------------------------------------------------


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


# -- compare -----------------------------------------------------------------------------------------------


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
