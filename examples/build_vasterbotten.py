#!/usr/bin/env python
"""Makes ``vasterbotten-2024.jsonl``: the facts behind six tables that Region Västerbotten printed for 2024.

The amounts are those of ``figures/vasterbotten-2024-07-exact.csv``. Run it again after a change; a test
holds the stored journal and this script together.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import vasterbotten_year as year
from exported import FactWords, by_key, exported, fact, kronor

HERE = Path(__file__).parent
JOURNAL = HERE / "vasterbotten-2024.jsonl"
AMOUNTS = HERE / "figures" / "vasterbotten-2024-07-exact.csv"

REGION = "VB"
COMMON = "101-GEM"
HEALTH = "20-HSN"
GRANTS = "80-BIDRAG"

UNITS = (
    # Letters are sums that the tables print, numbers are units; both sort as printed.
    (REGION, "Region Västerbotten", None),
    ("A-RESULTAT", "Verksamhetens resultat", REGION),
    ("A1-NETTOKOSTNADER", "Verksamhetens nettokostnader", "A-RESULTAT"),
    ("10-RS", "Regionstyrelsen", "A1-NETTOKOSTNADER"),
    (COMMON, "Regionförvaltningen gemensamt", "10-RS"),
    ("102-DOS", "Digitalisering och service", "10-RS"),
    ("103-RL", "Regionledning", "10-RS"),
    ("104-LS", "Ledningsstaben", "10-RS"),
    ("105-FH", "Företagshälsan", "10-RS"),
    ("106-HR", "HR stab", "10-RS"),
    ("107-KOM", "Kommunikationsstab", "10-RS"),
    ("108-EKO", "Ekonomistab", "10-RS"),
    ("109-SMITT", "Smittskydd", "10-RS"),
    ("110-PRIMAR", "Primärvård beställning", "10-RS"),
    ("111-TAND", "Tandvård beställning", "10-RS"),
    (HEALTH, "Hälso- och sjukvårdsnämnd", "A1-NETTOKOSTNADER"),
    ("30-RUN", "Regionala utvecklingsnämnd", "A1-NETTOKOSTNADER"),
    ("40-FHS", "Folkhögskolestyrelsen", "A1-NETTOKOSTNADER"),
    ("50-PN", "Patientnämnd", "A1-NETTOKOSTNADER"),
    ("60-REV", "Revision", "A1-NETTOKOSTNADER"),
    ("A2-SKATTER-BIDRAG", "Summa skatter och statsbidrag", "A-RESULTAT"),
    ("70-SKATT", "Skatteintäkter", "A2-SKATTER-BIDRAG"),
    (GRANTS, "Generella statsbidrag", "A2-SKATTER-BIDRAG"),
    ("B-FINANSNETTO", "Summa finansnetto", REGION),
    ("91-LIKVID", "Finansiella likvidströmmar", "B-FINANSNETTO"),
    ("92-VARDE", "Finansiella värderingar", "B-FINANSNETTO"),
)
LINES = (
    ("NETTO", "Nettokostnad", "net"),
    ("SKATT", "Skatteintäkter", "income"),
    ("BIDRAG", "Generella statsbidrag", "income"),
    ("FINANS", "Finansnetto", "net"),
)
LINE_OF = {"70-SKATT": "SKATT", GRANTS: "BIDRAG", "91-LIKVID": "FINANS", "92-VARDE": "FINANS"}

TRANSFERRED = Decimal("-23.010")
GRANT = Decimal(166)
TRANSFER_ID, GRANT_ID = "OMDISP-2024-1", "STATSBIDRAG-2024-1"
FIRST, SECOND = "JULI", "JULI-2"

MONTH_ENDS = {"2023-07": "2023-07-31", "2024-06": "2024-06-30", "2024-07": "2024-07-31"}

FITTED = "Fitted within the rounding of the printed tables"
ASSEMBLY = {"body": "Regionfullmäktige"}
DIRECTOR = {"body": "Regiondirektören"}


def rows() -> list[tuple[str, str, dict[str, Decimal]]]:
    """Unit, its line, and its amounts in Mkr by column; a column that is empty is absent."""
    codes = {name: unit for unit, name, _ in UNITS}
    found = []
    with AMOUNTS.open(encoding="utf-8", newline="") as file:
        for words in csv.DictReader(file):
            unit = codes[words.pop("unit_or_row")]
            del words["table"]
            amounts = {column: Decimal(mkr) for column, mkr in words.items() if mkr}
            found.append((unit, LINE_OF.get(unit, "NETTO"), amounts))
    return found


def organisation() -> Iterator[FactWords]:
    opened = "2023-01-01"
    for unit, name, parent in UNITS:
        note = "A sum that the tables print as a row" if unit[0] in "AB" else None
        yield fact("unit.opened", f"ENHET-{unit}", opened, note=note, unit=unit, name=name, parent=parent)
    for line, name, side in LINES:
        yield fact("line.opened", f"KONTO-{line}", opened, line=line, name=name, side=side, statement="operating")


def outcome(unit: str, line: str, month: str, mkr: Decimal, note: str, first: str | None = None) -> FactWords:
    return fact(
        "outcome.reported",
        f"UTFALL-{month}-{unit}",
        MONTH_ENDS[month],
        decision=DIRECTOR,
        note=f"{FITTED}; {note}",
        unit=unit,
        month=month,
        lines={line: kronor(mkr)},
        from_month=first,
    )


def outcomes_2023() -> Iterator[FactWords]:
    for unit, line, mkr in rows():
        yield outcome(unit, line, "2023-07", mkr["ytd_outcome_2023"], "January–July together", "2023-01")


def outcomes_june() -> Iterator[FactWords]:
    """January–June, for the units whose July is printed by itself."""
    for unit, line, mkr in rows():
        if "july_outcome" in mkr:
            before = mkr["ytd_outcome_2024"] - mkr["july_outcome"]
            yield outcome(unit, line, "2024-06", before, "January–June together", "2024-01")


def outcomes_july() -> Iterator[FactWords]:
    for unit, line, mkr in rows():
        if "july_outcome" in mkr:
            yield outcome(unit, line, "2024-07", mkr["july_outcome"], "July alone")
        else:
            yield outcome(unit, line, "2024-07", mkr["ytd_outcome_2024"], "January–July together", "2024-01")


def budgets() -> Iterator[FactWords]:
    """The year's budgets before any transfer or grant; the health board is listed after its transfer."""
    for unit, line, mkr in rows():
        whole, july = mkr["year_budget"], mkr.get("july_budget", Decimal(0))
        note = f"{FITTED}; only the year, January–July and, for the executive board's units, July are printed"
        if unit == HEALTH:
            whole -= TRANSFERRED
            note = f"{FITTED}, less the 23.01 Mkr transferred later; only the year and January–July are printed"
        yield fact(
            "budget.adopted",
            f"BUDGET-2024-{unit}",
            "2024-01-01",
            decision=ASSEMBLY,
            note=note,
            unit=unit,
            year=2024,
            lines={line: kronor(whole)},
            phasing={line: phased(whole, mkr["ytd_budget_2024"], july)},
        )


