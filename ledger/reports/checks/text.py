"""What a check of a printed table has found, in words."""

from collections.abc import Callable, Iterator
from datetime import datetime
from textwrap import fill
from typing import Any

import attrs

from ledger.domain.values.visible import visible
from ledger.queries.check.explaining.solved import Explanation
from ledger.queries.check.result import CONTRADICTION, UNEXPLAINED, CheckResult, CheckRow, NotCompared
from ledger.reports.catalogue import msg
from ledger.reports.cells import Figures, swedish_time
from ledger.reports.checks.explanations import MOST_LISTED, ExplanationText
from ledger.reports.formats.table import Table, table
from ledger.reports.numbers import AmountUnit, Language
from ledger.reports.words import counted, translated

_SLIPS = {
    "with the opposite sign it agrees": msg("with the opposite sign it agrees"),
    "with two digits the other way round it agrees": msg("with two digits the other way round it agrees"),
}
_VERDICTS = {
    "agrees": msg("Everything agrees."),
    "agrees-in-part": msg("What was compared agrees."),
    "explained": msg("Everything that differs is explained."),
    "nothing-compared": msg("Nothing was compared: no figure of the table is one of the ledger's."),
}


@attrs.frozen(kw_only=True)
class CheckText:
    """The parts of the text, one after another."""

    found: CheckResult
    recorded_at: Callable[[int], datetime]
    """When the fact at a position was recorded."""
    unit: AmountUnit
    lang: Language
    width: int | None
    """That of the terminal; None: lines are not broken."""
    drawn: Callable[[Table], str]
    """A table as text."""

    def text(self) -> str:
        explained = ExplanationText(self.lang, self.recorded_at)
        moments = explained.moments(self.found)
        parts = [
            self.cells(),
            *self.sums(),
            *(self.sentences(*lines) for lines in explained.groups(self.found.explanations)),
            *([self.sentences(*moments)] if moments else []),
            *self.blanks(),
            self.verdict(),
        ]
        return "\n".join(parts)

    def say(self, sentence: str, **values: object) -> str:
        return translated(sentence, self.lang, **values)

    def sentences(self, *lines: str) -> str:
        """Lines of text, wrapped where there is a terminal; the lines after a first one are set in."""
        wrapped = (fill(line, self.width, subsequent_indent="  ") if self.width else line for line in lines)
        return "".join(f"{line}\n" for line in wrapped)

    def table(self, answer: Any, title: str | None = None) -> str:
        made = table(answer, unit=self.unit, lang=self.lang, decimals=self.decimals, width=self.width)
        return self.drawn(attrs.evolve(made, titles=made.titles if title is None else [title], footnotes=()))

    @property
    def decimals(self) -> int:
        return max((column.decimals for column in self.found.table.columns), default=0)

    # -- figures and sums --------------------------------------------------------------------------------

    def cells(self) -> str:
        found = self.found
        in_short = {each.column: self.in_short(each) for each in found.explanations}
        differing = [
            attrs.evolve(  # type: ignore[misc]  # rows are attrs classes, which mypy does not see
                each, explanation=in_short[each.column] if each.explained else self.say("unexplained")
            )
            for each in found.cells
            if each.agreement == "different"
        ]
        answer = attrs.evolve(found.answer(), options={"table": found.table.name}, rows=differing)
        notes = list(self.column_notes())
        return self.table(answer) + (f"\n{self.sentences(*notes)}" if notes else "")

    def in_short(self, each: Explanation) -> str:
        """What explains the figures of a column, in a few words."""
        if each.known_through is not None:
            return self.say("known through #{position}", position=each.known_through)
        without, with_ = msg("without #{position}"), msg("with #{position}")
        supposed = ((without if fact.is_left_out else with_, fact.position) for fact in each.facts)
        return ", ".join(self.say(sentence, position=position) for sentence, position in supposed)

    def column_notes(self) -> Iterator[str]:
        """The moments that the mapping gives to single columns, and signs that are turned."""
        for column in self.found.table.columns:
            asked = [self.say("as of {day}", day=column.as_of)] if column.as_of else []
            asked += [self.say("known at {instant}", instant=swedish_time(column.known_at))] if column.known_at else []
            if asked:
                yield self.say("{column} is {moment}.", column=column.label, moment=", ".join(asked))
        turned = [column.label for column in self.found.table.compared_columns if column.sign < 0]
        if turned:
            yield self.say("Printed with the opposite sign: {columns}.", columns=", ".join(turned))

    def sums(self) -> Iterator[str]:
        found = self.found
        off = len(found.contradictions)
        if off:
            answer = found.contradictions_answer()
            rows = [attrs.evolve(each, explanation=self.of_sum(each.explanation)) for each in answer.rows]
            yield self.table(attrs.evolve(answer, rows=rows), self.say("Sums that do not add up"))
        if found.sums:
            number = counted("{number} sum", "{number} sums", found.sums, self.lang)
            yield self.sentences(
                self.say(
                    "{sums}: {even} add up, {rounding} within the rounding, {off} do not add up.",
                    sums=number,
                    even=found.sums - len(found.uneven),
                    rounding=len(found.uneven) - off,
                    off=off,
                )
            )

    def of_sum(self, explanation: str) -> str:
        word, colon, facts = explanation.partition(":")
        words = {CONTRADICTION: self.say("contradiction"), UNEXPLAINED: self.say("unexplained")}
        return words[word] + colon + facts if word in words else explanation

    # -- the end -----------------------------------------------------------------------------------------

    def blanks(self) -> Iterator[str]:
        """The cells that could not be compared, and what the ledger has there."""
        blanks = self.found.not_compared
        if not blanks:
            return
        lines = [self.say("Not compared, as no figure stands there:")]
        lines += [f"  {self.blank(each)}" for each in blanks[:MOST_LISTED]]
        if len(blanks) > MOST_LISTED:
            lines.append("  " + self.say("… and {number} more.", number=len(blanks) - MOST_LISTED))
        yield self.sentences(*lines)

    def blank(self, each: NotCompared) -> str:
        figures = Figures(unit=self.unit, lang=self.lang, decimals=self.decimals)
        return visible(
            self.say(
                "{row}, {column}: {printed} where the ledger has {ledger}",
                row=each.row,
                column=each.column,
                printed=each.printed or self.say("nothing"),
                ledger=each.ledger if isinstance(each.ledger, str) else figures.text("ledger", each.ledger),
            )
        )

    def verdict(self) -> str:
        verdict = self.found.verdict
        lines = list(self.unexplained()) if verdict == "unexplained" else [self.say(_VERDICTS[verdict])]
        return self.sentences(*lines, self.counts())

    def unexplained(self) -> Iterator[str]:
        left, sums = self.found.unexplained, self.found.unexplained_sums
        yield self.say(
            "{figures} and {sums} stay unexplained.",
            figures=counted("{number} figure", "{number} figures", len(left), self.lang),
            sums=counted("{number} sum", "{number} sums", len(sums), self.lang),
        )
        yield from (f"  {self.slip(each)}" for each in left if each.slip)
        against = sum(self.found.is_contradiction(each) for each in sums)
        if against:
            yield "  " + counted(
                "{number} sum contradicts its own parts, each of which is as in the ledger.",
                "{number} sums contradict their own parts, each of which is as in the ledger.",
                against,
                self.lang,
            )

    def slip(self, each: CheckRow) -> str:
        slip = self.say(_SLIPS[each.slip or ""])
        return self.say("{row}, {column}: {slip}.", row=each.row, column=each.column, slip=slip)

    def counts(self) -> str:
        """How many figures were compared, and how many were not and why."""
        found = self.found
        only, added = found.printed_only
        empty = sum(not each.printed for each in found.not_compared)
        words = [
            self.say(
                "{figures} compared: {equal} equal, {rounding} equal within the rounding, {different} different",
                figures=counted("{number} figure", "{number} figures", len(found.cells), self.lang),
                equal=found.count("equal"),
                rounding=found.count("rounding"),
                different=found.count("different"),
            )
        ]
        if only:
            words.append(self.say("{number} printed only, {added} of them added again", number=only, added=added))
        if found.dashes:
            words.append(self.say("{number} not compared for a dash", number=found.dashes))
        if empty:
            words.append(self.say("{number} not compared for an empty cell", number=empty))
        return "; ".join(words) + "."
