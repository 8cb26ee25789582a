"""Hiring freezes, their scope, and the exemptions from them."""

from datetime import date

from ledger.domain.values.measured import NOBODY, Quantity
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question
from ledger.queries.questions.staff.exemptions import Exemptions


@row
class FreezeRow:
    """A hiring freeze, its scope and what came of the exemptions from it."""

    freeze: str = column("Freeze", "The code of the freeze.", key=True)
    from_: date = column("From", "The first day it is in force.")
    until: date | None = column("Until", "The last day it is in force; none until a new decision.")
    in_force: bool = column("In force", "Whether it is in force on the as-of day.")
    units: tuple[str, ...] = column("Units", "The units it covers, with everything below them.")
    categories: tuple[str, ...] = column("Categories", "The staff categories it covers; * for all.")
    except_categories: tuple[str, ...] = column("Except", "The categories it does not cover.")
    employment: tuple[str, ...] = column("Employment", "The forms of employment it covers.")
    requested: int = column("Requested", "How many exemptions were asked for.")
    granted: int = column("Granted", "How many of them were granted.")
    denied: int = column("Denied", "How many of them were denied.")
    withdrawn: int = column("Withdrawn", "How many of them were withdrawn.")
    used: int = column("Used", "How many of them are used up.")
    open: int = column("Open", "How many of them are undecided.")
    positions_granted: Quantity = column("Positions granted", "The positions that exemptions were granted for.")
    positions_used: Quantity = column("Positions used", "The positions filled under them.")


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
