"""What units are expected to report for a month: what they have reported before, or have been given to report."""

from collections.abc import Collection, Iterator
from itertools import pairwise

import attrs

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.money.outcomes import REPORTED
from ledger.domain.postings import staff_parts
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.queries.at import At
from ledger.queries.contributions.forecasts import Forecasts
from ledger.queries.contributions.savings import plans_of
from ledger.queries.follow_up.assignment_reports import PERIODS, begins, reports_by_holder
from ledger.queries.months.reported import RECENT
from ledger.queries.questions.follow_up.measures import MeasureRow, measures
from ledger.queries.sums import YEAR


@attrs.frozen(kw_only=True)
class Expected:
    """Something that a unit is expected to report, and what it reported last."""

    unit: str
    kind: str
    item: str | None
    """What it is about: a project, a measure and form of employment, a savings measure, an indicator, an assignment."""
    expected: str
    """The month, or the version of the forecast."""
    last: str | None
    missing: bool


def expected_for(at: At, month: Month) -> Iterator[Expected]:
    """Everything that is expected for a month of the units that were open in it."""
    for found in (_outcomes, _forecasts, _workforce, _effects, _indicators, _assignments):
        yield from (each for each in found(at, month) if _was_open(at, each.unit, month))


def _was_open(at: At, unit: str, month: Month) -> bool:
    node = at.organisation.units.get(unit)
    return node is not None and node.was_open_in(month.first_day, month.last_day)


def _of_month(unit: str, kind: str, item: str | None, month: Month, covered: Collection[int]) -> Expected:
    """What is expected of one month, of which some months are covered."""
    last = max((each for each in covered if each <= month.number), default=None)
    return Expected(
        unit=unit,
        kind=kind,
        item=item,
        expected=str(month),
        last=None if last is None else str(Month(last)),
        missing=month.number not in covered,
    )


# -- money -------------------------------------------------------------------------------------------------


def _outcomes(at: At, month: Month) -> Iterator[Expected]:
    """Of those that have reported within two years, or have a budget that nobody above or below reports against."""
    covered: dict[str, set[int]] = {}
    for each in at.figures.stated(REPORTED, month.plus(-RECENT), month.plus(YEAR - 1)):
        covered.setdefault(each.unit, set()).update(range(int(each.item), each.month + 1))
    reporting = {unit for unit, months in covered.items() if min(months) <= month.number}
    for unit in sorted(reporting | _alone(at, month.year, reporting)):
        yield _of_month(unit, "outcome", None, month, covered.get(unit, set()))


def _forecasts(at: At, month: Month) -> Iterator[Expected]:
    """The newest version by the end of the month, of every unit and project that forecasts, or has a budget."""
    forecasts = Forecasts(at, month.year)
    versions = [each for each in forecasts.versions if each.last.fact.effective <= month.last_day]
    if not versions:
        return
    label = versions[-1].label
    last: dict[tuple[str, str | None], list[str]] = {}
    for each in forecasts.submissions:
        if each.fact.effective <= month.last_day:
            last.setdefault(each.key, []).append(each.fact.version)
    alone = _alone(at, month.year, {unit for unit, _ in last})
    for unit, project in sorted({*last, *((unit, None) for unit in alone)}, key=str):
        found = last.get((unit, project), [])
        yield Expected(
            unit=unit,
            kind="forecast",
            item=project,
            expected=label,
            last=found[-1] if found else None,
            missing=label not in found,
        )


def _alone(at: At, year: int, reporting: Collection[str]) -> set[str]:
    """The units with a budget of their own where neither they, nor one above or below them, is among some units."""
    covered = {above for unit in reporting for above in at.tree.above(unit)}
    budgets = {total.unit for total in at.figures.totals("budget", year=year)}
    return {unit for unit in budgets - covered if not any(each in reporting for each in at.tree.above(unit))}


# -- people and savings ------------------------------------------------------------------------------------


def _workforce(at: At, month: Month) -> Iterator[Expected]:
    """Each measure and form of employment reported within two years; hours of several months, when these have ended."""
    covered: dict[tuple[str, str], set[int]] = {}
    spans: dict[tuple[str, str], int] = {}
    for each in at.figures.stated("workforce", month.plus(-RECENT), month.plus(YEAR - 1)):
        staff = staff_parts(each.item)
        measure = "annual-workers" if each.kind == "hours" else each.kind
        key = each.unit, f"{measure} {staff.employment}"
        first = staff.first or each.month
        covered.setdefault(key, set()).update(range(first, each.month + 1))
        if each.month <= month.number:
            spans[key] = max(spans.get(key, 1), each.month - first + 1)
    for (unit, item), months in sorted(covered.items()):
        before = [each for each in months if each <= month.number]
        if before and (month.number in months or month.number - max(before) >= spans.get((unit, item), 1)):
            yield _of_month(unit, "workforce", item, month, months)


