"""Lines become records: quotes, escapes, braces, and whatever programs write in spite of the standard."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.interchange.sie.records.checksum import Checksum
from ledger.interchange.sie.records.encodings import NotSie
from ledger.interchange.sie.records.lexer import LONGEST_LINE, read_records, split, split_any


def records(text):
    return [(label, fields) for _, label, fields in read_records(StringIO(text), Checksum())]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("#KONTO 3110 Avgifter", ["#KONTO", "3110", "Avgifter"]),
        ('#KONTO 3110 "Avgifter, öppen vård"', ["#KONTO", "3110", "Avgifter, öppen vård"]),
        ('#KONTO\t3110 \t "Avgifter"', ["#KONTO", "3110", "Avgifter"]),
        ('#KONTO 1915 "Kassa \\"special\\""', ["#KONTO", "1915", 'Kassa "special"']),
        ('#FNR "C:\\bok\\rn"', ["#FNR", "C:\\bok\\rn"]),
        ('#FNR "C:\\bok\\"', ["#FNR", "C:\\bok\\"]),
        ('#VER "" "" 20240101', ["#VER", "", "", "20240101"]),
        ("#TRANS 1910 {} -1000.00", ["#TRANS", "1910", (), "-1000.00"]),
        ("#TRANS 1910 { } -1000.00", ["#TRANS", "1910", (), "-1000.00"]),
        ("#TRANS 1910{}-1000", ["#TRANS", "1910", (), "-1000"]),
        ('#PSALDO 0 202401 4010 {1 "100"} 7.50', ["#PSALDO", "0", "202401", "4010", ("1", "100"), "7.50"]),
        ('#PSALDO "0" "202401" "4010" {"1" "100"} "7.50"', ["#PSALDO", "0", "202401", "4010", ("1", "100"), "7.50"]),
        ('#TRANS 4010 {"1" "10 0" "7" "47"} 1', ["#TRANS", "4010", ("1", "10 0", "7", "47"), "1"]),
        ('#TRANS 4010 {} 1 20240102 "Lön" 2', ["#TRANS", "4010", (), "1", "20240102", "Lön", "2"]),
        ('#OBJEKT 1 "100" "Avd {med} klammer"', ["#OBJEKT", "1", "100", "Avd {med} klammer"]),
        ("#PROSA slut } här", ["#PROSA", "slut", "}", "här"]),
        ("#PSALDO 0 202401 4010 {1 100 7.50", ["#PSALDO", "0", "202401", "4010", ("1", "100", "7.50")]),
    ],
)  # fmt: skip
def test_a_line_is_its_label_and_its_fields(line, fields):
    """What separates fields, and quotes around them, are no part of them."""
    assert split(line) == (fields, False)
    assert split_any(line) == (fields, False)


def test_a_text_may_go_on_over_several_lines():
    """Some programs let line breaks through; what follows up to the next label belongs to the text."""
    text = '#VER A 1 20240101 "Första\nandra raden"\n{\n#TRANS 4010 {} 0\n}\n'

    assert [label for label, _ in records(text)] == ["#VER", "{", "#TRANS", "}"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(tmp_path, ending):
    """Line feed, carriage return, or both; empty lines and DOS's end of file say nothing."""
    path = tmp_path / "a.se"
    path.write_bytes(ending.join(["#FLAGGA 0", "", "  ", "#konto 1 Ett", "\x1a"]).encode())

    with path.open(encoding="cp437", newline=None) as stream:
        assert [fields for _, _, fields in read_records(stream, Checksum())] == [["0"], ["1", "Ett"]]


@pytest.mark.parametrize("text", ["konto;belopp\n1;2\n", "#FLAGGA 0\nPSALDO 0 202401 4010 {} 1\n", "} }\n"])
def test_what_begins_with_no_label_is_refused(text):
    """A row whose label is damaged must not be passed over."""
    with pytest.raises(NotSie, match="begins with no label"):
        records(text)


def test_a_line_without_end_is_refused():
    with pytest.raises(NotSie, match="more than"):
        records("#PROSA " + "x" * LONGEST_LINE)


LIKELY = st.text(alphabet='#"\\{} \t01Aå.', max_size=40).map("#P {} 1".format) | st.text(
    alphabet='"\\{} \t01A', max_size=30
).map(lambda text: "#" + text)


@given(LIKELY)
def test_the_fast_way_and_the_general_way_agree(line):
    """Rows of the usual shape are read at once, and mean the same."""
    assert split(line.strip(" \t")) == split_any(line.strip(" \t"))
