"""What a region decides and reports in the course of a month, in the proportions of a real one."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

UNITS, LINES, PROJECTS = 300, 12, 20
FIRST_YEAR = 2015
SEED = 20150101
CATEGORIES = ("Sjuksköterska", "Läkare", "Undersköterska", "Tekniker", "Kurator")
FROZEN = "Handläggare"

Fields = dict[str, Any]


def unit_code(number: int) -> str:
    return f"U{number:03d}"


def line_code(number: int) -> str:
    return f"K{number:02d}"


def kronor(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def every_line(ore: Callable[[], int]) -> dict[str, str]:
    """An amount on every line: income on two of them, and costs on the others."""
    return {line_code(line): kronor(ore() if line < 2 else -ore()) for line in range(LINES)}


def last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Facts:
    """Decisions and reports of a month, one or a few that belong together at a time."""

    def __init__(self) -> None:
        self.made = 0
        """How many facts there are: the position of the last one."""
        self.year, self.month = FIRST_YEAR, 1
        self.measures: list[str] = []
        self._chance = random.Random(SEED)
        self._staff: dict[tuple[str, str], int] = {}
        self._forecasts: dict[tuple[str, int, str], int] = {}
        """The newest of each unit, year and version."""

    def anything(self) -> Iterator[Fields]:
        kinds = (
            (30, self._transfer), (20, self._outcome), (14, self._workforce), (9, self._positions), (6, self._adjusted),
            (4, self._grant), (4, self._forecast), (3, self._corrected), (3, self._exemption), (3, self._effect),
            (2, self._indicator), (1, self._assignment), (1, self._attested), (1, self._carried_over),
        )  # fmt: skip
        (made,) = self._chance.choices([each for _, each in kinds], [weight for weight, _ in kinds])
        yield from made()

    def any_unit(self) -> str:
        return unit_code(self._chance.randrange(UNITS))

    def _line(self) -> str:
        return line_code(self._chance.randrange(2, LINES))

    def _day(self) -> str:
        return date(self.year, self.month, 1 + self._chance.randrange(28)).isoformat()

    def _ore(self, most: int) -> int:
        return 1 + self._chance.randrange(most)

    def _transfer(self) -> Iterator[Fields]:
        giver, taker = (unit_code(each) for each in self._chance.sample(range(UNITS), 2))
        said = {"year": self.year, "from_unit": giver, "to_unit": taker, "line": self._line()}
        where = {"from_month": f"{self.year}-{self.month:02d}"}
        yield {
            "type": "budget.transferred",
            "effective": self._day(),
            **said,
            **where,
            "amount": kronor(-self._ore(500_00)),
        }

    def _adjusted(self) -> Iterator[Fields]:
        yield self._adjustment(kronor(-self._ore(9_000_00)))

    def _adjustment(self, amount: str, **more: Any) -> Fields:
        said = {"unit": self.any_unit(), "year": self.year, "lines": {self._line(): amount}, "financing": "Statsbidrag"}
        where = {"from_month": f"{self.year}-{self.month:02d}"}
        return {"type": "budget.adjusted", "effective": self._day(), **said, **where, **more}

    def _corrected(self) -> Iterator[Fields]:
        """An adjustment, its reversal and the adjustment that should have been."""
        wrong = self._adjustment(kronor(-self._ore(9_000_00)))
        yield wrong
        of = self.made
        yield {"type": "decision.reversed", "effective": wrong["effective"], "reverses": of, "reason": "Fel belopp"}
        yield {**wrong, "lines": {self._line(): kronor(-self._ore(9_000_00))}, "corrects": of}

    def _attested(self) -> Iterator[Fields]:
        large = self._adjustment("-60000000.00")
        yield large
        if self._chance.random() < 0.98:
            yield {
                "type": "decision.attested",
                "effective": large["effective"],
                "attests": self.made,
                "actor": "chef2",
            }

    def _grant(self) -> Iterator[Fields]:
        ore, month = self._ore(90_000_00), f"{self.year}-{self.month:02d}"
        said = {"grant": f"B{self.made}", "giver": "Staten", "year": self.year, "unit": "U000", "line": "K00"}
        spread = {"accrual": {"from": month, "to": f"{self.year}-12"}}
        passed = [{"unit": self.any_unit(), "line": self._line(), "amount": kronor(-ore)}]
        given = {**said, "amount": kronor(ore), **spread, "passed_on": passed}
        yield {"type": "grant.received", "effective": self._day(), **given}

    def _carried_over(self) -> Iterator[Fields]:
        if self.year > FIRST_YEAR:
            years = {"from_year": self.year - 1, "to_year": self.year}
            said = {"unit": self.any_unit(), "line": self._line(), **years, "amount": kronor(-self._ore(10_00))}
            late = {"late_reason": "Efter bokslutet"}
            yield {"type": "budget.carried-over", "effective": self._day(), **said, **late}

    def _outcome(self) -> Iterator[Fields]:
        lines = every_line(lambda: self._ore(900_000_00))
        project = {"project": f"P{self._chance.randrange(PROJECTS):02d}"} if self._chance.random() < 0.1 else {}
        yield {"type": "outcome.reported", "unit": self.any_unit(), **self._reported_month(), "lines": lines, **project}

    def _reported_month(self) -> Fields:
        """The month before this one, or now and then an earlier one that is closed."""
        back = 1 if self._chance.random() < 0.8 else 1 + self._chance.randrange(12)
        number = self.year * 12 + self.month - 1 - back
        number = max(number, FIRST_YEAR * 12)
        month = {"month": f"{number // 12}-{number % 12 + 1:02d}"}
        return {**month, "late_reason": "Rättad periodisering"} if back > 1 else month

    def _workforce(self) -> Iterator[Fields]:
        said = {
            "unit": self.any_unit(),
            "measure": "fte",
            "employment": self._chance.choice(["permanent", "fixed-term"]),
        }
        value = f"{100 + self._chance.randrange(400)}.{self._chance.randrange(10)}"
        yield {"type": "workforce.reported", **said, **self._reported_month(), "value": value}

    def _forecast(self) -> Iterator[Fields]:
        lines = every_line(lambda: 10_000_000_00 + self._ore(900_000_00))
        version = {"version": f"P{1 + (self.month - 1) // 4}", "year": self.year}
        said = {"effective": last_day(self.year, self.month).isoformat(), "unit": self.any_unit(), **version}
        before = self._forecasts.get((said["unit"], said["year"], said["version"]))
        corrects: Fields = {}
        if before:
            why = {"reason": "Ny bedömning", "late_reason": "Ny bedömning"}
            yield {"type": "decision.reversed", "effective": said["effective"], "reverses": before, **why}
            corrects = {"corrects": before}
        yield {"type": "forecast.submitted", **said, "lines": lines, **corrects}
        self._forecasts[said["unit"], said["year"], said["version"]] = self.made

    def _positions(self) -> Iterator[Fields]:
        key = (self.any_unit(), self._chance.choice(CATEGORIES))
        staff = {"effective": f"{self.year}-{self.month:02d}-01", "category": key[1], "employment": "permanent"}
        there, kind = self._staff.get(key, 0), self._chance.random()
        if there == 0 or kind < 0.5:
            self._staff[key] = there + 5
            yield {"type": "positions.established", **staff, "unit": key[0], "positions": "5"}
        elif kind < 0.75:
            self._staff[key] = there - 1
            yield {"type": "positions.reduced", **staff, "unit": key[0], "positions": "1"}
        else:
            taker = next(each for each in map(unit_code, self._chance.sample(range(UNITS), 2)) if each != key[0])
            self._staff[key] = there - 1
            self._staff[taker, key[1]] = self._staff.get((taker, key[1]), 0) + 1
            yield {"type": "positions.transferred", **staff, "from_unit": key[0], "to_unit": taker, "positions": "1"}

    def _exemption(self) -> Iterator[Fields]:
        code, day = f"D-{self.made}", self._day()
        said = {"freeze": f"STOPP-{self.year}", "unit": self.any_unit(), "category": FROZEN, "employment": "permanent"}
        about = {"effective": day, "exemption": code}
        yield {"type": "exemption.requested", **about, **said, "positions": "2", "reason": "Pension"}
        kind = self._chance.random()
        if kind < 0.3:
            yield {"type": "exemption.denied", **about, "reason": "Kan vänta"}
        elif kind < 0.9:
            yield {"type": "exemption.granted", **about, "positions": "2"}
            if kind > 0.6:
                yield {"type": "exemption.used", **about, "positions": "1"}

    def _effect(self) -> Iterator[Fields]:
        when = self._reported_month()
        begun = [each for each in self.measures if each.split("-")[1] <= when["month"][:4]]
        said = {"measure": self._chance.choice(begun), **when}
        yield {"type": "effect.reported", **said, "amount": kronor(self._ore(50_000_00)), "hours": "12"}

    def _indicator(self) -> Iterator[Fields]:
        said = {"indicator": f"I{self._chance.randrange(5)}", "unit": unit_code(1 + self._chance.randrange(12))}
        yield {
            "type": "indicator.reported",
            **said,
            **self._reported_month(),
            "value": str(self._chance.randrange(200)),
        }

    def _assignment(self) -> Iterator[Fields]:
        code, day = f"G-{self.made}", self._day()
        said = {"title": "Se över lokalerna", "from_body": "Regionfullmäktige", "units": [self.any_unit()]}
        yield {"type": "assignment.given", "effective": day, "assignment": code, **said, "due": f"{self.year}-12-31"}
        if self._chance.random() < 0.9:
            yield {
                "type": "assignment.closed",
                "effective": day,
                "assignment": code,
                "status": "done",
                "comment": "Klart",
            }
