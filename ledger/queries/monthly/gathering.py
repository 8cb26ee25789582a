"""Everything a monthly report is made of, asked at the same moment."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Self

import attrs

from ledger.domain.errors import Refused
from ledger.domain.fact import Recorded
from ledger.domain.follow_up.assignments import ENDINGS
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.contributions.reports import report_contributions
from ledger.queries.follow_up.indicator_facts import indicators_of
from ledger.queries.monthly.course import Course, course
from ledger.queries.monthly.deciding import decided_in, decides
from ledger.queries.monthly.forecast_change import ForecastChange, forecast_change
from ledger.queries.monthly.forecasting import Forecasting, forecasting
from ledger.queries.monthly.people import WorkforceCourse, exemptions_of, usual_since, workforce_course
from ledger.queries.monthly.sources import Sources, behind_report, behind_result, behind_savings, behind_staffing
from ledger.queries.months.closing import at_closing, closing_of, restated
from ledger.queries.questions.follow_up.assignments import assignments
from ledger.queries.questions.follow_up.goals import goals
from ledger.queries.questions.follow_up.indicators import indicators
from ledger.queries.questions.follow_up.savings import savings
from ledger.queries.questions.money.report import report
from ledger.queries.questions.money.result import result
from ledger.queries.questions.staff.freezes import freezes
from ledger.queries.questions.staff.staffing import staffing
from ledger.queries.sums import Sums

SOON = timedelta(days=90)
"""How long before the day an assignment is due it is told of."""

MOST_LISTED = 600
"""Of more facts than these, reports are counted rather than listed; decisions are always listed."""


class NothingToReport(Refused):
    code = "nothing-to-report"

    def __init__(self, month: Month, unit: str | None) -> None:
        where = phrase(" for {unit}", unit=unit) if unit else ""
        super().__init__(
            phrase(
                "There is nothing to report{where} in {month}: no outcome, forecast, workforce or "
                "decision of that month",
                where=where,
                month=month,
            ),
            hint=phrase("See which facts there are: liggare journal; and which units: liggare show units"),
        )


@attrs.frozen(kw_only=True)
class Part:
    """An answer, and the facts behind each of its rows."""

    answer: Answer
    sources: Sources


@attrs.frozen(kw_only=True)
class Names:
    """What codes are called, as of the day."""

    units: Mapping[str, str]
    lines: Mapping[str, str]
    plans: Mapping[str, str]
    phases: Mapping[tuple[str, str], str]
    """By plan and phase."""

    @classmethod
    def of(cls, at: At) -> Self:
        return cls(
            units={code: _name(at, code) for code in at.organisation.units},
            lines={code: line.name for code, line in at.lines.items()},
            plans=dict(_plans(at)),
            phases=dict(_phases(at)),
        )


@attrs.frozen(kw_only=True)
class OwnPart:
    """What one unit itself, without those below it, adds to the budget and the forecast of the whole."""

    unit: str
    budget: Money
    """The year's."""
    forecast: Money | None
    """None where the unit has not submitted any."""

    @property
    def forecast_deviation(self) -> Money | None:
        return None if self.forecast is None else self.forecast - self.budget


@attrs.frozen(kw_only=True)
class Monthly:
    """A month of a unit with all below it, as known at the moment."""

    month: Month
    unit: str | None
    top: str
    """The name of the unit, or of the one that holds all others; empty where several stand at the top."""
    names: Names
    report: Part
    closing: Recorded | None
    """The fact that closed the month, if it is closed."""
    restated: Answer | None
    """What has changed since then."""
    own_parts: Sequence[OwnPart]
    result: Part
    investments: Part
    course: Course
    forecasting: Forecasting
    change: ForecastChange | None
    """Since the forecast before, if there is one."""
    since: Month | None
    """The month that FTE changes are counted from."""
    staffing: Part
    workforce: WorkforceCourse
    freezes: Answer
    exemptions: Answer
    savings: Part
    goals: Answer
    indicators: Answer
    """Those with a target, those reported, and of those computed the values of what is at the top."""
    assignments: Answer
    """Those due soon or late, and those told of this month."""
    ongoing: int
    """How many assignments there are that have not ended."""
    decisions: Sequence[Recorded]
    facts: Mapping[int, Recorded]
    """Those to be listed of the facts that rows refer to, by position."""
    left_out: Mapping[str, int]
    """How many others there are of each type."""


