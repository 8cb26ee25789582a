"""What facts contribute to outcomes."""

from collections.abc import Iterator

from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution


def outcome_contributions(
    at: At, first: Month, last: Month, statement: str, column: str = "amount"
) -> Iterator[Contribution]:
    """The outcomes in force for some months."""
    lines = at.lines_of(statement)
    for stated in at.figures.stated("outcome", first, last):
        line, project = split_money_item(stated.item)
        if line in lines:
            month = Month(stated.month)
            yield Contribution(column, stated.unit, line, month, stated.amount, stated.position, project)
