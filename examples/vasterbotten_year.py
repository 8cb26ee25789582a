"""What Region Västerbotten printed of 2024 beside its two tables of July: the health record programme, hired staff,
investments, and the year's outcome. Amounts are in Mkr; where decimals are needed for the printed sums, they are ours.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from exported import FactWords, by_key, fact, kronor

REGION, BOARD, COMMON, HEALTH = "VB", "10-RS", "101-GEM", "20-HSN"
DIRECTOR = {"body": "Regiondirektören"}
FITTED = "Fitted within the rounding of the printed tables"

# -- the health record programme, in two administrations -----------------------------------------------------------

PROGRAMME = "FVIS"
BUDGETED = {COMMON: Decimal(-50), HEALTH: Decimal(-25)}
EXPECTED = {COMMON: Decimal(-101), HEALTH: Decimal(-29)}
SPENT = {
    (COMMON, "2024-05"): Decimal("-46.8"), (COMMON, "2024-07"): Decimal("-10.2"),
    (HEALTH, "2024-05"): Decimal("-16.4"), (HEALTH, "2024-07"): Decimal("-3.6"),
}  # fmt: skip
"""January–May, and June and July together: 13.8 as printed, the parts of the two administrations ours."""
PLANNED = {COMMON: Decimal("-6.4"), HEALTH: Decimal("-2.2")}
"""For June and for July: 17.2 in all as printed."""
FIRST = {"2024-05": "2024-01", "2024-07": "2024-06"}
TOLD_APART = "What belongs to the programme is told apart; the sum of the unit stays"

Rows = Iterable[tuple[str, str, Mapping[str, Decimal]]]
"""Units with their lines and printed amounts, by column."""


def programme(rows: Rows, transferred: Decimal) -> Iterator[FactWords]:
    """The programme as its own table has it, taken out of what its two units had reported whole."""
    yield fact(
        "project.opened",
        f"PROJEKT-{PROGRAMME}",
        "2023-01-01",
        note="That it came to cost 92 Mkr more than approved is printed, and neither of the two amounts",
        project=PROGRAMME,
        name="Framtidens vårdinformationsstöd",
        unit=COMMON,
        hours="22700",
    )
    yield from programme_budgets()
    yield from programme_forecasts()
    of = {unit: amounts for unit, _, amounts in rows}
    for unit, whole in ((COMMON, of[COMMON]["year_forecast"] - transferred), (HEALTH, of[HEALTH]["year_forecast"])):
        yield fact(
            "forecast.submitted",
            f"PROGNOS-2024-JULI-3-{unit}",
            "2024-07-31",
            note=TOLD_APART,
            unit=unit,
            year=2024,
            version="JULI-3",
            lines={"NETTO": kronor(whole - EXPECTED[unit])},
        )
    for month in FIRST:
        yield from programme_outcomes(month)
    july = of[COMMON]["july_outcome"]
    before = of[COMMON]["ytd_outcome_2024"] - july
    yield _rest_of_common("2024-06", "2024-06-30", before - SPENT[COMMON, "2024-05"], "2024-01")
    yield _rest_of_common("2024-07", "2024-07-31", july - SPENT[COMMON, "2024-07"], None)
    yield programme_hours()


def _rest_of_common(month: str, day: str, mkr: Decimal, first: str | None) -> FactWords:
    return fact(
        "outcome.reported",
        f"UTFALL-{month}-{COMMON}-2",
        day,
        note=TOLD_APART,
        unit=COMMON,
        month=month,
        lines={"NETTO": kronor(mkr)},
        from_month=first,
    )


def programme_budgets() -> Iterator[FactWords]:
    for unit, mkr in BUDGETED.items():
        yield fact(
            "budget.transferred",
            f"BUDGET-2024-{unit}-{PROGRAMME}",
            "2024-01-01",
            note=f"{TOLD_APART}; only the year is printed",
            year=2024,
            from_unit=unit,
            to_unit=unit,
            line="NETTO",
            amount=kronor(mkr),
            from_month="2024-08",
            to_project=PROGRAMME,
        )


def programme_forecasts() -> Iterator[FactWords]:
    """P1, in force from May: what had been spent, June and July as planned, the rest even."""
    for unit, mkr in EXPECTED.items():
        so_far = SPENT[unit, "2024-05"]
        rest = (mkr - so_far - 2 * PLANNED[unit]) / 5
        months = {"2024-05": kronor(so_far)} | dict.fromkeys(("2024-06", "2024-07"), kronor(PLANNED[unit]))
        months |= {f"2024-{month:02d}": kronor(rest) for month in range(8, 13)}
        yield fact(
            "forecast.submitted",
            f"PROGNOS-2024-P1-{unit}-{PROGRAMME}",
            "2024-05-31",
            note=FITTED,
            unit=unit,
            year=2024,
            version="P1",
            lines={"NETTO": kronor(mkr)},
            phasing={"NETTO": months},
            project=PROGRAMME,
        )


def programme_outcomes(month: str) -> Iterator[FactWords]:
    for unit in BUDGETED:
        yield fact(
            "outcome.reported",
            f"UTFALL-{month}-{unit}-{PROGRAMME}",
            {"2024-05": "2024-05-31", "2024-07": "2024-07-31"}[month],
            note=FITTED,
            unit=unit,
            month=month,
            lines={"NETTO": kronor(SPENT[unit, month])},
            project=PROGRAMME,
            from_month=FIRST[month],
        )


def programme_hours() -> FactWords:
    return fact(
        "workforce.reported",
        f"TIMMAR-{PROGRAMME}",
        "2024-07-31",
        unit=COMMON,
        month="2024-07",
        measure="annual-workers",
        employment="all",
        hours="17000",
        from_month="2024-01",
        project=PROGRAMME,
    )


# -- hired staff ------------------------------------------------------------------------------------------------------

CARE = {"201-PRIMAR": "Primärvård", "202-SJUKHUS": "Sjukhusvård"}
STAFF = {"LAK": "Inhyrda läkare", "SSK": "Inhyrda sjuksköterskor"}
HIRED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("201-PRIMAR", "2023-07"): {"LAK": "-68.80", "SSK": "-10.65"},
    ("202-SJUKHUS", "2023-07"): {"LAK": "-57.90", "SSK": "-26.76"},
    ("201-PRIMAR", "2024-07"): {"LAK": "-66.80", "SSK": "-8.01"},
    ("202-SJUKHUS", "2024-07"): {"LAK": "-62.90", "SSK": "-28.43"},
}


def hired_staff(rows: Rows) -> Iterator[FactWords]:
    """Told apart from the rest of the health board's outcome, which is restated for it: the sum stays."""
    opened = "2023-01-01"
    for unit, name in CARE.items():
        yield fact("unit.opened", f"ENHET-{unit}", opened, unit=unit, name=name, parent=HEALTH)
    sums = {"line": "HYR", "name": "Inhyrd personal", "side": "cost", "statement": "operating"}
    yield fact("line.opened", "KONTO-HYR", opened, **sums)
    for line, name in STAFF.items():
        yield fact("line.opened", f"KONTO-{line}", opened, **(sums | {"line": line, "name": name}), parent="HYR")
    (health,) = [amounts for unit, _, amounts in rows if unit == HEALTH]
    for month, column in (("2023-07", "ytd_outcome_2023"), ("2024-07", "ytd_outcome_2024")):
        hired = {unit: amounts for (unit, of), amounts in HIRED.items() if of == month}
        whole = sum((Decimal(mkr) for amounts in hired.values() for mkr in amounts.values()), Decimal(0))
        rest = health[column] - whole
        if month == "2024-07":
            rest -= SPENT[HEALTH, "2024-05"] + SPENT[HEALTH, "2024-07"]
        for unit, amounts in hired.items():
            yield _since_january(f"UTFALL-{month}-{unit}", unit, month, amounts)
        yield _since_january(f"UTFALL-{month}-{HEALTH}-2", HEALTH, month, {"NETTO": rest})


