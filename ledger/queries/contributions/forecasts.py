"""The forecasts of a year: what each version counts, and what that comes to. Every question asks here."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from ledger.domain.fact import Recorded, corrected
from ledger.domain.money.forecasts import OUTCOME, ForecastSubmitted
from ledger.domain.organisation.units import UnitClosed
from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Moment, Month
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution

Key = tuple[str, str | None]
"""A unit, and a project or what belongs to none: each has a forecast of its own."""


@attrs.frozen
class Submission:
    """A forecast as one unit submitted it."""

    recorded: Recorded
    fact: ForecastSubmitted
    first: Recorded
    """Where it was recorded first: a correction stands in the place of what it corrects."""

    @property
    def key(self) -> Key:
        return self.fact.unit, self.fact.project

    @property
    def rank(self) -> tuple[date, int]:
        """Later effective dates are newer; then later positions."""
        return self.fact.effective, self.first.position


@attrs.frozen(kw_only=True)
class Version:
    """What one label stands for: a forecast of each unit and project, or the outcome of a unit that has closed."""

    label: str
    last: Submission
    """The one with the label that was recorded last."""
    counted: tuple[Submission, ...]
    """By age; with another label for a unit and project that has none with this one."""
    closed: Mapping[str, UnitClosed]
    """The units that count with their outcome, because the forecast of their successor has taken over."""
    lacking: tuple[Submission, ...]
    """The first forecast of each unit and project that counts with nothing, as it was recorded later."""

    @property
    def units(self) -> set[str]:
        """The units that count with something of their own."""
        return {each.fact.unit for each in self.counted} | self.closed.keys()

    @property
    def carried(self) -> list[Submission]:
        """Those that are counted though they have another label."""
        return [each for each in self.counted if each.fact.version != self.label]


class Forecasts:
    """The forecasts of a year that count at a moment."""

    def __init__(self, at: At, year: int) -> None:
        self.at, self.year = at, year
        self.submissions = sorted(_submissions(at, year), key=lambda each: each.rank)
        """The oldest first."""
        self._then: dict[int, At] = {}

    @cached_property
    def versions(self) -> list[Version]:
        """In the order in which their labels were last submitted."""
        labels = {each.fact.version: each.rank for each in self.submissions}  # by age, so that the newest rank stays
        return [self._labelled(label) for label in sorted(labels, key=labels.__getitem__)]

    def version(self, label: str | None) -> Version | None:
        """The version with a label; without one, the newest forecast of every unit and project. None if there is none.

        The newest is called by the newest label.
        """
        if label is None:
            return self.newest
        return next((each for each in self.versions if each.label == label), None)

    @cached_property
    def newest(self) -> Version | None:
        """The newest forecast of every unit and project."""
        if not self.submissions:
            return None
        last = max(self.submissions, key=_place)
        counted = {each.key: each for each in self.submissions}
        return self._version(self.submissions[-1].fact.version, last, counted, date.max)

    def _labelled(self, label: str) -> Version:
        """A unit and project without the label counts with its newest forecast from before the last one with it."""
        last = max((each for each in self.submissions if each.fact.version == label), key=_place)
        counted = {each.key: each for each in self.submissions if _place(each) < _place(last)}
        counted |= {each.key: each for each in self.submissions if each.fact.version == label}
        return self._version(label, last, counted, last.fact.effective)

    def _version(self, label: str, last: Submission, counted: Mapping[Key, Submission], effective: date) -> Version:
        closed = {unit: fact for unit, fact in self._closings.items() if self._is_taken_over(fact, last, effective)}
        known = {unit for unit, _ in counted}
        first = {each.key: each for each in reversed(self.submissions)}
        return Version(
            label=label,
            last=last,
            counted=tuple(sorted((each for each in counted.values() if each.fact.unit not in closed), key=_age)),
            closed={unit: fact for unit, fact in closed.items() if unit in known},
            lacking=tuple(each for key, each in first.items() if key not in counted and each.fact.unit not in closed),
        )

    @cached_property
    def _closings(self) -> Mapping[str, UnitClosed]:
        """Of the units with a forecast, those that have closed."""
        units = self.at.organisation.units
        named = {each.fact.unit for each in self.submissions if each.fact.unit in units}
        closings = {unit: units[unit].closings.at(self.at.as_of) for unit in sorted(named)}
        return {unit: fact for unit, fact in closings.items() if isinstance(fact, UnitClosed)}

    def _is_taken_over(self, closing: UnitClosed, last: Submission, effective: date) -> bool:
        """Whether a version is from after a closing, and the successor had forecast its new tasks by then."""
        heirs = set(_heirs(self.at, closing))
        return effective >= closing.effective and any(
            each.fact.unit in heirs and each.fact.effective >= closing.effective and _place(each) <= _place(last)
            for each in self.submissions
        )

    # -- what it comes to --------------------------------------------------------------------------------

    def then(self, version: Version) -> At:
        """The ledger as it was known when the last forecast with the label was recorded."""
        first = version.last.first
        if first.position not in self._then:
            moment = Moment(self.at.as_of, first.recorded_at)
            self._then[first.position] = self.at.known_through(first.position, moment)
        return self._then[first.position]

    def parts(self, version: Version, lines: Collection[str]) -> Iterator[Contribution]:
        """The lines of the forecasts counted, and of the outcomes of units that have closed, as known then."""
        for each in version.counted:
            fact, position = each.fact, each.recorded.position
            for line, amount in fact.lines.items():
                if line in lines:
                    yield Contribution("amount", fact.unit, line, None, amount.count, position, fact.project)
        for part in self.outcomes(version, lines):
            yield part._replace(month=None)

    def months(self, version: Version, lines: Collection[str]) -> Iterator[Contribution]:
        """The same month by month; without a month what a forecast does not spread over months."""
        for each in version.counted:
            fact, position = each.fact, each.recorded.position
            for line, amount in fact.lines.items():
                phased = (fact.phasing or {}).get(line, {None: amount})
                for month, part in phased.items() if line in lines else ():
                    yield Contribution("amount", fact.unit, line, month, part.count, position, fact.project)
        yield from self.outcomes(version, lines)

    def outcomes(self, version: Version, lines: Collection[str]) -> Iterator[Contribution]:
        """The outcomes of units that have closed, as known then."""
        if not version.closed:
            return
        first, last = Month.of(self.year, 1), Month.of(self.year, 12)
        for stated in self.then(version).figures.stated("outcome", first, last):
            line, project = split_money_item(stated.item)
            if stated.unit in version.closed and line in lines:
                month = Month(stated.month)
                yield Contribution("amount", stated.unit, line, month, stated.amount, stated.position, project)


def _submissions(at: At, year: int) -> Iterator[Submission]:
    for recorded in at.register(f"forecast-{year}"):
        if isinstance(recorded.fact, ForecastSubmitted):
            yield Submission(recorded, recorded.fact, _first(at, recorded))


def _first(at: At, recorded: Recorded) -> Recorded:
    """The forecast that one corrects, and that this one corrected in its turn, back to the first."""
    before = [at.find_known(reference) for reference in corrected(recorded.fact)]
    found = [each for each in before if each is not None and isinstance(each.fact, ForecastSubmitted)]
    return min((_first(at, each) for each in found), key=lambda each: each.position, default=recorded)


def _place(submission: Submission) -> int:
    return submission.first.position


def _age(submission: Submission) -> tuple[date, int]:
    return submission.rank


def _heirs(at: At, closing: UnitClosed) -> Iterable[str]:
    """The unit that takes over from one that has closed; where it has closed too, the one after it, and so on."""
    seen: set[str] = set()
    fact: object = closing
    while isinstance(fact, UnitClosed) and fact.successor is not None and fact.successor not in seen:
        seen.add(fact.successor)
        node = at.organisation.units.get(fact.successor)
        fact = node.closings.at(at.as_of) if node is not None else None
    return seen


def is_outcome(label: str | None) -> bool:
    """Whether a label is the one that the year's outcome stands under, as the last version."""
    return label is not None and label.casefold() == OUTCOME