def gather(at: At, month: Month, unit: str | None) -> Monthly:
    """Raises :class:`NoSuchUnit`, and :class:`NothingToReport` for a month that nobody has said anything of."""
    at = at.reading_once()
    places = list(at.places(unit))
    reported = report(at, month=month, unit=unit)
    since = usual_since(at, month, unit)
    employed, saved = staffing(at, unit=unit, since=since), savings(at, unit=unit)
    tops = [place for place in places if place.level == places[0].level]
    whole = [row.year_forecast for row in reported.rows if row.unit in {top.unit for top in tops}]
    given, forecasts = assignments(at, unit=unit), forecasting(at, month, unit)
    monthly = Monthly(
        month=month,
        unit=unit,
        top=tops[0].name if len(tops) == 1 else "",
        names=Names.of(at),
        report=Part(answer=reported, sources=behind_report(at, reported, month, unit, "operating")),
        closing=closing_of(at, month),
        restated=_restated(at, month, unit, reported),
        own_parts=_own_parts(at, month, unit),
        result=_result(at, month, unit, "operating"),
        investments=_result(at, month, unit, "investment"),
        course=course(at, month, unit, _sum([each for each in whole if each is not None])),
        forecasting=forecasts,
        change=forecast_change(at, unit, forecasts),
        since=since,
        staffing=Part(answer=employed, sources=behind_staffing(at, employed, unit)),
        workforce=workforce_course(at, month, unit),
        freezes=freezes(at, unit=unit),
        exemptions=exemptions_of(at, month, unit),
        savings=Part(answer=saved, sources=behind_savings(at, saved, unit)),
        goals=goals(at, year=month.year, unit=unit),
        indicators=_indicators(at, month.year, unit, {top.unit for top in tops}),
        assignments=attrs.evolve(given, rows=[row for row in given.rows if _is_told_of(row, at, month)]),
        ongoing=len({row.assignment for row in given.rows if row.status not in ENDINGS}),
        decisions=decided_in(at, month, unit),
        facts={},
        left_out={},
    )
    if not _has_something(monthly, month):
        raise NothingToReport(month, unit)
    facts, left_out = _facts(at, _referred_to(monthly))
    return attrs.evolve(monthly, facts=facts, left_out=left_out)


def _name(at: At, code: str) -> str:
    names = at.organisation.units[code].names
    return names.at(at.as_of) or names.first() or code


def _sum(amounts: Sequence[Money]) -> Money | None:
    return Money(sum(amount.count for amount in amounts)) if amounts else None


def _plans(at: At) -> Iterator[tuple[str, str]]:
    for recorded in at.register("savings"):
        if isinstance(recorded.fact, SavingsPlanAdopted):
            yield recorded.fact.plan, recorded.fact.name


def _phases(at: At) -> Iterator[tuple[tuple[str, str], str]]:
    """What phases are called, last as they were set as a whole: a unit's part may have another name."""
    facts = [recorded.fact for recorded in at.register("savings")]
    settings = [fact for fact in facts if isinstance(fact, SavingsPlanPhaseSet)]
    for fact in sorted(settings, key=lambda each: each.unit is None):
        yield (fact.plan, fact.phase), fact.name


def _result(at: At, month: Month, unit: str | None, statement: str) -> Part:
    answer = result(at, month=month, unit=unit, statement=statement)
    return Part(answer=answer, sources=behind_result(at, answer, month, unit, statement))


def _indicators(at: At, year: int, unit: str | None, tops: Collection[str]) -> Answer:
    """The indicators of a year. Computed ones have a value in every unit: those without a target are left out."""
    answer = indicators(at, year=year, unit=unit)
    computed = {code for code, each in indicators_of(at, year).defined.items() if each.of_lines}
    told = [row for row in answer.rows if row.judged_by or row.indicator not in computed or row.unit in tops]
    return attrs.evolve(answer, rows=told)


def _restated(at: At, month: Month, unit: str | None, now: Answer) -> Answer | None:
    closing = closing_of(at, month)
    if closing is None:
        return None
    reported = report(at_closing(at, closing), month=month, unit=unit)
    return restated(reported, now)


def _own_parts(at: At, month: Month, unit: str | None) -> list[OwnPart]:
    sums: dict[str, Sums[str]] = {}
    for part in report_contributions(at, month, "operating", whole=True):
        if at.tree.within(part.unit, unit):
            sums.setdefault(part.unit, Sums())[part.column] += part.amount
    return [
        OwnPart(
            unit=code,
            budget=Money(of["year_budget"]),
            forecast=Money(of["year_forecast"]) if "year_forecast" in of else None,
        )
        for code, of in sums.items()
    ]


def _is_told_of(row: object, at: At, month: Month) -> bool:
    """Whether an assignment is late, due soon, not going as it should, or was reported or ended this month."""
    status, due, last = getattr(row, "status", ""), getattr(row, "due", None), getattr(row, "last_report", None)
    told = last is not None and Month.containing(last) == month
    if status in ENDINGS:
        return told
    return told or status in ("partly", "off-track") or (due is not None and due <= at.as_of + SOON)


def _has_something(monthly: Monthly, month: Month) -> bool:
    """Whether anything was said of the month itself; a budget alone lasts all the year."""
    outcomes = month in monthly.course.outcome
    reported = any(month in series for series in monthly.workforce.series.values())
    spoken = (monthly.decisions, monthly.forecasting.versions, monthly.savings.answer.rows)
    return outcomes or reported or any(spoken)


def _facts(at: At, positions: Collection[int]) -> tuple[dict[int, Recorded], Counter[str]]:
    """The facts to be listed, and how many others there are of each type: of a long history, most of it."""
    listed: dict[int, Recorded] = {}
    left_out: Counter[str] = Counter()
    for recorded in filter(None, map(at.find, sorted(positions))):
        if len(positions) <= MOST_LISTED or decides(recorded.fact):
            listed[recorded.position] = recorded
        else:
            left_out[recorded.fact.TYPE] += 1
    return listed, left_out


def _referred_to(monthly: Monthly) -> set[int]:
    parts = (monthly.report, monthly.result, monthly.investments, monthly.staffing, monthly.savings)
    rows = [row for part in parts for row in part.sources] + list(monthly.forecasting.sources)
    found = {position for row in rows for positions in row.values() for position in positions}
    found |= {recorded.position for recorded in monthly.decisions}
    change = monthly.change
    if change is not None:
        found |= {recorded.position for recorded in change.since}
        found |= {position for row in change.answer.rows for position in (*row.decisions, *row.forecasts)}
    return found
