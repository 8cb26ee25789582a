"""The options of questions, each defined once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import FIRST_DAY, LAST_DAY, Month
from ledger.domain.values.phrases import joined, phrase

Kind = Literal[
    "unit", "line", "project", "plan", "phase", "measure", "indicator", "category", "employment", "version", "type",
    "year", "month", "day", "instant", "instant-from", "choice", "grouping", "text", "count", "depth", "flag",
]  # fmt: skip
"""What kind of value an option takes. Each way to ask (command line, web, Python) has one reader for each kind."""

_METAVARS: Mapping[Kind, str] = {
    "unit": "CODE",
    "line": "CODE",
    "project": "CODE",
    "plan": "CODE",
    "phase": "CODE",
    "measure": "CODE",
    "indicator": "CODE",
    "category": "NAME",
    "employment": "FORM",
    "version": "LABEL",
    "type": "TYPE",
    "year": "YYYY",
    "month": "YYYY-MM",
    "day": "DAY",
    "instant": "DAY|MONTH|INSTANT",
    "instant-from": "DAY|INSTANT",
    "grouping": "GROUPING",
    "text": "WORDS",
    "count": "N",
    "depth": "N",
}

_TYPES: Mapping[Kind, tuple[type[Any], str]] = {
    "year": (int, "a year, as a whole number"),
    "month": (Month, "a Month"),
    "day": (date, "a date"),
    "instant": (datetime, "an instant, with its time zone"),
    "instant-from": (datetime, "an instant, with its time zone"),
    "count": (int, "a whole number from 1"),
    "depth": (int, "a whole number from 0"),
    "flag": (bool, "True or False"),
}

_LEAST: Mapping[Kind, int] = {"count": 1, "depth": 0}
_LONGEST = 60


class WrongOptionValue(Unreadable):
    code = "wrong-option-value"

    def __init__(self, question: str, name: str, value: object, wanted: str) -> None:
        text = repr(value)
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        super().__init__(
            phrase("{name} of {question} is {short}", name=name, question=question, short=short),
            hint=phrase("Give {wanted}", wanted=wanted),
        )


class UnknownGrouping(Unreadable):
    code = "unknown-grouping"

    def __init__(self, by: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase("{by!r} is no way to group the answer", by=by),
            hint=phrase("Group by {known}", known=joined(", ", known)),
        )


@attrs.frozen(kw_only=True)
class Option:
    """One option of a question, the same wherever it is asked."""

    name: str
    """As Python methods and web addresses call it; commands write ``-`` for ``_``."""
    kind: Kind
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    """What may be chosen, or grouped by."""
    always: tuple[str, ...] = ()
    """What a grouping cannot do without."""
    together: bool = False
    """Whether the rest is only grouped by all at once."""
    metavar: str | None = attrs.field()

    @metavar.default
    def _usual_metavar(self) -> str | None:
        return _METAVARS.get(self.kind)

    def checked(self, value: Any, question: str) -> Any:
        """*value* as the answer function takes it; None is the default. Raises :class:`Unreadable`."""
        if value is None:
            return self.default
        wanted, words = _TYPES.get(self.kind, (str, "a text"))
        if type(value) is not wanted:
            raise WrongOptionValue(question, self.name, value, words)
        if self.kind == "year" and not FIRST_DAY.year <= value <= LAST_DAY.year:
            raise WrongOptionValue(
                question, self.name, value, phrase("a year, {year}-{year_2}", year=FIRST_DAY.year, year_2=LAST_DAY.year)
            )
        is_too_small = self.kind in _LEAST and value < _LEAST[self.kind]
        if is_too_small or (isinstance(value, datetime) and value.tzinfo is None):
            raise WrongOptionValue(question, self.name, value, words)
        if self.kind == "choice" and value not in self.choices:
            raise WrongOptionValue(
                question, self.name, value, phrase("one of {choices}", choices=", ".join(self.choices))
            )
        if self.kind == "grouping":
            self.grouping(value)
        return value

    def grouping(self, by: str) -> tuple[str, ...]:
        """What ``unit,line`` asks to group by, in the order of :attr:`choices`. Raises :class:`UnknownGrouping`."""
        asked = [word.strip() for word in by.split(",")] if by else []
        unknown = [word for word in asked if word not in self.choices]
        lacking = [word for word in self.always if word not in asked]
        is_part = self.together and set(asked) not in (set(self.always), set(self.choices))
        if unknown or (lacking and asked) or (self.default and not asked) or (is_part and asked):
            raise UnknownGrouping((unknown or [by])[0], self.groupings)
        return tuple(choice for choice in self.choices if choice in asked)

    @property
    def groupings(self) -> list[str]:
        """Ways to group, as an example in words."""
        alone = [each for each in self.choices if not self.always or (each,) == self.always]
        if self.together:
            return [*alone, ",".join(self.choices)]
        several = ",".join(self.choices[:2])
        if several == alone[0]:
            return alone
        return [*alone, several if self.always else phrase("several of them: {several}", several=several)]


UNIT = Option(name="unit", kind="unit", help="Only this unit and everything below it.")
YEAR = Option(name="year", kind="year", help="The fiscal year; that of --as-of if left out.")
MONTH = Option(name="month", kind="month", help="The month; that of --as-of if left out.")
LINE = Option(name="line", kind="line", help="Only this line and everything below it.")
PROJECT = Option(name="project", kind="project", help="Only this project and everything below it.")
VERSION = Option(name="version", kind="version", help="The forecast version.")
SO_FAR = Option(
    name="so_far", kind="flag", help="The outcome as far as it is reported, where it is the version asked for."
)
PLAN = Option(name="plan", kind="plan", help="The savings plan.")
PHASE = Option(name="phase", kind="phase", help="The phase of the plan.")
MEASURE = Option(name="measure", kind="measure", help="The measure of a savings plan.")
INDICATOR = Option(name="indicator", kind="indicator", help="The indicator.")
CATEGORY = Option(name="category", kind="category", help="The staff category.")
EMPLOYMENT = Option(name="employment", kind="employment", help="The form of employment.")
SINCE = Option(name="since", kind="month", help="The month FTE changes are counted from.")
STATEMENT = Option(
    name="statement",
    kind="choice",
    choices=("operating", "investment", "financing"),
    default="operating",
    help="Whose lines are counted.",
)
TREE = Option(
    name="tree",
    kind="choice",
    choices=("moment", "then", "today"),
    default="moment",
    help="Roll up along the tree of the moment, each month's own, or the newest.",
)

DEPTH = Option(
    name="depth", kind="depth", help="Nothing more than N levels below the top of the answer; 0 is the top alone."
)

SHARED = (UNIT, YEAR, DEPTH)
"""What can be asked of every question. A question that has no use for one refuses it, but for the year: that also
moves the day that is meant when none is given."""

NARROWING = (
    UNIT, LINE, PROJECT, YEAR, MONTH, PLAN, PHASE, MEASURE, INDICATOR, CATEGORY, EMPLOYMENT, SINCE, STATEMENT, TREE,
    VERSION, SO_FAR,
)  # fmt: skip
"""What says which figure is meant, where one is taken apart or compared."""


def label(name: str) -> str:
    """What an option is called in a sentence; the catalogue translates it."""
    return name.removesuffix("_").replace("_", " ")


def by(
    default: str,
    *choices: str,
    always: tuple[str, ...] = (),
    together: bool = False,
    help: str,  # noqa: A002 - the same word
) -> Option:
    """How rows are grouped: each question has its own ways."""
    return Option(
        name="by", kind="grouping", default=default, choices=choices, always=always, together=together, help=help
    )
