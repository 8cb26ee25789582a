"""Hiring freezes, their scope, and the exemptions from them."""

from datetime import date

from ledger.domain.measured import NOBODY, Quantity
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question
from ledger.queries.questions.exemptions import Exemptions


@row
class FreezeRow:
    """A hiring freeze, its scope and what came of the exemptions from it."""

    freeze: str = column("Freeze", key=True)
    from_: date = column("From")
    until: date | None = column("Until")
    in_force: bool = column("In force")
    units: tuple[str, ...] = column("Units")
    categories: tuple[str, ...] = column("Categories")
    except_categories: tuple[str, ...] = column("Except")
    employment: tuple[str, ...] = column("Employment")
    requested: int = column("Requested")
    granted: int = column("Granted")
    denied: int = column("Denied")
    withdrawn: int = column("Withdrawn")
    used: int = column("Used")
    open: int = column("Open")
    positions_granted: Quantity = column("Positions granted")
    positions_used: Quantity = column("Positions used")


def freezes(at: At, *, unit: str | None = None) -> Answer:
    """The hiring freezes decided so far. With a unit: those that bear on it."""
    at.places(unit)
    register = Exemptions(at)
    rows = []
    for code, freeze in sorted(register.freezes.items(), key=lambda each: (each[1].declared.effective, each[0])):
        scope = freeze.scope(at.as_of)
        if unit is not None and not any(at.tree.within(unit, top) or at.tree.within(top, unit) for top in scope.units):
            continue
        own = [name for name, each in register.exemptions.items() if each.request.freeze == code]
        states = [register.state(name) for name in own]
        granted = [name for name, state in zip(own, states, strict=True) if state in ("granted", "used", "lapsed")]
        rows.append(
            FreezeRow(
                freeze=code,
                from_=freeze.declared.effective,
                until=freeze.until(at.as_of),
                in_force=freeze.in_force(at.as_of),
                units=scope.units,
                categories=scope.categories,
                except_categories=scope.except_categories,
                employment=scope.employment,
                requested=len(own),
                granted=len(granted),
                denied=states.count("denied"),
                withdrawn=states.count("withdrawn"),
                used=states.count("used"),
                open=states.count("requested"),
                positions_granted=sum((register.exemptions[name].granted for name in granted), NOBODY),
                positions_used=sum((register.used(name) for name in own), NOBODY),
            )
        )
    return answer_at(at, "freezes", FreezeRow, rows, {"unit": unit})


QUESTION = Question(
    name="freezes",
    title="Hiring freezes",
    sentence="Hiring freezes, their scope, and the exemptions from them.",
    topic="people",
    rows=FreezeRow,
    answer=freezes,
    options=(UNIT,),
    example="--as-of 2024-03",
)
