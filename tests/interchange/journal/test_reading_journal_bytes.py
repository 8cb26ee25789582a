"""A journal is UTF-8, line by line, and each line is one JSON object."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_lines import LINE, TRANSFER, json_values

from ledger.domain.errors import LedgerError, Unreadable
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
from ledger.interchange.journal.reading import read_journal, read_line


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
