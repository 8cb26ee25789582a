#!/usr/bin/env python
"""Makes ``varmland-2022-2024.jsonl``: two hiring freezes and a savings plan, as Region Värmland published them.

The figures are those of ``figures/varmland-plan.csv``. What the region did not publish (an exemption, measures,
a level of staffing to count from) is an illustration, and its facts say so in their notes. Run it again after a
change; a test holds the stored journal and this script together.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exported import FactWords, exported, fact, kronor

JOURNAL = Path(__file__).parent / "varmland-2022-2024.jsonl"

REGION, HEALTH, OFFICE = "RV", "HS", "RLK"
ADMINISTRATOR, CASE_OFFICER, SECRETARY, NURSE = "administratör", "handläggare", "medicinsk sekreterare", "sjuksköterska"
PERMANENT, FIXED_TERM = "permanent", "fixed-term"

PLAN, ORDER = "PLAN-2023", "ORDER-2022"
GRANT_ID = "STATSBIDRAG-2024-VAB"
FREEZE_2022, FREEZE_2023 = "STOPP-2022", "STOPP-2023"
EXEMPTION, LAST_DAY = "DISP-2024-1", "2024-06-30"
NURSES = {"unit": HEALTH, "category": NURSE, "employment": PERMANENT}
OFFICE_MEASURE, HEALTH_MEASURE = "ATG-RLK-1", "ATG-HS-1"

BOARD_IN_MARCH = {"body": "Regionstyrelsen", "date": "2024-03-26"}
DIRECTOR = {"body": "Regiondirektören"}
ILLUSTRATION = "Illustration, not published"
LEVEL_IS_OURS = "The level is ours (1000.0 in January 2024); only the change is published"


def organisation() -> Iterator[FactWords]:
    opened = "2022-01-01"
    yield fact("unit.opened", f"ENHET-{REGION}", opened, unit=REGION, name="Region Värmland")
    note = "One of the administrations, named in short"
    for unit, name in ((HEALTH, "Hälso- och sjukvård"), (OFFICE, "Regionledningskontor")):
        yield fact("unit.opened", f"ENHET-{unit}", opened, note=note, unit=unit, name=name, parent=REGION)
    yield fact(
        "line.opened", "KONTO-BIDRAG", opened, line="BIDRAG", name="Statsbidrag", side="income", statement="operating"
    )


def illustration(type_: str, id_: str, effective: str, **own: Any) -> FactWords:
    """A fact the region did not publish, made up to show what follows from those it did."""
    return fact(type_, id_, effective, note=ILLUSTRATION, **own)


def positions_before_the_freezes() -> Iterator[FactWords]:
    for unit, category, positions in (
        (OFFICE, CASE_OFFICER, "60"),
        (HEALTH, ADMINISTRATOR, "80"),
        (HEALTH, NURSE, "500"),
    ):
        yield illustration(
            "positions.established",
            f"TJ-2022-{unit}-{category}",
            "2022-01-01",
            unit=unit,
            category=category,
            employment=PERMANENT,
            positions=positions,
        )


def november_2022() -> Iterator[FactWords]:
    yield fact(
        "freeze.declared",
        FREEZE_2022,
        "2022-11-21",
        decision=DIRECTOR | {"date": "2022-11-21"},
        note="Announced by the director: two years or until a new decision; a special group decides on exemptions",
        freeze=FREEZE_2022,
        units=[REGION],
        categories=[ADMINISTRATOR, CASE_OFFICER],
        except_categories=[SECRETARY],
        employment=[PERMANENT, FIXED_TERM],
        until="2024-11-21",
    )
    yield fact(
        "savings-plan.adopted",
        ORDER,
        "2022-11-21",
        note="Known from before and named with the freeze; the day of the decision is not published",
        plan=ORDER,
        name="Politiskt sparuppdrag, administration",
        amount=kronor(80),
    )


def december_2023() -> Iterator[FactWords]:
    yield fact(
        "freeze.declared",
        FREEZE_2023,
        "2023-12-01",
        note="The whole region and all staff; that it covers both forms of employment is assumed",
        freeze=FREEZE_2023,
        units=[REGION],
        categories=["*"],
        employment=[PERMANENT, FIXED_TERM],
    )
    yield fact(
        "savings-plan.adopted",
        PLAN,
        "2023-12-01",
        decision=DIRECTOR,
        note="Presented in December 2023. The day is ours, and so are the months of the plan, 2024-01 to 2025-12",
        plan=PLAN,
        name="Plan för att minska antalet anställda",
        amount=kronor(500),
        positions="750",
        from_="2024-01",
        to="2025-12",
    )


def february_2024() -> Iterator[FactWords]:
    yield fact(
        "savings-plan.phase-set",
        f"{PLAN}-FAS-1",
        "2024-02-01",
        decision=DIRECTOR,
        note="Presented in February 2024; the day is ours",
        plan=PLAN,
        phase="FAS-1",
        name="Administratörer och handläggare",
        amount=kronor(100),
        positions="130",
        categories=[ADMINISTRATOR, CASE_OFFICER],
    )


def march_2024() -> Iterator[FactWords]:
    yield fact(
        "savings-plan.phase-set",
        f"{PLAN}-FAS-2",
        "2024-03-26",
        decision=BOARD_IN_MARCH,
        plan=PLAN,
        phase="FAS-2",
        name="Övriga personalgrupper, medicinska sekreterare inräknade",
        amount=kronor(240),
        positions="370",
    )
    yield fact(
        "savings-plan.revised",
        f"{PLAN}-REVIDERAD",
        "2024-03-26",
        decision=BOARD_IN_MARCH,
        note="Published: 180 Mkr and 250 positions less; 500 less 180 is 320, not 340, by the region's own rounding",
        plan=PLAN,
        amount=kronor(340),
        positions="500",
        because_of=GRANT_ID,
    )


def grant() -> Iterator[FactWords]:
    yield fact(
        "grant.received",
        GRANT_ID,
        "2024-06-01",
        note="The region's share of the state's spring amending budget; about 75 Mkr through August. The day is ours",
        grant="Vårändringsbudget 2024",
        giver="Staten",
        year=2024,
        unit=REGION,
        line="BIDRAG",
        amount="176200000.00",
        accrual={"from": "2024-06", "to": "2024-12"},
    )


def workforce(month: str, day: str, employment: str, value: str) -> FactWords:
    return fact(
        "workforce.reported",
        f"PERSONAL-{month}-{employment}",
        f"{month}-{day}",
        note=LEVEL_IS_OURS,
        unit=REGION,
        month=month,
        measure="fte",
        employment=employment,
        value=value,
    )


def exemption_granted() -> Iterator[FactWords]:
    """Nurses are in the scope of the second freeze alone, so one exemption is enough."""
    yield illustration(
        "exemption.requested",
        f"{EXEMPTION}-BEGARD",
        "2024-01-15",
        exemption=EXEMPTION,
        freeze=FREEZE_2023,
        **NURSES,
        positions="3",
        reason="Bemanning dygnet runt",
    )
    yield illustration(
        "exemption.granted", f"{EXEMPTION}-BEVILJAD", "2024-01-29", exemption=EXEMPTION, positions="2", lapses=LAST_DAY
    )


def exemption_used() -> Iterator[FactWords]:
    yield illustration(
        "positions.established",
        f"TJ-2024-{EXEMPTION}",
        "2024-03-01",
        **NURSES,
        positions="1",
        exemption=EXEMPTION,
    )
    yield illustration("exemption.used", f"{EXEMPTION}-TILLSATT", "2024-03-15", exemption=EXEMPTION, positions="1")


def measures() -> Iterator[FactWords]:
    for measure, unit, name, amount, positions, hours in (
        (OFFICE_MEASURE, OFFICE, "Vakanta handläggartjänster dras in", "3600000.00", "5", None),
        (HEALTH_MEASURE, HEALTH, "Gemensam administration för klinikerna", "2400000.00", "4", "1800"),
    ):
        yield illustration(
            "measure.decided",
            measure,
            "2024-02-15",
            measure=measure,
            plan=PLAN,
            phase="FAS-1",
            unit=unit,
            name=name,
            amount=amount,
            positions=positions,
            hours=hours,
            full_effect="2024-06",
            recurring=True,
        )


def reductions() -> Iterator[FactWords]:
    office, health = (OFFICE, CASE_OFFICER, "5", OFFICE_MEASURE), (HEALTH, ADMINISTRATOR, "3", HEALTH_MEASURE)
    for unit, category, positions, carried_out in (office, health):
        yield illustration(
            "positions.reduced",
            f"TJ-2024-{unit}-INDRAGEN",
            "2024-05-01",
            unit=unit,
            category=category,
            employment=PERMANENT,
            positions=positions,
            measure=carried_out,
        )


def effects(month: str, day: str) -> Iterator[FactWords]:
    """What a month added. The positions are those of the reductions, so they are not reported again."""
    for carried_out, amount, hours in ((OFFICE_MEASURE, "300000.00", None), (HEALTH_MEASURE, "150000.00", "110.5")):
        yield illustration(
            "effect.reported",
            f"EFFEKT-{month}-{carried_out}",
            f"{month}-{day}",
            measure=carried_out,
            month=month,
            amount=amount,
            hours=hours,
        )


def august_2024() -> Iterator[FactWords]:
    yield workforce("2024-08", "31", PERMANENT, "826.2")
    yield workforce("2024-08", "31", FIXED_TERM, "985.4")
    yield from effects("2024-08", "31")


def journal() -> str:
    """The whole journal. When the ledger learnt each part is ours."""
    january = [workforce("2024-01", "31", form, "1000") for form in (PERMANENT, FIXED_TERM)]
    return exported(
        [
            (datetime(2022, 1, 10, 8, 0, tzinfo=UTC), [*organisation(), *positions_before_the_freezes()]),
            (datetime(2022, 11, 21, 14, 0, tzinfo=UTC), [*november_2022()]),
            (datetime(2023, 9, 18, 8, 0, tzinfo=UTC), [workforce("2023-08", "31", FIXED_TERM, "1100.8")]),
            (datetime(2023, 12, 4, 9, 0, tzinfo=UTC), [*december_2023()]),
            (datetime(2024, 1, 30, 10, 0, tzinfo=UTC), [*exemption_granted()]),
            (datetime(2024, 2, 19, 8, 0, tzinfo=UTC), [*january, *february_2024(), *measures()]),
            (datetime(2024, 3, 27, 8, 0, tzinfo=UTC), [*march_2024(), *exemption_used()]),
            (datetime(2024, 5, 2, 8, 0, tzinfo=UTC), [*reductions()]),
            (datetime(2024, 6, 24, 9, 0, tzinfo=UTC), [*grant()]),
            (datetime(2024, 7, 15, 8, 0, tzinfo=UTC), [*effects("2024-06", "30")]),
            (datetime(2024, 8, 19, 8, 0, tzinfo=UTC), [*effects("2024-07", "31")]),
            (datetime(2024, 9, 16, 8, 0, tzinfo=UTC), [*august_2024()]),
        ]
    )


if __name__ == "__main__":
    JOURNAL.write_text(journal(), encoding="utf-8", newline="\n")
