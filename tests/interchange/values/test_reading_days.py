"""Days, months, years, instants and moments: what is read, what is refused, and from where."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month, end_of_day, instant_text, start_of_day
from ledger.interchange.values.days import read_as_of, read_day
from ledger.interchange.values.moments import read_known_at, read_known_from, read_moment
from ledger.interchange.values.months import read_month, read_year
from ledger.interchange.values.numbers import read_decimals, read_last


@pytest.mark.parametrize("words", ["2024-02-30", "2024-13-01", "24-01-01", "2024-1-1", "1989-12-31", "2101-01-01", ""])
def test_a_day_that_is_none_is_refused(words):
    """As is one outside the years a region decides about."""
    with pytest.raises(Unreadable):
        read_day(words)


def test_the_first_and_last_days_are_days():
    """1990 through 2100."""
    assert read_day("1990-01-01") == date(1990, 1, 1)
    assert read_day("2100-12-31") == date(2100, 12, 31)


@pytest.mark.parametrize("words", ["2024-00", "2024-13", "2024-7", "1989-12", "2101-01", "2024-07-01"])
def test_a_month_that_is_none_is_refused(words):
    """Twelve months a year, with two digits."""
    with pytest.raises(Unreadable):
        read_month(words)


def test_a_month_as_of_means_through_its_last_day():
    """Leap years included."""
    assert read_as_of("2024-02") == date(2024, 2, 29)
    assert read_as_of("2024-02-10") == date(2024, 2, 10)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("2024-09-15", "2024-09-15T21:59:59.999999Z"),
        ("2024-01-15", "2024-01-15T22:59:59.999999Z"),
        ("2024-03-31", "2024-03-31T21:59:59.999999Z"),
        ("2024-10-27", "2024-10-27T22:59:59.999999Z"),
        ("2024-12", "2024-12-31T22:59:59.999999Z"),
        ("2024-09-15T10:30:00Z", "2024-09-15T10:30:00.000000Z"),
        ("2024-09-15T10:30:00+02:00", "2024-09-15T08:30:00.000000Z"),
    ],
)
def test_a_day_ends_at_midnight_in_sweden(words, instant):
    """In summer and in winter, and on the days the clocks change."""
    assert instant_text(read_known_at(words)) == instant


@pytest.mark.parametrize("words", ["2024-09-15T10:30:00", "i dag", "1989-12-31T23:59:59Z"])
def test_an_instant_says_its_offset(words):
    """Without one it could be either of two hours, or more."""
    with pytest.raises(Unreadable):
        read_known_at(words)


@pytest.mark.parametrize(("value", "year"), [(1990, 1990), ("2100", 2100), (" 2024 ", 2024)])
def test_a_year_is_a_number_or_four_digits(value, year):
    """From 1990 through 2100."""
    assert read_year(value) == year


@pytest.mark.parametrize("value", [1989, 2101, "99999999999", 10**400, -2024, True, 2024.0, "٢٠٢٤", None])
def test_what_is_no_year_is_refused(value):
    """Also what Python takes for a number, and digits of other scripts."""
    with pytest.raises(Unreadable):
        read_year(value)


def test_values_of_python_are_read_as_they_are():
    """A program need not write text to have it read again."""
    assert read_day(date(2024, 7, 31)) == date(2024, 7, 31)
    assert read_month(Month.of(2024, 7)) == Month.of(2024, 7)
    assert read_as_of(Month.of(2024, 2)) == date(2024, 2, 29)
    assert read_known_at(date(2024, 9, 15)) == read_known_at("2024-09-15") == end_of_day(date(2024, 9, 15))
    assert read_known_from(Month.of(2024, 9)) == read_known_from("2024-09") == start_of_day(date(2024, 9, 1))
    summer = datetime(2024, 9, 15, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    assert read_known_at(summer) == datetime(2024, 9, 15, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        date(1989, 12, 31),
        date(2101, 1, 1),
        datetime(2024, 7, 31, tzinfo=UTC),
        Month.of(1989, 12),
        Month(10**30),
        Month("7"),
        2024,
        Decimal("NaN"),
        "2024-07-31" * 1000,
    ],
)
def test_a_day_has_no_time_and_keeps_its_bounds(value):
    """An instant belongs to two days, one in Sweden and one in UTC: which is meant has to be said."""
    with pytest.raises(Unreadable):
        read_as_of(value)


def test_a_moment_is_a_day_an_instant_or_both():
    """The way compare takes its two sides."""
    known = end_of_day(date(2024, 8, 23))
    assert read_moment("2024-07@2024-08-23") == (date(2024, 7, 31), known)
    assert read_moment("@2024-08-23") == (None, known)
    assert read_moment(" 2024-07 ") == read_moment(Month.of(2024, 7)) == (date(2024, 7, 31), None)
    assert read_moment("") == (None, None)
    with pytest.raises(Unreadable):
        read_moment("2024-07@2024-08@2024-09")


@pytest.mark.parametrize(("read", "least", "most"), [(read_decimals, 0, 6), (read_last, 1, 10**9)])
def test_whole_numbers_keep_their_bounds(read, least, most):
    """Both ends belong, as a number or in digits."""
    assert (read(least, ""), read(str(most), "")) == (least, most)
    for wrong in (least - 1, most + 1, str(most + 1), "-1", "9" * 5000, "", True, 1.0, None):
        with pytest.raises(Unreadable):
            read(wrong, "decimals")
