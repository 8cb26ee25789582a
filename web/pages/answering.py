"""Answers to what an address asks, each with the command that gives the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.values.days import swedish_day
from ledger.interchange.values.choices import read_choice
from ledger.interchange.values.codes import read_code
from ledger.interchange.values.moments import read_moment
from ledger.queries import compare as comparing
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.cell import Cell, Side
from ledger.queries.explain.figures import explain
from ledger.queries.explain.history import history
from ledger.queries.options import NARROWING, VERSION
from ledger.queries.question import Question
from ledger.queries.questions import explained_of, question
from ledger.reports.reproducing.commands import command_text, option_words
from web.visit import Visit

COMPARED = ("from", "to", "from_version", "to_version", "by", "column", "bridge", "kinds")
"""The parameters of a comparison beside those that narrow the figure down."""


@attrs.frozen(kw_only=True)
class Answered:
    """An answer, the ledger at its moment, and how it is asked for at the command line."""

    answer: Answer
    at: At
    words: Sequence[str]
    """The command without its options: ``show budget``."""
    options: Mapping[str, Any]
    """Its options as they were read, the dates among them."""

    @property
    def command(self) -> str:
        """What is typed to get the same, with nothing left to the clock."""
        return command_text(["liggare", *self.words], self.options)

    def arguments(self, form: str) -> list[str]:
        """The same for a receipt."""
        return [*self.words, *option_words({**self.options, "format": form, "lang": "en"})]


Answering = Callable[[Visit, str], Answered]


def answered(visit: Visit, name: str) -> Answered:
    """The answer to a question. Raises what the question raises."""
    asked = question(name)
    options = _given(visit.options(asked.options))
    if name == "journal":
        return _journal(visit, asked, options)
    at = visit.of_question(asked, options)
    answer = asked.ask(at, **options)
    words = ["show", name] if asked.is_shown else [name]
    return Answered(answer=answer, at=at, words=words, options=options | _dates(at))


def _journal(visit: Visit, asked: Question, options: dict[str, Any]) -> Answered:
    """The journal, whose as-of day is the last day of effect, if there is one."""
    known_at = visit.asked.known_at
    at = visit.at(lambda today: today if known_at is None else swedish_day(known_at))
    last_day = options.pop("effective_to", visit.asked.as_of)
    answer = asked.ask(at, **options, effective_to=last_day)
    return Answered(answer=answer, at=at, words=["journal"], options=options | {"as_of": last_day, **_known(at)})


def explained(visit: Visit, name: str) -> Answered:
    """The facts behind a figure of a question."""
    return _of_a_figure(visit, name, "explain", lambda at, cell, column: explain(at, name, cell, column))


def _of_a_figure(visit: Visit, name: str, command: str, answer: Callable[[At, Cell, str | None], Answer]) -> Answered:
    asked = question(name)
    explained_of(name)
    visit.asked.require_known("column", *(each.name for each in NARROWING))
    given = visit.asked.question_options
    column = read_code(given.pop("column"), "column") if "column" in given else None
    options = _given(visit.options(NARROWING, given))
    at = visit.of_question(asked, options)
    found = answer(at, Cell(**options), column)
    words = [command, name]
    return Answered(answer=found, at=at, words=words, options={"column": column} | options | _dates(at))


def told(visit: Visit, name: str) -> Answered:
    """How a figure became what it is."""
    return _of_a_figure(visit, name, "history", lambda at, cell, column: history(at, name, cell, column))


def compared(visit: Visit, name: str) -> Answered:
    """Two moments or versions of a figure, and the facts between them."""
    asked = question(name)
    explained_of(name)
    narrowing = [each for each in NARROWING if each is not VERSION]
    visit.asked.require_known(*COMPARED, *(each.name for each in narrowing))
    given = visit.asked.question_options
    own = {each: given.pop(each) for each in COMPARED if each in given}
    options = _given(visit.options(tuple(narrowing), given))
    before, after = (_side(visit, asked, options, own, word) for word in ("from", "to"))
    if before.at.moment == after.at.moment and before.cell == after.cell:
        raise comparing.NotComparable
    column = read_code(own["column"], "column") if "column" in own else None
    by = read_choice(("unit", "unit,line"), own.get("by", "unit"), "by")
    bridge, kinds = (read_choice(("0", "1"), own.get(each, "0"), each) == "1" for each in ("bridge", "kinds"))
    answer = comparing.compare(before, after, name, column, by_line=by == "unit,line")
    if bridge:
        answer = comparing.bridge(answer, by_kind=kinds)
    typed: dict[str, Any] = {"from": _moment(before), "to": _moment(after), "from_version": before.cell.version}
    typed |= {"to_version": after.cell.version, "by": by if by != "unit" else None, "bridge": bridge, "kinds": kinds}
    return Answered(answer=answer, at=after.at, words=["compare", name], options=typed | {"column": column} | options)


def _side(visit: Visit, asked: Question, options: Mapping[str, Any], own: Mapping[str, str], word: str) -> Side:
    """One of the two that are compared: what it does not say of its moment is the page's."""
    given = own.get(word)
    day, instant = read_moment(given, word) if given else (None, None)
    version = own.get(f"{word}_version")
    read = visit.options((VERSION,), {"version": version} if version else {})
    usual = visit.asked.as_of or asked.usual_day(options, visit.today)
    at = visit.reader.at(day or usual, instant or visit.known_at)
    return Side(at, Cell(**options, **_given(read)))


def _moment(side: Side) -> tuple[Any, Any]:
    return side.at.as_of, side.at.moment.known_at


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _dates(at: At) -> dict[str, Any]:
    return {"as_of": at.as_of, **_known(at)}


def _known(at: At) -> dict[str, Any]:
    return {"known_at": at.moment.known_at}


ANSWERING: Mapping[str, Answering] = {"": answered, "explain": explained, "history": told, "compare": compared}
"""What answers under each first part of an address."""
