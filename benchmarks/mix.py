"""A mix of everything that is recorded: 300 units in four levels, ten years, every kind of fact, and much of it later
restated, moved or reversed.

Deterministic: the same size gives the same journal, to be restored. Every fact is one that the rules admit.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from mix_facts import (
    FIRST_YEAR,
    FROZEN,
    LINES,
    PROJECTS,
    UNITS,
    Facts,
    Fields,
    every_line,
    last_day,
    line_code,
    unit_code,
)

MONTHS = 120
FIXED = 3_900
"""About so many facts are there whatever the size: units, budgets, closed months."""


def _parent(number: int) -> int:
    """Twelve boards below the region, sixty departments below these, and the other units below the departments."""
    if number <= 12:
        return 0
    return 1 + (number - 13) % 12 if number <= 72 else 13 + (number - 73) % 60


def _effective(fields: Fields) -> str:
    """The day a fact takes effect that says only its month or its year."""
    if "month" in fields:
        year, month = map(int, fields["month"].split("-"))
        return last_day(year, month).isoformat()
    return f"{fields.get('year', FIRST_YEAR)}-01-01"


class Mix(Facts):
    """Tells what a region decides and reports, month by month."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._a_month = max(size - FIXED, 0) // MONTHS

    def journal(self) -> Iterator[str]:
        """The lines of an exported journal, as many as the size says."""
        for position, (instant, fields) in enumerate(self._recorded(), 1):
            at = {"position": position, "recorded_at": instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "id": f"M{position}"}
            given = {"actor": "ekonom1", "effective": _effective(fields), **fields}
            yield json.dumps({**at, **given}, ensure_ascii=False, separators=(",", ":"))
            if position == self._size:
                return

    def _recorded(self) -> Iterator[tuple[datetime, Fields]]:
        """The facts of each month, recorded in the course of it."""
        for number in range(MONTHS + 1):
            facts = self._of_month(number)
            self.year, self.month = FIRST_YEAR + (number - 1) // 12, (number - 1) % 12 + 1
            began = date(self.year, self.month, 1)
            instant = datetime(began.year, began.month, 2, 7, tzinfo=UTC)
            step = timedelta(days=25) / (self._size // 4 + 20_000)
            for fields in facts:
                self.made += 1
                instant += step
                yield instant, fields

    def _of_month(self, number: int) -> Iterator[Fields]:
        """What is recorded in one month; in the first one, before the first year, all that must be there before."""
        if number == 0:
            yield from self._beginnings()
            return
        if self.month == 1:
            yield from self._new_year()
        yield from self._closing(number)
        until = self.made + self._a_month if number < MONTHS else self._size
        while self.made < until:
            yield from self.anything()

    # -- what is there from the beginning, each year and each month ------------------------------------

    def _beginnings(self) -> Iterator[Fields]:
        opened = {"effective": f"{FIRST_YEAR}-01-01"}
        yield {"type": "unit.opened", **opened, "unit": "U000", "name": "Regionen"}
        for number in range(1, UNITS):
            place = {"name": f"Enhet {number}", "parent": unit_code(_parent(number))}
            yield {"type": "unit.opened", **opened, "unit": unit_code(number), **place}
        for number in range(LINES):
            side = "income" if number < 2 else "cost"
            named = {"name": f"Konto {number}", "side": side, "statement": "operating"}
            yield {"type": "line.opened", **opened, "line": line_code(number), **named}
        for number in range(PROJECTS):
            named = {"name": f"Projekt {number}", "unit": unit_code(number * 7)}
            yield {"type": "project.opened", **opened, "project": f"P{number:02d}", **named}
        for number in range(5):
            named = {"name": f"Mått {number}", "of": "dagar", "better": "lower"}
            yield {"type": "indicator.defined", **opened, "indicator": f"I{number}", **named}
        policy = {"policy": "FYRA-OGON", "types": ["budget.adjusted"], "from_amount": "50000000.00"}
        yield {"type": "policy.set", **opened, **policy}

    def _new_year(self) -> Iterator[Fields]:
        year, first = self.year, f"{self.year}-01-01"
        for number in range(UNITS):
            adopted = {"unit": unit_code(number), "year": year, "lines": every_line(lambda: 10_000_000_00)}
            yield {"type": "budget.adopted", **adopted}
        yield from self._reorganised(first)
        declared = {"units": ["U000"], "categories": [FROZEN], "employment": ["permanent"], "until": f"{year}-12-31"}
        yield {"type": "freeze.declared", "effective": first, "freeze": f"STOPP-{year}", **declared}
        plan = {"plan": f"PLAN-{year}", "name": f"Plan {year}", "amount": "450000000.00", "from": f"{year}-01"}
        yield {"type": "savings-plan.adopted", "effective": first, **plan, "to": f"{year + 1}-12"}
        for number in range(20):
            code = f"A-{year}-{number}"
            said = {"unit": self.any_unit(), "name": f"Åtgärd {number}", "amount": "6000000.00", "positions": "4"}
            yield {"type": "measure.decided", "effective": first, "measure": code, "plan": f"PLAN-{year}", **said}
            self.measures.append(code)
        for number in range(5):
            target = {"indicator": f"I{number}", "unit": unit_code(number + 1), "year": year}
            yield {"type": "target.set", **target, "target": "90"}

    def _reorganised(self, first: str) -> Iterator[Fields]:
        """Departments change their board, some units their name; one comes into being that closes after a year."""
        for _ in range(6):
            department, board = unit_code(13 + self._chance.randrange(60)), unit_code(1 + self._chance.randrange(12))
            yield {"type": "unit.moved", "effective": first, "unit": department, "parent": board}
        yield {"type": "unit.renamed", "effective": first, "unit": self.any_unit(), "name": f"Ny enhet {self.year}"}
        opened = {"unit": f"T{self.year}", "name": f"Tillfällig {self.year}", "parent": "U001"}
        yield {"type": "unit.opened", "effective": first, **opened}
        if self.year > FIRST_YEAR:
            yield {"type": "unit.closed", "effective": first, "unit": f"T{self.year - 1}"}

    def _closing(self, number: int) -> Iterator[Fields]:
        """The month before the last one is closed."""
        if number > 2:
            closed = number - 3
            yield {"type": "month.closed", "month": f"{FIRST_YEAR + closed // 12}-{closed % 12 + 1:02d}"}
