"""A program asks a question by its name, with options by theirs: it is answered, or refused in our own words."""

import datetime as dt
from contextlib import suppress

import attrs
import pytest
from generating.terminal import ONE_OF_EACH, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError
from ledger.domain.values.days import LAST_DAY, Month
from ledger.interchange.importing import import_lines
from ledger.interchange.journal.reading import read_journal
from ledger.queries.options import NARROWING, UnknownGrouping, WrongOptionValue
from ledger.queries.question import OptionNotHeeded, UnknownOption
from ledger.queries.questions import NoSuchQuestion, names, question
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

AS_OF = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    """A ledger with facts of every type."""
    path = tmp_path_factory.mktemp("asked") / "one.db"
    make_ledger(path, name="Region Exempel", orgnr="", clock=lambda: dt.datetime.now(dt.UTC))
    with Ledger.open(path, lambda: dt.datetime.now(dt.UTC)) as ledger, (ROOT / ONE_OF_EACH).open("rb") as file:
        import_lines(ledger, read_journal(file, "one"), actor="ekonom1")
    with LedgerReader.open(path) as reader:
        yield reader.at(AS_OF, dt.datetime.now(dt.UTC))


def test_what_is_left_out_is_as_usual(at):
    """None is as good as nothing, and a shared option that moves the day alone is heeded by all."""
    usual = question("budget").ask(at)

    assert question("budget").ask(at, year=None, by=None) == usual
    assert {name: given for name, given in usual.options.items() if given is not None} == {
        "year": 2024, "by": "unit", "statement": "operating", "tree": "moment",
    }  # fmt: skip
    assert question("units").ask(at, year=2024).rows == question("units").ask(at).rows


def test_what_a_question_does_not_have_is_refused_with_what_it_has(at):
    with pytest.raises(UnknownOption) as refusal:
        question("budget").ask(at, yaer=2024)

    assert "'yaer'" in refusal.value.sentence
    assert "year" in refusal.value.hint
    with pytest.raises(UnknownOption):
        question("freezes").ask(at, tree="moment")
    with pytest.raises(NoSuchQuestion) as refusal:
        question("bugdet")
    assert "Did you mean budget?" in refusal.value.hint


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("budget", {"year": "2024"}),
        ("budget", {"year": True}),
        ("budget", {"year": 1989}),
        ("budget", {"year": LAST_DAY.year + 1}),
        ("budget", {"unit": 1}),
        ("budget", {"statement": "drift"}),
        ("report", {"month": "2024-07"}),
        ("report", {"month": dt.date(2024, 7, 1)}),
        ("journal", {"last": 0}),
        ("journal", {"decided_from": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)}),
        ("journal", {"recorded_to": dt.datetime(2024, 1, 1)}),  # noqa: DTZ001 - that is the point
    ],
)
def test_a_value_of_another_kind_or_beyond_its_bounds_is_refused(at, name, options):
    with pytest.raises(WrongOptionValue) as refusal:
        question(name).ask(at, **options)

    (option,) = options
    assert refusal.value.sentence.startswith(f"{option} of {name} is ")


@pytest.mark.parametrize(
    ("name", "by", "columns"),
    [
        ("budget", "unit", ["unit", "name"]),
        ("budget", "line,unit", ["unit", "name", "parent", "level", "line"]),
        ("budget", "month", ["month"]),
        ("forecast", "line,unit", ["unit", "name", "line"]),
        ("savings", "", ["plan", "phase"]),
    ],
)
def test_a_grouping_is_the_same_in_whatever_order_it_is_named(at, name, by, columns):
    answer = question(name).ask(at, by=by)

    assert [each.name for each in attrs.fields(answer.columns)][: len(columns)] == columns
    assert answer.columns is question(name).columns(by)


@pytest.mark.parametrize(
    ("name", "by"), [("budget", "enhet"), ("budget", "unit,"), ("forecast", "month"), ("savings", "line")]
)
def test_what_cannot_be_grouped_by_is_refused(at, name, by):
    with pytest.raises(UnknownGrouping):
        question(name).ask(at, by=by)


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(["HSN", "REG", "unit", "unit,line", "month", "NETTO", "operating", "today"]),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.integers(1990 * 12, 2100 * 12).map(Month),
    st.floats(),
    st.lists(st.text(max_size=2), max_size=2),
)
options = st.sampled_from(sorted({each.name for each in NARROWING} | {"by", "last", "type", "decided_to", "nothing"}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(name=st.sampled_from(names()), given_options=st.dictionaries(options, values, max_size=4))
def test_whatever_is_given_it_answers_or_refuses(at, name, given_options):
    """No option and no value makes an error that is not ours."""
    with suppress(LedgerError):
        assert question(name).ask(at, **given_options).question == name


def test_an_option_that_others_have_is_refused_where_it_means_nothing(at, monkeypatch):
    """Of the options that every question takes."""
    monkeypatch.setattr("ledger.queries.question.SHARED", NARROWING)

    with pytest.raises(OptionNotHeeded):
        question("units").ask(at, line="NETTO")
