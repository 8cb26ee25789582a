"""What facts contribute to budgets."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.projections.figures import Total
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution, Signs
from ledger.queries.sums import months_of_year

BUDGET_KINDS = ("original", "adjusted", "transferred", "grants", "carried_over")
"""Why budgets change, as :data:`ledger.domain.phasing.Kind` names it."""

BUDGET_DERIVED: Mapping[str, Signs] = {"current": dict.fromkeys(BUDGET_KINDS, 1)}


def budget_contributions(
    at: At,
    year: int,
    statement: str,
    *,
    monthly: bool,
    by_fact: bool = False,
    units: Collection[str] | None = None,
) -> Iterator[Contribution]:
    """Budgets by reason, and ``ytd``: what belongs to months up to the as-of day. *monthly*: month by month.

    *units* leaves out what is in all others.
    """
    lines, reached = at.lines_of(statement), Month.containing(at.as_of)
    months = months_of_year(year)
    through = months if monthly else [reached]
    for total in at.figures.totals("budget", year=year, through=through, by_fact=by_fact, units=units):
        line, project = split_money_item(total.item)
        if line not in lines:
            continue
        pieces = by_month(total, months, reached) if monthly else [(None, total.amount, total.parts[0])]
        for month, amount, ytd in pieces:
            yield Contribution(total.kind, total.unit, line, month, amount, total.position, project)
            if ytd:
                yield Contribution("ytd", total.unit, line, month, ytd, total.position, project)


def by_month(total: Total, months: Sequence[Month], reached: Month) -> Iterator[tuple[Month, int, int]]:
    """The part of each month, and again if the month has been reached."""
    before = 0
    for month, so_far in zip(months, total.parts, strict=True):
        part, before = so_far - before, so_far
        if part:
            yield month, part, part if month <= reached else 0
