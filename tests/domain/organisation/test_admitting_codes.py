"""Codes: what a fact names must be there, and what it brings into being must not."""

import pytest
from given import (
    REGION,
    adopted,
    cancelled,
    effect,
    extended,
    freeze,
    granted,
    line,
    measure,
    outcome,
    plan,
    policy,
    policy_lifted,
    reduced,
    requested,
    reversal,
    unit,
)

from ledger.domain.fact import meaning, own_fields
from ledger.domain.judging import CodeTaken, NotYet, UnknownCode
from ledger.domain.nouns import NOUNS, noun_of
from ledger.domain.organisation.tree import NotOpenInYear
from ledger.domain.vocabulary import FACT_TYPES


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (adopted("HSM", {"NETTO": "-1"}), "unit"),
        (adopted("HSN", {"NETO": "-1"}), "line"),
        (unit("VC", "HSM"), "unit"),
        (extended("2024-03-01", code="STOP"), "freeze"),
        (requested(freeze="STOP"), "freeze"),
        (granted("D"), "exemption"),
        (measure("M2", plan="PLA"), "plan"),
        (effect("2024-03", code="M"), "measure"),
        (reduced("HSN", "1", measure="M"), "measure"),
        (policy_lifted("2024-03-01", code="ATTES"), "policy"),
    ],
)
def test_what_is_named_must_be_there_and_the_nearest_code_is_told(given, fact, kind):
    """A fact may only name what other facts have brought into being."""
    known = (freeze(), requested(), plan(), measure(), policy("budget.adopted"))
    ledger = given(*REGION, *known)

    with pytest.raises(UnknownCode, match=f"There is no {kind} ") as refused:
        ledger.offer(fact)
    assert refused.value.hint.startswith("Did you mean ")
    assert "comes into being with: liggare record" in refused.value.hint


def test_a_code_like_no_other_gets_no_suggestion(given):
    """A suggestion that is only a guess would mislead."""
    ledger = given(*REGION)

    with pytest.raises(UnknownCode) as refused:
        ledger.offer(adopted("XYZÅÄÖ", {"NETTO": "-1"}))
    assert refused.value.hint.startswith("A new one")


@pytest.mark.parametrize(
    ("on", "early", "ready"),
    [
        ("2024-03-01", adopted("A", {"N": "-1"}, year=2023), adopted("A", {"N": "-1"}, on="2024-01-01")),
        ("2024-03-01", outcome("A", "2023-12", {"N": "1"}), outcome("A", "2024-02", {"N": "1"})),
    ],
)
def test_a_line_is_used_from_the_year_it_opens_in(given, on, early, ready):
    """The money of a year can stand on every line that is open on some day of it."""
    ledger = given(unit("A", on="2023-01-01"), line("N", on=on))

    with pytest.raises(NotOpenInYear, match="Line N is not open on any day of 2023: it opens on 2024-03-01"):
        ledger.offer(early)
    ledger.offer(ready)


def test_an_exemption_is_decided_from_the_day_it_is_requested(given):
    """What is granted has been asked for on that day or before."""
    ledger = given(*REGION, freeze(), requested(on="2024-03-01"))

    with pytest.raises(NotYet):
        ledger.offer(granted(on="2024-02-29"))
    ledger.offer(granted(on="2024-03-01"))


def test_a_measure_is_cancelled_from_the_day_it_is_decided(given):
    """What is cancelled has been decided on that day or before."""
    ledger = given(*REGION, plan(), measure(on="2024-02-01"))

    with pytest.raises(NotYet):
        ledger.offer(cancelled("2024-01-31"))
    ledger.offer(cancelled("2024-02-01"))


@pytest.mark.parametrize(
    "again",
    [unit("RS", "HSN"), line("NETTO"), freeze(), requested(), plan(), measure(), policy("budget.adopted")],
    ids=lambda fact: fact.TYPE,
)
def test_a_code_means_one_thing_for_ever(given, again):
    """What is there cannot come into being once more, by the same words or others."""
    ledger = given(*REGION, freeze(), requested(), plan(), measure(), policy("budget.adopted"))

    with pytest.raises(CodeTaken, match="There already is a"):
        ledger.offer(again)


def test_the_code_of_something_reversed_is_free_again(given):
    """What never counted does not hold a code."""
    ledger = given(unit("A", id="U"), plan(id="P"))

    ledger.offer(reversal("U"), unit("A", on="2024-03-01"), reversal("P"), plan())


def test_every_kind_of_thing_is_found_by_its_noun():
    """The table that says where codes come into being, without importing any class, says what the classes say."""
    declared = {(noun_of(cls.TYPE), kind) for cls in FACT_TYPES.values() if (kind := kind_defined(cls))}

    assert declared == {(noun, noun.defines) for noun in NOUNS.values() if noun.defines}
    assert len({kind for _, kind in declared}) == len(declared)


def kind_defined(cls):
    return next((meaning(each).defines for each in own_fields(cls) if meaning(each).defines), None)
