"""Values on the command line keep the bounds of their kind, and codes are found however they are composed."""

import unicodedata

import pytest
from terminal import assert_told

NOT_UNDERSTOOD = 2


@pytest.fixture(scope="module")
def bounds(asked):
    """A terminal on a ledger that is only asked."""
    return asked


@pytest.mark.parametrize(
    ("option", "least", "most", "beyond"),
    [
        ("--year", "1990", "2100", ("1989", "2101", "99999999999", "２０２４")),
        ("--decimals", "0", "6", ("-1", "7", "100000000", "1.0")),
        ("--as-of", "1990-01-01", "2100-12", ("1989-12-31", "2101-01", "2024-02-30")),
        (
            "--known-at",
            "1990-01-01",
            "2100-12-31T23:59:59Z",
            ("1989-12", "2101-01-01T00:00:00Z", "2024-01-01T00:00:00"),
        ),
        ("--tree", "moment", "today", ("zzz", "")),
        ("--statement", "operating", "financing", ("zzz",)),
    ],
)
def test_both_ends_of_every_bound(bounds, option, least, most, beyond):
    """The first and the last value are taken; those beyond are refused by name, and no question is asked."""
    for value in (least, most):
        assert bounds("show", "budget", option, value).status == 0
    for value in beyond:
        assert_told(bounds("show", "budget", option, value), NOT_UNDERSTOOD, option)


def test_the_last_facts_are_a_number_from_one(bounds):
    """Not none of them, and not fewer."""
    assert bounds("journal", "--last", "1").status == 0
    for value in ("0", "-1", "9" * 5000):
        assert_told(bounds("journal", "--last", value), NOT_UNDERSTOOD, "--last")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_code_is_found_however_its_letters_are_composed(liggare, form):
    """As one character, or as a letter with a ring above it: both look the same."""
    code = unicodedata.normalize(form, "VÅRD")
    liggare.done(
        "record", "unit.opened", "--unit", code, "--name", "Vård", "--effective", "2024-01-01", "--id", f"Å-{code}"
    )
    for words in (
        ("show", "units", "--unit"),
        ("show", "budget", "--year", "2024", "--unit"),
        ("journal", "--unit"),
        ("explain", "budget", "--unit"),
    ):
        for typed in ("NFC", "NFD"):
            assert liggare(*words, unicodedata.normalize(typed, "VÅRD")).status == 0
    liggare.done("correct", unicodedata.normalize("NFD", "Å-VÅRD"), "--reason", "Namnet", "--set", "name=Vården")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_search_finds_words_however_their_letters_are_composed(liggare, form):
    """In whichever of the two forms they were recorded, and are typed."""
    note = unicodedata.normalize(form, "Inköp flyttas")
    words = ("--unit", "RS", "--name", "Styrelsen", "--effective", "2024-01-01", "--note", note)
    liggare.done("record", "unit.opened", *words)
    for typed in ("NFC", "NFD"):
        assert "unit.opened" in liggare.done("journal", "--text", unicodedata.normalize(typed, "INKÖP")).out
