"""Lines of the journal as its fields, and what is wrong with one."""

import json

import pytest
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError
from ledger.interchange.journal.reading import to_fact

LINE = (
    '{"type":"budget.transferred","id":"RS-2024-112","effective":"2024-07-01","decision":{"body":"Regionstyrelsen",'
    '"date":"2024-06-04","paragraph":"§ 112","case":"RS 1179-2024"},"actor":"ekonom1","note":"Inköp flyttas",'
    '"year":2024,"from_unit":"DOS","to_unit":"EKO","line":"NETTO","amount":"-12500000.00"}'
)
TRANSFER = json.loads(LINE)
OUTCOME = {"type": "outcome.reported", "unit": "DOS", "month": "2024-07", "lines": {"NETTO": "-100"}}


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def problem(fields, **options):
    with pytest.raises(LedgerError) as refusal:
        to_fact(fields, **options)
    return refusal.value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
