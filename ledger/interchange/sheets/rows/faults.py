"""What can be wrong with the rows of a sheet."""

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase


class TypeNotSaid(Unreadable):
    code = "type-not-said"

    def __init__(self) -> None:
        super().__init__(
            phrase("Nothing says what type of fact the rows are"),
            hint=phrase(
                "Give --type, name the sheet or the file after the type (budget.adopted.csv), or add "
                "a column: type; a sheet of a workbook that holds no facts can be hidden"
            ),
        )


class UnheadedCell(Unreadable):
    code = "unheaded-cell"

    def __init__(self) -> None:
        super().__init__(
            phrase("There is something in a column without a heading"),
            hint=phrase(
                "Give the column its heading, or empty it; where commas separate the cells, a "
                "decimal comma stands in quotes"
            ),
        )


class ScatteredRows(Unreadable):
    code = "scattered-rows"

    def __init__(self, last: int) -> None:
        super().__init__(
            phrase(
                "The row differs only in line and amount from row {last}, and other rows stand between them", last=last
            ),
            hint=phrase(
                "Sort the sheet so that the rows of one decision follow one another; if they are two "
                "decisions, give them different references (id)"
            ),
        )
