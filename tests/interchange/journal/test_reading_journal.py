"""Lines of the journal become facts, or one sentence for each thing that is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_lines import LINE, OUTCOME, TRANSFER, json_values, problem, without

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.journal.reading import AddedByTheLedger, UnknownType, WrongEffective, read_line, to_fact
from ledger.interchange.values.fields import MissingFields, SeveralProblems, UnknownField, problems_in, spellings

REVERSAL = {"type": "decision.reversed", "reverses": 7, "reason": "Fel belopp"}


class NoSuchFact(Refused):
    code = "no-such-fact"


def test_a_line_becomes_the_fact_it_states():
    """Every field is found again, and numbers are exact."""
    fact = to_fact(read_line(LINE))

    assert fact.TYPE == "budget.transferred"
    assert fact.amount == Money(-1_250_000_000)
    assert fact.decision.date == date(2024, 6, 4)
    assert fact.decision.paragraph == "§ 112"
    assert (fact.to_line, fact.from_month) == (None, None)


@pytest.mark.parametrize("word", ["budget.transfered", "", None, 5, ["x"], {}])
def test_an_unknown_type_is_refused(word):
    """With a pointer to the list of types."""
    error = problem(TRANSFER | {"type": word})

    assert isinstance(error, UnknownType)
    assert "liggare record --help" in error.hint


def test_a_misspelt_type_is_answered_with_the_right_one():
    """The closest word is proposed."""
    assert "Did you mean budget.transferred?" in problem(TRANSFER | {"type": "budget.transfered"}).hint


def test_a_line_without_a_type_says_so():
    """Nothing else can be judged."""
    assert problem(without(TRANSFER, "type")).sentence == "The line lacks type"


def test_an_unknown_field_is_refused_by_name():
    """What is not understood is not dropped."""
    error = problem(TRANSFER | {"to_unt": "EKO"})

    assert isinstance(error, UnknownField)
    assert "'to_unt'" in error.sentence
    assert error.hint == "Did you mean to_unit?"


def test_missing_fields_are_named_all_at_once():
    """In the order the vocabulary has them."""
    error = problem({"type": "budget.transferred", "year": 2024})

    assert isinstance(error, MissingFields)
    assert error.sentence == "budget.transferred lacks effective, from_unit, to_unit"


def test_null_is_no_value_for_a_required_field():
    """And the same as leaving out an optional one."""
    assert "to_unit is null" in problem(TRANSFER | {"to_unit": None}).sentence
    assert to_fact(TRANSFER | {"note": None, "decision": None}).note is None


def test_all_problems_of_a_line_are_collected():
    """A line is mended once."""
    error = problem(without(TRANSFER, "to_unit") | {"amount": "1.250", "year": "24", "x": 1, "effective": "2024-02-30"})

    assert isinstance(error, SeveralProblems)
    assert sorted(each.code for each in problems_in(error)) == [
        *("ambiguous-amount", "missing-fields", "unknown-field", "unreadable", "wrong-kind")
    ]


@pytest.mark.parametrize("name", ["position", "recorded_at"])
def test_what_only_the_ledger_sets_is_refused_on_input(name):
    """An exported journal is for restore."""
    error = problem(TRANSFER | {name: 1})

    assert isinstance(error, AddedByTheLedger)
    assert "liggare restore" in error.hint


@pytest.mark.parametrize(
    ("fields", "effective"),
    [
        (OUTCOME, date(2024, 7, 31)),
        (OUTCOME | {"effective": "2024-07-31"}, date(2024, 7, 31)),
        (OUTCOME | {"effective": None}, date(2024, 7, 31)),
        ({"type": "month.closed", "month": "2024-02"}, date(2024, 2, 29)),
        ({"type": "month.closed", "month": "2024-02", "effective": "2024-03-11"}, date(2024, 3, 11)),
        ({"type": "budget.adopted", "unit": "A", "year": 2024, "lines": {"N": 1}}, date(2024, 1, 1)),
        (
            {"type": "budget.adopted", "unit": "A", "year": 2024, "lines": {"N": 1}, "effective": "2023-11-29"},
            date(2023, 11, 29),
        ),
    ],
)
def test_the_effective_date_follows_from_the_type_when_left_out(fields, effective):
    """The last day of the month, or the first of the year."""
    assert to_fact(fields).effective == effective


@pytest.mark.parametrize("day", ["2024-07-30", "2024-08-01", "2024-06-30"])
def test_a_report_of_a_month_takes_effect_on_its_last_day_only(day):
    """Any other day is refused."""
    error = problem(OUTCOME | {"effective": day})

    assert isinstance(error, WrongEffective)
    assert day in error.sentence
    assert "2024-07-31" in error.sentence


def test_a_type_that_needs_an_effective_date_says_so():
    """Only some types have one of their own."""
    assert problem(without(TRANSFER, "effective")).sentence == "budget.transferred lacks effective"


def test_a_month_that_cannot_be_read_is_one_problem_not_two():
    """The effective date is not blamed as well."""
    assert len(problems_in(problem(OUTCOME | {"month": "July"}))) == 1
    assert len(problems_in(problem(OUTCOME | {"effective": "x"}))) == 1


def test_a_fact_about_a_fact_takes_effect_with_it():
    """Another date is refused: a repeal from a later day is a new decision."""
    asked = []

    def named(reference):
        asked.append(reference)
        return date(2024, 7, 1)

    error = problem(REVERSAL | {"effective": "2024-09-01"}, named_effective=named)

    assert to_fact(REVERSAL, named_effective=named).effective == date(2024, 7, 1)
    assert to_fact(REVERSAL | {"effective": "2024-07-01"}, named_effective=named).effective == date(2024, 7, 1)
    assert isinstance(error, WrongEffective)
    assert "new decision" in error.hint
    assert asked == [7, 7, 7]


def test_a_fact_about_an_unknown_fact_is_refused_as_whoever_looked_it_up_says():
    """The refusal passes through, together with what else is wrong."""

    def named(reference):
        raise NoSuchFact(f"There is no fact #{reference}")

    assert isinstance(problem(REVERSAL, named_effective=named), NoSuchFact)
    assert {each.code for each in problems_in(problem(REVERSAL | {"x": 1}, named_effective=named))} == {
        *("no-such-fact", "unknown-field")
    }


def test_without_anyone_to_ask_the_effective_date_must_be_given():
    """Then it is taken as given."""
    assert problem(REVERSAL).sentence == "decision.reversed lacks effective"
    assert to_fact(REVERSAL | {"effective": "2024-07-01"}).effective == date(2024, 7, 1)


plausible = st.sampled_from(
    ["2024-07", "2024-07-31", "HSN", "-63 Mkr", "net", "permanent", 2024, 7, {"N": "1"}, {"N": {"2024-07": 1}}, ["HSN"]]
)


@st.composite
def almost_lines(draw):
    """A known type with some of its own fields, each with a value that may or may not fit."""
    word = draw(st.sampled_from(sorted(FACT_TYPES)))
    names = draw(st.lists(st.sampled_from(list(spellings(FACT_TYPES[word]))), unique=True))
    return {"type": word} | {name: draw(plausible | json_values) for name in names}


@given(almost_lines() | st.dictionaries(st.text(max_size=10), json_values), st.booleans())
def test_any_fields_give_a_fact_or_an_error(fields, restoring):
    """Never another exception; every problem has its sentence and its way out."""
    try:
        result = to_fact(fields, restoring=restoring)
    except LedgerError as error:
        result = error

    if isinstance(result, LedgerError):
        assert all(each.sentence.encode() and each.hint for each in problems_in(result))
    else:
        assert fields["type"] == result.TYPE
        assert isinstance(result.effective, date)


def test_months_come_back_as_months():
    """A report knows its month."""
    assert to_fact(OUTCOME).month == Month.of(2024, 7)
