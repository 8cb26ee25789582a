"""Whatever a program may hand over where a value is expected."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity

EXTREME = [
    *(10**4200, -(10**4200), 2**63, -1, 99_999_999_999, "9" * 5000, "x" * 10**5, "\ud800", "\x00", "e\u0301", "", " "),
    *(Decimal("1E+1000000"), Decimal("-1E-1000000"), Decimal("NaN"), Decimal("sNaN"), float("nan"), float("inf")),
    *(Money(1), Money(10**400), Quantity(-1), Month(10**40), Month(-1), date.max, date.min, object(), str, b"x"),
    *(datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), "2024-07@", "@", "#", "#0", "-", "*", ","),
]

_single = st.one_of(
    st.sampled_from(EXTREME),
    st.text(),
    st.text(st.characters(codec=None, categories=["Cc", "Cf", "Cs", "Mn", "Nd", "Zs", "Zl", "Zp"])),
    st.from_regex(r"\A[0-9]{1,5}-[0-9]{1,3}(-[0-9]{1,3})?([T @].{0,20})?\Z"),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(UTC)),
    st.none(),
    st.booleans(),
)
anything = st.recursive(
    _single,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=6,
)
