"""Values of staffing are carried forward where a report is late, and never past a closing."""

import pytest
from given import closed, number, unit
from offering import empty_ledger, given
from staffing_ledgers import APRIL, ask, people, rows, told

__all__ = ["ask", "empty_ledger", "given"]


def test_a_late_report_is_carried_forward_marked_and_named(ask):
    """Two units report for April, one has not for May: the region does not fall."""
    answer = ask(*APRIL, people("RS", "2024-05", "101"), since="2024-04")

    assert rows(answer, "fte", "fte_change", "month", "carried") == {
        "REG": ("200", "1", "2024-05", ("HSN",)),
        "RS": ("101", "1", "2024-05", ()),
        "EKO": (None, None, None, ()),
        "HSN": ("99", "0", "2024-04", ()),
    }
    assert (answer.total.fte, answer.total.carried) == (number("200"), ("HSN",))
    assert "HSN (2024-04)" in told(answer)


@pytest.mark.parametrize(("last", "fte"), [("2024-07", "200"), ("2024-08", "101")])
def test_a_value_is_carried_forward_three_months_at_most(ask, last, fte):
    """After that it is told missing, and left out of both ends of the change."""
    answer = ask(*APRIL, people("RS", last, "101"), since="2024-04")

    assert rows(answer, "fte", "fte_change")["REG"] == (fte, "1")
    assert ("HSN (2024-04)" in told(answer)) is True
    assert ("Not counted" in told(answer)) is (last == "2024-08")
    assert ("HSN (permanent)" in told(answer)) is (last == "2024-08")


@pytest.mark.parametrize(("closes", "fte", "change"), [("2024-06-01", "200", "1"), ("2024-05-31", "101", "-98")])
def test_nobody_is_carried_forward_past_a_closing(ask, closes, fte, change):
    """A unit that is not open at one end counts 0 there."""
    answer = ask(*APRIL, closed("HSN", closes), people("RS", "2024-05", "101"), since="2024-04")

    assert rows(answer, "fte", "fte_change")["REG"] == (fte, change)
    assert "permanent" not in told(answer)


def test_a_unit_that_opens_counts_nobody_before(ask):
    """Its people are a rise; those of a unit that was open and has not reported are neither."""
    opened = unit("IT", "RS", on="2024-05-01")
    answer = ask(*APRIL, opened, people("IT", "2024-05", "7"), people("EKO", "2024-05", "5"), since="2024-04")

    assert rows(answer, "fte", "fte_change") == {
        "REG": ("211", "7"),
        "RS": ("112", "7"),
        "EKO": ("5", None),
        "IT": ("7", None),
        "HSN": ("99", "0"),
    }
    assert "EKO (permanent)" in told(answer)


def test_a_form_of_employment_that_is_late_is_carried_by_itself(ask):
    """One report for May is not all of them."""
    april = people("RS", "2024-04", "10", employment="fixed-term")
    answer = ask(people("RS", "2024-04", "100"), april, people("RS", "2024-05", "101"), since="2024-04")

    assert rows(answer, "fte", "fte_change", "carried")["RS"] == ("111", "1", ("RS",))


def test_a_category_that_is_late_is_carried_by_itself(ask):
    """The sum of categories does not fall because one of them comes first."""
    april = [people("RS", "2024-04", value, category=each) for each, value in (("läkare", "40"), ("sköterska", "60"))]
    may = people("RS", "2024-05", "41", category="läkare")

    assert rows(ask(*april, may, since="2024-04"), "fte", "fte_change", "carried")["RS"] == ("101", "1", ("RS",))


def test_what_comes_later_in_another_way_takes_the_place(ask):
    """A unit that divides its report from May on is not counted both ways."""
    together = people("RS", "2024-04", "75", employment="all")
    divided = [
        people("RS", "2024-05", value, employment=form) for form, value in (("permanent", "60"), ("agency", "2"))
    ]
    answer = ask(together, *divided, since="2024-04")

    assert rows(answer, "fte", "fte_change")["RS"] == ("60", None)
    assert "RS (all), RS (permanent)" in told(answer)
    back = ask(people("RS", "2024-03", "60"), together)
    assert rows(back, "fte", "fte_permanent")["RS"] == ("75", None)


def test_headcount_is_carried_and_annual_workers_are_not(ask):
    """What is missing of them is told."""
    reports = [
        people(code, on, "10", measure)
        for measure in ("headcount", "annual-workers")
        for code, on in (("RS", "2024-04"), ("HSN", "2024-04"), ("RS", "2024-05"))
    ]
    answer = ask(*reports)

    assert rows(answer, "headcount", "annual_workers")["REG"] == ("20", "10")
    assert "Not counted, because no report is recent enough (annual workers): HSN (2024-04)." in told(answer)
