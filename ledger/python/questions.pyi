from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from ledger.domain.values.days import Month
from ledger.python.answers import Answer

class Questions:
    def ask(self, name: str, **options: Any) -> Answer: ...
    def budget(
        self,
        *,
        unit: str | None = None,
        line: str | None = None,
        project: str | None = None,
        by: str | Sequence[str] = "unit",
        statement: Literal["operating", "investment", "financing"] = "operating",
        tree: Literal["moment", "then", "today"] = "moment",
        year: int | str | None = None,
    ) -> Answer:
        """Adopted budgets, what changed them, and what they are now."""

    def forecast(
        self,
        *,
        unit: str | None = None,
        line: str | None = None,
        project: str | None = None,
        by: str | Sequence[str] = "unit",
        statement: Literal["operating", "investment", "financing"] = "operating",
        tree: Literal["moment", "then", "today"] = "moment",
        year: int | str | None = None,
    ) -> Answer:
        """Forecast versions side by side, against budget and outcome."""

    def outcome(
        self,
        *,
        unit: str | None = None,
        line: str | None = None,
        project: str | None = None,
        by: str | Sequence[str] = "unit,line,month",
        month: Month | str | None = None,
        statement: Literal["operating", "investment", "financing"] = "operating",
        tree: Literal["moment", "then", "today"] = "moment",
        year: int | str | None = None,
    ) -> Answer:
        """Outcomes by unit, line, project and month, with rolling twelve months."""

    def projects(
        self,
        *,
        project: str | None = None,
        unit: str | None = None,
        year: int | str | None = None,
        statement: Literal["operating", "investment", "financing"] | None = None,
    ) -> Answer:
        """Projects and programmes: approved outlay, the year, the whole, and what remains."""

    def report(
        self,
        *,
        unit: str | None = None,
        line: str | None = None,
        project: str | None = None,
        month: Month | str | None = None,
        by: str | Sequence[str] = "unit",
        statement: Literal["operating", "investment", "financing"] = "operating",
        tree: Literal["moment", "then", "today"] = "moment",
        year: int | str | None = None,
    ) -> Answer:
        """The monthly report: nine columns by unit."""

    def result(
        self,
        *,
        unit: str | None = None,
        line: str | None = None,
        project: str | None = None,
        month: Month | str | None = None,
        statement: Literal["operating", "investment", "financing"] = "operating",
        year: int | str | None = None,
    ) -> Answer:
        """The result statement: one row a line."""

    def exemptions(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Exemptions from hiring freezes, and what became of them."""

    def freezes(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Hiring freezes, their scope, and the exemptions from them."""

    def staffing(
        self,
        *,
        unit: str | None = None,
        project: str | None = None,
        by: str | Sequence[str] = "unit",
        since: Month | str | None = None,
        tree: Literal["moment", "then", "today"] = "moment",
        year: int | str | None = None,
    ) -> Answer:
        """Budgeted positions and the reported workforce."""

    def assignments(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Assignments, how they go for each unit that got them, and which are overdue or were not followed up."""

    def goals(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Goals, how far each has been reached, and how many of the goals below it have."""

    def indicators(
        self,
        *,
        unit: str | None = None,
        indicator: str | None = None,
        year: int | str | None = None,
        months: bool | None = None,
    ) -> Answer:
        """Indicators against their targets: met at 100 %, partly from 80 %."""

    def measures(
        self,
        *,
        unit: str | None = None,
        plan: str | None = None,
        phase: str | None = None,
        measure: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Measures of savings plans: what each is to save, what it has come to, and how it goes."""

    def reporting(
        self,
        *,
        unit: str | None = None,
        month: Month | str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Who has not reported what for a month, before it is closed."""

    def savings(
        self,
        *,
        unit: str | None = None,
        by: str | Sequence[str] = "",
        year: int | str | None = None,
    ) -> Answer:
        """Savings plans and phases: target, decided, realised, measured."""

    def lines(
        self,
        *,
        line: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """The tree of the lines of the accounts."""

    def units(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """The tree of units."""

    def imports(
        self,
        *,
        number: int | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """The imports there have been: when, by whom, from which file, and how many of their facts still count."""

    def journal(
        self,
        *,
        unit: str | None = None,
        type: str | None = None,
        recorded_by: str | None = None,
        text: str | None = None,
        decided_from: date | str | None = None,
        decided_to: date | str | None = None,
        effective_from: date | str | None = None,
        effective_to: date | str | None = None,
        recorded_from: datetime | date | Month | str | None = None,
        recorded_to: datetime | date | Month | str | None = None,
        last: int | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """The facts, as they were recorded."""

    def pending(
        self,
        *,
        unit: str | None = None,
        year: int | str | None = None,
    ) -> Answer:
        """Facts that count only once another person attests them."""
