"""The forecasts that a version counts, by the words of the interface and from recorded facts alone."""

from collections import Counter
from datetime import date

import attrs
from oracle import Opinion

from ledger.domain.fact import Recorded
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.organisation.units import UnitClosed

Own = dict[tuple[str, str, str | None], int]
"""What units themselves come to, by unit, line and project."""


@attrs.frozen
class Words:
    """The forecasts of a year, in an opinion."""

    opinion: Opinion
    year: int

    def submitted(self) -> list[Recorded]:
        return [
            each
            for each in self.opinion.counting
            if isinstance(each.fact, ForecastSubmitted) and each.fact.year == self.year
        ]

    def stood(self, recorded: Recorded) -> int:
        """The position at which a forecast was first recorded, before it was corrected."""
        before = self.opinion.by_position.get(recorded.fact.corrects)
        is_forecast = before is not None and isinstance(before.fact, ForecastSubmitted)
        return self.stood(before) if is_forecast else recorded.position

    def labels(self) -> set[str]:
        return {each.fact.version for each in self.submitted()}

    def last(self, label: str | None) -> int:
        """Where the last forecast with a label stands; without one, the last of all."""
        return max(self.stood(each) for each in self.submitted() if label in (None, each.fact.version))

    def counted(self, label: str | None) -> list[Recorded]:
        """One forecast a unit and project."""
        newest: dict[tuple[str, str | None], tuple] = {}
        for each in self.submitted():
            has_label = label in (None, each.fact.version)
            if has_label or self.stood(each) < self.last(label):
                rank = label is not None and has_label, each.fact.effective, self.stood(each)
                key = each.fact.unit, each.fact.project
                newest[key] = max(newest.get(key, (rank, each)), (rank, each), key=lambda pair: pair[0])
        return [each for _, each in newest.values()]

    def is_taken_over(self, unit: str, label: str | None) -> bool:
        """Whether a unit has closed, and its successor (or that one's) has forecast since, in time for the version."""
        closings = {each.fact.unit: each.fact for each in self.opinion.counting if isinstance(each.fact, UnitClosed)}
        if unit not in closings:
            return False
        day, heirs, heir = closings[unit].effective, [], closings[unit].successor
        while heir is not None and heir not in heirs:
            heirs.append(heir)
            heir = closings[heir].successor if heir in closings else None
        of_heirs = [each for each in self.submitted() if each.fact.unit in heirs and each.fact.effective >= day]
        in_time = any(self.stood(each) <= self.last(label) for each in of_heirs)
        return in_time and (label is None or self.effective(label) >= day)

    def effective(self, label: str) -> date:
        (found,) = (
            each.fact.effective
            for each in self.submitted()
            if each.fact.version == label and self.stood(each) == self.last(label)
        )
        return found

    def then(self, label: str | None) -> Opinion:
        """What was thought when the last forecast of a version had been recorded."""
        known = [each for each in self.opinion.facts if each.position <= self.last(label)]
        return Opinion(known, self.opinion.as_of)

    def own(self, label: str | None) -> Own:
        """What each unit itself comes to in a version; without a label, in the newest forecasts."""
        found: Counter = Counter()
        closed = set()
        for each in self.counted(label):
            fact = each.fact
            if self.is_taken_over(fact.unit, label):
                closed.add(fact.unit)
                continue
            for line, amount in fact.lines.items():
                found[fact.unit, line, fact.project] += amount.count
        if closed:
            for (unit, line, month, project), amount in outcomes_by_project(self.then(label)).items():
                if unit in closed and month[0] == self.year:
                    found[unit, line, project] += amount
        return found


def outcomes_by_project(opinion: Opinion) -> dict:
    """The öre in force by unit, line, month and project."""
    newest = opinion.newest(
        "outcome.reported", lambda fact: [(fact.unit, line, fact.month, fact.project) for line in fact.lines]
    )
    return {
        (unit, line, (month.year, month.month), project): fact.lines[line].count
        for (unit, line, month, project), fact in newest.items()
    }


def budgets(opinion: Opinion, year: int) -> Counter:
    """The öre of a year's budget, by unit and line."""
    found: Counter = Counter()
    for unit, line, _, _, part in opinion.pieces(year):
        found[unit, line] += part
    return found


def rolled_up(along, own: Counter, statement: str = "operating") -> Counter:
    """Amounts by unit and line (and more), with everything below each unit."""
    lines, found = along.opinion.lines(statement), Counter()
    for (unit, line, *_), amount in own.items():
        for each in along.above(unit) if line in lines else ():
            found[each] += amount
    return found
