"""``liggare reorganise``: a unit closes, and what that takes is recorded together."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.files.journals import facts_text
from cli.interactive.prompts import at_a_terminal, telling_that_nothing_was_recorded
from cli.output.sentences.saying import say
from cli.params import OF_KIND, UNIT
from cli.settings import Settings, actor, now
from ledger.domain.fact import Decision
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase
from ledger.domain.values.visible import visible
from ledger.interchange.values.days import read_day
from ledger.interchange.values.texts import read_text

if TYPE_CHECKING:
    from ledger.queries.closing.proposing import Proposal

_SOURCE = ("body", "date", "paragraph", "case")


@click.command(
    epilog="""\b
Examples:
  liggare reorganise --close EKO --into RS --effective 2024-07-01 --dry-run
  liggare reorganise --close EKO --into RS --effective 2024-07-01 --body Regionstyrelsen --paragraph "§ 112" """,
)
@click.option("--close", type=UNIT, required=True, metavar="CODE", help="The unit that closes.")
@click.option("--into", type=UNIT, required=True, metavar="CODE", help="The unit that takes over.")
@click.option(
    "--effective", type=OF_KIND["day"], required=True, metavar="DAY", help="The first day on which it is closed."
)
@click.option("--body", metavar="TEXT", help="The body that decided.")
@click.option("--date", "date", metavar="DAY", help="The day it was decided.")
@click.option("--paragraph", metavar="TEXT", help="The paragraph of the minutes.")
@click.option("--case", metavar="TEXT", help="The case number.")
@click.option("--note", metavar="TEXT", help="A short remark.")
@click.option("--late-reason", metavar="TEXT", help="Why it takes effect in a month that is closed.")
@click.option("--actor", "given_actor", metavar="USER", help="Who records.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
@click.option("--yes", "sure", is_flag=True, help="Record it without asking again.")
@click.pass_obj
def reorganise(
    settings: Settings,
    /,
    *,
    close: str,
    into: str,
    effective: date,
    note: str | None,
    late_reason: str | None,
    given_actor: str | None,
    dry_run: bool,
    sure: bool,
    **source: str | None,
) -> None:
    """Close a unit into another: propose, show and record together what that takes.

    Its current budget of the months from that day on moves, line by line and project by project, and so do its
    positions; what the months before came to stays. Open exemptions and assignments are told: they stay with the unit.
    All of it is one import, which liggare undo takes back.
    """
    from cli.output.effect import print_effect
    from ledger.queries.closing.proposing import proposal

    shared: dict[str, Any] = {
        "actor": actor(given_actor),
        "decision": _decision(source),
        "note": read_text(note, "--note") if note else None,
        "late_reason": read_text(late_reason, "--late-reason") if late_reason else None,
    }
    instant = now()
    with settings.reading() as reader:
        proposed = proposal(reader.at(swedish_day(instant), instant), close, into, effective, **shared)
    with settings.writing() as ledger:
        offered = ledger.rehearse(*proposed.facts)
        print_effect(settings, offered)
        _tell_what_stays(proposed, close)
        if dry_run:
            say(phrase("Nothing was recorded."))
            return
        if at_a_terminal() and not sure:
            with telling_that_nothing_was_recorded():
                if not click.confirm("Record?"):
                    raise click.Abort
        took = ledger.record_as_import(proposed.facts, actor=shared["actor"])
        finished: Any = ledger.named(took[-1].recorded.position + 1).fact
    first, last = took[0].recorded.position, took[-1].recorded.position
    say(
        phrase(
            "Import {import_}: {facts_text} recorded, #{first} to #{last}.",
            import_=finished.import_,
            facts_text=facts_text(len(took)),
            first=first,
            last=last,
        )
    )
    _tell_what_waits([each.waits for each in took if each.waits is not None])


def _decision(source: dict[str, str | None]) -> Decision | None:
    given: dict[str, Any] = {name: read_text(words, f"--{name}") for name, words in source.items() if words}
    if "date" in given:
        given["date"] = read_day(given["date"], "--date")
    return Decision(**given) if given else None


def _tell_what_stays(proposed: "Proposal", unit: str) -> None:
    """The open exemptions and assignments of the unit, which somebody has to see to."""
    for row in proposed.exemptions:
        say(
            phrase(
                "Note: the exemption {exemption} stays with {unit}: {state}, {positions} positions, "
                "{positions_used} used",
                exemption=visible(row.exemption),
                unit=visible(unit),
                state=row.state,
                positions=row.positions,
                positions_used=row.positions_used,
            ),
            err=True,
        )
    for each in proposed.assignments:
        say(
            phrase(
                "Note: the assignment {assignment} stays with {unit}: {title}, due {due}",
                assignment=visible(each.assignment),
                unit=visible(unit),
                title=visible(each.title),
                due=each.due,
            ),
            err=True,
        )


def _tell_what_waits(waiting: list[Any]) -> None:
    from cli.output.sentences.waiting import many_wait_text

    for sentence in many_wait_text(waiting):
        say(phrase("Note: {sentence}", sentence=sentence), err=True)
