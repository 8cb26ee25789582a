"""Files are imported whole or not at all, and every bad line is named with its place."""

from pathlib import Path

import pytest
from story import ORGANISATION, STORY, text, written
from terminal import UNEXPECTED, assert_told

REGION = '{"type":"unit.opened","effective":"2024-01-01","unit":"R","name":"Region Norr"}'
BOARD = '{"type":"unit.opened","effective":"2024-01-01","unit":"HSN","name":"Nämnden","parent":"R"}'
ORPHAN = '{"type":"unit.opened","effective":"2024-01-01","unit":"X","name":"X","parent":"QQ"}'


def put(name, content):
    """A file in the folder of the test."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def assert_bad(liggare, ran, status, *places):
    """Nothing was recorded, and these places are complained of, in this order."""
    errors = [line.removeprefix("Error: ") for line in ran.err.splitlines() if line.startswith("Error: ")]
    assert ran.status == status
    assert [":".join(error.split(":")[:2]) for error in errors] == list(places)
    assert ran.err.splitlines()[-1].endswith("; nothing was recorded.")
    assert not any(words in ran.err for words in UNEXPECTED)
    assert (ran.out, liggare.journal) == ("", "")


# -- what is read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        f"{REGION}\n{BOARD}\n",
        f"{REGION}\n{BOARD}",
        f"{REGION}\r\n{BOARD}\r\n",
        f"\n\r\n   \n{REGION}\n\n\n\t\n{BOARD}\n\n",
        b"\xef\xbb\xbf" + f"{REGION}\n{BOARD}\n".encode(),
        f"  {REGION}  \n\t{BOARD}\n",
    ],
    ids=["plain", "no last newline", "CRLF", "blank lines", "byte order mark", "blanks around"],
)
def test_a_journal_may_be_laid_out_in_several_ways(liggare, content):
    """Line endings, blank lines and a byte order mark say nothing."""
    assert liggare.done("import", put("some.jsonl", content)).out == "2 facts recorded, 0 already there.\n"
    assert [fact["unit"] for fact in liggare.decisions] == ["R", "HSN"]


def test_a_journal_is_read_from_standard_input(liggare):
    """``-`` is standard input."""
    ran = liggare.done("import", "-", typed=text().encode())

    assert ran.out == f"{len(STORY)} facts recorded, 0 already there.\n"


def test_several_files_are_one_import(liggare):
    """A line may name what a file before it brought into being."""
    files = [put("first.jsonl", REGION), put("second.jsonl", BOARD)]

    assert liggare.done("import", *files).out == "2 facts recorded, 0 already there.\n"


def test_nothing_of_several_files_is_recorded_when_one_line_is_bad(liggare):
    """Two files are imported together: all of their lines or none."""
    ran = liggare("import", put("first.jsonl", REGION), put("second.jsonl", f"{BOARD}\n{ORPHAN}\n"))

    assert_bad(liggare, ran, 1, "second.jsonl:2")


def test_an_empty_file_is_no_error(liggare):
    """There is nothing in it to refuse."""
    assert liggare.done("import", put("empty.jsonl", "")).out == "0 facts recorded, 0 already there.\n"


# -- importing again -----------------------------------------------------------------------------------------


def test_importing_twice_records_once(told, tmp_path):
    """The same file again records nothing, and a longer one its new lines alone."""
    before = told.journal
    again = told.done("import", written(tmp_path))
    extra = {"type": "unit.renamed", "unit": "HSN", "name": "Sjukvården", "effective": "2024-10-01"}
    longer = told.done("import", written(tmp_path, [*STORY, extra], "longer.jsonl"))

    assert again.out == f"0 facts recorded, {len(STORY)} already there.\n"
    assert longer.out == f"1 fact recorded, {len(STORY)} already there.\n"
    assert told.journal.startswith(before)


def test_lines_without_an_id_are_recorded_once_for_each_time_they_stand_in_the_file(liggare, tmp_path):
    """Two equal lines are two facts; imported again, by anyone, they are the same two."""
    twice = {"type": "budget.adjusted", "unit": "R", "year": 2024, "effective": "2024-03-01", "lines": {"BIDRAG": "1"}}
    name = written(tmp_path, [*ORGANISATION, twice, twice])
    first = liggare.done("import", name)
    second = liggare.done("import", "--actor", "chef1", name)

    assert first.out == f"{len(ORGANISATION) + 2} facts recorded, 0 already there.\n"
    assert second.out == f"0 facts recorded, {len(ORGANISATION) + 2} already there.\n"


def test_an_id_with_other_content_names_both(liggare):
    """The refusal says which fact has the id and which line wants it."""
    liggare.done("import", put("first.jsonl", REGION.replace("{", '{"id":"RF-1",', 1)))
    before = liggare.journal
    ran = liggare("import", put("second.jsonl", BOARD.replace("{", '{"id":"RF-1",', 1)))

    assert ran.status == 1
    assert ran.err.startswith("Error: second.jsonl:1: The id RF-1 belongs to #1 (unit.opened)")
    assert liggare.journal == before


# -- what is bad ---------------------------------------------------------------------------------------------


def test_every_bad_line_is_named(liggare):
    """All that is wrong is told at once, line by line, and several things on one line one by one."""
    lines = [
        REGION,
        '{"type":"budget.adopted","unit":"R","year":2024,"lines":{"NETTO":NaN}}',
        "",
        '{"type":"unit.opened","effective":"2024-02-30","unit":"X","nmae":"X"}',
        "not json",
        ORPHAN,
        '["a list"]',
        '{"type":"budgt.adopted"}',
    ]
    ran = liggare("import", put("bad.jsonl", "\n".join(lines)))

    places = [f"bad.jsonl:{line}" for line in (2, 4, 4, 4, 5, 6, 7, 8)]
    assert_bad(liggare, ran, 2, *places)
    assert ran.err.endswith("6 bad lines; nothing was recorded.\n")


def test_a_hint_that_serves_several_lines_stands_once(liggare):
    """Twenty lines with the same way out are followed by it once."""
    ran = liggare("import", put("bad.jsonl", f"{REGION}\nx\ny\n{ORPHAN}\n"))

    assert [line.partition(":")[0] for line in ran.err.splitlines()[:-1]] == ["Error", "Error", "Hint", "Error", "Hint"]


@pytest.mark.parametrize("bad", [1, 19, 20, 21, 57])
def test_twenty_bad_lines_are_shown_and_the_others_counted(liggare, bad):
    """A file of the wrong kind does not flood the terminal."""
    ran = liggare("import", put("bad.jsonl", "x\n" * bad))

    assert ran.err.count("Error: bad.jsonl:") == min(bad, 20)
    assert (f"… and {bad - 20} more." in ran.err) == (bad > 20)
    assert ran.err.splitlines()[-1] == f"{bad} bad line{'s' * (bad > 1)}; nothing was recorded."


@pytest.mark.parametrize(
    ("lines", "status"),
    [([REGION, ORPHAN], 1), ([REGION, ORPHAN, "x"], 2), ([REGION, "x", ORPHAN], 2), ([REGION, BOARD], 0)],
    ids=["refused", "refused and unreadable", "unreadable and refused", "good"],
)
def test_the_worst_line_gives_the_exit_status(liggare, lines, status):
    """1 when rules said no, 2 as soon as something could not be read."""
    assert liggare("import", put("some.jsonl", "\n".join(lines))).status == status


@pytest.mark.parametrize(
    ("line", "saying"),
    [
        (REGION.replace('"R"', '"\\u0000"'), "unprintable"),
        (REGION[:-1] + ',"unit":"S"}', "'unit' stands twice"),
        (REGION[:-1] + ',"colour":"red"}', "'colour' is no field of unit.opened"),
        (REGION[:-1] + ',"position":1}', "position is given"),
        (REGION[:-1] + ',"recorded_at":"2024-01-01T00:00:00.000000Z"}', "recorded_at is given"),
        (REGION[:-1] + ',"note":Infinity}', "Infinity"),
        (REGION[:-1] + ',"note":5}', "note is 5, not text"),
        (REGION[:-1] + ',"decision":{"boddy":"RF"}}', "'decision.boddy' is no field"),
        (REGION[:-1] + "} trailing", "more follows"),
        (REGION[:-1], "not JSON"),
        (REGION + REGION, "more follows"),
        ("[" * 5000, "inside each other"),
        ('{"type":' + "9" * 5000 + "}", "beyond all measure"),
        (REGION[:-1] + ',"note":1e99999999999999999999}', "beyond all measure"),
        ("{}", "lacks type"),
        ("null", "not an object"),
        (BOARD.replace('"R"', '"HSN"'), "HSN"),
    ],
)
def test_a_bad_line_is_told_in_one_sentence(liggare, line, saying):
    """Whatever is wrong with a line, its number, the reason and a way out are told."""
    ran = liggare("import", put("bad.jsonl", f"{REGION}\n{line}\n" if "HSN" in line else f"\n{line}\n"))

    assert ran.err.startswith("Error: bad.jsonl:2: ")
    assert saying in ran.err.splitlines()[0]
    assert [words.partition(":")[0] for words in ran.err.splitlines()[:-1]] == ["Error", "Hint"]
    assert liggare.journal == ""


@pytest.mark.parametrize(
    ("content", "saying"),
    [
        (text().encode("utf-16"), "is UTF-16"),
        (text().encode("utf-16-le"), "zero byte"),
        (text().encode("utf-32"), "is UTF-32"),
        (b'{"type":"unit.opened","note":"\x00"}', "zero byte"),
        (b"SQLite format 3\x00" + bytes(200), "zero byte"),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "UTF-32", "zero byte", "a ledger"],
)
def test_a_file_in_another_encoding_is_complained_of_once(liggare, content, saying):
    """One error for the file, not one for each of its lines."""
    ran = liggare("import", put("some.jsonl", content))

    assert_bad(liggare, ran, 2, "some.jsonl:1")
    assert saying in ran.err
    assert "iconv" in ran.err


def test_latin_1_is_told_line_by_line(liggare):
    """The byte and its place are told, and how to convert the file."""
    ran = liggare("import", put("some.jsonl", f"{REGION}\n{BOARD}\n".encode("latin-1")))

    assert_bad(liggare, ran, 2, "some.jsonl:2")
    assert "0xE4" in ran.err
    assert "iconv -f WINDOWS-1252" in ran.err


def test_a_line_of_ten_megabytes_is_refused_and_the_next_one_read(liggare):
    """The line breaks are missing, most likely; memory is not filled with it."""
    ran = liggare("import", put("long.jsonl", f'{{"note":"{"x" * 10_000_000}"}}\n{REGION}\n{ORPHAN}\n'))

    assert_bad(liggare, ran, 2, "long.jsonl:1", "long.jsonl:3")
    assert "10000011 bytes" in ran.err


def test_files_that_cannot_be_read_are_told(liggare):
    """A missing file, a directory and an unknown kind of file: one sentence each, and no ledger touched."""
    Path("folder.jsonl").mkdir()

    assert_told(liggare("import", "missing.jsonl"), 2, "missing.jsonl cannot be read: No such file")
    assert_told(liggare("import", "folder.jsonl"), 2, "folder.jsonl is a folder, not a file")
    assert_told(liggare("import", put("list.pdf", "x")), 2, "list.pdf", ".jsonl")
    assert_told(liggare("import", put("good.jsonl", REGION), "missing.jsonl"), 2, "missing.jsonl")
    assert_told(liggare("import"), 2, "FILE")
    assert liggare.journal == ""
