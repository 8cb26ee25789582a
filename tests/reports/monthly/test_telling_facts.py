"""Each fact in a sentence, as minutes would tell it, in both languages."""

import pytest
from opened_with import LANGUAGES

from ledger.domain.values.measured import Money
from ledger.domain.vocabulary import FACT_TYPES
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling import told


def test_every_type_of_fact_is_told_in_both_languages(one_of_each):
    """A sentence without a full stop and without words of the journal's own; Swedish is not English."""
    said = {lang: [told(fact, Speech(lang=lang, unit="Mkr", decimals=0)) for fact in one_of_each] for lang in LANGUAGES}

    assert {fact.TYPE for fact in one_of_each} == set(FACT_TYPES)
    for swedish, english in zip(said["sv"], said["en"], strict=True):
        assert swedish != english
        for sentence in (swedish, english):
            assert sentence.strip(" .{}") == sentence
            assert "None" not in sentence
            assert "fixed-term" not in swedish


@pytest.mark.parametrize(
    ("kronor", "told_so"),
    [
        ("-12500000", "−12,5 Mkr"), ("-23010000", "−23,01 Mkr"), ("166000000", "166 Mkr"), ("-1000", "−0,001 Mkr"),
        ("-1001", "−1 001 kr"), ("0.5", "0,50 kr"), ("0", "0 Mkr"), ("-9999999999999.99", "−9 999 999 999 999,99 kr"),
    ],
)  # fmt: skip
def test_amounts_in_decisions_are_told_to_the_ore(kronor, told_so):
    """No decision is rounded, whatever unit the report is in."""
    speech = Speech(lang="sv", unit="Mkr", decimals=0)

    assert speech.exact(Money.of(kronor)).replace("\N{NO-BREAK SPACE}", " ") == told_so


def test_a_deviation_that_prints_as_nothing_is_in_line():
    """What is not seen in the table is not told of either."""
    speech = Speech(lang="en", unit="Mkr", decimals=0)

    assert speech.against(Money.of("-499999.99")) == "in line with the budget"
    assert speech.against(Money.of("-500000")) == "1\N{NO-BREAK SPACE}Mkr worse than budgeted"
    assert speech.against(Money.of("500000")) == "1\N{NO-BREAK SPACE}Mkr better than budgeted"