def _since_january(id_: str, unit: str, month: str, lines: Mapping[str, Decimal | str]) -> FactWords:
    return fact(
        "outcome.reported",
        id_,
        f"{month}-31",
        decision=DIRECTOR,
        note=FITTED,
        unit=unit,
        month=month,
        lines=by_key({line: kronor(Decimal(mkr)) for line, mkr in lines.items()}),
        from_month=f"{month[:4]}-01",
    )


# -- investments ------------------------------------------------------------------------------------------------------

AREAS = {
    "FAST": "Fastighet", "MEDTEK": "Medicinsk teknik", "ITINV": "IT", "HJALP": "Hjälpmedel",
    "VSERV": "Verksamhetsservice", "REGUTV": "Regional utveckling",
}  # fmt: skip
INVESTED = {"FAST": "-376.6", "MEDTEK": "-58.7", "ITINV": "-22.8", "HJALP": "-19.8", "VSERV": "-0.1", "REGUTV": "-0.9"}
YEAR = {"FAST": -677, "MEDTEK": -167, "ITINV": -44, "HJALP": -32, "VSERV": -1, "REGUTV": -1}
PLAN = {"FAST": -648, "MEDTEK": -175, "ITINV": -70, "HJALP": -32, "VSERV": -4, "REGUTV": -1}
JULY = {"FAST": -714, "MEDTEK": -168, "ITINV": -70, "HJALP": -32, "VSERV": -4, "REGUTV": -1}


