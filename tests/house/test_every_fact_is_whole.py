"""A kind of fact has parts in several rooms. What one lacks is named here, by one failing test for each part."""

import ast
import json

import pytest
from paths import ROOT, TESTS
from store_samples import SAMPLES

from ledger.domain.money.outcomes import REPORTED
from ledger.domain.postings import has_posting, postings, posts_figures
from ledger.domain.rules import has_rule
from ledger.domain.vocabulary import FACT_TYPES, RECORDABLE
from ledger.queries.facts.effect import LABELS
from ledger.reports.monthly.telling import told

TYPES = sorted(FACT_TYPES)
HISTORIES = TESTS / "laws"


def words_in_histories():
    """The names that random histories use, which is not to import them."""
    for path in HISTORIES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                yield node.id


USED = frozenset(words_in_histories())


@pytest.mark.parametrize("topic", TYPES)
def test_it_has_a_rule(topic):
    """Declared with ``@rule``, or with ``no_rule`` where what holds for all facts is enough."""
    assert has_rule(topic)


@pytest.mark.parametrize("topic", TYPES)
def test_it_has_a_posting(topic):
    """Declared with ``@posting``, or with ``no_posting`` where it changes no figure."""
    assert has_posting(topic)


@pytest.mark.parametrize("topic", TYPES)
def test_it_has_a_sentence(topic):
    """Registered in ``ledger/reports/monthly/telling``; that it is told in Swedish too is tested with the catalogue."""
    assert told.dispatch(FACT_TYPES[topic]) is not told.dispatch(object)


@pytest.mark.parametrize("topic", TYPES)
def test_it_has_a_spelling(topic):
    """A sample, and the bytes that it will be read from for ever."""
    assert topic in SAMPLES
    assert (TESTS / "store" / "spellings" / f"{topic}.v1.json").exists()


@pytest.mark.parametrize("topic", sorted(RECORDABLE))
def test_it_is_shown_in_the_documentation(topic):
    """A line in ``docs/one-of-each.jsonl``, which can be imported as it is."""
    lines = (ROOT / "docs" / "one-of-each.jsonl").read_text(encoding="utf-8").splitlines()

    assert topic in {json.loads(line)["type"] for line in lines}


@pytest.mark.parametrize("topic", TYPES)
def test_it_has_a_place_in_the_random_histories(topic):
    """So that laws are tried on it: ``tests/laws/decisions.py`` and its kin."""
    assert FACT_TYPES[topic].__name__ in USED


@pytest.mark.parametrize("topic", [each for each in TYPES if posts_figures(each)])
def test_its_figures_have_a_label(topic):
    """What ``--dry-run`` calls each figure that it changes: ``LABELS`` in ``ledger/queries/facts/effect.py``."""
    posted = list(postings(SAMPLES[topic]))

    assert posted
    assert {each.measure for each in posted} - {REPORTED} <= set(LABELS)
