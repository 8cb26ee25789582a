#!/usr/bin/env python
"""Makes ``vastmanland-2020-2024.jsonl``: three tables that Regionkontoret, Region Västmanland, printed.

Amounts are those of ``figures/vastmanland-2024-04-result.csv`` and ``…-centres.csv``, with decimals where the printed
sums need them; hours those of ``figures/vastmanland-2024-03-hours.csv``. Run it again after a change; a test holds the
stored journal and this script together.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from exported import FactWords, by_key, exported, fact, kronor

HERE = Path(__file__).parent
JOURNAL = HERE / "vastmanland-2020-2024.jsonl"
FIGURES = HERE / "figures"

REGION, OFFICE, JOINED = "RV", "RK", "CHALL"
CENTRES = {
    "CADM": "Centrum för administration",
    "VARU": "varav Varuförsörjning",
    "UPPH": "varav Upphandling",
    "CEKO": "Centrum för ekonomi",
    JOINED: "Centrum för hållbarhet",
    "CHR": "Centrum för HR",
    "CIFU": "Centrum för innovation, forskning och utbildning",
    "CKOM": "Centrum för kommunikation",
    "RDS": "Regiondirektörens stab",
    "JUST": "prognosjustering",
}
"""By code, the rows of the centres' table. Two are parts of the first: their results are in its own."""
WITHIN = {"VARU": "CADM", "UPPH": "CADM"}
SUMS = {"INT": ("Summa intäkter", "income"), "KOST": ("Summa kostnader", "cost")}
OF_CENTRES = "CENTR"
"""The centres' results are printed whole, not by line: they stand on a line of their own that the office takes back."""
LINES = {
    "UTBILDN": "Försäljning av utbildning",
    "TJANST": "Försäljning av tjänster",
    "ERSATTN": "Regionersättning",
    "BIDRAG": "Specialdestinerat statsbidrag",
    "OVRINT": "Övriga intäkter",
    "PERS": "Personalkostnader",
    "LAKEM": "Läkemedel",
    "UTBKULT": "Utbildning, kultur mm",
    "LAMNADE": "Lämnade bidrag",
    "KKL5": "Övriga kostnader i kkl 5",
    "LOKAL": "Lokalkostnader",
    "IT": "IT-kostnader",
    "KONSULT": "Konsultarvoden för speciella utredningar",
    "AVSKR": "Avskrivningar",
    "KKL67": "Övriga kostnader i kkl 6+7",
    "FINANS": "Finansiella intäkter och kostnader",
}
FITTED = {
    ("PERS", "april_2024"): "-103.7", ("KKL67", "april_2024"): "-25.7",
    ("TJANST", "april_2023"): "40.7", ("ERSATTN", "april_2023"): "110.7",
    ("TJANST", "forecast_2024"): "126.3", ("ERSATTN", "forecast_2024"): "350.3",
}  # fmt: skip
"""Amounts whose printed sums come out only with decimals: those are ours."""
ADJUSTMENT = Decimal("1.6")
"""The adjustment of the forecast, printed as 2, that makes the centres' forecasts the office's."""
HOURS_PER_YEAR = "1724"
WORKED = "Antal årsarbetare utifrån arbetad tid exklusive jour/beredskap"
WITHOUT_DUTY = "Arbetad tid exkl jour/beredskap"

REPORT = {"body": "Regionkontoret"}


