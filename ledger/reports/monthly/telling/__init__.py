"""Each fact in a sentence, as minutes would tell it."""

from ledger.reports.monthly.telling import control, money, organisation, people, savings, targets
from ledger.reports.monthly.telling.sentence import told

__all__ = ["control", "money", "organisation", "people", "savings", "targets", "told"]