def phased(year: Decimal, through_july: Decimal, july: Decimal) -> dict[str, str]:
    """What falls before July in January, July by itself, and the rest evenly over August–December."""
    months = {"2024-01": kronor(through_july - july)}
    if july:
        months["2024-07"] = kronor(july)
    months |= {f"2024-{month:02d}": kronor((year - through_july) / 5) for month in range(8, 13)}
    return by_key(months)


def forecast(unit: str, line: str, version: str, mkr: Decimal, note: str) -> FactWords:
    return fact(
        "forecast.submitted",
        f"PROGNOS-2024-{version}-{unit}",
        "2024-07-31",
        decision=DIRECTOR,
        note=note,
        unit=unit,
        year=2024,
        version=version,
        lines={line: kronor(mkr)},
    )


def first_forecasts() -> Iterator[FactWords]:
    """Every unit's forecast; the health board's is listed as it was after the transfer."""
    for unit, line, mkr in rows():
        whole = mkr["year_forecast"] - (TRANSFERRED if unit == HEALTH else 0)
        yield forecast(unit, line, FIRST, whole, FITTED)


def transfer_and_new_forecasts() -> Iterator[FactWords]:
    yield fact(
        "budget.transferred",
        TRANSFER_ID,
        "2024-07-01",
        note="Inferred from the difference between the two tables; amount fitted, day assumed, minutes not known",
        year=2024,
        from_unit=COMMON,
        to_unit=HEALTH,
        line="NETTO",
        amount=kronor(TRANSFERRED),
        from_month="2024-08",
    )
    note = f"{FITTED}; follows the transfer {TRANSFER_ID}"
    whole = {unit: mkr["year_forecast"] for unit, _, mkr in rows()}
    yield forecast(COMMON, "NETTO", SECOND, whole[COMMON] - TRANSFERRED, note)
    yield forecast(HEALTH, "NETTO", SECOND, whole[HEALTH], note)


def grant() -> Iterator[FactWords]:
    yield fact(
        "grant.received",
        GRANT_ID,
        "2024-07-01",
        note="Inferred: 164.5 to 167.5 Mkr fits the printed deviations. Giver, day and months are assumed",
        grant="Tillfälligt statsbidrag 2024",
        giver="Staten",
        year=2024,
        unit=GRANTS,
        line="BIDRAG",
        amount=kronor(GRANT),
        accrual={"from": "2024-08", "to": "2024-12"},
        passed_on=[{"unit": HEALTH, "line": "NETTO", "amount": kronor(-GRANT)}],
    )


def journal() -> str:
    """The whole journal. When the ledger learnt each part is ours; the order is what the tables require."""
    return exported(
        [
            (datetime(2023, 1, 9, 8, 0, tzinfo=UTC), [*organisation()]),
            (datetime(2023, 8, 21, 8, 0, tzinfo=UTC), [*outcomes_2023()]),
            (datetime(2023, 12, 12, 9, 0, tzinfo=UTC), [*budgets()]),
            (datetime(2024, 7, 11, 8, 0, tzinfo=UTC), [*outcomes_june()]),
            (datetime(2024, 8, 14, 8, 0, tzinfo=UTC), [*outcomes_july()]),
            (datetime(2024, 8, 19, 12, 0, tzinfo=UTC), [*first_forecasts()]),
            (datetime(2024, 8, 22, 7, 30, tzinfo=UTC), [*transfer_and_new_forecasts()]),
            (datetime(2024, 8, 26, 13, 0, tzinfo=UTC), [*grant()]),
            (datetime(2024, 9, 2, 8, 0, tzinfo=UTC), [*year.programme(rows(), TRANSFERRED), *year.hired_staff(rows())]),
            (datetime(2024, 9, 2, 9, 0, tzinfo=UTC), [*year.investments()]),
            (datetime(2024, 10, 3, 8, 0, tzinfo=UTC), [*year.small_transfer()]),
            (datetime(2025, 2, 10, 8, 0, tzinfo=UTC), [*year.closing(rows(), TRANSFERRED)]),
            (datetime(2025, 2, 10, 9, 0, tzinfo=UTC), [*year.investments_of_the_year()]),
        ]
    )


if __name__ == "__main__":
    JOURNAL.write_text(journal(), encoding="utf-8", newline="\n")
