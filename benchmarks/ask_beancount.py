"""Asks beancount for balances as of one date and as recorded by another. Run in beancount's own environment."""

import datetime as dt
import sys
from collections import defaultdict
from decimal import Decimal

from beancount import loader
from beancount.core import data

file, as_of, known_at = sys.argv[1], *map(dt.date.fromisoformat, sys.argv[2:4])
entries, errors, _ = loader.load_file(file)
if errors:
    sys.exit(str(errors[0]))
sums: dict[str, Decimal] = defaultdict(Decimal)
for entry in entries:
    if isinstance(entry, data.Transaction) and entry.date <= as_of and entry.meta["recorded"] <= known_at:
        for posting in entry.postings:
            if posting.account.startswith("Expenses:"):
                sums[posting.account] += posting.units.number
for account, amount in sums.items():
    print(account, amount)
