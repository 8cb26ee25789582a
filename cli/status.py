"""``liggare status``: the ledger at a glance."""

from datetime import datetime

import click

from cli.params import KNOWN_AT
from cli.render import print_answer
from cli.settings import Settings, language, now
from ledger.domain.days import swedish_day


@click.command(epilog="Example: liggare status")
@click.option("--known-at", type=KNOWN_AT, metavar="DAY|INSTANT", help="As it was at an earlier moment.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of tables; that of the locale if left out.")
@click.pass_obj
def status(settings: Settings, *, known_at: datetime | None, lang: str | None) -> None:
    """One screen: what the ledger holds, the last facts, what is in force, what waits and what is due."""
    from ledger.queries.status import status as answered

    instant = known_at or now()
    with settings.reading() as library:
        found = answered(library.books(swedish_day(instant), instant), library.log.metadata())
        click.echo(f"{found.name or settings.shown}{f' ({found.orgnr})' if found.orgnr else ''}")
        years = f", budgets for {', '.join(map(str, found.years))}" if found.years else ""
        click.echo(f"{found.facts} facts{years}")
        closed = f"Closed through {found.closed_through}" if found.closed_through else "No month is closed"
        click.echo(
            f"{closed}. {len(found.freezes.rows)} hiring freezes in force. "
            f"{len(found.pending.rows)} facts wait for attestation. {len(found.due.rows)} assignments are due."
        )
        for answer in (found.last_facts, found.freezes, found.pending, found.due):
            if answer.rows:
                click.echo()
                print_answer(answer, lang=language(lang))
    if not found.facts:
        click.echo("Record the first unit: liggare record unit.opened --help")
