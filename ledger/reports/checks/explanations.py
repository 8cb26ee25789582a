"""What explains the figures of a printed table that differ, in words: facts, or another moment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from ledger.domain.values.days import end_of_day, instant_text, swedish_day
from ledger.domain.values.visible import visible
from ledger.queries.check.explaining.facts import FactTold, State
from ledger.queries.check.explaining.parts import Period
from ledger.queries.check.explaining.solved import Explanation
from ledger.queries.check.result import CheckResult
from ledger.reports.catalogue import msg
from ledger.reports.cells import swedish_time
from ledger.reports.numbers import Language
from ledger.reports.words import counted, translated

MOST_LISTED = 10
"""So many facts or figures are listed before only their number is told."""
_STATES: dict[State, str] = {
    "counts": msg("{fact}, recorded {instant}"),
    "recorded-later": msg("{fact}, recorded {instant}, later than the moment"),
    "reversed": msg("{fact}, recorded {instant}, reversed by the moment"),
    "not-attested": msg("{fact}, recorded {instant}, not attested by the moment"),
}


@attrs.frozen
class ExplanationText:
    """Explanations line by line."""

    lang: Language
    recorded_at: Callable[[int], datetime]
    """When the fact at a position was recorded."""

    def say(self, sentence: str, **values: object) -> str:
        return translated(sentence, self.lang, **values)

    def groups(self, explanations: Sequence[Explanation]) -> Iterator[list[str]]:
        """The lines about columns that the same facts, or the same moment, explain."""
        groups: dict[Any, list[Explanation]] = {}
        for each in explanations:
            key = tuple((fact.position, fact.is_left_out) for fact in each.facts) or (each.known_through or each.column)
            groups.setdefault(key, []).append(each)
        for group in groups.values():
            yield list(self.group(group))

    def group(self, group: Sequence[Explanation]) -> Iterator[str]:
        names = ", ".join(each.column for each in group)
        first = group[0]
        if first.facts:
            yield from self.by_facts(names, group)
        elif first.known_through is not None:
            yield from self.by_moment(names, first)
        elif not first.is_of_facts:
            yield self.say(
                "{columns}: no sums of facts, so no facts are sought that would explain them.", columns=names
            )
        else:
            yield self.say("{columns}: neither a few facts nor another moment explain what differs.", columns=names)
        if not first.was_searched:
            yield "  " + self.say("There are too many facts behind them to try all sets.")
        for each in group:
            yield from self.column(each, alone=len(group) == 1)

    def by_facts(self, names: str, group: Sequence[Explanation]) -> Iterator[str]:
        facts = group[0].facts
        yield counted(
            "{columns} comes out as printed {supposing}:",
            "{columns} come out as printed {supposing}:",
            len(group),
            self.lang,
            columns=names,
            supposing=self.supposed(facts),
        )
        yield from (f"  {line}" for fact in facts for line in self.fact_lines(fact))
        others = min(each.others for each in group)
        if others:
            yield "  " + counted(
                "{number} other set of as many facts would explain the same figures.",
                "{number} other sets of as many facts would explain the same figures.",
                others,
                self.lang,
            )

    def by_moment(self, names: str, first: Explanation) -> Iterator[str]:
        yield counted(
            "{columns}: no few facts explain what differs, but another moment does, {number} fact away:",
            "{columns}: no few facts explain what differs, but another moment does, {number} facts away:",
            len(first.between),
            self.lang,
            columns=names,
        )
        yield from (f"  {line}" for fact in first.between[:MOST_LISTED] for line in self.fact_lines(fact))
        if len(first.between) > MOST_LISTED:
            yield "  " + self.say("… and {number} more.", number=len(first.between) - MOST_LISTED)

    def column(self, each: Explanation, *, alone: bool) -> Iterator[str]:
        for period in each.periods[:1]:
            name = self.say("The column") if alone else each.column
            known = self.say("{column} was known as printed {period}", column=name, period=self.period(period))
            rest = len(each.periods) - 1
            more = counted("and in {number} other period", "and in {number} other periods", rest, self.lang)
            yield f"  {known} ({more})" if rest else f"  {known}"
        if each.facts and each.unexplained:
            yield "  " + self.say("That leaves {rows} unexplained.", rows=", ".join(each.unexplained))

    def supposed(self, facts: Sequence[FactTold]) -> str:
        left_out = sum(fact.is_left_out for fact in facts)
        words = []
        if left_out:
            words.append(
                counted(
                    "without one fact that the ledger counts",
                    "without {number} facts that the ledger counts",
                    left_out,
                    self.lang,
                )
            )
        if left_out < len(facts):
            words.append(
                counted(
                    "with one fact that it does not count at the moment",
                    "with {number} facts that it does not count at the moment",
                    len(facts) - left_out,
                    self.lang,
                )
            )
        return f" {self.say('and')} ".join(words)

    def fact_lines(self, fact: FactTold) -> Iterator[str]:
        decision = " ".join((fact.decision or {}).values())
        name = f"{fact.name} {fact.type}" + (f" ({decision})" if decision else "")
        yield visible(self.say(_STATES[fact.state], fact=name, instant=swedish_time(fact.recorded_at)))
        yield visible(f"  {fact.summary}")

    def moments(self, found: CheckResult) -> list[str]:
        """When the whole table was known as printed; nothing where all agrees or something is unexplained."""
        if found.periods is None or found.unexplained:
            return []
        lines = [
            self.say("The whole table was known as printed {period}", period=self.period(period))
            for period in found.periods
        ]
        return lines or [self.say("At no single moment was the whole table known as it was printed.")]

    def period(self, period: Period) -> str:
        """When a period was, and what to ask with to get there."""
        first = self.recorded_at(period.first)
        if period.last is None:
            return self.say("from {first} on (position {position})", first=swedish_time(first), position=period.first)
        end = self.recorded_at(period.last + 1)
        day = swedish_day(end) - timedelta(days=1)
        asked = day.isoformat() if end_of_day(day) >= first else instant_text(first)
        positions = self.say("position {position}", position=period.first)
        if period.last > period.first:
            positions = self.say("positions {first} to {last}", first=period.first, last=period.last)
        return self.say(
            "from {first} until {end} ({positions}): --known-at {asked}",
            first=swedish_time(first),
            end=swedish_time(end),
            positions=positions,
            asked=asked,
        )
