"""The tables as Region Västerbotten printed them for July 2024, and where in the ledger each figure is found.

Read across, some rows of the region's table contradict themselves: its forecast deviations were taken at a
later moment than its budgets. So every printed column has a moment of its own.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import attrs
from paths import ROOT

from ledger.domain.values.days import Moment

EXAMPLES = ROOT / "examples"
FIGURES = EXAMPLES / "figures"
JOURNAL = EXAMPLES / "vasterbotten-2024.jsonl"

MONTH = "2024-07"
"""The month of the report that both tables are."""

QUESTION = "report"
"""The question every printed figure answers, for :data:`MONTH`."""

JULY_31 = date(2024, 7, 31)
MOMENTS = {
    "before the transfer": Moment(JULY_31, datetime(2024, 8, 20, 21, 59, 59, 999999, tzinfo=UTC)),
    "before the grant": Moment(JULY_31, datetime(2024, 8, 23, 21, 59, 59, 999999, tzinfo=UTC)),
    "with the grant": Moment(JULY_31, datetime(2024, 8, 27, 21, 59, 59, 999999, tzinfo=UTC)),
}
"""What the region knew when it took its figures; each is the end of a Swedish day: 20, 23 and 27 August 2024."""

TRANSFER = "OMDISP-2024-1"
GRANT = "STATSBIDRAG-2024-1"

TABLES = {
    "board": FIGURES / "vasterbotten-2024-07-board.csv",
    "region": FIGURES / "vasterbotten-2024-07-region.csv",
}
UNIT_OF = {
    "board": {
        "Regionförvaltningen gemensamt": "101-GEM",
        "Digitalisering och service": "102-DOS",
        "Regionledning": "103-RL",
        "Ledningsstaben": "104-LS",
        "Företagshälsan": "105-FH",
        "HR stab": "106-HR",
        "Kommunikationsstab": "107-KOM",
        "Ekonomistab": "108-EKO",
        "Smittskydd": "109-SMITT",
        "Primärvård beställning": "110-PRIMAR",
        "Tandvård beställning": "111-TAND",
        "Verksamhetens nettokostnader": "10-RS",
    },
    "region": {
        "Regionstyrelsen": "10-RS",
        "Hälso- och sjukvårdsnämnd": "20-HSN",
        "Regionala utvecklingsnämnd": "30-RUN",
        "Folkhögskolestyrelsen": "40-FHS",
        "Patientnämnd": "50-PN",
        "Revision": "60-REV",
        "Verksamhetens nettokostnader": "A1-NETTOKOSTNADER",
        "Skatteintäkter": "70-SKATT",
        "Generella statsbidrag": "80-BIDRAG",
        "Summa skatter och statsbidrag": "A2-SKATTER-BIDRAG",
        "Verksamhetens resultat": "A-RESULTAT",
        "Finansiella likvidströmmar": "91-LIKVID",
        "Finansiella värderingar": "92-VARDE",
        "Summa finansnetto": "B-FINANSNETTO",
        "TOTAL": "VB",
    },
}
"""The unit behind each printed row. Both tables print net costs: the board its own, the region everyone's."""

FIELD_OF = {
    "july_outcome": "month_outcome",
    "july_budget": "month_budget",
    "july_deviation": "month_deviation",
    "ytd_outcome_2023": "ytd_outcome_last_year",
    "ytd_outcome_2024": "ytd_outcome",
    "ytd_budget_2024": "ytd_budget",
    "ytd_deviation": "ytd_deviation",
    "year_budget": "year_budget",
    "year_budget_2024": "year_budget",
    "year_forecast": "year_forecast",
    "forecast_deviation": "forecast_deviation",
}
"""The field of the report's rows behind each printed column."""

ONLY_ONE_MOMENT = {"board": "before the transfer"}
REGION_MOMENTS = {"forecast_deviation": "with the grant"}

EXPLAINED_BY = {
    ("Hälso- och sjukvårdsnämnd", "forecast_deviation"): GRANT,
    ("Verksamhetens nettokostnader", "forecast_deviation"): GRANT,
    ("Generella statsbidrag", "forecast_deviation"): GRANT,
    ("Summa skatter och statsbidrag", "forecast_deviation"): GRANT,
}
"""The cells of the region's table that contradict their own row, and the id of the fact that explains each."""


@attrs.frozen
class Printed:
    """One printed figure, in whole Mkr."""

    table: str
    row: str
    column: str
    mkr: int

    @property
    def unit(self) -> str:
        return UNIT_OF[self.table][self.row]

    @property
    def field(self) -> str:
        return FIELD_OF[self.column]

    @property
    def moment(self) -> str:
        """The name of the moment the column was taken at."""
        return ONLY_ONE_MOMENT.get(self.table) or REGION_MOMENTS.get(self.column, "before the grant")

    def __str__(self) -> str:
        return f"{self.table}: {self.row}, {self.column}"


def figures() -> list[Printed]:
    """Every printed figure of both tables, row by row."""
    return [figure for table in TABLES for figure in _figures_of(table)]


def _figures_of(table: str) -> Iterator[Printed]:
    with TABLES[table].open(encoding="utf-8", newline="") as file:
        words: dict[str, Any]
        for words in csv.DictReader(file):
            row = words.pop("unit" if table == "board" else "row")
            yield from (Printed(table, row, column, int(mkr)) for column, mkr in words.items())


def contradictions() -> dict[tuple[str, str], int]:
    """The cells of the region's table that rounding alone cannot bring in line with their row, and by how many Mkr."""
    cells = {(figure.row, figure.column): figure.mkr for figure in _figures_of("region")}
    found = {}
    for row in UNIT_OF["region"]:
        for column, of, less in (
            ("ytd_deviation", "ytd_outcome_2024", "ytd_budget_2024"),
            ("forecast_deviation", "year_forecast", "year_budget_2024"),
        ):
            off = cells[row, column] - (cells[row, of] - cells[row, less])
            if abs(off) > 1:
                found[row, column] = off
    return found


def whole_mkr(ore: int) -> int:
    """Öre as the tables print them: whole Mkr, half away from zero."""
    mkr = (abs(ore) + 50_000_000) // 100_000_000
    return -mkr if ore < 0 else mkr
