"""``liggare correct``: a reversal and its replacement, recorded together."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from cli.record import tell
from cli.settings import Settings, actor
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded


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


@click.command(
    epilog="""\b
Examples:
  liggare correct 123 --reason "Fel belopp i protokollet" --set "amount=-12,5 Mkr"
  liggare correct RS-2024-112 --reason "Fel enhet" --set to_unit=HSN --dry-run"""
)
@click.argument("reference", metavar="ID|POSITION")
@click.option("--reason", help="Why the fact should not have counted as it stands.")
@click.option(
    "--set", "changes", multiple=True, metavar="FIELD=VALUE", help="A field of the replacement; may be repeated."
)
@click.option("--late-reason", metavar="TEXT", help="Why it takes effect in a month that is already closed.")
@click.option("--actor", "given_actor", metavar="USER", help="Who corrects.")
@click.option("--dry-run", is_flag=True, help="Show what would change; record nothing.")
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
) -> None:
    """Reverse a fact and record what should have stood in its place, together and linked.

    On a terminal every field is offered for change; otherwise name what changes with --set.
    """
    with settings.writing() as ledger:
        target = ledger.named(reference)
        given = dict(_assigned(words) for words in changes)
        if sys.stdin.isatty() and sys.stdout.isatty() and not given:
            given = _offered(target)
        if reason is None and sys.stdin.isatty():
            reason = click.prompt("Why should the fact not have counted as it stands")
        if reason is None:
            raise click.UsageError("A correction needs a --reason.")
        who = actor(given_actor)
        reversal = _reversal(target, reason, late_reason, who)
        replacement = _replacement(target, given, late_reason, who)
        if dry_run:
            facts = [recorded.fact for recorded in ledger.rehearse(reversal, replacement)]
        else:
            took = ledger.record(reversal, replacement)
    if dry_run:
        from cli.effect import print_effect

        print_effect(settings, facts)
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
    from ledger.domain.control import DecisionReversed

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
"""What differs between an original and its replacement even when both say the same."""


def _offered(target: Recorded) -> dict[str, str]:
    """Every field with its value, to be kept by pressing return or typed anew."""
    from ledger.interchange.lines import read_line
    from ledger.store.codec import encode
    from ledger.store.upcasting import todays

    click.echo(f"#{target.position} {target.fact.TYPE}. Return keeps a value.")
    fields, _ = todays(read_line(encode(target.fact).decode()))
    given: dict[str, str] = {}
    for name, value in fields.items():
        if name in ("type", "id", "actor") or isinstance(value, dict | list):
            continue
        answer = click.prompt(f"  {name}", default=str(value))
        if answer != str(value):
            given[name] = answer
    for name, value in fields.items():
        if isinstance(value, dict) and name == "lines":
            shown = ", ".join(f"{key}={amount}" for key, amount in value.items())
            answer = click.prompt(f"  {name}", default=shown)
            if answer != shown:
                given[name] = answer
    return given
