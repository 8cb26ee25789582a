"""The form every answer has: rows with named, typed columns, and the moment they are true for."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar, dataclass_transform

import attrs

from ledger.domain.values.days import Moment
from ledger.domain.values.measured import Measured

if TYPE_CHECKING:
    from ledger.queries.at import At

T = TypeVar("T", bound=type)


@attrs.frozen
class Heading:
    """What stands above a column in a table."""

    english: str
    """Reports translate it."""
    hidden: bool = False
    """Part of JSON and CSV, but not of a table: ``parent`` and ``level`` are shown by indentation."""
    trend: tuple[str, ...] = ()
    """The columns whose values name a series, if rows that follow one another in it are a trend worth drawing."""
    key: bool = False
    """Whether it tells, alone or with others, what a row is about: so it is repeated wherever a table is broken."""
    meaning: str = ""
    """What the column holds, in a sentence."""


def column(
    english: str,
    meaning: str = "",
    *,
    hidden: bool = False,
    trend: tuple[str, ...] = (),
    key: bool = False,
    default: Any = attrs.NOTHING,
) -> Any:
    """A field of a row, with what stands above it and what it holds."""
    return attrs.field(default=default, metadata={"heading": Heading(english, hidden, trend, key, meaning)})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def row(cls: T) -> T:
    """Make *cls* a frozen row; its fields are the columns, in the order they are declared."""
    return attrs.frozen(kw_only=True)(cls)


@attrs.frozen
class Note:
    """A sentence that a reader must know; reports translate it, and put its values in place."""

    english: str
    values: Mapping[str, object]
    many: str = ""
    """The sentence for any number of things but one, where it speaks of ``{number}`` things."""


class Worded(str):
    """A cell whose English words tables translate; programs read it as it stands."""

    __slots__ = ("note",)
    note: Note

    def __new__(cls, note: Note) -> Self:
        text = super().__new__(cls, note.english.format(**note.values))
        text.note = note
        return text


def noted(sentence: str, **values: object) -> Note:
    """*sentence*, marked for the catalogue."""
    return Note(sentence, values)


def counted_note(one: str, many: str, number: int, **values: object) -> Note:
    """A sentence about so many things: *one* for a single one, else *many*."""
    return Note(one, {"number": number, **values}, many)


@attrs.frozen(kw_only=True)
class Answer:
    """Rows that answer a question at a moment.

    A cell is Money (kronor), Quantity (people, hours), Decimal (shares and indicator values), str, int, bool,
    date, Month, None (unknown or not meant) or a tuple of these.
    """

    question: str
    moment: Moment
    position: int
    """The last fact recorded at or before the moment's *known_at*; 0 for none."""
    options: Mapping[str, Any]
    """The other options given, by name."""
    columns: type
    """The class of the rows."""
    rows: Sequence[Any]
    total: Any = None
    """Over all rows, where a total has meaning: a row of the same class, or the sum of the last column alone."""
    notes: Sequence[Note | str] = ()
    """What a reader of the table must know, in sentences; a text is in the reader's language already."""
    beside: "Answer | None" = None
    """Another answer that belongs beside this one: its rows stand under its question's name in JSON."""

    def total_row(self) -> Any:
        """The total as a row, also where it is the sum of the last column alone; None without a total."""
        if not isinstance(self.total, Measured):
            return self.total
        names = list(headings(self.columns))
        return self.columns(**(dict.fromkeys(names) | {names[-1]: self.total}))


def answer_at(
    at: "At", question: str, columns: type, rows: Sequence[Any], options: Mapping[str, Any], **rest: Any
) -> Answer:
    """The answer to a question at a moment; *rest* is total, notes, or beside."""
    return Answer(
        question=question,
        moment=at.moment,
        position=at.position,
        options=options,
        columns=columns,
        rows=rows,
        **rest,
    )


def headings(columns: type) -> dict[str, Heading]:
    """The headings of a row class by field name, in order."""
    return {attribute.name: attribute.metadata["heading"] for attribute in attrs.fields(columns)}
