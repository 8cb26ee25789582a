"""What a question is: its options, its rows, its answer, and which of its figures can be taken apart.

Each question stands in a module of its own below ``ledger/queries/questions``, named as the question. Commands, pages,
documentation, completion and methods are made from what stands there. Nothing heavy is imported here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured, Money
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import headings
from ledger.queries.depth import TREES, within_depth
from ledger.queries.options import DEPTH, SHARED, Option

if TYPE_CHECKING:
    from ledger.queries.answer import Answer, Note
    from ledger.queries.at import At
    from ledger.queries.cell import Asked, Cell, Side
    from ledger.queries.contributions.contribution import Above, Contribution

Topic = Literal["money", "people", "follow-up", "organisation", "facts"]
"""What a question is about: questions are listed by topic, in this order."""

TOPICS: Mapping[Topic, str] = {
    "money": "Money",
    "people": "People",
    "follow-up": "Follow-up",
    "organisation": "Organisation",
    "facts": "Facts",
}


class UnknownOption(Unreadable):
    code = "unknown-option"

    def __init__(self, question: str, name: str, known: Iterable[str]) -> None:
        super().__init__(
            phrase("The question {question} has no option {name!r}", question=question, name=name),
            hint=phrase("It has {known}", known=", ".join(known)),
        )


class OptionNotHeeded(Unreadable):
    code = "option-not-heeded"

    def __init__(self, question: str, name: str, heeded: Sequence[str]) -> None:
        options = ", ".join(f"--{each.replace('_', '-')}" for each in heeded)
        super().__init__(
            phrase("--{replace} narrows down nothing in {question}", replace=name.replace("_", "-"), question=question),
            hint=phrase("Leave it out. What narrows {question} down: {options}", question=question, options=options)
            if options
            else phrase("Leave it out"),
        )


CODES = ("line", "project", "plan", "phase", "measure", "indicator")
"""The options that are codes of what has to exist. (A unit is looked up in the tree that is asked about.)"""

Units = Collection[str] | None
Compared = tuple[type, Sequence[Any], int, "Sequence[Note]"]
Behind = Callable[["At", "Cell", str, Units], Iterable["Contribution"]]
"""What contributes to a column of a question, for a cell, before units and lines are narrowed down.

