"""``liggare correct``: a reversal and its replacement, recorded together."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.asking import blanks, words_of
from cli.params import FACT
from cli.prompts import at_a_terminal, nothing_recorded_when_left, prompted
from cli.record import tell
from cli.settings import Settings, actor
from ledger.domain.control import DecisionReversed
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded
from ledger.interchange.texts import read_text

if TYPE_CHECKING:
    from cli.asking import Asker
    from cli.by_hand import Rehearsed


class NotAssigned(Unreadable):
    code = "not-assigned"

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{words!r} does not say which field becomes what", hint='Write --set FIELD=VALUE: --set "amount=-12,5 Mkr"'
        )


class NothingToCorrect(Unreadable):
    code = "nothing-to-correct"

    def __init__(self, position: int) -> None:
        super().__init__(
            f"The replacement would say the same as #{position}",
            hint="Change a field with --set; to take the fact away altogether: liggare record decision.reversed",
        )


@attrs.define
class Correction:
    """What is known of a correction so far."""

    target: Recorded
    given: dict[str, Any]
    """What changes, in words by the paths of fields."""
    reason: str | None
    late_reason: str | None
    who: str | None

    def facts(self) -> tuple[Fact, Fact]:
        """The reversal and the replacement."""
        if self.reason is None:
            raise click.UsageError("A correction needs a --reason.")
        reversal = _reversal(self.target, self.reason, self.late_reason, self.who)
        return reversal, _replacement(self.target, self.given, self.late_reason, self.who)


@click.command(
    epilog="""\b
Examples:
  liggare correct 123 --reason "Fel belopp i protokollet" --set "amount=-12,5 Mkr"
  liggare correct RS-2024-112 --reason "Fel enhet" --set to_unit=HSN --dry-run"""
)
@click.argument("reference", type=FACT, metavar="ID|POSITION")
@click.option("--reason", help="Why the fact should not have counted as it stands.")
@click.option(
    "--set", "changes", multiple=True, metavar="FIELD=VALUE", help="A field of the replacement; may be repeated."
)
@click.option("--late-reason", metavar="TEXT", help="Why it takes effect in a month that is already closed.")
@click.option("--actor", "given_actor", metavar="USER", help="Who corrects.")
@click.option("--dry-run", is_flag=True, help="Show what would change; record nothing.")
@click.option("--yes", "sure", is_flag=True, help="Record what was asked for without showing it and asking again.")
@click.pass_obj
def correct(
    settings: Settings,
    /,
    *,
    reference: str,
    reason: str | None,
    changes: Sequence[str],
    late_reason: str | None,
    given_actor: str | None,
    dry_run: bool,
    sure: bool,
) -> None:
    """Reverse a fact and record what should have stood in its place, together and linked.

    On a terminal every field is offered for change; otherwise name what changes with --set.
    """
    with settings.writing() as ledger:
        target = ledger.named(reference)
        given = dict(_assigned(words) for words in changes)
        correction = Correction(target, given, reason, late_reason, actor(given_actor))

        def rehearsed() -> list[Fact]:
            return [recorded.fact for recorded in ledger.rehearse(*correction.facts())]

        if at_a_terminal() and not _offered(settings, correction, None if sure or dry_run else rehearsed):
            return
        if dry_run:
            offered = rehearsed()
        else:
            took = ledger.record(*correction.facts())
    if dry_run:
        from cli.effect import print_effect

        print_effect(settings, offered)
        click.echo("Nothing was recorded.")
        return
    for each in took:
        tell(each, "text")


def _assigned(words: str) -> tuple[str, str]:
    field, equals, value = words.partition("=")
    if not equals:
        raise NotAssigned(words)
    return field.strip().replace("-", "_"), value


def _reversal(target: Recorded, reason: str, late_reason: str | None, who: str | None) -> Fact:
    return DecisionReversed(
        effective=target.fact.effective,
        reverses=target.position,
        reason=reason,
        late_reason=late_reason,
        actor=who,
    )


def _replacement(target: Recorded, given: dict[str, str], late_reason: str | None, who: str | None) -> Fact:
    """The original's fields with the changes, under an id of its own and with a link to what it replaces."""
    from ledger.application import evolve
    from ledger.interchange.journal import to_fact
    from ledger.interchange.lines import read_line
    from ledger.interchange.words import to_fields
    from ledger.store.codec import encode
    from ledger.store.upcasting import todays

    fields: dict[str, Any] = dict(todays(read_line(encode(target.fact).decode()))[0])
    told = to_fields(type(target.fact), {name: words for name, words in given.items() if words})
    for name, value in told.items():
        before = fields.get(name)  # of a table or a decision, only what is named changes
        fields[name] = before | value if isinstance(value, dict) and isinstance(before, dict) else value
    for name in (name for name, words in given.items() if not words):
        fields.pop(name, None)
    if "month" in given and "effective" not in given and type(target.fact).EFFECTIVE == "month-end":
        fields.pop("effective")
    if "id" not in given:
        fields.pop("id", None)
    if late_reason is not None:
        fields["late_reason"] = late_reason
    fact = evolve(to_fact({**fields, "corrects": target.position}), actor=who)
    if evolve(fact, **{name: getattr(target.fact, name) for name in _ASIDE}) == target.fact:
        raise NothingToCorrect(target.position)
    return fact


_ASIDE = ("id", "actor", "corrects", "late_reason")
"""What a correction sets anew: it differs between an original and its replacement even when both say the same."""


def _offered(settings: Settings, correction: Correction, rehearsed: "Rehearsed | None") -> bool:
    """Offer every field for change, unless some were given, and ask why; then show the effect and ask once more.

    Nothing is asked where both are given. False when somebody has said no.
    """
    from cli.asking import Asker
    from cli.by_hand import confirmed

    if correction.given and correction.reason is not None:
        return True
    cls = type(correction.target.fact)
    with nothing_recorded_when_left(), settings.looking_up() as books:
        asker, stood = Asker(cls, books), words_of(correction.target.fact)
        if not correction.given:
            _ask_each(asker, correction, stood)
        if correction.reason is None:
            question = "Why should the fact not have counted as it stands"
            correction.reason = prompted(question, lambda words: read_text(words, "reason"))
        return rehearsed is None or confirmed(cls, settings, asker, correction.given, rehearsed, stood)


def _ask_each(asker: "Asker", correction: Correction, stood: Mapping[str, str]) -> None:
    """Every field with its value, to be kept by pressing return or typed anew."""
    target = correction.target
    click.echo(
        f"#{target.position} {target.fact.TYPE}. Return keeps a value; Ctrl-C leaves, and nothing is recorded.\n"
    )
    fields = blanks(type(target.fact))
    for path, before in stood.items():
        if path not in _ASIDE:
            answer = asker.ask(fields[path], before=before)
            if answer != before:
                correction.given[path] = answer
