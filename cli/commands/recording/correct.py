"""``liggare correct``: a reversal and its replacement, recorded together."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import attrs
import click

from cli.commands.recording.record import tell
from cli.interactive.open_fields import field_texts, open_fields, rejoin_entries
from cli.interactive.prompts import at_a_terminal, prompt_until_read, telling_that_nothing_was_recorded
from cli.output.sentences.saying import say, spoken
from cli.params import FACT
from cli.settings import Settings, actor
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.texts import read_text

if TYPE_CHECKING:
    from cli.interactive.asking import Asker
    from cli.interactive.filling_in import Rehearse
    from ledger.recording.batches import Took


class NotAssigned(Unreadable):
    code = "not-assigned"

    def __init__(self, words: str) -> None:
        super().__init__(
            phrase("{words!r} does not say which field becomes what", words=words),
            hint=phrase('Write --set FIELD=VALUE: --set "amount=-12,5 Mkr"'),
        )


class NothingToCorrect(Unreadable):
    code = "nothing-to-correct"

    def __init__(self, position: int) -> None:
        super().__init__(
            phrase("The replacement would say the same as #{position}", position=position),
            hint=phrase(
                "Change a field with --set; to take the fact away altogether: liggare record decision.reversed"
            ),
        )


@attrs.define
class Correction:
    """What is known of a correction so far."""

    target: Recorded
    named: Mapping[str, str]
    """What changes by --set, in words by the paths of fields: of a table, the entries that are named."""
    reason: str | None
    late_reason: str | None
    who: str | None
    given: dict[str, Any] = attrs.field(factory=dict)
    """What changes by answers, in words by the paths of fields: whole values, in place of those that were shown."""

    def facts(self) -> tuple[Fact, Fact]:
        """The reversal and the replacement."""
        if self.reason is None:
            raise click.UsageError(spoken(phrase("A correction needs a --reason.")))
        reversal = _reversal(self.target, self.reason, self.late_reason, self.who)
        return reversal, _replacement(self)

    def fields(self) -> dict[str, Any]:
        """The original's fields as the journal writes them, with the changes."""
        cls, stood = type(self.target.fact), _written(self.target.fact)
        fields = changed(cls, changed(cls, stood, self.named, whole=False), self.given, whole=True)
        if self._says("month") and not self._says("effective") and cls.EFFECTIVE == "month-end":
            fields.pop("effective", None)
        if not self._says("id"):
            fields.pop("id", None)
        return fields

    def _says(self, path: str) -> bool:
        return path in self.named or path in self.given


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
    reason = reason if reason is None else read_text(reason, "--reason")
    late_reason = late_reason if late_reason is None else read_text(late_reason, "--late-reason")
    with settings.writing() as ledger:
        target = ledger.named(reference)
        named = dict(_assigned(words) for words in changes)
        correction = Correction(target, named, reason, late_reason, actor(given_actor))

        def rehearse() -> "list[Took]":
            return ledger.rehearse(*correction.facts())

        if at_a_terminal() and not _known_choices(settings, correction, None if sure or dry_run else rehearse):
            return
        if dry_run:
            offered = rehearse()
        else:
            took = ledger.record(*correction.facts())
    if dry_run:
        from cli.output.effect import print_effect

        print_effect(settings, offered)
        say(phrase("Nothing was recorded."))
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


def _replacement(correction: Correction) -> Fact:
    """The original with the changes, under an id of its own and with a link to what it replaces."""
    from ledger.interchange.journal.reading import to_fact
    from ledger.recording.offered import evolve

    target, fields = correction.target, correction.fields()
    if correction.late_reason is not None:
        fields["late_reason"] = correction.late_reason
    fact = evolve(to_fact({**fields, "corrects": target.position}), actor=correction.who)
    if evolve(fact, **{name: getattr(target.fact, name) for name in _ASIDE}) == target.fact:
        raise NothingToCorrect(target.position)
    return fact


def _written(fact: Fact) -> dict[str, Any]:
    """The fields of a fact as the journal writes them today."""
    from ledger.interchange.journal.lines import read_line
    from ledger.store.codec import encode
    from ledger.store.upcasting import todays

    return dict(todays(read_line(encode(fact).decode()))[0])


def changed(cls: type[Fact], fields: Mapping[str, Any], words: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """*fields* with what *words* say of them by their paths; blank words take a field out.

    Of a part, only what is named changes; of a table too, unless the *whole* value was typed anew.
    """
    from ledger.interchange.values.from_text import to_fields

    after = dict(fields)
    told = to_fields(cls, {path: each for path, each in words.items() if each})
    for name, value in told.items():
        before = after.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and not (whole and name in words):
            after[name] = before | value
        elif whole and _is_of_texts(value) and _is_of_texts(before):
            after[name] = rejoin_entries(value, before)
        else:
            after[name] = value
    for path in (path for path, each in words.items() if not each):
        _take_out(after, path)
    return after


def _take_out(fields: dict[str, Any], path: str) -> None:
    """Take a field out, or a field of a part; a part that has nothing left goes with it."""
    name, _, inner = path.partition(".")
    part = fields.pop(name, None)
    if inner and isinstance(part, dict):
        left = {each: value for each, value in part.items() if each != inner}
        if left:
            fields[name] = left


def _is_of_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_ASIDE = ("id", "actor", "corrects", "late_reason")
"""What a correction sets anew: it differs between an original and its replacement even when both say the same."""


def _known_choices(settings: Settings, correction: Correction, rehearse: "Rehearse | None") -> bool:
    """Offer every field for change, unless some were given, and ask why; then show the effect and ask once more.

    Nothing is asked where both are given. False when somebody has said no.
    """
    from cli.interactive.asking import Asker
    from cli.interactive.filling_in import confirm

    if correction.named and correction.reason is not None:
        return True
    cls = type(correction.target.fact)
    stood = _stood(correction)
    with telling_that_nothing_was_recorded(), settings.looking_up() as at:
        asker = Asker(cls, at)
        if not correction.named:
            _ask_each(asker, correction, stood)
        if correction.reason is None:
            question = phrase("Why should the fact not have counted as it stands")
            correction.reason = prompt_until_read(question, lambda words: read_text(words, "reason"))
        return rehearse is None or confirm(cls, settings, asker, correction.given, rehearse, stood)


def _stood(correction: Correction) -> dict[str, str]:
    """What the fact says with what --set changes in it, by the paths of fields: what the brackets show."""
    from ledger.interchange.journal.reading import to_fact

    return field_texts(to_fact(correction.fields()) if correction.named else correction.target.fact)


def _ask_each(asker: "Asker", correction: Correction, stood: Mapping[str, str]) -> None:
    """Every field with its value, to be kept by pressing return or typed anew."""
    target = correction.target
    say(
        phrase(
            "#{position} {type}. Return keeps a value; Ctrl-C leaves, and nothing is recorded.\n",
            position=target.position,
            type=target.fact.TYPE,
        )
    )
    fields = open_fields(type(target.fact))
    for path, before in stood.items():
        if path not in _ASIDE:
            answer = asker.ask(fields[path], before=before)
            if answer != before:
                correction.given[path] = answer
