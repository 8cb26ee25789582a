"""Ask a person at a terminal for the fields of a fact. What cannot be read is refused at once, and asked for again."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_origin

from cli.interactive.choices import field_choices, today
from cli.interactive.open_fields import NOTHING, OpenField, rejoin_entries
from cli.interactive.prompts import prompt_until_read
from cli.output.sentences.saying import say
from ledger.domain.fact import Fact, Reference
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import joined, phrase
from ledger.interchange.values.fields import without_none

if TYPE_CHECKING:
    from ledger.queries.at import At

Text = str | list[str]

_GUESSED = (int, Month, date)
"""Years, months and days are completed, but not listed before a question."""


class Asker:
    """Asks for fields of one type of fact. Codes are checked against the ledger as it is now."""

    def __init__(self, cls: type[Fact], at: "At", unit: str = "kr") -> None:
        self._cls = cls
        self._at = at
        self._unit = unit
        self._known_choices: dict[tuple[str | None, str | None, Any], Mapping[str, str]] = {}

    def ask(self, field: OpenField, *, before: str | None = None) -> Text:
        """Ask until the text for a field can be read. *before* is the text that it has; return keeps it."""
        if field.is_table and before is None:
            return self._table(field)
        return prompt_until_read(
            field.question,
            lambda words: words if words == before else self._checked(field, words),
            choices=self._choices(field),
            default=before or self._default(field),
            shown=without_none(field.annotation) not in _GUESSED,
        )

    def _choices(self, field: OpenField) -> Mapping[str, str]:
        key = (field.meaning.refers, field.meaning.recalls, str(field.annotation))
        if key not in self._known_choices:
            self._known_choices[key] = field_choices(field.annotation, field.meaning, self._at)
        return self._known_choices[key]

    def _default(self, field: OpenField) -> str | None:
        """A likely value: today, the month that has just ended, this year, or the only choice."""
        now, kind = today(self._at), without_none(field.annotation)
        if not field.required:
            return ""
        if field.path == "effective":
            return str(now)
        if kind is int and field.path == "year":
            return str(now.year)
        if kind is Month and self._cls.EFFECTIVE in ("month-end", "month"):
            return str(Month.containing(date(now.year, now.month, 1)).plus(-1))
        only = list(self._choices(field))
        return only[0] if len(only) == 1 and field.meaning.refers and not field.is_table else None

    def _checked(self, field: OpenField, words: str) -> str:
        """The text, with codes in the spelling of the ledger. Raises a LedgerError when it cannot be read."""
        from ledger.interchange.values.from_text import as_json

        if words in ("", NOTHING) and not field.required:
            return ""
        words = self._spelled(field, words)
        value = field.read(as_json(field.annotation, words, field.path, unit=self._unit), field.path)
        if without_none(field.annotation) == Reference:
            self._require_fact(value)
        elif field.meaning.refers:
            self._require_known(field.meaning.refers, [value] if isinstance(value, str) else list(value), field)
        elif field.meaning.defines:
            self._require_new(field.meaning.defines, value)
        return words

    def _spelled(self, field: OpenField, words: str) -> str:
        choices = self._choices(field)
        if get_origin(without_none(field.annotation)) is tuple and "=" not in words:
            entries = rejoin_entries([word.strip() for word in words.split(",")], choices)
            return ", ".join(_as_the_ledger_spells(entry, choices) for entry in entries)
        return _as_the_ledger_spells(words, choices)

    def _require_known(self, kind: str, named: list[str], field: OpenField) -> None:
        from ledger.domain.judging import UnknownCode

        known = self._choices(field)
        for code in named:
            if code not in known:
                raise UnknownCode(kind, code, list(known))

    def _require_new(self, kind: str, code: str) -> None:
        from ledger.domain.judging import CodeTaken
        from ledger.queries.codes import codes

        if code in codes(self._at, kind):
            raise CodeTaken(kind, code)

    def _require_fact(self, reference: Reference) -> None:
        from ledger.domain.control.reversals import UnknownFact
        from ledger.queries.summary import summary

        found = self._at.find(reference)
        if found is None:
            raise UnknownFact(reference)
        say(joined("", (f"  #{found.position} {found.fact.TYPE}: ", summary(found.fact))))

    def _table(self, field: OpenField) -> list[str]:
        """Ask for the entries of a table one by one. An empty answer ends them."""
        kind, entries = field.meaning.refers or "entry", list[str]()
        say(phrase("{help} ({path}); return ends the list", help=field.help, path=field.path))
        while True:
            taken = {entry.partition("=")[0] for entry in entries}
            left = {code: name for code, name in self._choices(field).items() if code not in taken}
            key = prompt_until_read(
                f"  {kind}",
                lambda words: self._checked_key(field, words),
                choices=left,
                default="" if entries else None,
                shown=not entries,
            )
            if not key:
                return entries
            entry = key if "=" in key else f"{key}={self._amount(field, key)}"
            entries = [each for each in entries if each.partition("=")[0] != entry.partition("=")[0]] + [entry]

    def _checked_key(self, field: OpenField, words: str) -> str:
        """A code or a whole entry, checked. A code alone is checked with the amount 0."""
        key, equals, amount = words.partition("=")
        key = _as_the_ledger_spells(key.strip(), self._choices(field))
        if words:
            self._checked(field, f"{key}={amount if equals else 0}")
        return f"{key}={amount}" if equals else key

    def _amount(self, field: OpenField, key: str) -> str:
        def checked(words: str) -> str:
            self._checked(field, f"{key}={words}")
            return words

        return prompt_until_read(phrase("  amount on {key}", key=key), checked)


def _as_the_ledger_spells(words: str, choices: Mapping[str, str]) -> str:
    """A code typed in other capitals, as the ledger spells it, if only one fits."""
    if words in choices:
        return words
    alike = [word for word in choices if word.casefold() == words.casefold()]
    return alike[0] if len(alike) == 1 else words
