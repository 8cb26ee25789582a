"""``liggare status``: the ledger at a glance."""

from datetime import datetime
from textwrap import wrap

import click

from cli.language import language
from cli.output.render import listing_text, print_plain, room
from cli.output.sentences.saying import say
from cli.params import KNOWN_AT
from cli.settings import Settings, now
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase


@click.command(epilog="Example: liggare status")
@click.option("--known-at", type=KNOWN_AT, metavar="DAY|INSTANT", help="As it was at an earlier moment.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language; that of the locale if left out.")
@click.pass_obj
def status(settings: Settings, *, known_at: datetime | None, lang: str | None) -> None:
    """One screen: what the ledger holds, the last facts, what is in force, what waits and what is due."""
    from ledger.queries.status import status as answered
    from ledger.reports.glance import listings, opening

    instant, chosen = known_at or now(), language(lang)
    with settings.reading() as reader:
        ahead = 0 if known_at else reader.ahead_of(now)
        found = answered(reader.at(swedish_day(instant), instant), reader.log.metadata(), ahead=ahead)
    print_plain(f"{found.name or settings.where_text}{f' ({found.orgnr})' if found.orgnr else ''}\n")
    print_plain("".join(f"{each}\n" for line in opening(found, chosen) for each in _wrapped(line, room())))
    for listing in listings(found, chosen):
        print_plain(f"\n{listing_text(listing, width=room())}")
    if not found.facts and not found.ahead:
        say(phrase("Record the first unit: {command} record unit.opened --help", command=settings.command))


def _wrapped(line: str, width: int | None) -> list[str]:
    return [line] if width is None else wrap(line, width, subsequent_indent="  ", break_on_hyphens=False)
