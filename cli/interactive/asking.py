"""Asking a person at a terminal for the fields of a fact, one by one; each answer is read at once, and asked for again
with what is wrong with it.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args, get_origin

import attrs
import click

from cli.interactive.choices import offers, today
from cli.interactive.forms import form_of
from cli.interactive.prompts import prompted
from ledger.domain.days import Month
from ledger.domain.fact import Fact, Meaning, Reference, attributes, meaning
from ledger.interchange.values.fields import spellings, without_none
from ledger.interchange.values.messages import Reader

if TYPE_CHECKING:
    from ledger.queries.at import At

NOTHING = "-"
"""Typed to leave out a field that may be left out."""

Words = str | list[str]


@attrs.frozen(kw_only=True)
class Blank:
    """A field to be filled in; those of a part each for itself, as ``decision.body``."""

    path: str
    annotation: Any
    told: Meaning
    read: Reader
    required: bool

    @property
    def is_table(self) -> bool:
        """Whether it holds an amount for each of several things."""
        annotation = without_none(self.annotation)
        return get_origin(annotation) is dict and get_origin(get_args(annotation)[1]) is not dict

    @property
    def question(self) -> str:
        form = form_of(self.annotation)
        shape = f": {form}" if "…" in form or ":" in form else ""
        return f"{self.told.help} ({self.path}{shape}{'' if self.required else f'; {NOTHING} for nothing'})"


_GUESSED = (int, Month, date)
"""What people know without being told: years, months and days are completed, but not listed."""


def blanks(cls: type[Fact]) -> dict[str, Blank]:
    """The fields of a type of fact by their paths: its own in their order, then those that all facts have."""
    found = {blank.path: blank for blank in _blanks(cls, "", required=True)}
    shared = [path for path in found if path.partition(".")[0] in _SHARED]
    return {path: found[path] for path in (*(path for path in found if path not in shared), *shared)}


_SHARED = set(spellings(Fact))


def _blanks(cls: type, before: str, *, required: bool) -> Iterator[Blank]:
    told = {each.name: meaning(each) for each in attributes(cls)}
    for name, spelling in spellings(cls).items():
        must = required and spelling.required
        part = without_none(spelling.annotation)
        if attrs.has(part):
            yield from _blanks(part, f"{before}{name}.", required=must)
        else:
            yield Blank(
                path=f"{before}{name}",
                annotation=spelling.annotation,
                told=told[spelling.attribute],
                read=spelling.read,
                required=must and not (name == "effective" and getattr(cls, "EFFECTIVE", "given") != "given"),
            )


def lacking(cls: type[Fact], given: Collection[str]) -> list[Blank]:
    """The fields that must be given and are not."""
    return [
        blank
        for path, blank in blanks(cls).items()
        if blank.required and path not in given and path.partition(".")[0] not in given
    ]


class Asker:
    """Asks for fields of one type of fact, knowing what the ledger knows."""

    def __init__(self, cls: type[Fact], at: "At", unit: str = "kr") -> None:
        self._cls = cls
        self._at = at
        self._unit = unit
        self._offered: dict[tuple[str | None, str | None, Any], Mapping[str, str]] = {}

    def ask(self, blank: Blank, *, before: str | None = None) -> Words:
        """Words for a field, which read well; *before* are those it has already, kept by pressing return."""
        if blank.is_table and before is None:
            return self._table(blank)
        return prompted(
            blank.question,
            lambda words: words if words == before else self._checked(blank, words),
            offered=self._offers(blank),
            default=before or self._default(blank),
            shown=without_none(blank.annotation) not in _GUESSED,
        )

    def _offers(self, blank: Blank) -> Mapping[str, str]:
        key = (blank.told.refers, blank.told.recalls, str(blank.annotation))
        if key not in self._offered:
            self._offered[key] = offers(blank.annotation, blank.told, self._at)
        return self._offered[key]

    def _default(self, blank: Blank) -> str | None:
        """What is likely: today, the month that has just ended, this year, or the only thing there is."""
        now, kind = today(self._at), without_none(blank.annotation)
        if not blank.required:
            return ""
        if blank.path == "effective":
            return str(now)
        if kind is int and blank.path == "year":
            return str(now.year)
        if kind is Month and self._cls.EFFECTIVE in ("month-end", "month"):
            return str(Month.containing(date(now.year, now.month, 1)).plus(-1))
        only = list(self._offers(blank))
        return only[0] if len(only) == 1 and blank.told.refers and not blank.is_table else None

    def _checked(self, blank: Blank, words: str) -> str:
        """The words, with codes in the spelling of the ledger. Raises a LedgerError about what is wrong."""
        from ledger.interchange.values.words import as_json

        if words in ("", NOTHING) and not blank.required:
            return ""
        words = self._spelled(blank, words)
        value = blank.read(as_json(blank.annotation, words, blank.path, unit=self._unit), blank.path)
        if without_none(blank.annotation) == Reference:
            self._require_fact(value)
        elif blank.told.refers:
            self._require_known(blank.told.refers, [value] if isinstance(value, str) else list(value), blank)
        elif blank.told.defines:
            self._require_new(blank.told.defines, value)
        return words

    def _spelled(self, blank: Blank, words: str) -> str:
        offered = self._offers(blank)
        if get_origin(without_none(blank.annotation)) is tuple and "=" not in words:
            entries = rejoined([word.strip() for word in words.split(",")], offered)
            return ", ".join(_as_the_ledger_spells(entry, offered) for entry in entries)
        return _as_the_ledger_spells(words, offered)

    def _require_known(self, kind: str, named: list[str], blank: Blank) -> None:
        from ledger.domain.judging import UnknownCode

        known = self._offers(blank)
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
        click.echo(f"  #{found.position} {found.fact.TYPE}: {summary(found.fact)}")

    def _table(self, blank: Blank) -> list[str]:
        """Entries asked for one by one, until an empty answer ends them."""
        kind, entries = blank.told.refers or "entry", list[str]()
        click.echo(f"{blank.told.help} ({blank.path}); return ends the list")
        while True:
            taken = {entry.partition("=")[0] for entry in entries}
            left = {code: name for code, name in self._offers(blank).items() if code not in taken}
            key = prompted(
                f"  {kind}",
                lambda words: self._checked_key(blank, words),
                offered=left,
                default="" if entries else None,
                shown=not entries,
            )
            if not key:
                return entries
            entry = key if "=" in key else f"{key}={self._amount(blank, key)}"
            entries = [each for each in entries if each.partition("=")[0] != entry.partition("=")[0]] + [entry]

    def _checked_key(self, blank: Blank, words: str) -> str:
        """A code, or a whole entry; an amount of nothing stands in for the one that is asked for next."""
        key, equals, amount = words.partition("=")
        key = _as_the_ledger_spells(key.strip(), self._offers(blank))
        if words:
            self._checked(blank, f"{key}={amount if equals else 0}")
        return f"{key}={amount}" if equals else key

    def _amount(self, blank: Blank, key: str) -> str:
        def checked(words: str) -> str:
            self._checked(blank, f"{key}={words}")
            return words

        return prompted(f"  amount on {key}", checked)


def _as_the_ledger_spells(words: str, offered: Mapping[str, str]) -> str:
    """A code typed with other capitals, as the ledger has it, if that is certain."""
    if words in offered:
        return words
    alike = [word for word in offered if word.casefold() == words.casefold()]
    return alike[0] if len(alike) == 1 else words


def rejoined(pieces: Sequence[str], known: Iterable[str]) -> list[str]:
    """What was typed between commas as the entries of a list: those that are *known* may hold commas themselves."""
    whole = {tuple(filter(None, map(str.strip, each.split(",")))): each for each in known}
    found, at = list[str](), 0
    while at < len(pieces):
        same = [each for each in whole if each and each == tuple(pieces[at : at + len(each)])]
        longest = max(same, key=len, default=(pieces[at],))
        found.append(whole.get(longest, pieces[at]))
        at += len(longest)
    return found


def words_of(fact: Fact) -> dict[str, str]:
    """What a fact says, by the paths of its fields, in words that read back to the same."""
    from ledger.interchange.journal.lines import read_line
    from ledger.store.codec import encode
    from ledger.store.upcasting import todays

    written, _ = todays(read_line(encode(fact).decode()))
    found: dict[str, str] = {}
    for path, blank in blanks(type(fact)).items():
        name, _, inner = path.partition(".")
        value = written.get(name)
        value = value.get(inner) if inner and isinstance(value, dict) else value
        if value is not None:
            found[path] = _in_words(value, blank)
    return found


def _in_words(value: Any, blank: Blank) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if blank.is_table:
        return ", ".join(f"{key}={amount}" for key, amount in value.items())
    if isinstance(value, dict):
        return ", ".join(f"{key}:{month}={amount}" for key, row in value.items() for month, amount in row.items())
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return json.dumps(value, ensure_ascii=False)
    return (", ".join(value) or ",") if isinstance(value, list) else str(value)  # a comma alone: an empty list
