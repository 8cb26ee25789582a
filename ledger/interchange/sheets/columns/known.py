"""What is known of codes and names while a sheet is read: those of the ledger, and those that the import itself brings.

The ledger is asked only where it matters: most sheets hold nothing but codes, and need no second look.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import shown

Names = Mapping[str, str]
"""Names by code."""

PARENT_OF_LINE = "parent of line"
"""Asked as a kind, answers with the line above each line, by its code."""
PERCENT_OF = "percent"
"""Asked as a kind, answers with what each indicator is measured in, by its code."""

_DEFINED_BY: Mapping[str, tuple[str, str, str]] = {
    "unit.opened": ("unit", "unit", "name"),
    "unit.renamed": ("unit", "unit", "name"),
    "line.opened": ("line", "line", "name"),
    "indicator.defined": (PERCENT_OF, "indicator", "of"),
}
DEFINING = frozenset(_DEFINED_BY)
"""The types of facts that something is learnt from."""
_AFTER_A_CODE = " \t\u00a0:,;.–—-"
_NO_LETTERS = re.compile(r"[\W_]+")


class NameOfAnother(Refused):
    code = "name-of-another"

    def __init__(self, kind: str, code: str, own: str, name: str, other: str) -> None:
        super().__init__(
            phrase(
                "{kind} {code} is called {own!r} in the ledger, and {name!r} beside it is the name of {other}",
                kind=kind,
                code=code,
                own=own,
                name=name,
                other=other,
            ),
            hint=phrase("Has a column slipped? Mend the code or the name"),
        )


class Known:
    """Codes and names, by the kind of thing they are of."""

    def __init__(self, ask: Callable[[str], Names] | None = None) -> None:
        self._ask = ask
        self._found: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, dict[str, str]] = {}

    def names(self, kind: str) -> Mapping[str, str]:
        """The name of each code."""
        return self._names(kind)

    def _names(self, kind: str) -> dict[str, str]:
        if kind not in self._found:
            self._found[kind] = dict(self._ask(kind)) if self._ask else {}
        return self._found[kind]

    def learn(self, fields: Mapping[str, Any]) -> None:
        """Take up what a fact of this import defines."""
        defined = _DEFINED_BY.get(fields["type"])
        if defined:
            kind, code, name = defined
            self._names(kind)[fields[code]] = str(fields.get(name, ""))
            self._by_name.pop(kind, None)

    def split(self, kind: str, text: str) -> tuple[str, str]:
        """A code and the name behind it: ``4010 Löner`` is 4010, where that is a code; else all of it is the code."""
        codes = self.names(kind)
        if text in codes:
            return text, ""
        words = text.split()
        for count in range(len(words) - 1, 0, -1):
            code = " ".join(words[:count])
            for candidate in (code, code.rstrip(_AFTER_A_CODE)):
                if candidate in codes:
                    return candidate, " ".join(words[count:]).strip(_AFTER_A_CODE)
        return text, ""

    def differs(self, kind: str, code: str, name: str) -> bool:
        """Whether a thing is called otherwise than *name*. Raises :class:`NameOfAnother` where that is another's name.

        A name shortened or with something added differs too; what is not in the ledger has no name to compare with.
        """
        own = self.names(kind).get(code)
        if own is None or _folded(own) == _folded(name):
            return False
        other = self._codes_by_name(kind).get(_folded(name))
        if other is not None and other != code:
            raise NameOfAnother(kind, code, own, name, other)
        return True

    def name_of(self, kind: str, code: str) -> str:
        """What a thing is called."""
        return self.names(kind).get(code, "")

    def is_in_percent(self, indicator: object) -> bool:
        """Whether the values of an indicator are given in percent."""
        unit = self.names(PERCENT_OF).get(str(indicator), "").casefold()
        return re.search(r"(?:^|\s|\()(?:procent|percent|%)(?:$|\s|\)|,)", unit) is not None

    def _codes_by_name(self, kind: str) -> Mapping[str, str]:
        if kind not in self._by_name:
            self._by_name[kind] = {_folded(name): code for code, name in self.names(kind).items()}
        return self._by_name[kind]


def _folded(name: str) -> str:
    return _NO_LETTERS.sub("", name).casefold()


def quoted(kind: str, code: str, name: str) -> str:
    """A name that differs, as a note tells of it."""
    return f"{kind} {code} {shown(name)}"
