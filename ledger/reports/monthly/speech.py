"""How the report speaks: sentences, figures, days and names in one language."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.reports.numbers import ORE_IN, AmountUnit, Language, format_money, format_quantity, rounded
from ledger.reports.terms import term
from ledger.reports.words import counted, translated

MOST_DECIMALS = 8
"""Those that print one öre in Mkr."""
GAP = "\N{NO-BREAK SPACE}"
LOCALES: Mapping[Language, str] = {"en": "en_GB", "sv": "sv_SE"}


@attrs.frozen(kw_only=True)
class Speech:
    """The language of one report, and the names it knows."""

    lang: Language
    unit: AmountUnit
    decimals: int
    units: Mapping[str, str] = attrs.field(factory=dict)
    lines: Mapping[str, str] = attrs.field(factory=dict)

    def say(self, sentence: str, **values: object) -> str:
        return translated(sentence, self.lang, **values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        return counted(one, many, number, self.lang, **values)

    def term(self, word: str) -> str:
        """A word of the journal's own, such as a state; another word as it is."""
        return term(word, self.lang)

    def amount(self, money: Money) -> str:
        """``−53 Mkr``; an amount too small for the unit of the report with the decimals it needs."""
        decimals = self.decimals
        while money and decimals < MOST_DECIMALS and not rounded(money.count, ORE_IN[self.unit], decimals):
            decimals += 1
        return f"{format_money(money, self.unit, self.lang, decimals=decimals)}{GAP}{self.unit}"

    def exact(self, money: Money) -> str:
        """The amount to the öre: in Mkr where it is whole thousands, else in kronor."""
        if money.count % ORE_IN["tkr"]:
            decimals = 2 if money.count % ORE_IN["kr"] else 0
            return f"{format_money(money, 'kr', self.lang, decimals=decimals)}{GAP}kr"
        decimals = next(each for each in range(4) if not money.count % (ORE_IN["Mkr"] // int(10**each)))
        return f"{format_money(money, 'Mkr', self.lang, decimals=decimals)}{GAP}Mkr"

    def size(self, money: Money) -> str:
        """The amount without its sign."""
        return self.amount(abs(money))

    def number(self, quantity: Quantity) -> str:
        return format_quantity(quantity, self.lang)

    def signed(self, value: Measured) -> str:
        """A change, with its sign even where it is a plus."""
        text = self.amount(value) if isinstance(value, Money) else self.number(Quantity(value.count))
        return f"+{text}" if value.count > 0 else text

    def against(self, deviation: Money) -> str:
        """``53 Mkr worse``, of a deviation from a budget."""
        if not self.is_shown(deviation):
            return self.say("in line with the budget")
        if deviation.count < 0:
            return self.say("{amount} worse than budgeted", amount=self.size(deviation))
        return self.say("{amount} better than budgeted", amount=self.size(deviation))

    def month(self, month: Month) -> str:
        """``July 2024``."""
        return f"{self.month_name(month)} {month.year}"

    def month_name(self, month: Month, width: Literal["wide", "abbreviated"] = "wide") -> str:
        from babel.dates import get_month_names

        return str(get_month_names(width, "format", LOCALES[self.lang])[month.month])

    def through(self, month: Month) -> str:
        """``January–July``."""
        if month.month == 1:
            return self.month_name(month)
        return f"{self.month_name(Month.of(month.year, 1))}–{self.month_name(month)}"

    def day(self, day: date) -> str:
        """``27 August 2024``."""
        from babel.dates import format_date

        return format_date(day, "d MMMM y", LOCALES[self.lang])

    def named(self, code: str) -> str:
        """``Regionstyrelsen (RS)``."""
        name = self.units.get(code)
        return f"{name} ({code})" if name and name != code else code

    def line(self, code: str) -> str:
        return self.lines.get(code, code)

    def listed(self, parts: Iterable[str]) -> str:
        """``a, b and c``."""
        *before, last = [*parts] or [""]
        return self.say("{several} and {last}", several=", ".join(before), last=last) if before else last

    def unbroken(self, paragraph: str) -> str:
        """A paragraph of minutes, its sign and its number on one line."""
        return paragraph.replace("§ ", f"§{GAP}")

    def sentence(self, text: str) -> str:
        """*text* with a capital first."""
        return text[:1].upper() + text[1:]

    def is_shown(self, money: Money) -> bool:
        """Whether an amount is anything but zero as the report prints it."""
        return bool(rounded(money.count, ORE_IN[self.unit], self.decimals))
