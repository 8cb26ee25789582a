"""A region that does not exist, two years of it: everything that a monthly report can tell of has happened there."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

Line = dict[str, Any]

UNITS = (
    ("REG", "Region Exempel", None),
    ("HSN", "Hälso- och sjukvårdsnämnden", "REG"),
    ("PRV", "Primärvården", "HSN"),
    ("SJH", "Sjukhusen", "HSN"),
    ("RS", "Regionstyrelsen", "REG"),
    ("IT", "Digitalisering och service", "RS"),
    ("RLK", "Regionledningskontoret", "RS"),
    ("RUN", "Regionala utvecklingsnämnden", "REG"),
)
LINES = (
    ("10-SKATT", "Skatteintäkter", "income", "operating"),
    ("15-BIDRAG", "Generella statsbidrag", "income", "operating"),
    ("30-INT", "Verksamhetens intäkter", "income", "operating"),
    ("40-PERS", "Personalkostnader", "cost", "operating"),
    ("50-DRIFT", "Övriga driftkostnader", "cost", "operating"),
    ("80-FIN", "Finansnetto", "net", "operating"),
    ("90-BYGG", "Byggnader", "cost", "investment"),
    ("91-UTR", "Medicinteknisk utrustning", "cost", "investment"),
)
BUDGET: Mapping[str, Mapping[str, int]] = {
    "REG": {"10-SKATT": 7_920_000, "15-BIDRAG": 2_640_000, "80-FIN": -180_000},
    "PRV": {"30-INT": 240_000, "40-PERS": -1_560_000, "50-DRIFT": -720_000},
    "SJH": {"30-INT": 600_000, "40-PERS": -4_080_000, "50-DRIFT": -2_400_000, "91-UTR": -96_000},
    "IT": {"30-INT": 60_000, "40-PERS": -360_000, "50-DRIFT": -480_000, "90-BYGG": -144_000},
    "RLK": {"40-PERS": -240_000, "50-DRIFT": -120_000},
    "RUN": {"30-INT": 120_000, "40-PERS": -84_000, "50-DRIFT": -1_356_000},
}
"""Thousands of kronor for 2024."""
OVERRUN = {"PRV": 3, "SJH": 6, "IT": -2, "RLK": 1, "RUN": 0, "REG": 1}
"""Per cent more than budgeted: costs beyond the budget, income short of it."""
LAST = (2024, 7)
_ASSEMBLY = {"body": "Regionfullmäktige", "date": "2023-11-28", "paragraph": "§ 120", "case": "RS 1500-2023"}


def facts() -> Iterator[tuple[date, Line]]:
    """Every fact, with the day it was recorded."""
    yield from _organisation()
    yield from _budgets()
    yield from _outcomes()
    yield from _forecasts()
    yield from _people()
    yield from _savings()
    yield from _targets()


def _fact(type_: str, recorded: str, **fields: Any) -> tuple[date, Line]:
    day = date.fromisoformat(recorded)
    return day, {"type": type_, "actor": "ekonom1", **{name.rstrip("_"): value for name, value in fields.items()}}


def _kronor(thousands: float) -> str:
    return f"{thousands * 1000:.2f}"


def _organisation() -> Iterator[tuple[date, Line]]:
    for unit, name, parent in UNITS:
        above = {"parent": parent} if parent else {}
        yield _fact("unit.opened", "2022-12-01", effective="2023-01-01", unit=unit, name=name, **above)
    for line, name, side, statement in LINES:
        yield _fact("line.opened", "2022-12-01", effective="2023-01-01", line=line, name=name, side=side,
                    statement=statement)  # fmt: skip


def _budgets() -> Iterator[tuple[date, Line]]:
    for unit, lines in BUDGET.items():
        amounts = {line: _kronor(amount) for line, amount in lines.items()}
        yield _fact("budget.adopted", "2023-12-05", unit=unit, year=2024, lines=amounts, decision=_ASSEMBLY)
    yield _fact(
        "budget.transferred", "2024-06-12", id="RS-2024-112", effective="2024-07-01", year=2024, from_unit="IT",
        to_unit="RLK", line="50-DRIFT", amount=_kronor(-12_500), from_month="2024-07", note="Inköp flyttas",
        decision={"body": "Regionstyrelsen", "date": "2024-06-04", "paragraph": "§ 112", "case": "RS 1179-2024"},
    )  # fmt: skip
    yield _fact(
        "grant.received", "2024-07-10", id="VÅR-2024", effective="2024-07-01", grant="Vårändringsbudget 2024",
        giver="Staten", year=2024, unit="REG", line="15-BIDRAG", amount=_kronor(132_000),
        accrual={"from": "2024-07", "to": "2024-12"},
        passed_on=[{"unit": "SJH", "line": "40-PERS", "amount": _kronor(-96_000)}],
        decision={"body": "Regionstyrelsen", "date": "2024-07-02", "paragraph": "§ 131", "case": "RS 1302-2024"},
    )  # fmt: skip
    yield _fact(
        "budget.adjusted", "2024-08-21", effective="2024-07-31", unit="PRV", year=2024,
        lines={"40-PERS": _kronor(-8_000)}, from_month="2024-08", financing="Högre generella statsbidrag",
        decision={"body": "Regionstyrelsen", "date": "2024-07-30", "paragraph": "§ 140"},
    )  # fmt: skip


def _outcomes() -> Iterator[tuple[date, Line]]:
    for year in (2023, 2024):
        for month in range(1, 13):
            if (year, month) > LAST:
                return
            for at, (unit, lines) in enumerate(BUDGET.items()):
                amounts = {line: _kronor(_outcome(year, month, unit, at, whole)) for line, whole in lines.items()}
                told = _after(year, month, 14)
                yield _fact("outcome.reported", told, unit=unit, month=f"{year}-{month:02d}", lines=amounts)


def _outcome(year: int, month: int, unit: str, at: int, whole: int) -> int:
    """A twelfth, with holidays in July, the overrun, and prices of the year before."""
    percent = (
        100 + (OVERRUN[unit] if whole < 0 else -OVERRUN[unit] // 2) - ((5 if whole < 0 else 4) if year == 2023 else 0)
    )
    season = {6: 1, 7: -5, 8: -3, 12: 4}.get(month, 0) + (month * (at + 2)) % 3 - 1
    return whole * (percent + season) // 1200


def _after(year: int, month: int, day: int) -> str:
    """A day of the month after."""
    return (date(year + month // 12, month % 12 + 1, day)).isoformat()


def _forecasts() -> Iterator[tuple[date, Line]]:
    for version, effective, recorded, more in (
        ("P1", "2024-03-31", "2024-04-18", {"PRV": 2, "SJH": 3}),
        ("P2", "2024-07-31", "2024-08-20", {"PRV": 3, "SJH": 5, "IT": -1}),
    ):
        for unit, lines in BUDGET.items():
            amounts = {
                line: _kronor(whole * (100 + (more.get(unit, 0) if whole < 0 else 0)) // 100)
                for line, whole in lines.items()
            }
            if unit == "REG" and version == "P2":
                amounts["15-BIDRAG"] = _kronor(2_640_000 + 132_000)
            if unit == "SJH" and version == "P2":
                amounts["40-PERS"] = _kronor(-4_080_000 * 105 // 100 - 96_000)
                named = [{"text": "Hyrpersonal i sommar", "low": _kronor(-45_000), "high": _kronor(10_000)}]
                yield _fact("forecast.submitted", recorded, effective=effective, unit=unit, year=2024, version=version,
                            lines=amounts, uncertainties=named)  # fmt: skip
            else:
                yield _fact("forecast.submitted", recorded, effective=effective, unit=unit, year=2024, version=version,
                            lines=amounts)  # fmt: skip


def _people() -> Iterator[tuple[date, Line]]:
    nurses = {"category": "Sjuksköterska", "employment": "permanent"}
    clerks = {"category": "Handläggare", "employment": "permanent"}
    yield _fact("positions.established", "2023-01-10", effective="2023-01-01", unit="SJH", positions="2150", **nurses)
    yield _fact("positions.established", "2023-01-10", effective="2023-01-01", unit="RLK", positions="140", **clerks)
    yield _fact(
        "freeze.declared", "2023-10-03", id="STOPP-BESLUT", effective="2023-10-01", freeze="Stopp 2023", units=["REG"],
        categories=["*"], except_categories=["Läkare"], employment=["permanent", "fixed-term"],
        decision={"body": "Regiondirektören", "date": "2023-09-28", "case": "RS 902-2023"},
    )  # fmt: skip
    for month in range(19):
        year, number = 2023 + month // 12, month % 12 + 1
        for unit, form, level, change in (
            ("SJH", "permanent", 6210, -9), ("SJH", "fixed-term", 612, -6), ("PRV", "permanent", 2105, -2),
            ("PRV", "fixed-term", 248, -3), ("RLK", "permanent", 402, -2), ("IT", "permanent", 588, -1),
        ):  # fmt: skip
            fte = level + (change * max(month - 8, 0)) + (month * 7) % 5
            yield _fact("workforce.reported", _after(year, number, 15), unit=unit, month=f"{year}-{number:02d}",
                        measure="fte", employment=form, value=f"{fte}.{(month * 3) % 10}")  # fmt: skip
    yield _fact("positions.reduced", "2024-05-02", effective="2024-05-01", unit="RLK", positions="6", measure="ÅTG-1",
                decision={"body": "Regiondirektören", "date": "2024-04-25"}, **clerks)  # fmt: skip
    for number, positions, asked in ((1, "4", "2024-06-20"), (2, "2", "2024-07-04"), (3, "1", "2024-07-25")):
        yield _fact("exemption.requested", asked, effective=asked, exemption=f"D-{number}", freeze="Stopp 2023",
                    unit="SJH", positions=positions, reason="Bemanning dygnet runt", **nurses)  # fmt: skip
    yield _fact("exemption.granted", "2024-07-05", effective="2024-07-05", exemption="D-1", positions="3",
                lapses="2024-12-31",
                decision={"body": "Regiondirektören", "date": "2024-07-05", "paragraph": "§ 44"})  # fmt: skip
    yield _fact(
        "exemption.denied", "2024-07-15", effective="2024-07-15", exemption="D-2", reason="Kan vänta till hösten"
    )
    yield _fact("exemption.used", "2024-07-22", effective="2024-07-22", exemption="D-1", positions="2")


def _savings() -> Iterator[tuple[date, Line]]:
    yield _fact("savings-plan.adopted", "2023-12-05", effective="2024-01-01", plan="OMST",
                name="Omställning 2024–2026", amount=_kronor(450_000), positions="400", from_="2024-01", to="2026-12",
                decision=_ASSEMBLY)  # fmt: skip
    yield _fact("savings-plan.phase-set", "2023-12-06", effective="2024-01-01", plan="OMST", phase="1",
                name="Administration", amount=_kronor(150_000), positions="130")  # fmt: skip
    yield _fact("savings-plan.phase-set", "2024-03-12", effective="2024-03-01", plan="OMST", phase="2",
                name="Vårdens arbetssätt", amount=_kronor(300_000), positions="270")  # fmt: skip
    measures = (("ÅTG-1", "1", "RLK", "Färre handläggare", 48_000, "40"),
                ("ÅTG-2", "1", "IT", "Färre system", 60_000, "20"),
                ("ÅTG-3", "2", "SJH", "Mindre hyrpersonal", 120_000, "0"))  # fmt: skip
    for measure, phase, unit, name, amount, positions in measures:
        yield _fact("measure.decided", "2024-03-13", effective="2024-03-01", measure=measure, plan="OMST", phase=phase,
                    unit=unit, name=name, amount=_kronor(amount), positions=positions, full_effect="2024-12",
                    recurring=True)  # fmt: skip
    for month in range(4, 8):
        for measure, amount in (("ÅTG-1", 2_400), ("ÅTG-2", 3_150), ("ÅTG-3", 6_800)):
            yield _fact("effect.reported", _after(2024, month, 16), measure=measure, month=f"2024-{month:02d}",
                        amount=_kronor(amount + 100 * month))  # fmt: skip


def _targets() -> Iterator[tuple[date, Line]]:
    for code, name, of, better, target, value in (
        ("I-1", "Vårdgaranti, första besök", "procent", "higher", "85", "71.4"),
        ("I-2", "Sjukfrånvaro", "procent", "lower", "6.5", "6.1"),
        ("I-3", "Väntetid på akuten", "timmar", "lower", "4.0", "5.6"),
    ):
        yield _fact("indicator.defined", "2023-12-10", effective="2024-01-01", indicator=code, name=name, of=of,
                    better=better)  # fmt: skip
        yield _fact("target.set", "2023-12-11", indicator=code, unit="HSN", year=2024, target=target)
        yield _fact("indicator.reported", "2024-08-15", indicator=code, unit="HSN", month="2024-07", value=value)
    for code, title, unit, due, status in (
        ("U-1", "Plan för lägre kostnader för hyrpersonal", "HSN", "2024-06-30", "partly"),
        ("U-2", "Översyn av lokaler", "RS", "2024-09-30", "on-track"),
        ("U-3", "Ny modell för kollektivtrafiken", "RUN", "2025-12-31", "on-track"),
    ):
        yield _fact("assignment.given", "2024-02-20", effective="2024-02-13", assignment=code, title=title,
                    units=[unit], from_body="Regionfullmäktige", due=due, follow_up="tertial",
                    decision={"body": "Regionfullmäktige", "date": "2024-02-13", "paragraph": "§ 14"})  # fmt: skip
        yield _fact("assignment.reported", "2024-04-30", effective="2024-04-30", assignment=code, unit=unit,
                    status=status, comment="Redovisat i delårsrapporten")  # fmt: skip


def journal() -> str:
    """The region as an exported journal, in the order it was recorded."""
    lines = []
    for position, (day, fact) in enumerate(sorted(_indexed(facts()), key=lambda each: each[0]), 1):
        instant = datetime(day[0].year, day[0].month, day[0].day, 7, tzinfo=UTC) + timedelta(seconds=position)
        own = {"position": position, "recorded_at": f"{instant:%Y-%m-%dT%H:%M:%S}.000000Z"}
        usual = {"type": fact["type"], "id": f"X-{position}", "effective": _usual_day(fact)}
        lines.append(json.dumps(own | usual | fact, ensure_ascii=False) + "\n")
    return "".join(lines)


def _usual_day(fact: Line) -> str:
    """The day a report or a budget takes effect, which the journal may leave out and a restored one may not."""
    if "month" in fact:
        return (date.fromisoformat(_after(*map(int, fact["month"].split("-")), 1)) - timedelta(days=1)).isoformat()
    return f"{fact['year']}-01-01" if "year" in fact else ""


def _indexed(told: Iterator[tuple[date, Line]]) -> Sequence[tuple[tuple[date, int], Line]]:
    return [((day, at), fact) for at, (day, fact) in enumerate(told)]


if __name__ == "__main__":
    Path("region.jsonl").write_text(journal(), encoding="utf-8")