def table(name: str) -> dict[str, dict[str, str]]:
    """The rows of a printed table by their label."""
    with (FIGURES / f"vastmanland-2024-{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {next(iter(row.values())): row for row in rows}


def organisation() -> Iterator[FactWords]:
    opened = "2020-01-01"
    yield fact("unit.opened", f"ENHET-{REGION}", opened, unit=REGION, name="Region Västmanland")
    yield fact("unit.opened", f"ENHET-{OFFICE}", opened, unit=OFFICE, name="Regionkontoret", parent=REGION)
    for order, (unit, name) in enumerate(CENTRES.items(), 1):
        parent = REGION if unit == JOINED else WITHIN.get(unit, OFFICE)
        yield fact(
            "unit.opened",
            f"ENHET-{unit}",
            opened,
            unit=unit,
            name=name.removeprefix("varav "),
            parent=parent,
            order=order,
        )
    for order, (line, (name, side)) in enumerate(SUMS.items(), 1):
        yield line_opened(line, name, side, order)
    yield line_opened(OF_CENTRES, "Centrens resultat", "net", 3)
    sides = {row["line"]: row["side"] for row in table("04-result").values()}
    for order, (line, name) in enumerate(LINES.items(), 1):
        yield line_opened(line, name, sides[name], order, "INT" if sides[name] == "income" else "KOST")


def line_opened(line: str, name: str, side: str, order: int, parent: str | None = None) -> FactWords:
    own = {"line": line, "name": name, "side": side, "statement": "operating", "parent": parent, "order": order}
    return fact("line.opened", f"KONTO-{line}", "2020-01-01", **own)


def joined() -> Iterator[FactWords]:
    yield fact(
        "unit.moved",
        f"FLYTT-{JOINED}",
        "2023-01-01",
        note="Its result of 2022 is printed, and is no part of that year's 19",
        unit=JOINED,
        parent=OFFICE,
    )


def by_line(column: str) -> dict[str, Decimal]:
    """The amounts of a printed column in Mkr, by line."""
    rows = table("04-result")
    return {line: Decimal(FITTED.get((line, column), rows[name][column])) for line, name in LINES.items()}


def centre_results(year: str) -> dict[str, Decimal]:
    """What each centre itself came to in a year, in Mkr; of one with others below it, what is left."""
    rows = table("04-centres")
    printed = {unit: Decimal(rows[name][year]) for unit, name in CENTRES.items() if rows[name][year]}
    for part, whole in WITHIN.items():
        printed[whole] -= printed[part]
    if "JUST" in printed:
        printed["JUST"] = ADJUSTMENT
    return printed


def outcome(unit: str, first: str, month: str, day: str, lines: dict[str, Decimal]) -> FactWords:
    return fact(
        "outcome.reported",
        f"UTFALL-{month}-{unit}",
        day,
        decision=REPORT,
        unit=unit,
        month=month,
        lines=by_key({line: kronor(mkr) for line, mkr in lines.items()}),
        from_month=first,
    )


def centres(year: str) -> Iterator[FactWords]:
    for unit, mkr in centre_results(year).items():
        yield outcome(unit, f"{year}-01", f"{year}-12", f"{year}-12-31", {OF_CENTRES: mkr})


def year_2023() -> Iterator[FactWords]:
    """January–April and the rest of the year by line, and the centres' results, which the office's own include."""
    spring, year = by_line("april_2023"), by_line("accounts_2023")
    yield outcome(OFFICE, "2023-01", "2023-04", "2023-04-30", spring)
    rest = {line: mkr - spring[line] for line, mkr in year.items()}
    rest[OF_CENTRES] = -sum(centre_results("2023").values(), Decimal(0))
    yield outcome(OFFICE, "2023-05", "2023-12", "2023-12-31", rest)
    yield from centres("2023")


def budget_2024() -> Iterator[FactWords]:
    lines = by_key({line: kronor(mkr) for line, mkr in by_line("budget_2024").items()})
    yield fact("budget.adopted", "BUDGET-2024", "2024-01-01", decision=REPORT, unit=OFFICE, year=2024, lines=lines)


def april_2024() -> Iterator[FactWords]:
    yield outcome(OFFICE, "2024-01", "2024-04", "2024-04-30", by_line("april_2024"))
    year = by_line("forecast_2024")
    year[OF_CENTRES] = -sum(centre_results("2024").values(), Decimal(0))
    yield forecast(OFFICE, year)
    for unit, mkr in centre_results("2024").items():
        yield forecast(unit, {OF_CENTRES: mkr})


def forecast(unit: str, lines: dict[str, Decimal]) -> FactWords:
    return fact(
        "forecast.submitted",
        f"PROGNOS-APRIL-2024-{unit}",
        "2024-04-30",
        decision=REPORT,
        unit=unit,
        year=2024,
        version="APRIL",
        lines=by_key({line: kronor(mkr) for line, mkr in lines.items()}),
    )


def hours(year: str) -> Iterator[FactWords]:
    """The first quarter by who worked, with and without standby duty; the whole gives the annual workers."""
    for number, (label, row) in enumerate(table("03-hours").items(), 1):
        if label == WORKED:
            continue
        yield fact(
            "workforce.reported",
            f"TIMMAR-{year}-{number}",
            f"{year}-03-31",
            decision=REPORT,
            note="About 1 724 hours a year fit what is printed; what they are divided by is not"
            if number == 1
            else None,
            unit=OFFICE,
            month=f"{year}-03",
            measure="annual-workers",
            employment="all",
            category=None if label == WITHOUT_DUTY else label,
            hours=row[f"q1_{year}"],
            hours_per_year=HOURS_PER_YEAR,
            from_month=f"{year}-01",
        )


def journal() -> str:
    """The whole journal. When the ledger learnt each part is ours."""
    closing = [(datetime(int(year) + 1, 2, 1, 8, tzinfo=UTC), [*centres(year)]) for year in ("2020", "2021")]
    return exported(
        [
            (datetime(2020, 1, 7, 8, tzinfo=UTC), [*organisation()]),
            *closing,
            (datetime(2022, 12, 19, 8, tzinfo=UTC), [*joined()]),
            (datetime(2023, 2, 1, 8, tzinfo=UTC), [*centres("2022")]),
            (datetime(2023, 4, 17, 8, tzinfo=UTC), [*hours("2023")]),
            (datetime(2024, 1, 8, 8, tzinfo=UTC), [*budget_2024()]),
            (datetime(2024, 2, 1, 8, tzinfo=UTC), [*year_2023()]),
            (datetime(2024, 4, 15, 8, tzinfo=UTC), [*hours("2024")]),
            (datetime(2024, 5, 16, 8, tzinfo=UTC), [*april_2024()]),
        ]
    )


if __name__ == "__main__":
    JOURNAL.write_text(journal(), encoding="utf-8", newline="\n")
