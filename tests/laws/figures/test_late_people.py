"""Whichever reports of people come late: nobody is lost for that."""

import histories
from hypothesis import given
from hypothesis import strategies as st
from region import prelude

from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.questions.staff.staffing import staffing

FORMS = ("permanent", "fixed-term", "agency")
come = st.sets(st.tuples(st.sampled_from("RABC"), st.sampled_from(FORMS), st.integers(1, 12)), min_size=1, max_size=25)


def report(unit: str, form: str, number: int, people: int) -> WorkforceReported:
    month = Month.of(2024, number)
    of = {"unit": unit, "employment": form, "measure": "fte", "value": Quantity(people)}
    return WorkforceReported(effective=month.last_day, month=month, **of)


@given(come=come, since=st.integers(1, 12), until=st.integers(1, 12))
def test_nothing_falls_because_a_report_is_late(come, since, until):
    """Of units whose people stay the same no change is shown, whichever of their reports have come."""
    with histories.empty() as told:
        told.record(*prelude(), *(report(*each, 1000 * (1 + "RABC".index(each[0]))) for each in sorted(come)))
        with told.reader() as reader:
            at = reader.at(Month.of(2024, until).last_day, histories.EVER)
            for by in ("unit", "unit,category,employment"):
                answer = staffing(at, since=Month.of(2024, since), by=by)

                assert {row.fte_change for row in answer.rows} <= {None, Quantity(0)}


@given(come=come, since=st.integers(1, 12), until=st.integers(1, 12), fewer=st.integers(1, 900))
def test_a_change_is_no_more_than_what_was_reported(come, since, until, fewer):
    """Where everybody lost so many people in July, no unit and no sum of units is said to have lost more."""
    with histories.empty() as told:
        told.record(*prelude(), *(report(*each, 1000 - fewer * (each[2] >= 7)) for each in sorted(come)))
        with told.reader() as reader:
            at = reader.at(Month.of(2024, until).last_day, histories.EVER)
            for row in staffing(at, since=Month.of(2024, since)).rows:
                most = fewer * (2 if row.unit in "BC" else 4 if row.unit == "A" else 8)

                assert row.fte_change is None or -most <= row.fte_change.count <= 0
