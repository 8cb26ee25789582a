"""``liggare undo``: an import is taken back, all of it or nothing."""

from typing import TYPE_CHECKING

import click

from cli.files.journals import facts_text
from cli.interactive.prompts import at_a_terminal, prompt_until_read, telling_that_nothing_was_recorded
from cli.output.sentences.saying import say, spoken
from cli.params import OF_KIND
from cli.settings import Settings, actor
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.texts import read_text

if TYPE_CHECKING:
    from ledger.recording.undoing import Undone

MOST_LISTED = 10


@click.command(
    epilog="""\b
Examples:
  liggare undo 3 --reason "Fel fil" --dry-run
  liggare undo 3 --reason "Fel fil" """,
)
@click.argument("number", type=OF_KIND["count"], metavar="N")
@click.option("--reason", metavar="TEXT", help="Why what it brought should not have counted.")
@click.option("--actor", "given_actor", metavar="USER", help="Who takes it back.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
@click.option("--yes", "sure", is_flag=True, help="Record it without asking again.")
@click.pass_obj
def undo(
    settings: Settings, /, *, number: int, reason: str | None, given_actor: str | None, dry_run: bool, sure: bool
) -> None:
    """Take an import back: one reversal for each of its facts that still counts, the last one first.

    All of it or nothing: where decisions since need what it brought, they are named and nothing is recorded. What the
    import had corrected is recorded anew. N is the number that liggare imports shows.
    """
    with telling_that_nothing_was_recorded():
        if reason is None and at_a_terminal():
            reason = prompt_until_read(
                phrase("Why should it not have counted"), lambda words: read_text(words, "reason")
            )
    if reason is None:
        raise click.UsageError(spoken(phrase("Undoing an import needs a --reason.")))
    reason, who = read_text(reason, "--reason"), actor(given_actor)
    with settings.writing() as ledger:
        rehearsed = dry_run or (at_a_terminal() and not sure)
        done = ledger.undo(number, reason=reason, actor=who, dry_run=rehearsed)
        if rehearsed and not dry_run:
            _tell(done, phrase("would be "))
            with telling_that_nothing_was_recorded():
                if not click.confirm(spoken(phrase("Record?"))):
                    raise click.Abort
            done = ledger.undo(number, reason=reason, actor=who)
    _tell(done, phrase("would be ") if dry_run else "")
    if dry_run:
        say(phrase("Nothing was recorded."))


def _tell(done: "Undone", verb: str) -> None:
    from ledger.queries.summary import summary

    finished = done.finished
    named = f" ({finished.file})" if finished.file else ""
    say(
        phrase(
            "Import {import_}{named}: {facts_text} {verb}reversed.",
            import_=finished.import_,
            named=named,
            facts_text=facts_text(done.reversed),
            verb=verb,
        )
    )
    for recorded in done.anew[:MOST_LISTED]:
        say(
            phrase(
                "#{position} {type} {verb}recorded anew: {summary}",
                position=recorded.position,
                type=recorded.fact.TYPE,
                verb=verb,
                summary=summary(recorded.fact),
            )
        )
    if len(done.anew) > MOST_LISTED:
        say(
            phrase(
                "… and {facts_text} more {verb}recorded anew.",
                facts_text=facts_text(len(done.anew) - MOST_LISTED),
                verb=verb,
            )
        )
    _tell_what_is_left(done)


def _tell_what_is_left(done: "Undone") -> None:
    """Attestations that have to be given again, and what waits for one."""
    from cli.output.sentences.waiting import many_wait_text

    for recorded in done.attestations:
        say(
            phrase(
                "Note: #{position}, an attestation, has to be given again by whoever gave it.",
                position=recorded.position,
            ),
            err=True,
        )
    for sentence in many_wait_text(done.waiting):
        say(phrase("Note: {sentence}", sentence=sentence), err=True)
