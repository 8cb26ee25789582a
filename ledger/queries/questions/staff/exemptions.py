"""Exemptions from hiring freezes, and what became of them."""

from collections.abc import Iterable
from datetime import date

from ledger.domain.fact import Recorded
from ledger.domain.staff.exemptions import Exemption, ExemptionDenied, ExemptionGranted
from ledger.domain.staff.exemptions import Exemptions as ExemptionStates
from ledger.domain.staff.freezes import Freezes
from ledger.domain.values.measured import Quantity
from ledger.projections.figures import Total
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question


@row
class ExemptionRow:
    """An exemption and the state its life has reached."""

    exemption: str = column("Exemption", "The code of the exemption.", key=True)
    freeze: str = column("Freeze", "The freeze it is an exemption from.")
    unit: str = column("Unit", "The unit it is for.")
    category: str = column("Category", "The staff category.")
    employment: str = column("Employment", "The form of employment.")
    positions: Quantity = column("Positions", "The positions granted; those asked for until it is decided.")
    positions_requested: Quantity = column("Requested", "The positions asked for.")
    state: str = column("State", "requested, granted, denied, withdrawn, used or lapsed.")
    positions_used: Quantity = column("Used", "The positions filled under it.")
    decided_by: str | None = column("Decided by", "The body, or else the officer, that granted or denied it.")
    lapses: date | None = column("Lapses after", "The last day it may be used.")


def _exempted(at: At) -> Iterable[Total]:
    """Positions established under exemptions, where there are any exemptions."""
    return at.figures.totals("exempted") if at.register("freezes") else ()


class Exemptions:
    """The freezes and exemptions of a moment, with what was used of them."""

    def __init__(self, at: At) -> None:
        self.freezes = at.folded(Freezes).freezes
        self.exemptions = at.folded(ExemptionStates).exemptions
        self._as_of = at.as_of
        self._established: dict[str, int] = {}
        for total in _exempted(at):
            self._established[total.item] = self._established.get(total.item, 0) + total.amount

    def used(self, code: str) -> Quantity:
        return Quantity(self.exemptions[code].uses.total() + self._established.get(code, 0))

    def state(self, code: str) -> str:
        """Where the exemption stands: requested, granted, denied, withdrawn, used or lapsed."""
        exemption = self.exemptions[code]
        if exemption.withdrawn is not None:
            return "withdrawn"
        if isinstance(exemption.ruling, ExemptionDenied):
            return "denied"
        if not isinstance(exemption.ruling, ExemptionGranted):
            return "requested"
        if self.used(code) >= exemption.granted:
            return "used"
        lapses = exemption.ruling.lapses
        return "lapsed" if lapses is not None and lapses < self._as_of else "granted"


def exemptions(at: At, *, unit: str | None = None) -> Answer:
    """The exemptions asked for so far, in the order they were requested."""
    at.places(unit)
    register = Exemptions(at)
    decided = _deciders(at.register("freezes"))
    rows = [
        _exemption_row(register, code, exemption, decided.get(code))
        for code, exemption in sorted(
            register.exemptions.items(), key=lambda each: (each[1].request.effective, each[0])
        )
        if at.tree.within(exemption.request.unit, unit)
    ]
    return answer_at(at, "exemptions", ExemptionRow, rows, {"unit": unit})


def _deciders(facts: list[Recorded]) -> dict[str, str | None]:
    """The body (or else the officer) that granted or denied each exemption."""
    return {
        recorded.fact.exemption: (recorded.fact.decision.body if recorded.fact.decision else None)
        or recorded.fact.actor
        for recorded in facts
        if isinstance(recorded.fact, ExemptionGranted | ExemptionDenied)
    }


def _exemption_row(register: Exemptions, code: str, exemption: Exemption, decided_by: str | None) -> ExemptionRow:
    request, ruling = exemption.request, exemption.ruling
    granted = isinstance(ruling, ExemptionGranted)
    return ExemptionRow(
        exemption=code,
        freeze=request.freeze,
        unit=request.unit,
        category=request.category,
        employment=request.employment,
        positions=exemption.granted if granted else request.positions,
        positions_requested=request.positions,
        state=register.state(code),
        positions_used=register.used(code),
        decided_by=decided_by,
        lapses=ruling.lapses if isinstance(ruling, ExemptionGranted) else None,
    )


QUESTION = Question(
    name="exemptions",
    title="Exemptions from hiring freezes",
    sentence="Exemptions from hiring freezes, and what became of them.",
    topic="people",
    rows=ExemptionRow,
    answer=exemptions,
    options=(UNIT,),
    example="--unit HSN",
)
