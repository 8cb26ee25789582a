"""Projects and programmes: what was approved, what this year holds, and what is left of the whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.domain.postings import money_item, split_money_item
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Money, Quantity
from ledger.projections.tree import Place
from ledger.queries.answer import Answer, Note, answer_at, column, noted, row
from ledger.queries.at import At
from ledger.queries.contributions.forecasts import Forecasts
from ledger.queries.contributions.project_hours import project_hours
from ledger.queries.options import PROJECT, UNIT, YEAR, Option
from ledger.queries.question import Question
from ledger.queries.sums import Sums, above_within

STATEMENT = Option(
    name="statement",
    kind="choice",
    choices=("operating", "investment", "financing"),
    help="Whose lines are counted; all together if left out.",
)


@row
class ProjectRow:
    """A project with all below it: the year, and its whole life."""

    project: str = column("Project", "The code of the project, with all below it added.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Part of", "The project it is part of.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    unit: str | None = column("Unit", "The unit that answers for it.")
    from_: Month | None = column("From", "The first month it runs.", hidden=True)
    to: Month | None = column("To", "The last month it is planned to run.")
    approved: Money | None = column("Approved", "The total outlay that is approved.")
    year_budget: Money = column("Year budget", "The budget of the year.")
    ytd_outcome: Money = column("Year to date", "The outcome of the year through the as-of day's month.")
    ytd_forecast: Money | None = column(
        "Forecast to date", "What the newest forecasts expect through that month; none where they have no months."
    )
    year_forecast: Money | None = column(
        "Year forecast", "The newest forecast of the year; none if none was submitted."
    )
    forecast_deviation: Money | None = column("Forecast deviation", "Forecast less budget of the year; + is better.")
    total_outcome: Money = column("Total outcome", "The outcome of all years through the as-of day's month.")
    total_forecast: Money | None = column(
        "Total forecast", "Outcome of earlier years, the forecast of this one and of those to come; none without any."
    )
    remaining: Money | None = column("Remaining", "What is approved less the total outcome.")
    hours: Quantity = column("Hours", "The hours worked on it, as far as they are reported.")
    hours_planned: Quantity | None = column("Hours planned", "The hours planned for it.")


def projects(
    at: At,
    *,
    project: str | None = None,
    unit: str | None = None,
    year: int | None = None,
    statement: str | None = None,
) -> Answer:
    """Projects as of the day: approved outlay, the year, and the whole of each."""
    year = at.as_of.year if year is None else year
    at.places(unit)
    sums = _Sums(at, project, unit, year, statement)
    rows = [_project_row(at, place, sums) for place in at.project_tree.places(project)]
    options = {"project": project, "unit": unit, "year": year, "statement": statement}
    return answer_at(at, "projects", ProjectRow, rows, options, notes=[*sums.notes()])


class _Sums:
    """What is posted and forecast for projects, rolled up along their tree."""

    def __init__(self, at: At, top: str | None, unit: str | None, year: int, statement: str | None) -> None:
        self._at, self._top, self._unit, self._statement = at, top, unit, statement
        self.reached = Month.containing(at.as_of)
        self.year_budget = self._add_up(
            (total.unit, total.item, total.amount) for total in at.figures.totals("budget", year=year)
        )
        first = Month.containing(FIRST_DAY)
        stated = [each for each in at.figures.stated("outcome", first, self.reached) if "\x1f" in each.item]
        january = Month.of(year, 1).number
        self.total_outcome = self._add_up((each.unit, each.item, each.amount) for each in stated)
        self.ytd_outcome = self._add_up(
            (each.unit, each.item, each.amount) for each in stated if january <= each.month < january + 12
        )
        self.earlier_outcome = self._add_up(
            (each.unit, each.item, each.amount) for each in stated if each.month < january
        )
        self.year_forecast = self._add_up(_newest(at, year))
        self.ytd_forecast = self._add_up(_phased(at, year, self.reached))
        years = {int(each.rpartition("-")[2]) for each in at.log.streams() if each.startswith("forecast-")}
        later = (each for of in sorted(years) if of > year for each in _newest(at, of))
        self.later_forecast = self._add_up(later)
        counted, self.hours_left_out = project_hours(at, self.reached)
        self.hours: Sums[str] = Sums()
        for each in counted:
            if at.tree.within(each.unit, unit) and at.project_tree.within(each.project, top):
                for above in above_within(at.project_tree, each.project, top):
                    self.hours[above] += each.amount

    def notes(self) -> Iterator[Note]:
        """Hours that are not added, because others cover a part of their months."""
        for each in self.hours_left_out:
            if self._at.tree.within(each.unit, self._unit) and self._at.project_tree.within(each.project, self._top):
                yield noted(
                    "Hours of {unit} on {project} for {first}–{last} are not added: others cover some of these months.",
                    unit=each.unit,
                    project=each.project,
                    first=Month(each.first),
                    last=Month(each.last),
                )

    def _add_up(self, amounts: Iterable[tuple[str, str, int]]) -> Sums[str]:
        """By project, with everything below it, amounts given by unit and item."""
        sums: Sums[str] = Sums()
        for unit, item, amount in amounts:
            line, project = split_money_item(item)
            if project is not None and self._counts(unit, line, project):
                for each in above_within(self._at.project_tree, project, self._top):
                    sums[each] += amount
        return sums

    def _counts(self, unit: str, line: str, project: str) -> bool:
        at, known = self._at, self._at.lines.get(line)
        is_asked = self._statement is None or (known is not None and known.statement == self._statement)
        return is_asked and at.tree.within(unit, self._unit) and at.project_tree.within(project, self._top)


def _newest(at: At, year: int) -> Iterator[tuple[str, str, int]]:
    """The newest forecast of each unit and project."""
    forecasts = Forecasts(at, year)
    for each in forecasts.parts(forecasts.newest, at.lines) if forecasts.newest else ():
        yield each.unit, money_item(each.item, each.project), each.amount


def _phased(at: At, year: int, through: Month) -> Iterator[tuple[str, str, int]]:
    """What forecasts with months expect through one."""
    forecasts = Forecasts(at, year)
    for each in forecasts.months(forecasts.newest, at.lines) if forecasts.newest else ():
        if each.month is not None and each.month <= through:
            yield each.unit, money_item(each.item, each.project), each.amount


def _project_row(at: At, place: Place, sums: _Sums) -> ProjectRow:
    opened, plan = at.projects.opened[place.code], at.projects.plans[place.code]
    approved, code = plan.approved.at(at.as_of), place.code
    year_forecast = Money(sums.year_forecast[code]) if code in sums.year_forecast else None
    year_budget, total_outcome = Money(sums.year_budget[code]), Money(sums.total_outcome[code])
    is_forecast = code in sums.year_forecast or code in sums.later_forecast
    total = sums.earlier_outcome[code] + sums.year_forecast[code] + sums.later_forecast[code]
    figures: dict[str, Any] = {
        "year_budget": year_budget,
        "ytd_outcome": Money(sums.ytd_outcome[code]),
        "ytd_forecast": Money(sums.ytd_forecast[code]) if code in sums.ytd_forecast else None,
        "year_forecast": year_forecast,
        "forecast_deviation": None if year_forecast is None else year_forecast - year_budget,
        "total_outcome": total_outcome,
        "total_forecast": Money(total) if is_forecast else None,
        "remaining": None if approved is None else approved - total_outcome,
        "hours": Quantity(sums.hours[code]),
        "hours_planned": plan.hours.at(at.as_of),
    }
    return ProjectRow(
        project=code,
        name=place.name,
        parent=place.parent,
        level=place.level,
        unit=opened.unit,
        from_=opened.from_,
        to=plan.to.at(at.as_of),
        approved=approved,
        **figures,
    )


QUESTION = Question(
    name="projects",
    title="Projects",
    sentence="Projects and programmes: approved outlay, the year, the whole, and what remains.",
    topic="money",
    rows=ProjectRow,
    answer=projects,
    options=(PROJECT, UNIT, YEAR, STATEMENT),
    example="--as-of 2024-07",
)