def _effects(at: At, month: Month) -> Iterator[Expected]:
    """Of measures that go on: from their first report or the month of full effect, else from when they were decided."""
    reported: dict[str, set[int]] = {}
    for each in at.figures.stated("effect", Month.containing(FIRST_DAY), month.plus(YEAR)):
        reported.setdefault(each.item, set()).add(each.month)
    plans, cancelled = plans_of(at)
    decided = {code: fact for plan in plans.values() for code, fact in plan.measures.items()}
    done = {row.measure for row in measures(at).rows if isinstance(row, MeasureRow) and row.status == "done"}
    for code, fact in sorted(decided.items()):
        months = reported.get(code, set())
        starts = fact.full_effect or Month.containing(fact.effective)
        first = min([*months, starts.number])
        is_ended = code in cancelled or (code in done and month.number not in months)
        has_money = fact.amount is not None or fact.hours is not None or bool(months)
        if first <= month.number and has_money and not is_ended:
            yield _of_month(fact.unit, "effect", code, month, months)


# -- follow-up ---------------------------------------------------------------------------------------------


def _indicators(at: At, month: Month) -> Iterator[Expected]:
    """Those with a target for the year, or reported within two years; as often as they have been reported."""
    computed: set[str] = set()
    reported: dict[tuple[str, str], set[int]] = {}
    wanted: dict[tuple[str, str], set[Month | None]] = {}
    for recorded in at.register("indicators"):
        match recorded.fact:
            case IndicatorDefined() as fact if getattr(fact, "of_lines", None):
                computed.add(fact.indicator)
            case IndicatorReported() as fact:
                reported.setdefault((fact.indicator, fact.unit), set()).add(fact.month.number)
            case TargetSet() as fact if fact.year == month.year:
                wanted.setdefault((fact.indicator, fact.unit), set()).add(fact.month)
    for key in sorted(reported.keys() | wanted.keys()):
        indicator, unit = key
        months = {each for each in reported.get(key, set()) if each >= month.number - RECENT}
        before = sorted(each for each in months if each <= month.number)
        targets = wanted.get(key, set())
        is_wanted = month in targets or None in targets or bool(before)
        usual = min((later - earlier for earlier, later in pairwise(before)), default=1)
        is_time = not before or month.number in months or month in targets or month.number - before[-1] >= usual
        if indicator not in computed and is_wanted and is_time:
            yield _of_month(unit, "indicator", indicator, month, months)


def _assignments(at: At, month: Month) -> Iterator[Expected]:
    """Those whose period of follow-up ends with the month, and those without one that are due in it."""
    given: dict[str, AssignmentGiven] = {}
    closed: dict[str, list[AssignmentClosed]] = {}
    for recorded in at.register("assignments"):
        match recorded.fact:
            case AssignmentGiven() as fact:
                given[fact.assignment] = fact
            case AssignmentClosed() as fact if fact.effective <= month.last_day:
                closed.setdefault(fact.assignment, []).append(fact)
    reports = reports_by_holder(at, given)
    for code, fact in sorted(given.items()):
        first = _period(fact, month)
        if first is None or begins(fact) > month.last_day:
            continue
        for unit in fact.units:
            if any(getattr(each, "unit", None) in (None, unit) for each in closed.get(code, ())):
                continue
            days = sorted(each.effective for each in reports.get((code, unit), ()) if each.effective <= month.last_day)
            is_told = bool(days) and days[-1] >= first.first_day
            yield Expected(
                unit=unit,
                kind="assignment",
                item=code,
                expected=str(month),
                last=str(days[-1]) if days else None,
                missing=not is_told,
            )


def _period(fact: AssignmentGiven, month: Month) -> Month | None:
    """The first month of the period that a report is expected for at the end of the month; None if there is none."""
    if fact.follow_up is None:
        return Month.containing(fact.effective) if Month.containing(fact.due) == month else None
    months = PERIODS[fact.follow_up]
    return month.plus(1 - months) if month.month % months == 0 else None
