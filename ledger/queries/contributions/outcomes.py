"""What facts contribute to outcomes."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution


def outcome_contributions(
    at: At, first: Month, last: Month, statement: str, column: str = "amount"
) -> Iterator[Contribution]:
    """The outcomes in force for some months."""
    lines = at.lines_of(statement)
    for stated in at.figures.stated("outcome", first, last):
        if stated.item in lines:
            yield Contribution(column, stated.unit, stated.item, Month(stated.month), stated.amount, stated.position)
