"""A closed month as it was reported when it was closed, beside what is known of it now."""

from collections.abc import Callable

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.values.days import Moment, Month, swedish_day
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, column, headings, noted, row
from ledger.queries.at import At


@row
class RestatedRow:
    """A figure of a closed month that has changed since."""

    unit: str = column("Unit")
    name: str = column("Name")
    figure: str = column("Figure")
    as_reported: Money | None = column("As reported")
    restated: Money | None = column("Restated")
    change: Money | None = column("Change")


_NO_FIGURES = ("unit", "name", "parent", "level", "line", "line_name", "ytd_change_share", "used_share")


def beside_closing(at: At, month: Month, report: Callable[[At], Answer]) -> Answer:
    """A monthly report; for a closed month with what has changed since it was reported beside it."""
    now = report(at)
    closing = closing_of(at, month)
    if closing is None or closing.position == at.position:
        return now
    changed = restated(report(at_closing(at, closing)), now)
    day = swedish_day(closing.recorded_at)
    if not changed.rows:
        unchanged = noted("{month} was closed on {day}; nothing has changed since.", month=month, day=day)
        return attrs.evolve(now, notes=[*now.notes, unchanged])
    note = noted(
        "{month} was closed on {day} (#{position}). What has changed since stands in a table of its own.",
        month=month,
        day=day,
        position=closing.position,
    )
    return attrs.evolve(now, notes=[*now.notes, note], beside=changed)


def closing_of(at: At, month: Month) -> Recorded | None:
    """The fact that closed the month for all units, if the month is closed as known at the moment."""
    found = at.closed_months.closing(month)
    return None if found is None else at.find(found[0])


def at_closing(at: At, closing: Recorded) -> At:
    """The ledger as it was known when the month was closed."""
    return at.known_through(closing.position, Moment(at.as_of, closing.recorded_at))


def restated(reported: Answer, now: Answer) -> Answer:
    """The figures of a report that differ from those reported at closing."""
    before = {(each.unit, getattr(each, "line", None)): each for each in reported.rows}
    rows = []
    for after in now.rows:
        was = before.get((after.unit, getattr(after, "line", None)))
        for name, heading in headings(now.columns).items():
            if name in _NO_FIGURES:
                continue
            then, today = getattr(was, name, None), getattr(after, name)
            if then != today:
                change = None if then is None or today is None else today - then
                rows.append(
                    RestatedRow(
                        unit=after.unit,
                        name=after.name,
                        figure=heading.english.casefold(),
                        as_reported=then,
                        restated=today,
                        change=change,
                    )
                )
    return attrs.evolve(
        now, question="restated", moment=now.moment, columns=RestatedRow, rows=rows, total=None, notes=()
    )
