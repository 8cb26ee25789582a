"""The tree of units."""

from datetime import date

from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question


@row
class UnitRow:
    """A unit and its place in the tree."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Belongs to", "The unit it belongs to.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    opened: date = column("Opened", "The first day it exists.")
    closed: date | None = column("Closed", "The day from which it does not.")


def units(at: At, *, unit: str | None = None) -> Answer:
    """The tree of units, with those that have closed."""
    rows = []
    for place in at.places(unit):
        history = at.organisation.units[place.unit]
        closing = history.closings.at(at.as_of)
        rows.append(
            UnitRow(
                unit=place.unit,
                name=place.name,
                parent=place.parent,
                level=place.level,
                opened=history.opened,
                closed=closing.effective if closing else None,
            )
        )
    return answer_at(at, "units", UnitRow, rows, {"unit": unit})


QUESTION = Question(
    name="units",
    title="Units",
    sentence="The tree of units.",
    topic="organisation",
    rows=UnitRow,
    answer=units,
    options=(UNIT,),
    example="--as-of 2023-01",
)
