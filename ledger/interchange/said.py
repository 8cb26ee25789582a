"""What the user says about a whole file, for what the file does not say itself: its type, year and decision."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.kept_lines import Line
from ledger.interchange.values.fields import spellings

Fields = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Said:
    """What fills the fields that are left out; a value in the file wins. All as the journal spells it.

    What is filled in counts as content: it is part of what a fact's id is made from.
    """

    type_: str | None = None
    year: int | None = None
    effective: str | None = None
    decision: Fields = attrs.Factory(dict)
    """Body, date, paragraph and case."""
    note: str | None = None

    def fields_of(self, cls: type[Fact]) -> dict[str, Any]:
        """What is said of facts of this type. Nothing takes effect on another day than the type's own rule says."""
        found: dict[str, Any] = {}
        if self.year is not None and "year" in spellings(cls):
            found["year"] = self.year
        if self.effective is not None and cls.EFFECTIVE not in ("month-end", "named"):
            found["effective"] = self.effective
        if self.decision:
            found["decision"] = self.decision
        if self.note is not None:
            found["note"] = self.note
        return found

    def fill(self, fields: Fields) -> Fields:
        """The fields of a line, with what it leaves out."""
        word = fields.get("type", self.type_)
        cls = RECORDABLE.get(word) if isinstance(word, str) else None
        if cls is None:
            return fields
        said = self.fields_of(cls)
        own = {name: value for name, value in fields.items() if value is not None and value != ""}
        decision = own.get("decision")
        if isinstance(decision, Mapping) and "decision" in said:
            own["decision"] = {**said["decision"], **decision}
        return {"type": word, **said, **own}

    @property
    def fills(self) -> bool:
        """Whether anything is said that fills fields."""
        return bool(self.decision) or any(each is not None for each in (self.year, self.effective, self.note))

    def lines(self, lines: Iterable[Line]) -> Iterable[Line]:
        """The lines of a file that says its types and years itself, filled."""
        return self._filled(lines) if self.fills or self.type_ else lines

    def _filled(self, lines: Iterable[Line]) -> Iterator[Line]:
        for where, fields in lines:
            yield where, fields if isinstance(fields, LedgerError) else self.fill(fields)