Where only some units are asked about, it may leave all others out, and so read less.
"""


BehindEach = Callable[["At", "Cell", str, "Above"], Iterable[tuple[str, "Contribution"]]]
"""The same for every unit at once: each unit, with all below it, and what contributes to its figure."""


@attrs.frozen(kw_only=True)
class Explained:
    """How the figures of one question are taken apart into facts."""

    columns: tuple[str, ...]
    usual: str
    """The column meant when none is named."""
    behind: Behind
    narrowed_by: tuple[str, ...]
    """The names of the options that say which figure is meant."""
    value: Callable[[str], type[Measured]] = lambda _: Money
    behind_each: BehindEach | None = None
    """Where what is behind a figure depends on which unit is asked for, beside that it lies below it."""
    unless: "Callable[[Cell, str], bool]" = lambda _, __: False
    """For which cells and columns it does not."""
    decided: "Callable[[Side, Side], Iterable[Contribution]] | None" = None
    """What decisions between two sides account for of a change in the usual column, where that is no sum of them."""
    adds_up: Callable[[str], bool] = lambda _: True
    """Whether a column is there as soon as the first of its parts is; others need several parts to mean anything."""
    require: "Callable[[Asked, str], None]" = lambda _, __: None
    """Refuses a column that means nothing for the cells that are asked about."""
    notes: "Callable[[At, Cell, str], Iterable[Note]]" = lambda _, __, ___: ()
    """What a reader of a column must know."""
    explained_by: "Callable[[At, Cell], Answer] | None" = None
    """What takes a figure apart that is no plain sum of contributions."""
    compared_by: "Callable[[Side, Side], Compared] | None" = None
    """What compares such figures: the class of the rows, the rows, how many there were, and notes on them."""
    made_of: tuple[str, ...] = ()
    """The nouns, or types, of the facts that its figures are made of; empty where that may be any."""
    meant: "Callable[[At, Cell], Cell]" = lambda _, cell: cell
    """The cell with what was left out put in, where the answer says what it took it to be."""

    def is_alike(self, cell: "Cell", name: str) -> bool:
        """Whether the same contributions are behind a column of every unit, each taking those of its own."""
        return self.behind_each is None or self.unless(cell, name)


def today_or_new_year(options: Mapping[str, Any], today: date) -> date:
    """Today, or 1 January of a year that is yet to come."""
    year = options.get("year")
    return max(today, date(year, 1, 1) if year else date.min)


def end_of_month(options: Mapping[str, Any], today: date) -> date:
    """The last day of the month asked for, or else of the month of the usual day."""
    month = options.get("month") or Month.containing(today_or_new_year(options, today))
    return month.last_day


@attrs.frozen(kw_only=True)
class Question:
    """Everything that is known of a question, in one place."""

    name: str
    title: str
    """A few words that stand above its answer."""
    sentence: str
    """What it answers, in a sentence."""
    topic: Topic
    rows: type | Callable[[str], type]
    """The class of the rows; where they can be grouped, by the grouping."""
    answer: "Callable[..., Answer]"
    """Takes the ledger at a moment and the options by name."""
    options: tuple[Option, ...]
    """All that it heeds."""
    example: str
    """What is typed after its name to ask about the example region."""
    explained: Explained | None = None
    usual_day: Callable[[Mapping[str, Any], date], date] = today_or_new_year
    """The as-of day when none is given, from the options and today."""
    is_shown: bool = True
    """Whether it is one of ``liggare show``; else it is a command of its own."""

    def option(self, name: str) -> Option:
        """Raises :class:`UnknownOption`."""
        for each in self.options:
            if each.name == name:
                return each
        raise UnknownOption(self.name, name, [each.name for each in self.options])

    @property
    def shared(self) -> tuple[Option, ...]:
        """The options of every question that this one has a use for beside its own."""
        by = next((each for each in self.options if each.kind == "grouping"), None)
        columns = [self.columns(), *([self.columns(",".join(by.choices))] if by else [])]
        has_tree = any(heading.key for cls in columns for name, heading in headings(cls).items() if name in TREES)
        own = [each.name for each in self.options]
        return tuple(each for each in SHARED if each.name not in own and (each is not DEPTH or has_tree))

    @property
    def keys(self) -> list[str]:
        """The columns that tell the rows apart, as they are usually grouped."""
        return [name for name, heading in headings(self.columns()).items() if heading.key]

    def columns(self, by: str | None = None) -> type:
        """The class of the rows for a grouping; the usual one if left out."""
        if isinstance(self.rows, type):
            return self.rows
        return self.rows(self.option("by").default if by is None else by)

    def ask(self, at: "At", **options: Any) -> "Answer":
        """The answer at a moment. What is None is left out.

        Raises :class:`UnknownOption`, :class:`OptionNotHeeded`, :class:`WrongOptionValue`, and the refusals of the
        question itself.
        """
        given = {name: value for name, value in options.items() if value is not None}
        depth = DEPTH.checked(given.pop(DEPTH.name, None), self.name) if DEPTH in self.shared else None
        heeded = {each.name: each for each in self.options}
        for name in [name for name in given if name not in heeded]:
            if name not in (each.name for each in SHARED):
                raise UnknownOption(self.name, name, heeded)
            if name != "year":  # it still says which day is asked about
                raise OptionNotHeeded(self.name, name, list(heeded))
        checked = {name: each.checked(given.get(name), self.name) for name, each in heeded.items()}
        self._require_known(at, {name: checked[name] for name in CODES if given.get(name) is not None})
        answer = self.answer(at, **checked)
        return answer if depth is None else within_depth(at, answer, depth)

    def _require_known(self, at: "At", narrowed: Mapping[str, Any]) -> None:
        """Refuse a code that there is not, instead of answering 0."""
        if narrowed:
            from ledger.queries.cell import Cell
            from ledger.queries.explain.narrowing import require_known

            require_known([(at, Cell(**narrowed))])
