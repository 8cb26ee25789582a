"""The same decisions for every peer: a region of 200 units in four levels, 12 lines, 36 months.

Amounts are whole öre, dates are effective and recorded. Deterministic: the same size gives the same decisions.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

from ledger.domain.values.days import STOCKHOLM

UNITS, LINES, YEARS = 200, 12, (2022, 2023, 2024)
FIRST_RECORDED = datetime(2021, 12, 1, 8, 0, tzinfo=UTC)
LAST_RECORDED = datetime(2025, 1, 31, 16, 0, tzinfo=UTC)
SEED = 20240731


@attrs.frozen
class Decision:
    """One decision: what the journal says, and what it adds to budgets per unit and line."""

    position: int
    recorded_at: datetime
    fact: dict[str, Any]
    effective: date
    moves: tuple[tuple[str, str, int], ...] = ()
    """Unit, line and öre."""

    @property
    def recorded_day(self) -> date:
        """The day in Sweden: what peers that know days alone are told."""
        return self.recorded_at.astimezone(STOCKHOLM).date()


def unit_code(number: int) -> str:
    return f"U{number:03d}"


def parent_of(number: int) -> int | None:
    """Four levels: one region, ten administrations, fifty departments, the rest below them."""
    if number == 0:
        return None
    if number <= 10:
        return 0
    if number <= 60:
        return 1 + (number - 11) % 10
    return 11 + (number - 61) % 50


def line_code(number: int) -> str:
    return f"K{number:02d}"


def decisions(size: int) -> Iterator[Decision]:
    """*size* decisions in the order they are recorded."""
    chance = random.Random(SEED)
    step = (LAST_RECORDED - FIRST_RECORDED) / (size + 1)
    for position, (fact, effective, moves) in enumerate(_facts(size, chance), 1):
        yield Decision(position, FIRST_RECORDED + step * position, fact, effective, moves)


Made = tuple[dict[str, Any], date, tuple[tuple[str, str, int], ...]]


def _facts(size: int, chance: random.Random) -> Iterator[Made]:
    made = 0
    for each in _beginnings():
        if made == size:
            return
        yield each
        made += 1
    while made < size:
        for each in _later(chance, made + 1, size - made):
            yield each
            made += 1


def _beginnings() -> Iterator[Made]:
    opened = date(2022, 1, 1)
    for number in range(LINES):
        yield _fact(
            "line.opened",
            opened,
            line=line_code(number),
            name=f"Konto {number}",
            side="income" if number < 2 else "cost",
            statement="operating",
        )
    for number in range(UNITS):
        parent = parent_of(number)
        place = {} if parent is None else {"parent": unit_code(parent)}
        yield _fact("unit.opened", opened, unit=unit_code(number), name=f"Enhet {number}", **place)
    for year in YEARS:
        for number in range(UNITS):
            sign = {line: 1 if line < 2 else -1 for line in range(LINES)}
            amounts = {line_code(line): sign[line] * (10_000_000_00 + number * 1_00 + line) for line in range(LINES)}
            moves = tuple((unit_code(number), line, ore) for line, ore in amounts.items())
            fact, day, _ = _fact(
                "budget.adopted",
                date(year, 1, 1),
                unit=unit_code(number),
                year=year,
                lines={line: _kronor(ore) for line, ore in amounts.items()},
            )
            yield fact, day, moves


def _later(chance: random.Random, position: int, room: int) -> Iterator[Made]:
    kind = chance.random()
    year = chance.choice(YEARS)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(364))
    unit, other = unit_code(chance.randrange(UNITS)), unit_code(chance.randrange(UNITS))
    line = line_code(chance.randrange(2, LINES))
    if kind < 0.70 or room < 3:
        yield _transfer(
            chance, year, day, unit, other if other != unit else unit_code(0 if unit != "U000" else 1), line
        )
    elif kind < 0.80:
        yield _grant(chance, position, year, day, unit, line)
    elif kind < 0.85:
        yield from _correction(chance, position, year, day, unit, line)
    else:
        count = 1 + chance.randrange(20)
        yield _fact(
            "positions.established",
            day,
            unit=unit,
            category=f"P{chance.randrange(8)}",
            employment="permanent",
            positions=str(count),
        )


def _transfer(chance: random.Random, year: int, day: date, giver: str, taker: str, line: str) -> Made:
    ore = -(1 + chance.randrange(50_00))
    fact, _, _ = _fact(
        "budget.transferred", day, year=year, from_unit=giver, to_unit=taker, line=line, amount=_kronor(ore)
    )
    return fact, day, ((giver, line, -ore), (taker, line, ore))


def _grant(chance: random.Random, position: int, year: int, day: date, unit: str, line: str) -> Made:
    ore = 1 + chance.randrange(90_000_00)
    first = min(day.month, 11)
    fact, _, _ = _fact(
        "grant.received",
        day,
        grant=f"B{position}",
        giver="Staten",
        year=year,
        unit="U000",
        line="K00",
        amount=_kronor(ore),
        accrual={"from": f"{year}-{first:02d}", "to": f"{year}-12"},
        passed_on=[{"unit": unit, "line": line, "amount": _kronor(-ore)}],
    )
    return fact, day, (("U000", "K00", ore), (unit, line, -ore))


def _correction(chance: random.Random, position: int, year: int, day: date, unit: str, line: str) -> Iterator[Made]:
    """An adjustment, its reversal and the adjustment that should have been."""
    wrong, right = -(1 + chance.randrange(9_000_00)), -(1 + chance.randrange(9_000_00))
    said = {"unit": unit, "year": year, "financing": "Statsbidrag"}
    fact, _, _ = _fact("budget.adjusted", day, **said, lines={line: _kronor(wrong)})
    yield fact, day, ((unit, line, wrong),)
    fact, _, _ = _fact("decision.reversed", day, reverses=position, reason="Fel belopp")
    yield fact, day, ((unit, line, -wrong),)
    fact, _, _ = _fact("budget.adjusted", day, **said, lines={line: _kronor(right)}, corrects=position)
    yield fact, day, ((unit, line, right),)


def _fact(type_: str, effective: date, **own: Any) -> Made:
    return {"type": type_, "effective": effective.isoformat(), **own}, effective, ()


def _kronor(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def exported(decision: Decision) -> str:
    """The decision as a line of an exported journal."""
    instant = decision.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = {"position": decision.position, "recorded_at": instant, "id": f"D{decision.position}", **decision.fact}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def offered(decision: Decision) -> str:
    """The decision as a line to import: an id of its own, no position."""
    fact = {"id": f"D{decision.position}", "actor": "ekonom1", **decision.fact}
    return json.dumps(fact, ensure_ascii=False, separators=(",", ":"))
