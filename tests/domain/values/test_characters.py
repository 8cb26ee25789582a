"""Codes, ids and user ids look like what they are."""

import unicodedata

import pytest

from ledger.domain.actors import is_same_actor
from ledger.domain.values.characters import is_code, is_text

SHOW_NOTHING = ["\u3164", "\u115f", "\u1160", "\u2800", "\uffa0", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u2028",
                "\u034f", "\ufe0f", "\U000e0041", "\u061c", "\u180e", "\x07", "\x85"]  # fmt: skip


@pytest.mark.parametrize("character", SHOW_NOTHING, ids=lambda each: f"U+{ord(each):04X}")
def test_what_shows_nothing_stands_in_no_code(character):
    """Two codes that look alike would be two things."""
    assert not is_code(f"HS{character}N")
    assert not is_code(character)
    assert is_code("HSN")


def test_no_format_and_no_separator_of_lines_stands_in_a_code():
    """Every character that this Unicode version counts among them."""
    unseen = [chr(each) for each in range(0x110000) if unicodedata.category(chr(each)) in ("Cf", "Zl", "Zp", "Cc")]

    assert [each for each in unseen if is_code(f"a{each}b")] == []
    assert is_text("rad 1\nrad 2")
    assert is_code("Å–1 (§ 2)")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("EK1", "ek1", True),
        ("åsa", "A\u030aSA", True),
        ("STRASSE", "straße", True),
        ("ek1", "ek2", False),
        (None, None, False),
        ("ek1", None, False),
    ],
)
def test_actors_are_compared_without_case(one, other, same):
    """And with every letter in one spelling; nobody known is the same as nobody."""
    assert is_same_actor(one, other) == same
