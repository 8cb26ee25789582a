"""The application is tested with the same facts and ledgers as the rules are."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "domain"))

from offering import empty_ledger, given

__all__ = ["empty_ledger", "given"]
