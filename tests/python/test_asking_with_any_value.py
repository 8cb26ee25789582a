"""A question asked from Python with any value is answered or refused in a sentence of ours."""

import pytest
from anything import anything
from hypothesis import example as with_example
from hypothesis import given
from hypothesis import strategies as st

import ledger
from ledger.errors import LedgerError, Unreadable, WrongValue
from ledger.queries.options import NARROWING, SHARED
from ledger.queries.questions import explainable, questions

OPTIONS = [(asked.name, option.name) for asked in questions() for option in (*asked.options, *SHARED)]
COMPARED = ["to", "from_", "from_version", "to_version", "column", "by", "bridge", "kinds"]
sensible = st.sampled_from(["20-HSN", "NETTO", "2024", 2024, "2024-07", "P1", "unit", "unit,line", "then", 1, True])
values = anything | sensible


def assert_answered_or_refused(ask):
    """What comes out is rows, or a sentence on one line with a way out."""
    try:
        answer = ask()
    except LedgerError as error:
        refused = error
    else:
        assert answer.to_json().startswith("{")
        assert len(answer.to_dicts()) == len(answer)
        return
    assert "\n" not in refused.sentence
    assert len(refused.sentence) < 1000


@given(st.sampled_from(OPTIONS), values)
@with_example(("budget", "year"), 99_999_999_999)
@with_example(("budget", "tree"), "zzz")
@with_example(("budget", "tree"), None)
@with_example(("budget", "by"), [])
@with_example(("budget", "by"), "")
@with_example(("journal", "last"), -1)
@with_example(("budget", "unit"), "A\u030a")
def test_any_option_of_any_question(region, place, value):
    """One option at a time, with whatever stands in it."""
    question, option = place
    assert_answered_or_refused(lambda: region.at(as_of="2024-07").ask(question, **{option: value}))


@given(values, values)
def test_any_moment(region, as_of, known_at):
    """A day and an instant."""
    assert_answered_or_refused(lambda: region.at(as_of=as_of, known_at=known_at).units())


@given(st.sampled_from([*explainable()]), st.sampled_from([*(each.name for each in NARROWING), "column"]), values)
def test_any_figure_explained(region, question, option, value):
    """Columns, cells and their narrowing."""
    assert_answered_or_refused(lambda: region.at(as_of="2024-07").explain(question, **{option: value}))


@given(st.sampled_from([*explainable()]), st.sampled_from([*COMPARED, "unit", "year", "month"]), values)
def test_anything_compared(region, question, option, value):
    """Moments, versions and the way to show them."""
    asked = {"from_": "2024-01", option: value}
    assert_answered_or_refused(lambda: region.at(as_of="2024-07").compare(question, **asked))


@given(anything)
def test_any_name_of_a_question(region, name):
    """As text from an address would be."""
    at = region.at()
    for ask in (at.ask, at.explain, at.compare):
        assert_answered_or_refused(lambda ask=ask: ask(name))


@given(st.dictionaries(st.sampled_from(["type", "unit", "name", "effective", "parent", "id", "decision"]), anything))
@with_example({"type": "budget.adopted", "unit": "20-HSN", "year": "99999999999", "lines": {"NETTO": "1"}})
@with_example({"type": "budget.adopted", "unit": "20-HSN", "year": 2024, "lines": {"NETTO": float("nan")}})
def test_any_journal_line(recording, fields):
    """Fields as a file would have them, and as no file would."""
    try:
        recording.rehearse(fields)
    except LedgerError as error:
        refused = error
        assert "\n" not in refused.sentence


@pytest.fixture(scope="module")
def recording(example):
    with ledger.record(example) as opened:
        yield opened


@given(anything)
def test_any_place(value):
    """Where no ledger can be."""
    try:
        ledger.open(value).close()
    except LedgerError as error:
        refused = error
        assert "\n" not in refused.sentence


def test_an_option_that_no_question_has_is_named(region):
    """With those there are."""
    with pytest.raises(Unreadable, match="has no option 'yaer'"):
        region.at().budget(yaer=2024)


def test_the_year_of_a_fact_is_a_number(copied):
    """It used to be written, and the ledger could never be read again."""
    wrong = ledger.facts.BudgetAdopted(
        effective=ledger.Month.of(2024, 1).first_day, unit="20-HSN", year="2024", lines={"NETTO": ledger.Money(-100)}
    )
    with ledger.record(copied, actor="ekonom1") as opened, pytest.raises(WrongValue, match="year is '2024'"):
        opened.record(wrong)
    with ledger.open(copied) as opened:
        assert len(opened.at().budget(year=2024)) > 0
