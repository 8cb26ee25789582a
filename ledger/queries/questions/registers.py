"""Questions that look things up: units, freezes, exemptions and assignments."""

from collections.abc import Iterable, Sequence
from datetime import date

from ledger.domain.fact import Recorded
from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.measured import NOBODY, Quantity
from ledger.domain.staff.exemptions import Exemption, ExemptionDenied, ExemptionGranted
from ledger.domain.staff.exemptions import Exemptions as ExemptionStates
from ledger.domain.staff.freezes import Freezes
from ledger.projections.figures import Total
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At


@row
class UnitRow:
    """A unit and its place in the tree."""

    unit: str = column("Unit", key=True)
    name: str = column("Name")
    parent: str | None = column("Belongs to", hidden=True)
    level: int = column("Level", hidden=True)
    opened: date = column("Opened")
    closed: date | None = column("Closed")


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


@row
class ExemptionRow:
    """An exemption and the state its life has reached."""

    exemption: str = column("Exemption", key=True)
    freeze: str = column("Freeze")
    unit: str = column("Unit")
    category: str = column("Category")
    employment: str = column("Employment")
    positions: Quantity = column("Positions")
    positions_requested: Quantity = column("Requested")
    state: str = column("State")
    positions_used: Quantity = column("Used")
    decided_by: str | None = column("Decided by")
    lapses: date | None = column("Lapses after")


@row
class AssignmentRow:
    """An assignment, how it goes and whether it is late."""

    assignment: str = column("Assignment", key=True)
    title: str = column("Title")
    from_body: str = column("From")
    units: tuple[str, ...] = column("Units")
    due: date = column("Due")
    follow_up: str | None = column("Follow-up")
    status: str = column("Status")
    last_report: date | None = column("Last report")
    overdue: bool = column("Overdue")


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
    return _answer(at, "units", {"unit": unit}, UnitRow, rows)


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
    return _answer(at, "freezes", {"unit": unit}, FreezeRow, rows)


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
    return _answer(at, "exemptions", {"unit": unit}, ExemptionRow, rows)


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


def assignments(at: At, *, unit: str | None = None) -> Answer:
    """The assignments given so far, by the day they are due."""
    at.places(unit)
    given: dict[str, AssignmentGiven] = {}
    reports: dict[str, list[tuple[date, int, AssignmentReported]]] = {}
    closed: dict[str, AssignmentClosed] = {}
    for recorded in at.register("assignments"):
        match recorded.fact:
            case AssignmentGiven() as fact:
                given[fact.assignment] = fact
            case AssignmentReported() as fact:
                reports.setdefault(fact.assignment, []).append((fact.effective, recorded.position, fact))
            case AssignmentClosed() as fact:
                closed[fact.assignment] = fact
    rows = []
    for code, fact in sorted(given.items(), key=lambda each: (each[1].due, each[0])):
        if unit is not None and not any(at.tree.within(each, unit) for each in fact.units):
            continue
        last = max(reports.get(code, ()), default=None, key=lambda report: report[:2])
        ended = closed.get(code)
        rows.append(
            AssignmentRow(
                assignment=code,
                title=fact.title,
                from_body=fact.from_body,
                units=fact.units,
                due=fact.due,
                follow_up=fact.follow_up,
                status=ended.status if ended else (last[2].status if last else "given"),
                last_report=last[0] if last else None,
                overdue=ended is None and fact.due < at.as_of,
            )
        )
    return _answer(at, "assignments", {"unit": unit}, AssignmentRow, rows)


def _answer(at: At, question: str, options: dict[str, object], columns: type, rows: Sequence[object]) -> Answer:
    return Answer(
        question=question,
        moment=at.moment,
        position=at.position,
        options=options,
        columns=columns,
        rows=rows,
    )
