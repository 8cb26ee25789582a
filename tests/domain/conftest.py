"""Every test of a rule starts from a ledger that was given some facts."""

from offering import empty_ledger, given

__all__ = ["empty_ledger", "given"]
