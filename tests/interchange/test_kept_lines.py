"""The lines of an import are kept aside, and come back as they were."""

import pytest

from ledger.domain.errors import Unreadable
from ledger.interchange.kept_lines import TOGETHER, KeptLines


class Place(str):
    """Where a cell stands, as more than a name."""

    __slots__ = ()


@pytest.mark.parametrize("number", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 7])
def test_lines_come_back_as_often_as_asked(number):
    """With what is wrong in them and where they stand, however many there are."""
    lines = [
        (
            Place(f"a.csv:{row}") if row % 3 else f"a.csv:{row}",
            Unreadable(f"row {row}", hint="…") if row % 7 == 0 else {"n": row},
        )
        for row in range(number)
    ]

    with KeptLines(lines) as kept:
        assert len(kept) == number
        assert list(kept) == lines
        assert list(kept) == lines
