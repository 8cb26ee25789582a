"""The facts behind the report, each with its decision: what references lead to."""

from datetime import date

from ledger.domain.fact import Recorded
from ledger.queries.answer import Answer, column, row
from ledger.queries.summary import decision_cells
from ledger.reports.cells import swedish_time
from ledger.reports.monthly.document import Grid
from ledger.reports.monthly.grids import grid
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.telling import told


@row
class FactRow:
    """A fact as it was recorded."""

    position: int = column("Fact")
    told: str = column("Summary")
    decision: dict[str, str] | None = column("Decision")
    effective: date = column("Effective")
    recorded: str = column("Recorded")
    id: str | None = column("Id")
    actor: str | None = column("Actor")
    type: str = column("Type")


def facts_grid(of: Reporting) -> tuple[Grid, frozenset[int]]:
    """The facts, and the positions of those that have a row."""
    speech, facts = of.speech, of.monthly.facts
    answer = Answer(
        question="facts",
        moment=of.monthly.report.answer.moment,
        position=of.position,
        options={},
        columns=FactRow,
        rows=[_row(of, recorded) for recorded in facts.values()],
    )
    notes = [speech.say("Each of them in full: liggare journal --known-at {moment}", moment=of.known_at)]
    notes += [
        speech.say(
            "Not listed for their number: {number} facts of type {type} (liggare journal --type {type}).",
            number=number,
            type=name,
        )
        for name, number in sorted(of.monthly.left_out.items())
    ]
    caption = speech.say("Facts that the report refers to")
    printed = grid(answer, speech, key="facts", caption=caption, notes=notes)
    return printed, frozenset(facts)


def _row(of: Reporting, recorded: Recorded) -> FactRow:
    fact = recorded.fact
    cells = decision_cells(fact)
    return FactRow(
        position=recorded.position,
        told=of.speech.sentence(told(fact, of.speech)),
        decision={name: of.speech.unbroken(words) for name, words in cells.items()} if cells else None,
        effective=fact.effective,
        recorded=swedish_time(recorded.recorded_at),
        id=None if fact.id is None or fact.id.startswith("auto-") else fact.id,
        actor=fact.actor,
        type=fact.TYPE,
    )