def _lines(amounts: Mapping[str, Decimal | str | int]) -> dict[str, str]:
    return by_key({line: kronor(Decimal(mkr)) for line, mkr in amounts.items()})


def investments() -> Iterator[FactWords]:
    """Lines of their own, the plan, July's outcome and forecast."""
    own = {"side": "cost", "statement": "investment"}
    yield fact("line.opened", "KONTO-INV", "2023-01-01", line="INV", name="Investeringar", **own)
    for order, (line, name) in enumerate(AREAS.items(), 1):
        more = {"parent": "INV", "order": order}
        yield fact("line.opened", f"KONTO-{line}", "2023-01-01", line=line, name=name, **own, **more)
    yield fact("budget.adopted", "BUDGET-2024-INV", "2024-01-01", unit=REGION, year=2024, lines=_lines(PLAN))
    yield _since_january("UTFALL-2024-07-INV", REGION, "2024-07", INVESTED)
    yield fact(
        "forecast.submitted",
        "PROGNOS-2024-JULI-INV",
        "2024-07-31",
        unit=REGION,
        year=2024,
        version="JULI-INV",
        lines=_lines(JULY),
    )


def investments_of_the_year() -> Iterator[FactWords]:
    """August–December, and the mobile network that moves to 2025 with more money than was left."""
    rest = {line: mkr - Decimal(INVESTED[line]) for line, mkr in YEAR.items()}
    yield fact(
        "outcome.reported",
        "UTFALL-2024-12-INV",
        "2024-12-31",
        unit=REGION,
        month="2024-12",
        lines=_lines(rest),
        from_month="2024-08",
    )
    yield fact(
        "budget.carried-over",
        "OVERFORT-2025-ITINV",
        "2025-01-01",
        unit=REGION,
        line="ITINV",
        from_year=2024,
        to_year=2025,
        amount=kronor(-30),
        overdraft_reason="Mobilnätet flyttas till 2025; 26 Mkr återstod",
    )


# -- the year's outcome of the regional board --------------------------------------------------------------------------

DEVIATIONS: Mapping[str, str] = {
    COMMON: "-35.95", "102-DOS": "-81.70", "103-RL": "1.50", "104-LS": "0.80", "105-FH": "0.90", "106-HR": "-0.50",
    "107-KOM": "0.30", "108-EKO": "0.40", "109-SMITT": "-0.40", "110-PRIMAR": "25.40", "111-TAND": "2.30",
}  # fmt: skip
"""From the year's budget. Seven small units are printed together, as 3: what each of them came to is ours."""
MOVED = Decimal("-0.01")


def small_transfer() -> Iterator[FactWords]:
    yield fact(
        "budget.transferred",
        "OMDISP-2024-2",
        "2024-10-01",
        note="Inferred: the board's budget is printed as 3 786 in July and 3 785 for the year; amount and unit assumed",
        year=2024,
        from_unit=COMMON,
        to_unit="30-RUN",
        line="NETTO",
        amount=kronor(MOVED),
    )


def closing(rows: Rows, transferred: Decimal) -> Iterator[FactWords]:
    """August–December of the board's units, as the annual report's deviations have them."""
    for unit, line, mkr in rows:
        if unit not in DEVIATIONS:
            continue
        budget = mkr["year_budget"] - (transferred + MOVED if unit == COMMON else 0)
        rest = budget + Decimal(DEVIATIONS[unit]) - mkr["ytd_outcome_2024"]
        yield fact(
            "outcome.reported",
            f"UTFALL-2024-12-{unit}",
            "2024-12-31",
            decision=DIRECTOR,
            note=f"{FITTED}; August–December together, the programme's part of them not told apart",
            unit=unit,
            month="2024-12",
            lines={line: kronor(rest)},
            from_month="2024-08",
        )
