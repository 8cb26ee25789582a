"""The names that programs rely on, and what it costs to import them."""

import importlib
import subprocess
import sys

import pytest
from paths import ROOT

import ledger
from ledger import errors, facts
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.questions import names


def test_the_names_of_the_interface():
    """Those that stand in it, and no more."""
    assert dir(ledger) == [
        "Decision",
        "Money",
        "Month",
        "Quantity",
        "create",
        "errors",
        "facts",
        "open",
        "record",
        "restore",
    ]
    assert all(hasattr(ledger, name) for name in dir(ledger))
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = ledger.opne


def test_every_class_of_facts_is_found_by_name():
    """With the parts that they are built from."""
    assert {getattr(facts, name) for name in dir(facts)} >= set(FACT_TYPES.values())
    assert facts.Decision is ledger.Decision
    assert facts.PassedOn.__name__ in dir(facts)
    with pytest.raises(AttributeError, match="Did you mean BudgetAdopted"):
        _ = facts.BudgetAdoptd


def test_every_error_is_found_by_name():
    """Each name means one class."""
    listed = set(dir(errors))
    below = [errors.LedgerError]
    for cls in below:
        below += cls.__subclasses__()
    ours = {cls for cls in below if cls.__module__.startswith("ledger.")}

    assert {getattr(errors, cls.__name__) for cls in ours} == ours
    assert {cls.__name__ for cls in ours} == listed
    with pytest.raises(AttributeError, match="no error called 'Refsued'"):
        _ = errors.Refsued


def test_every_question_is_a_method(region):
    """With its options as keywords, and the words of the help."""
    at = region.at()
    assert set(names()) <= set(dir(at))
    for name in names():
        assert callable(getattr(at, name))
        assert getattr(at, name).__doc__
    assert "statement" in str(importlib.import_module("inspect").signature(at.budget))


HEAVY = ("attrs", "msgspec", "eventsourcing", "sqlite3", "click", "decimal", "polars", "pandas", "psycopg")


def test_importing_costs_next_to_nothing():
    """What is heavy is loaded where it is used."""
    code = f"import sys, ledger, ledger.errors; print([each for each in {HEAVY} if each in sys.modules])"
    ran = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert ran.stdout == "[]\n"
