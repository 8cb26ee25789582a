"""Outcomes by unit, line and month, with rolling twelve months."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.outcomes import outcome_contributions
from ledger.queries.options import LINE, MONTH, PROJECT, STATEMENT, TREE, UNIT, YEAR
from ledger.queries.question import Explained, Question, Units
from ledger.queries.sums import YEAR as MONTHS
from ledger.queries.sums import Sums, above_within, months_of_year, rolled_up


@row
class OutcomeRow:
    """What a line came to in a month, and in the twelve months that end with it."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    line: str = column("Line", "The code of the line.", key=True)
    month: Month = column("Month", "The month.", key=True)
    amount: Money = column("Outcome", "The outcome of the month.")
    r12: Money = column("R12", "The outcome of the twelve months that end with this one.", trend=("unit", "line"))
    r12_last_year: Money = column("R12 last year", "The same a year earlier.")


Cells = Sums[tuple[str, str, int]]
"""Outcomes by unit, line and month."""


def outcome(
    at: At,
    *,
    year: int | None = None,
    month: Month | None = None,
    unit: str | None = None,
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Outcomes of a year's months (or of one month), each with its rolling twelve months."""
    year = month.year if month else (at.as_of.year if year is None else year)
    shown = [month] if month else months_of_year(year, Month.containing(at.as_of))
    sums: Cells = Sums()
    statement = at.statement_of(line, statement)
    found = outcome_contributions(at, shown[0].plus(1 - 2 * MONTHS), shown[-1], statement) if shown else ()
    for part in at.narrowed(found, line, project):
        if part.month is not None:
            lines = above_within(at.line_tree, part.item, line)
            for each in rolled_up(at, tree, part.unit, part.month, unit):
                for of in lines:
                    sums[each, of, part.month.number] += part.amount

    def rolling(each: str, of: str, last: int) -> Money:
        return Money(sum(sums.get((each, of, number), 0) for number in range(last - MONTHS + 1, last + 1)))

    used = {(each, of) for each, of, _ in sums}
    rows = [
        OutcomeRow(
            unit=place.unit,
            name=place.name,
            line=of,
            month=each,
            amount=Money(sums.get((place.unit, of, each.number), 0)),
            r12=rolling(place.unit, of, each.number),
            r12_last_year=rolling(place.unit, of, each.number - MONTHS),
        )
        for place in at.places(unit, tree)
        for of in at.lines_of(statement)
        if (place.unit, of) in used
        for each in shown
        if (place.unit, of, each.number) in sums
    ]
    options = {
        "year": year,
        "month": month,
        "unit": unit,
        "line": line,
        "project": project,
        "statement": statement,
        "tree": tree,
    }
    return Answer(
        question="outcome",
        moment=at.moment,
        position=at.position,
        options=options,
        columns=OutcomeRow,
        rows=rows,
    )


def behind(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """What is behind an outcome. Without a month, all of the year through the as-of day, and the twelve that end with
    the last of them.
    """
    year = at.as_of.year if cell.year is None else cell.year
    months = [cell.month] if cell.month else months_of_year(year, Month.containing(at.as_of))
    if not months:
        return iter(())
    last = months[-1].plus(-MONTHS) if name == "r12_last_year" else months[-1]
    first = months[0] if name == "amount" else last.plus(1 - MONTHS)
    return outcome_contributions(at, first, last, at.statement_of(cell.line, cell.statement))


QUESTION = Question(
    name="outcome",
    title="Outcome",
    sentence="Outcomes by unit, line and month, with rolling twelve months.",
    topic="money",
    rows=OutcomeRow,
    answer=outcome,
    options=(UNIT, LINE, PROJECT, MONTH, STATEMENT, TREE, YEAR),
    example="--unit HSN --year 2024",
    explained=Explained(
        columns=("amount", "r12", "r12_last_year"),
        usual="amount",
        behind=behind,
        narrowed_by=("unit", "line", "project", "month", "year", "statement", "tree"),
    ),
)
