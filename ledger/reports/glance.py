"""The status of a ledger in words: a few lines on the whole, and lists of what somebody may have to see to."""

from collections.abc import Iterator, Sequence

import attrs

from ledger.domain.days import Month
from ledger.domain.fact import Recorded
from ledger.queries.journal import PendingRow, summary
from ledger.queries.registers import AssignmentRow, FreezeRow
from ledger.queries.status import Months, Status
from ledger.reports.cells import swedish_time, visible
from ledger.reports.numbers import Language, shown_quantity

MOST_LISTED = 3
"""So many entries of a list are shown before only their number is told, so that all fits one screen."""

_WORDS = {
    "facts": ("{count} facts, the last one recorded {when}", "{count} fakta, det senaste registrerat {when}"),
    "empty": ("No facts yet", "Inga fakta än"),
    "budgets": ("; budgets for {years}", "; budgetar för {years}"),
    "open": ("Months: none is closed", "Månader: ingen är stängd"),
    "closed": (
        "Months: closed through {through}, open from {first}",
        "Månader: stängda t.o.m. {through}, öppna från {first}",
    ),
    "reopened": ("; open again: {months}", "; öppna igen: {months}"),
    "closed_for": ("; closed for {units}", "; stängda för {units}"),
    "last": ("Last facts", "Senaste fakta"),
    "freezes": ("Hiring freezes in force", "Gällande anställningsstopp"),
    "pending": ("Waiting for attestation", "Väntar på attest"),
    "due": ("Due", "Att göra"),
    "no_freezes": ("no hiring freeze in force", "inget anställningsstopp gäller"),
    "no_pending": ("nothing waits for attestation", "inget väntar på attest"),
    "no_due": ("no assignment is due", "inget uppdrag är på väg att förfalla"),
    "more": ("… and {count} more: {command}", "… och {count} till: {command}"),
    "until": ("until {day}", "t.o.m. {day}"),
    "until_new": ("until a new decision", "tills vidare"),
    "undecided": ("{count} undecided", "{count} obeslutade"),
    "used": ("{used} of {granted} positions used", "{used} av {granted} tjänster använda"),
    "by": ("by {actor}", "av {actor}"),
    "attesters": ("may attest: {names}", "får attestera: {names}"),
    "overdue": ("late", "försenat"),
}


@attrs.frozen
class Listing:
    """A heading with rows of cells below it; the last cell of a row may be cut short."""

    heading: str
    rows: Sequence[Sequence[str]]
    rest: str = ""
    """How many more there are, and where they are listed."""


def opening(status: Status, lang: Language) -> Iterator[str]:
    """The first lines: how much there is, and which months are settled."""

    def said(key: str, **values: object) -> str:
        return _said(key, lang, **values)

    if status.recorded_at is None:
        yield said("empty")
        return
    years = said("budgets", years=", ".join(map(str, status.years))) if status.years else ""
    yield said("facts", count=status.facts, when=swedish_time(status.recorded_at)) + years
    yield _months(status.months, lang)
    quiet = [said(f"no_{name}") for name in ("freezes", "pending", "due") if not getattr(status, name)]
    if quiet:
        told = ", ".join(quiet)
        yield f"{told[0].upper()}{told[1:]}"


def _months(months: Months, lang: Language) -> str:
    through = months.closed_through
    told = _said("open", lang) if through is None else _said("closed", lang, through=through, first=through.plus(1))
    if months.reopened:
        told += _said("reopened", lang, months=", ".join(map(str, months.reopened)))
    if months.closed_for:
        units = ", ".join(f"{unit} {_through(month, lang)}" for unit, month in months.closed_for.items())
        told += _said("closed_for", lang, units=units)
    return told


def _through(month: Month, lang: Language) -> str:
    return f"{'t.o.m.' if lang == 'sv' else 'through'} {month}"


def listings(status: Status, lang: Language) -> Iterator[Listing]:
    """What there is to see to; what is empty is left out."""
    if status.last_facts:
        yield Listing(_said("last", lang), [_fact(recorded) for recorded in status.last_facts])
    for name, rows, command in (
        ("freezes", [_freeze(row, lang) for row in status.freezes], "liggare show freezes"),
        ("pending", [_pending(row, lang) for row in status.pending], "liggare show pending"),
        ("due", [_due(row, lang) for row in status.due], "liggare show assignments"),
    ):
        if rows:
            left = len(rows) - MOST_LISTED
            rest = _said("more", lang, count=left, command=command) if left > 0 else ""
            yield Listing(_said(name, lang), rows[:MOST_LISTED], rest)


def _fact(recorded: Recorded) -> tuple[str, ...]:
    return f"#{recorded.position}", str(recorded.fact.effective), recorded.fact.TYPE, visible(summary(recorded.fact))


def _freeze(row: FreezeRow, lang: Language) -> tuple[str, ...]:
    until = _said("until", lang, day=row.until) if row.until else _said("until_new", lang)
    told = [", ".join(row.units), ", ".join(row.categories)]
    if row.positions_granted:
        used, granted = (shown_quantity(each, lang) for each in (row.positions_used, row.positions_granted))
        told.append(_said("used", lang, used=used, granted=granted))
    if row.open:
        told.append(_said("undecided", lang, count=row.open))
    return visible(row.freeze), f"{row.from_} {until}", visible("; ".join(told))


def _pending(row: PendingRow, lang: Language) -> tuple[str, ...]:
    told = [row.amount.told] if row.amount else []
    told += [_said("by", lang, actor=row.actor)] if row.actor else []
    told += [_said("attesters", lang, names=", ".join(row.attesters))] if row.attesters else []
    return f"#{row.position}", str(row.effective), row.type, visible("; ".join(told))


def _due(row: AssignmentRow, lang: Language) -> tuple[str, ...]:
    late = _said("overdue", lang) if row.overdue else ""
    return visible(row.assignment), str(row.due), late, visible(f"{row.title} ({', '.join(row.units)})")


def _said(key: str, lang: Language, **values: object) -> str:
    return _WORDS[key][lang == "sv"].format(**values)
