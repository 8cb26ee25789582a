"""Lines of the journal become facts, or one sentence for each thing that is wrong."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError, Refused, Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.journal.lines import (
    LONGEST_LINE,
    DuplicateField,
    LineTooLong,
    NotAnObject,
    NotFinite,
    NotJson,
    NotUtf8,
    NumberBeyondReading,
    TooDeep,
    WrongEncoding,
)
from ledger.interchange.journal.reading import (
    AddedByTheLedger,
    UnknownType,
    WrongEffective,
    content_id,
    read_exported,
    read_journal,
    read_line,
    to_fact,
)
from ledger.interchange.values.fields import MissingFields, SeveralProblems, UnknownField, problems_in, spellings
from ledger.interchange.values.messages import WrongKind

LINE = (
    '{"type":"budget.transferred","id":"RS-2024-112","effective":"2024-07-01","decision":{"body":"Regionstyrelsen",'
    '"date":"2024-06-04","paragraph":"§ 112","case":"RS 1179-2024"},"actor":"ekonom1","note":"Inköp flyttas",'
    '"year":2024,"from_unit":"DOS","to_unit":"EKO","line":"NETTO","amount":"-12500000.00"}'
)
TRANSFER = json.loads(LINE)
OUTCOME = {"type": "outcome.reported", "unit": "DOS", "month": "2024-07", "lines": {"NETTO": "-100"}}
REVERSAL = {"type": "decision.reversed", "reverses": 7, "reason": "Fel belopp"}


class NoSuchFact(Refused):
    code = "no-such-fact"


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def problem(fields, **options):
    with pytest.raises(LedgerError) as refusal:
        to_fact(fields, **options)
    return refusal.value


def test_a_line_becomes_the_fact_it_states():
    """Every field is found again, and numbers are exact."""
    fact = to_fact(read_line(LINE))

    assert fact.TYPE == "budget.transferred"
    assert fact.amount == Money(-1_250_000_000)
    assert fact.decision.date == date(2024, 6, 4)
    assert fact.decision.paragraph == "§ 112"
    assert (fact.to_line, fact.from_month) == (None, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NotJson),
        ("{", NotJson),
        ("{'type': 1}", NotJson),
        ('{"a": 1,}', NotJson),
        ('{"a": 1} {"b": 2}', NotJson),
        ('{"a": "\t"}', NotJson),
        ("[]", NotAnObject),
        ('"text"', NotAnObject),
        ("1", NotAnObject),
        ("null", NotAnObject),
        ('{"a": 1, "a": 1}', DuplicateField),
        ('{"lines": {"A": 1, "A": 2}}', DuplicateField),
        ('{"a": NaN}', NotFinite),
        ('{"a": -Infinity}', NotFinite),
        ('{"a":' + "[" * 100_000, TooDeep),
        ('{"a":' * 17 + "1" + "}" * 17, TooDeep),
        ("[" * 500 + "]" * 500, TooDeep),
        ('{"a": ' + "9" * 5000 + "}", NumberBeyondReading),
    ],
)
def test_a_line_that_is_not_one_json_object_is_unreadable(text, error):
    """Strictly one object, every name once, nothing that is no number."""
    with pytest.raises(error) as refusal:
        read_line(text)

    assert refusal.value.hint
    assert len(refusal.value.sentence) < 300


def test_duplicate_fields_are_named():
    """JSON readers elsewhere take the last one without a word."""
    with pytest.raises(DuplicateField, match="amount"):
        read_line('{"amount": 1, "amount": 2}')


def test_braces_in_text_are_not_depth():
    """Only the structure counts; sixteen levels are allowed."""
    assert read_line(json.dumps({"note": '"{' * 50, "list": [{}] * 50}))["note"]
    assert read_line('{"a":' * 16 + "1" + "}" * 16)


def test_json_numbers_are_exact():
    """No binary fraction comes between."""
    assert read_line('{"a": 0.1, "b": 12345678901234567890.12}') == {
        "a": Decimal("0.1"),
        "b": Decimal("12345678901234567890.12"),
    }


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


EXPORTED = {"position": 123, "recorded_at": "2024-08-27T08:00:00.000000Z"} | TRANSFER


def test_an_exported_line_is_read_with_what_the_ledger_added():
    """Position, instant in UTC, and the fact."""
    position, instant, fact = read_exported(EXPORTED)

    assert position == 123
    assert instant == datetime(2024, 8, 27, 8, 0, tzinfo=UTC)
    assert fact == to_fact(TRANSFER)


def test_numbers_the_ledger_wrote_are_never_ambiguous():
    """In the journal a point starts the decimals: 173.845 is what it writes for 173 845 thousandths."""
    line = {"type": "exemption.used", "effective": "2024-07-01", "exemption": "D1", "positions": "173.845"}

    _, _, fact = read_exported({"position": 1, "recorded_at": EXPORTED["recorded_at"]} | line)

    assert fact.positions == Quantity(173_845)
    assert to_fact(line) == fact
    assert problem(line | {"positions": "173,845"}).code == "ambiguous-amount"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"position": 0}, WrongKind),
        ({"position": "1"}, WrongKind),
        ({"position": True}, WrongKind),
        ({"position": 2**63}, WrongKind),
        ({"recorded_at": "2024-08-27T08:00:00Z"}, WrongKind),
        ({"recorded_at": "2024-08-27T08:00:00.000000+02:00"}, WrongKind),
        ({"recorded_at": "2024-08-32T08:00:00.000000Z"}, WrongKind),
        ({"recorded_at": 5}, WrongKind),
        ({"amount": "x"}, Unreadable),
    ],
)
def test_an_exported_line_must_be_as_the_ledger_wrote_it(changed, error):
    """Position from 1, microseconds, Z."""
    with pytest.raises(error):
        read_exported(EXPORTED | changed)


def test_an_exported_line_needs_everything_the_ledger_writes():
    """Position, instant and effective date."""
    for name in ("position", "recorded_at", "effective"):
        with pytest.raises(MissingFields, match=name):
            read_exported(without(EXPORTED, name))
    with pytest.raises(MissingFields, match="effective"):
        read_exported({"position": 1, "recorded_at": EXPORTED["recorded_at"]} | OUTCOME)


def test_the_id_of_a_line_follows_from_its_content_and_place():
    """The same file gives the same ids, whatever the order of the fields."""
    reordered = dict(reversed(TRANSFER.items()))

    assert content_id(TRANSFER, 0) == content_id(reordered, 0)
    assert content_id(TRANSFER, 0) != content_id(TRANSFER, 1)
    assert content_id(TRANSFER, 0) != content_id(TRANSFER | {"note": "other"}, 0)
    assert content_id({"a": Decimal("1.50")}, 0) != content_id({"a": Decimal("1.5")}, 0)
    assert content_id({"a": "\ud800"}, 0).startswith("auto-")


def test_the_id_of_a_line_stays_what_it_has_been():
    """Or a file imported before would be recorded twice."""
    assert content_id({"type": "unit.opened", "unit": "Å", "amount": Decimal("1.50")}, 0) == "auto-93fc9f7a4e0a0e294c99"


def lines_of(data: bytes):
    return list(read_journal(BytesIO(data), "journal.jsonl"))


def test_a_journal_is_read_line_by_line():
    """Blank lines are passed over and counted; a byte order mark and Windows line ends are accepted."""
    data = b"\xef\xbb\xbf" + LINE.encode() + b"\r\n\n  \n" + b'{"a": 1}'

    assert lines_of(data) == [(1, TRANSFER), (4, {"a": 1})]
    assert lines_of(b"") == []
    assert lines_of(b"\xef\xbb\xbf") == []


def test_a_bad_line_does_not_hide_the_next():
    """Each is reported by its number."""
    (first, error), (third, fields) = lines_of(b"{\n\n{}\n")

    assert (first, third, fields) == (1, 3, {})
    assert isinstance(error, NotJson)


def test_latin_1_is_reported_by_line_and_byte():
    """The offset counts from the start of the file, also after a byte order mark."""
    bad = '{"a": "ö"}'.encode("latin-1")
    found = lines_of(b'\xef\xbb\xbf{"a": 1}\n' + bad + b"\n" + bad)

    assert [number for number, _ in found] == [1, 2, 3]
    assert all(isinstance(error, NotUtf8) for _, error in found[1:])
    assert "0xF6 at byte 19 of" in str(found[1][1])
    assert "0xF6 at byte 30 of" in str(found[2][1])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_one_message_for_the_whole_file(encoding):
    """Not one for every line."""
    ((number, error),) = lines_of((LINE + "\n" + LINE).encode(encoding))

    assert number == 1
    assert isinstance(error, WrongEncoding)
    assert "journal.jsonl" in error.sentence
    assert "at byte " in error.sentence


@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_a_line_has_at_most_a_mebibyte(ending):
    """The limit itself is allowed; beyond it the next line is still read."""
    longest = b'{"a": "' + b"x" * (LONGEST_LINE - 9) + b'"}'
    ((_, fields),) = lines_of(longest + ending)
    (_, error), *rest = lines_of(b" " + longest + ending + (b"{}" if ending else b""))

    assert len(longest) == LONGEST_LINE
    assert fields["a"]
    assert isinstance(error, LineTooLong)
    assert rest == ([(2, {})] if ending else [])


def test_a_line_much_longer_is_measured_but_not_kept():
    """Its true length is told, and offsets after it are right."""
    found = lines_of(b"x" * (3 * LONGEST_LINE) + b"\n\xff\n")

    assert str(3 * LONGEST_LINE) in str(found[0][1])
    assert f"byte {3 * LONGEST_LINE + 1} of" in str(found[1][1])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
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


@given(st.binary() | st.lists(st.sampled_from([b'{"a":1}', b"\n", b"{", b"\xff", b'"', b"[", b"1"])).map(b"".join))
def test_any_bytes_give_fields_or_errors(data):
    """And the line numbers rise."""
    found = lines_of(data)

    assert all(isinstance(what, (dict, LedgerError)) for _, what in found)
    assert [number for number, _ in found] == sorted({number for number, _ in found})


@given(st.text() | json_values.map(lambda value: json.dumps(value, default=str)))
def test_any_text_is_an_object_or_unreadable(text):
    """Never another exception."""
    try:
        result = read_line(text)
    except Unreadable as error:
        result = error

    assert type(result) is dict or result.hint


def test_months_come_back_as_months():
    """A report knows its month."""
    assert to_fact(OUTCOME).month == Month.of(2024, 7)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(['a":', '" ', "\\", '":"']),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: {"a": value}),
    st.sampled_from([None, (",", ":"), (", ", ": "), (" , ", " : ")]),
)
def test_the_quick_way_reads_what_the_careful_way_reads(value, separators):
    """Whatever stands in the texts, and however the line is spaced."""
    line = json.dumps(value, ensure_ascii=False, separators=separators)

    assert read_line(line) == value


@pytest.mark.parametrize(
    "line",
    [
        '{"a":1,"a":2}',
        '{"a":1,"a" :2}',
        '{"a":1,"a"\t:2}',
        '{"b":{"a":1,"a":1}}',
        '{"b":[[{"a":1,"a":1}]]}',
        '{"x":"\\":","a":1,"a":2}',
        '{"a":1,"\\u0061":2}',
    ],
)
def test_a_name_that_stands_twice_is_noticed_on_the_quick_way_too(line):
    """However the second is written."""
    with pytest.raises(DuplicateField):
        read_line(line)
