"""The status of a ledger in words: a few lines on the whole, and lists of what somebody may have to see to."""

from collections.abc import Iterator, Sequence

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.values.days import Month
from ledger.domain.values.visible import visible
from ledger.queries.closing.left import Left
from ledger.queries.questions.facts.pending import PendingRow
from ledger.queries.questions.follow_up.assignments import AssignmentRow
from ledger.queries.questions.staff.freezes import FreezeRow
from ledger.queries.status import Late, Months, Status
from ledger.queries.summary import summary
from ledger.reports.catalogue import msg
from ledger.reports.cells import swedish_time
from ledger.reports.numbers import Language, format_quantity
from ledger.reports.words import counted, in_language, translated

MOST_LISTED = 3
"""So many entries of a list are shown before only their number is told, so that all fits one screen."""

_HEADINGS = {
    "freezes": msg("Hiring freezes in force"),
    "pending": msg("Waiting for attestation"),
    "late": msg("Recorded late since the last closing"),
    "due": msg("Due"),
    "left": msg("Closed, with something left"),
}
_QUIET = {
    "freezes": msg("no hiring freeze in force"),
    "pending": msg("nothing waits for attestation"),
    "due": msg("no assignment is due"),
}


@attrs.frozen
class Listing:
    """A heading with rows of cells below it; the last cell of a row may be cut short."""

    heading: str
    rows: Sequence[Sequence[str]]
    rest: str = ""
    """How many more there are, and where they are listed."""


def opening(status: Status, lang: Language) -> Iterator[str]:
    """The first lines: how much there is, and which months are closed."""
    if status.ahead:
        yield counted(
            "{number} fact is not counted here: the clock has yet to reach the instant it was recorded at "
            "(see docs/faults.md)",
            "{number} facts are not counted here: the clock has yet to reach the instants they were recorded at "
            "(see docs/faults.md)",
            status.ahead,
            lang,
        )
    if status.recorded_at is None:
        yield translated("No facts yet", lang)
        return
    years = translated("; budgets for {years}", lang, years=", ".join(map(str, status.years))) if status.years else ""
    yield (
        counted(
            "{number} fact, the last one recorded {when}",
            "{number} facts, the last one recorded {when}",
            status.facts,
            lang,
            when=swedish_time(status.recorded_at),
        )
        + years
    )
    yield _months(status.months, lang)
    if status.missing:
        yield counted(
            "For {month} {number} report is missing: liggare show reporting --month {month}",
            "For {month} {number} reports are missing: liggare show reporting --month {month}",
            status.missing,
            lang,
            month=status.to_close,
        )
    quiet = [translated(words, lang) for name, words in _QUIET.items() if not getattr(status, name)]
    if quiet:
        told = ", ".join(quiet)
        yield f"{told[0].upper()}{told[1:]}"


def _months(months: Months, lang: Language) -> str:
    through = months.closed_through
    told = (
        translated("Months: none is closed", lang)
        if through is None
        else translated(
            "Months: closed through {through}, open from {first}", lang, through=through, first=through.plus(1)
        )
    )
    if months.closed_for:
        units = ", ".join(f"{unit} {_through(month, lang)}" for unit, month in months.closed_for.items())
        told += translated("; with all below them, {units}", lang, units=units)
    return told


def _through(month: Month | None, lang: Language) -> str:
    return translated("through {month}", lang, month=month) if month else translated("not closed", lang)


def listings(status: Status, lang: Language) -> Iterator[Listing]:
    """What there is to see to; what is empty is left out."""
    if status.last_facts:
        yield Listing(translated("Last facts", lang), [_fact(recorded, lang) for recorded in status.last_facts])
    for name, rows, command in (
        ("freezes", [_freeze(row, lang) for row in status.freezes], "liggare show freezes"),
        ("pending", [_pending(row, lang) for row in status.pending], "liggare show pending"),
        ("late", [_late(late, lang) for late in status.late], "liggare journal"),
        ("due", [_due(row, lang) for row in status.due], "liggare show assignments"),
        ("left", [_left(each, lang) for each in status.left], "liggare show units"),
    ):
        if rows:
            listed = len(rows) if len(rows) <= MOST_LISTED else MOST_LISTED - 1  # and a line for the rest
            left = len(rows) - listed
            rest = translated("… and {count} more: {command}", lang, count=left, command=command) if left > 0 else ""
            yield Listing(translated(_HEADINGS[name], lang), rows[:listed], rest)


def _fact(recorded: Recorded, lang: Language) -> tuple[str, ...]:
    fact = recorded.fact
    return f"#{recorded.position}", str(fact.effective), fact.TYPE, visible(in_language(summary(fact), lang))


def _freeze(row: FreezeRow, lang: Language) -> tuple[str, ...]:
    until = translated("until {day}", lang, day=row.until) if row.until else translated("until a new decision", lang)
    told = [", ".join(row.units), ", ".join(row.categories)]
    if row.positions_granted:
        used, granted = (format_quantity(each, lang) for each in (row.positions_used, row.positions_granted))
        told.append(translated("{used} of {granted} positions used", lang, used=used, granted=granted))
    if row.open:
        told.append(translated("{count} undecided", lang, count=row.open))
    return visible(row.freeze), f"{row.from_} {until}", visible("; ".join(told))


def _pending(row: PendingRow, lang: Language) -> tuple[str, ...]:
    told = [row.amount.text] if row.amount else []
    told += [translated("by {actor}", lang, actor=row.actor)] if row.actor else []
    told += [translated("may attest: {names}", lang, names=", ".join(row.attesters))] if row.attesters else []
    return f"#{row.position}", str(row.effective), row.type, visible("; ".join(told))


def _late(late: Late, lang: Language) -> tuple[str, ...]:
    touched = translated("touches {month}", lang, month=late.month)
    return f"#{late.recorded.position}", touched, late.recorded.fact.TYPE, visible(late.reason)


def _left(left: Left, lang: Language) -> tuple[str, ...]:
    told = []
    if left.money:
        told.append(translated("{amount} of the budget", lang, amount=left.amount.text))
    if left.positions:
        told.append(translated("{positions} positions", lang, positions=format_quantity(left.positions, lang)))
    if left.exemptions:
        told.append(translated("exemption {codes}", lang, codes=", ".join(left.exemptions)))
    return visible(left.unit), str(left.closed), visible("; ".join(told))


def _due(row: AssignmentRow, lang: Language) -> tuple[str, ...]:
    late = translated("late", lang) if row.overdue else ""
    return visible(row.assignment), str(row.due), late, visible(f"{row.title} ({row.unit})")
