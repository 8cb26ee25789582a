"""The workforce over time, the freezes it went through, and the exemptions that moved in a month."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import attrs

from ledger.domain.staff.exemptions import (
    ExemptionDenied,
    ExemptionGranted,
    ExemptionRequested,
    ExemptionUsed,
    ExemptionWithdrawn,
)
from ledger.domain.staff.freezes import FreezeLifted
from ledger.domain.staff.positions import PositionsEstablished
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Quantity
from ledger.queries.answer import Answer, column
from ledger.queries.at import At
from ledger.queries.contributions.reported_workforce import Value, Workforce, reports
from ledger.queries.questions.staff.exemptions import exemptions
from ledger.queries.questions.staff.freezes import freezes

SHOWN_MONTHS = 36
"""How far back the course of the workforce is drawn."""

_EVENTS = ExemptionRequested | ExemptionGranted | ExemptionDenied | ExemptionWithdrawn | ExemptionUsed


@attrs.frozen(kw_only=True)
class Span:
    """A freeze from its first day to its last; to None while no end is known."""

    freeze: str
    first: date
    last: date | None


@attrs.frozen(kw_only=True)
class WorkforceCourse:
    """Reported FTE by form of employment and month, and the freezes in between."""

    series: Mapping[str, Mapping[Month, Quantity]]
    freezes: Sequence[Span]

    @property
    def months(self) -> list[Month]:
        return sorted({month for series in self.series.values() for month in series})


def workforce_course(at: At, month: Month, unit: str | None) -> WorkforceCourse:
    """FTE of a unit with all below it, as staffing has it; a month for which some unit has no value is left out."""
    sums: dict[str, dict[Month, Quantity]] = {}
    people = Workforce(at, unit, "moment", reports(at))
    for each in people.months(unit, "fte"):
        if month.number - SHOWN_MONTHS < each <= month.number:
            for form, values in _by_form(people.values(unit, "fte", each)).items():
                if all(value.is_whole for value in values):
                    sums.setdefault(form, {})[Month(each)] = Quantity(sum(value.amount for value in values))
    series = dict(sorted(sums.items()))
    return WorkforceCourse(series=series, freezes=_spans(at, unit))


def _by_form(values: Iterable[Value]) -> Mapping[str, list[Value]]:
    forms: dict[str, list[Value]] = {}
    for value in values:
        forms.setdefault(value.employment, []).append(value)
    return forms


def workforce_answer(of: WorkforceCourse, books_answer: Answer, headings: Mapping[str, str]) -> Answer:
    """The course as rows, a column for each form of employment, at the moment of another answer."""
    names = {form: f"fte_{number}" for number, form in enumerate(of.series)}
    fields = {"month": column("Month")} | {names[form]: column(headings[form]) for form in of.series}
    columns = attrs.make_class("WorkforceRow", fields, frozen=True, kw_only=True)
    rows = [
        columns(month=month, **{names[form]: values.get(month) for form, values in of.series.items()})
        for month in of.months
    ]
    return attrs.evolve(books_answer, question="workforce", columns=columns, rows=rows, total=None)


def _spans(at: At, unit: str | None) -> list[Span]:
    lifted = {
        recorded.fact.freeze: recorded.fact.effective
        for recorded in at.register("freezes")
        if isinstance(recorded.fact, FreezeLifted)
    }
    spans = (
        Span(freeze=row.freeze, first=row.from_, last=_last_day(row.until, lifted.get(row.freeze)))
        for row in freezes(at, unit=unit).rows
    )
    return [span for span in spans if span.last is None or span.first <= span.last]


def _last_day(until: date | None, lifted: date | None) -> date | None:
    """The day a freeze runs out, or the one before it was lifted: on that day it is no longer in force."""
    ends = [until, lifted - timedelta(days=1) if lifted is not None else None]
    return min((end for end in ends if end is not None), default=None)


def usual_since(at: At, month: Month, unit: str | None) -> Month | None:
    """The month that changes are counted from: December, else the first one reported in the year."""
    reported = {
        Month(stated.month)
        for stated in at.figures.stated("workforce", Month.containing(FIRST_DAY), month)
        if stated.kind == "fte" and at.tree.within(stated.unit, unit)
    }
    december = Month.of(month.year - 1, 12)
    return min((each for each in reported if december <= each < month), default=None)


def exemptions_of(at: At, month: Month, unit: str | None) -> Answer:
    """The exemptions that were asked for, decided or used in a month, and those that wait for a decision."""
    moved = {
        fact.exemption
        for recorded in at.register("freezes")
        if isinstance(fact := recorded.fact, _EVENTS) and Month.containing(fact.effective) == month
    }
    moved |= _established_under(at, month)
    answer = exemptions(at, unit=unit)
    rows = [row for row in answer.rows if row.exemption in moved or row.state == "requested"]
    return attrs.evolve(answer, rows=rows)


def _established_under(at: At, month: Month) -> set[str]:
    facts = at.facts_of({PositionsEstablished.TYPE})
    return {
        exemption
        for recorded in facts
        if isinstance(recorded.fact, PositionsEstablished)
        and month.first_day <= recorded.fact.effective <= month.last_day
        for exemption in recorded.fact.exemptions
    }
