"""The ledger at a moment: its questions, where figures come from, and what lies between two moments."""

from datetime import date, datetime
from typing import Any

from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.choices import read_bool, read_choice
from ledger.interchange.values.codes import read_code
from ledger.interchange.values.messages import WrongKind
from ledger.interchange.values.moments import read_moment
from ledger.interchange.values.options import read_options
from ledger.python.answers import Answer
from ledger.python.questions import Questions
from ledger.queries import compare as comparing
from ledger.queries.at import At
from ledger.queries.cell import Cell, Side
from ledger.queries.explain.figures import explain
from ledger.queries.explain.history import history
from ledger.queries.options import NARROWING, SHARED, VERSION
from ledger.queries.question import Question, UnknownOption
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

Day = date | Month | str
"""A day, or a month meaning its last day: ``date(2024, 7, 31)``, ``Month.of(2024, 7)``, ``"2024-07"``."""
Instant = datetime | date | Month | str
"""A day or a month, meaning its end in Sweden, or an instant with its offset."""


class LedgerAt(Questions):
    """The ledger at a moment. Every question is a method with the options of the command line."""

    def __init__(self, reader: LedgerReader, as_of: date | None, known_at: datetime, today: date) -> None:
        self._reader = reader
        self._as_of = as_of
        self._known_at = known_at
        self._today = today

    @property
    def as_of(self) -> date | None:
        """The day that answers are true for; None: the usual one of each question."""
        return self._as_of

    @property
    def known_at(self) -> datetime:
        """The instant through which the ledger knows, in UTC."""
        return self._known_at

    def ask(self, name: str, **options: Any) -> Answer:
        """The answer to the question of that name.

        Raises subclasses of :class:`Unreadable`, such as :class:`UnknownOption`, and of :class:`Refused`.
        """
        asked = question(read_code(name, "The question"))
        read = read_options([*asked.options, *SHARED], options)
        return Answer(asked.ask(self._moment(asked, read), **read))

    def explain(self, name: str, *, column: str | None = None, **narrowing: Any) -> Answer:
        """The facts behind a figure of a question, each with its part; the parts sum to the figure exactly.

        *narrowing* says which figure, with the options of ``liggare explain``. Raises :class:`NotExplained` for a
        column that is no sum of facts, and what :meth:`ask` does.
        """
        asked = question(read_code(name, "The question"))
        wanted = None if column is None else read_code(column, "column")
        read = _narrowing(asked, narrowing)
        return Answer(explain(self._moment(asked, read), asked.name, Cell(**read), wanted))

    def history(self, name: str, *, column: str | None = None, **narrowing: Any) -> Answer:
        """How a figure became what it is: every position at which it changed, and what it was from then on.

        The last row's ``value`` is the figure. *narrowing* says which, and it raises, as with :meth:`explain`.
        """
        asked = question(read_code(name, "The question"))
        wanted = None if column is None else read_code(column, "column")
        read = _narrowing(asked, narrowing)
        return Answer(history(self._moment(asked, read), asked.name, Cell(**read), wanted))

    def compare(
        self,
        name: str,
        *,
        to: "LedgerAt | Day | None" = None,
        from_: "LedgerAt | Day | None" = None,
        from_version: str | None = None,
        to_version: str | None = None,
        column: str | None = None,
        by: str = "unit",
        bridge: bool = False,
        kinds: bool = False,
        **narrowing: Any,
    ) -> Answer:
        """A figure at two moments or in two versions, and the facts that make the difference.

        A moment is another :class:`LedgerAt`, a day, or text such as ``2024-07@2024-08-23``; what it leaves out, and a
        side that is not given, is this moment. Raises :class:`NotComparable` where both sides are the same, and what
        :meth:`explain` does.
        """
        asked = question(read_code(name, "The question"))
        read = _narrowing(asked, narrowing)
        if "version" in read:
            raise UnknownOption(asked.name, "version", ["from_version", "to_version"])
        wanted = None if column is None else read_code(column, "column")
        by_line = read_choice(("unit", "unit,line"), by, "by") == "unit,line"
        before = self._side(asked, from_, read, {"version": from_version}, "from_")
        after = self._side(asked, to, read, {"version": to_version}, "to")
        if before.at.moment == after.at.moment and before.cell == after.cell:
            raise comparing.NotComparable
        answer = comparing.compare(before, after, asked.name, wanted, by_line=by_line)
        if read_bool(bridge, "bridge"):
            answer = comparing.bridge(answer, by_kind=read_bool(kinds, "kinds"))
        return Answer(answer)

    def _moment(self, asked: Question, options: dict[str, Any]) -> At:
        return self._reader.at(self._as_of or asked.usual_day(options, self._today), self._known_at)

    def _side(
        self,
        asked: Question,
        moment: "LedgerAt | Day | None",
        narrowing: dict[str, Any],
        version: dict[str, str | None],
        word: str,
    ) -> Side:
        """One side of a comparison; what it does not say of the moment is this moment's."""
        cell = Cell(**narrowing, **read_options([VERSION], version))
        if isinstance(moment, LedgerAt):
            if moment._reader is not self._reader:  # noqa: SLF001 - of the same class
                raise WrongKind(
                    word, moment, phrase("a moment of the same ledger"), phrase("Compare moments of one ledger")
                )
            return Side(moment._moment(asked, narrowing), cell)  # noqa: SLF001 - of the same class
        day, instant = (None, None) if moment is None else read_moment(moment, word)
        other = LedgerAt(self._reader, day or self._as_of, instant or self._known_at, self._today)
        return Side(other._moment(asked, narrowing), cell)


def _narrowing(asked: Question, options: dict[str, Any]) -> dict[str, Any]:
    """What says which figure is meant. Raises :class:`UnknownOption`."""
    known = {option.name for option in NARROWING}
    for name in options:
        if name not in known:
            raise UnknownOption(asked.name, name, sorted(known))
    read = read_options(NARROWING, options)
    return {name: value for name, value in read.items() if value is not None}
