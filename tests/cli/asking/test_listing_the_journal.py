"""The journal is filtered by type, unit, actor and day, and its heading says by what."""

import json

import pytest

LATEST = ("c-10", "o-12", "o-13", "o-14", "o-15", "o-16", "j-1", "j-2", "j-3", "g-1", "g-2", "g-3")
"""The last facts of the story."""


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--last", "2"], ["g-2", "g-3"]),
        (["--type", "positions"], ["p-1", "p-2", "p-3", "p-4"]),
        (["--type", "grant.received"], ["b-6"]),
        (["--unit", "INK", "--type", "budget"], ["b-3", "b-5"]),
        (["--recorded-by", "chef2"], ["c-3"]),
        (["--text", "RS 1179-2024"], ["b-5"]),
        (["--decided-from", "2024-01-01", "--decided-to", "2024-03-01"], ["f-5"]),
        (["--effective-from", "2025-02-01"], ["o-8", "f-11", "o-16", "j-2", "j-3", "g-3"]),
        (["--recorded-from", "2025-03-06"], ["c-8", "c-9", *LATEST]),
        (["--recorded-from", "2025-03-06T10:00:00.000001Z"], ["c-9", *LATEST]),
        (["--recorded-from", "2025-03"], ["c-3", "c-4", "c-5", "c-6", "c-7", "c-8", "c-9", *LATEST]),
        (["--recorded-to", "2025-01-02"], ["o-1", "o-2"]),
        (["--recorded-to", "2025-01-02T09:59:59Z"], ["o-1"]),
        (["--recorded-from", "2025-03-05", "--recorded-to", "2025-03-06"], ["c-7", "c-8"]),
        (["--known-at", "2025-01-02", "--as-of", "2022-12-31"], ["o-1", "o-2"]),
    ],
    ids=" ".join,
)
def test_the_journal_is_filtered(asked, options, ids):
    """Every filter leaves the facts it says, in the order they were recorded."""
    answer = json.loads(asked.done("journal", *options, "--format", "json").out)

    assert [row["id"] for row in answer["rows"]] == ids


def test_the_heading_of_the_journal_says_the_days_that_were_asked_for(asked):
    """From the first moment of the one through the last of the other, on Swedish clocks."""
    heading = asked.done("journal", "--recorded-from", "2025-03-06", "--recorded-to", "2025-03-06").out.splitlines()[0]

    assert heading == "Journal: recorded from 2025-03-06 00:00, recorded to 2025-03-06 23:59"
