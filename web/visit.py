"""One request being answered: what is asked, and the ledger that it is asked of."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Moment, instant_text, known_at_text, swedish_day
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.options import read_options
from ledger.queries.at import At
from ledger.queries.options import SHARED, Option
from ledger.queries.question import Question
from ledger.queries.reader import LedgerReader
from ledger.reports.words import translated
from web.asked import Asked


class NotSettled(Unreadable):
    code = "not-settled"

    def __init__(self, last: datetime) -> None:
        super().__init__(
            phrase(
                "A page that never changes needs both dates, and known_at no later than {last}", last=instant_text(last)
            ),
            hint=phrase("Take the permanent link that stands below each answer"),
        )


class Visit:
    """What a page is made from. Nothing in it outlives the page."""

    def __init__(self, asked: Asked, reader: LedgerReader, now: datetime, *, lasting: bool = False) -> None:
        """*lasting*: what is known is taken at an instant at which nothing more can come, as for a receipt."""
        self.asked = asked
        self.reader = reader
        self.now = now
        self._lasting = lasting
        asked.require_readable()
        if asked.fixed and (asked.as_of is None or asked.known_at is None or self.final < asked.known_at):
            raise NotSettled(self.final)

    @property
    def lang(self) -> Any:
        return self.asked.lang

    @property
    def today(self) -> date:
        return swedish_day(self.now)

    @cached_property
    def final(self) -> datetime:
        """The instant of the last fact: what is known by then never becomes more."""
        return self.reader.final_instant(self.now)

    @cached_property
    def last(self) -> int:
        """The last position there is."""
        return self.reader.log.last_position()

    @cached_property
    def brand(self) -> str:
        return self.reader.log.metadata().get("name") or "liggare"

    @property
    def known_at(self) -> datetime:
        """The instant the page knows by: the last fact's, unless another is given."""
        given = self.asked.known_at or self.final
        return self.reader.final_instant(given) if self._lasting else given

    def say(self, sentence: str, **values: object) -> str:
        return translated(sentence, self.asked.lang, **values)

    def at(self, usual_day: Callable[[date], date] = lambda today: today) -> At:
        """The ledger at the moment asked for; without one as of the usual day, knowing all there is."""
        return self.reader.at(self.asked.as_of or usual_day(self.today), self.known_at)

    def of_question(self, question: Question, options: Mapping[str, Any]) -> At:
        """The same, with the day that the question usually means."""
        return self.at(lambda today: question.usual_day(options, today))

    def options(self, options: tuple[Option, ...], given: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The values of options in the address, read. Raises what their readers raise."""
        taken = self.asked.question_options if given is None else given
        return read_options([*options, *SHARED], taken)

    def moment_parameters(self, moment: Moment) -> dict[str, str]:
        """A moment as parameters: at the end of a recorded day by that day."""
        return {"as_of": moment.as_of.isoformat(), "known_at": known_at_text(moment.known_at)}
