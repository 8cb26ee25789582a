"""One screen about a ledger: what it holds, what is settled, what is in force, what waits and what is due."""

from collections.abc import Mapping
from datetime import timedelta

import attrs

from ledger.domain.days import Month
from ledger.queries.answer import Answer
from ledger.queries.books import Books
from ledger.queries.journal import Filter, journal, pending
from ledger.queries.registers import assignments, freezes

LAST_FACTS = 5
SOON = timedelta(days=30)


@attrs.frozen(kw_only=True)
class Status:
    """The state of a ledger at a moment."""

    name: str
    orgnr: str
    facts: int
    years: tuple[int, ...]
    """The years that budgets have been decided for."""
    closed_through: Month | None
    """The last month closed for all units."""
    last_facts: Answer
    freezes: Answer
    pending: Answer
    due: Answer


def status(books: Books, about: Mapping[str, str]) -> Status:
    """What there is to know at a glance."""
    streams = books.log.streams()
    years = sorted(int(stream.removeprefix("budget-")) for stream in streams if stream.startswith("budget-"))
    closed = [month for month, unit in books.control.months if unit is None and books.control.closed(month, None)]
    in_force = freezes(books)
    given = assignments(books)
    return Status(
        name=about.get("name", ""),
        orgnr=about.get("orgnr", ""),
        facts=books.position,
        years=tuple(years),
        closed_through=max(closed, key=lambda month: month.number, default=None),
        last_facts=_last_facts(books),
        freezes=attrs.evolve(in_force, rows=[row for row in in_force.rows if row.in_force]),
        pending=pending(books),
        due=attrs.evolve(given, rows=[row for row in given.rows if _is_due(row, books)]),
    )


def _last_facts(books: Books) -> Answer:
    """The newest facts, without reading the whole history for them."""
    return journal(books, Filter(), after=max(books.position - LAST_FACTS, 0))


def _is_due(row: object, books: Books) -> bool:
    """Whether an assignment that is going on is late, or due soon."""
    ended = getattr(row, "status", "") in ("done", "done-with-deviation", "not-done")
    due = getattr(row, "due", None)
    return not ended and due is not None and due <= books.as_of + SOON
