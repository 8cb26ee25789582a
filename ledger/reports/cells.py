"""Cells as people read them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.values.days import STOCKHOLM
from ledger.domain.values.measured import Measured, Money, Number, Quantity
from ledger.domain.values.phrases import Phrase
from ledger.domain.values.visible import visible
from ledger.queries.answer import Worded
from ledger.reports.exact import is_share
from ledger.reports.numbers import (
    MOST_DECIMALS,
    ORE_IN,
    AmountUnit,
    Language,
    digits,
    format_money,
    format_number,
    format_quantity,
    format_share,
    quantity_decimals,
    rounded,
)
from ledger.reports.terms import COLUMNS, term
from ledger.reports.words import in_language, note_words, translated

UNKNOWN = "–"
"""In a column of figures: not known, or not meant."""


@attrs.frozen
class Figures:
    """How the figures of one table are printed."""

    unit: AmountUnit
    lang: Language
    decimals: int = 0
    places: Mapping[str, int] = attrs.field(factory=dict)
    """The decimals of each column of people or hours, so that its figures stand in line."""

    def text(self, name: str, value: Any) -> str:
        match value:
            case Money():
                return format_money(value, self.unit, self.lang, decimals=self.decimals)
            case Quantity():
                return format_quantity(value, self.lang, decimals=self.places.get(name))
            case Number():
                return format_number(value.decimal, self.lang)
            case Decimal():
                return format_share(value, self.lang) if is_share(name) else format_number(value, self.lang)
            case bool():
                return translated("yes", self.lang) if value else translated("no", self.lang)
            case int():  # a year or a position is a name rather than an amount: no groups
                return str(value) if value >= 0 else digits(-1, 0, self.lang)[0] + str(-value)
            case _:
                return self._words(name, value)

    def _words(self, name: str, value: Any) -> str:
        match value:
            case None:
                return ""
            case date():
                return swedish_time(value) if isinstance(value, datetime) else value.isoformat()
            case tuple() | list():
                return ", ".join(self.text(name, part) for part in value)
            case Mapping():
                return " ".join(filter(None, (self.text(str(key), part) for key, part in value.items())))
            case _ if attrs.has(type(value)):
                parts = ((each.name, getattr(value, each.name)) for each in attrs.fields(type(value)))
                return " ".join(filter(None, (self.text(part, inner) for part, inner in parts)))
            case Worded():
                return visible(note_words(value.note, self.lang))
            case _:
                return visible(self._spoken(name, value if isinstance(value, str) else str(value)))

    def _spoken(self, name: str, text: str) -> str:
        """A text in the reader's language, as far as it is one of ours."""
        if isinstance(text, Phrase):
            return in_language(text, self.lang)
        if name == "recorded_at":  # the microseconds are in CSV and JSON
            return text.replace("T", " ").partition(".")[0]
        return term(text, self.lang) if name in COLUMNS and self.lang != "en" else text

    def shown(self, name: str, value: Measured) -> int:
        """What is printed for *value*, counted in its last decimal."""
        if isinstance(value, Money):
            return rounded(value.count, ORE_IN[self.unit], self.decimals)
        if isinstance(value, Number):
            return rounded(value.count, 10**Number.DECIMALS, MOST_DECIMALS)
        return rounded(value.count, 1000, self.places.get(name, 3))


def places_needed(values: list[Any]) -> int:
    """The decimals that print every quantity among *values* exactly."""
    return max((quantity_decimals(value) for value in values if isinstance(value, Quantity)), default=0)


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing: unknown, empty or exactly zero."""
    return value is None or (not isinstance(value, bool) and not value)


def swedish_time(instant: datetime) -> str:
    """An instant on Swedish clocks, to the second; the beginning and the end of a day to the minute."""
    local = instant.astimezone(STOCKHOLM)
    at_midnight = (local.hour, local.minute, local.second) in ((0, 0, 0), (23, 59, 59))
    return local.strftime("%Y-%m-%d %H:%M" if at_midnight else "%Y-%m-%d %H:%M:%S")
