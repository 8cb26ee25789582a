"""Above a comparison stand its two moments, as people write them."""

import pytest

HEADINGS = [
    (
        "budget --from 2024-01@2025-01-20 --to 2024-12@2025-06-30 --unit RS --line BIDRAG",
        (
            "Budget (current) as of 2024-01-31, known at 2025-01-20 23:59, "
            "and as of 2024-12-31, known at 2025-06-30 23:59: unit RS, line BIDRAG"
        ),
        (
            "Budget (aktuell) per 2024-01-31, känt 2025-01-20 23:59, och per 2024-12-31, känt 2025-06-30 23:59: "
            "enhet RS, konto BIDRAG"
        ),
    ),
    (
        "forecast --from-version P1 --to-version P2 --as-of 2024-12 --known-at 2025-06-30T10:00:05Z",
        (
            "Forecast version P1 as of 2024-12-31, known at 2025-06-30 12:00:05, "
            "and version P2 as of 2024-12-31, known at 2025-06-30 12:00:05"
        ),
        (
            "Prognos version P1 per 2024-12-31, känt 2025-06-30 12:00:05, "
            "och version P2 per 2024-12-31, känt 2025-06-30 12:00:05"
        ),
    ),
    (
        "staffing --from 2024-06 --to 2024-08 --known-at 2025-06-30 --column fte --employment permanent",
        (
            "Staffing (FTE) as of 2024-06-30, known at 2025-06-30 23:59, "
            "and as of 2024-08-31, known at 2025-06-30 23:59: employment permanent"
        ),
        (
            "Bemanning (omräknade heltider) per 2024-06-30, känt 2025-06-30 23:59, "
            "och per 2024-08-31, känt 2025-06-30 23:59: anställningsform tillsvidare"
        ),
    ),
]


@pytest.mark.parametrize(("words", "english", "swedish"), HEADINGS)
def test_a_comparison_says_its_moments(asked, words, english, swedish):
    """In both languages, on Swedish clocks, with the name that the column has in tables."""
    for lang, heading in (("en", english), ("sv", swedish)):
        assert asked.done("compare", *words.split(), "--lang", lang).out.splitlines()[0] == heading


def test_what_programs_read_of_a_comparison_is_not_put_in_words(asked):
    """The moments stand in JSON each for itself."""
    words = "compare budget --from 2024-01@2025-01-20 --to 2024-12@2025-06-30 --format json"
    answer = asked.done(*words.split()).answer

    assert (answer["of"], answer["column"]) == ("budget", "current")
    assert (answer["from_as_of"], answer["from_known_at"]) == ("2024-01-31", "2025-01-20T22:59:59.999999Z")
    assert (answer["to_as_of"], answer["to_known_at"]) == ("2024-12-31", "2025-06-30T21:59:59.999999Z")
