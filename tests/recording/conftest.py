"""The application is tested with the same facts and ledgers as the rules are."""

from offering import empty_ledger, given

__all__ = ["empty_ledger", "given"]
