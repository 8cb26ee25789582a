"""What every subject of the report is told from."""

import attrs

from ledger.domain.values.days import known_at_text
from ledger.queries.answer import Answer
from ledger.queries.monthly.gathering import Monthly
from ledger.reports.monthly.speech import Speech


@attrs.frozen(kw_only=True)
class Reporting:
    """The month, and the language it is told in."""

    monthly: Monthly
    speech: Speech

    @property
    def position(self) -> int:
        return self.monthly.report.answer.position

    @property
    def known_at(self) -> str:
        """The instant the report knows of, as a person would type it."""
        return known_at_text(self.monthly.report.answer.moment.known_at)

    def explain(self, question: str, *cell: str) -> str:
        """The command that takes a figure of *question* apart; what is left to fill in is in capitals."""
        of_month = question in ("report", "result")
        when = f"--month {self.monthly.month}" if of_month else f"--as-of {self.monthly.month.last_day}"
        return " ".join(["liggare explain", question, when, f"--known-at {self.known_at}", *cell, "--column NAME"])

    def whole(self, name: str) -> int | None:
        """A figure of the outcome report for all that the report is about; None where it is not known."""
        found = [getattr(row, name) for row in tops(self.monthly.report.answer)]
        known = [figure.count for figure in found if figure is not None]
        return sum(known) if known else None

    def without_forecast(self) -> list[str]:
        """The units that have a budget, but have said nothing of what they expect."""
        return [part.unit for part in self.monthly.own_parts if part.budget and part.forecast is None]


def tops(answer: Answer) -> list[object]:
    """The rows of a tree that no other row holds."""
    held = {row.unit for row in answer.rows}
    return [row for row in answer.rows if row.parent not in held]
