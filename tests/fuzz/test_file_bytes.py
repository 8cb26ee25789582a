"""Whatever has happened to a file, what reads it says so, in time, and records all of it or nothing."""

from damaging import TOKENS, edited, edits, parts, rezipped
from hypothesis import given
from hypothesis import strategies as st
from typing_at_random import anything

SIGNED = "verify --checkpoint signed.checkpoint --public-key key.pub"
READ_BY = {
    "story.jsonl": ("import story.jsonl", "import --dry-run --in tkr story.jsonl"),
    "journal.jsonl": ("import journal.jsonl", "restore journal.jsonl"),
    "unit.opened.csv": ("import unit.opened.csv", "import --dry-run --report new.xlsx unit.opened.csv"),
    "outcome.reported.csv": ("import --in tkr outcome.reported.csv",),
    "book.xlsx": ("import book.xlsx", "import --type budget.adopted --report new.xlsx book.xlsx"),
    "bokforing.se": ("import bokforing.se", "sie-map bokforing.se", "sie-map --output new.toml bokforing.se"),
    "liggare.sie.toml": ("import bokforing.se", "export --sie --year 2024 --map liggare.sie.toml new.se"),
    "table.csv": ("check table.csv --map table.toml", "check table.csv --map table.toml --format json"),
    "table.toml": ("check table.csv --map table.toml", "check table.csv --map table.toml --format csv"),
    "key": ("checkpoint --key key", "checkpoint --key key --output new"),
    "key.pub": (SIGNED, "verify --proof fact.tlog-proof --public-key key.pub"),
    "signed.checkpoint": (SIGNED, "proof 3 --checkpoint signed.checkpoint --output new"),
    "fact.tlog-proof": ("verify --proof fact.tlog-proof", "verify --proof fact.tlog-proof --public-key key.pub"),
    "answer.receipt": ("verify --receipt answer.receipt",),
}  # fmt: skip
"""The files on the desk, and commands that read them."""

reading = st.sampled_from([(name, command) for name, commands in READ_BY.items() for command in commands])


def read(desk, name, command, content):
    """What a command makes of a file with other bytes. Restoring makes a ledger of its own, or none."""
    desk.tidy(**{name: content})
    words = command.split()
    if words[0] == "restore":
        (desk.folder / "liggare.db").unlink()
        return restored(desk, words)
    return desk.answered(*words)


def restored(desk, words):
    ran = desk.terminal(*words)

    assert ran.status in (0, 1, 2), ran
    assert (desk.folder / "liggare.db").exists() == (ran.status == 0), "a ledger was made of a journal that was refused"
    if ran.status == 0:
        assert desk.terminal("verify").status == 0
    return ran


@given(chosen=reading, changes=edits())
def test_a_sound_file_that_was_damaged(desk, chosen, changes):
    name, command = chosen
    read(desk, name, command, edited(desk.sound(name), changes))


@given(
    chosen=reading,
    content=st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(TOKENS), max_size=20).map(b"".join)),
)
def test_a_file_of_any_bytes(desk, chosen, content):
    name, command = chosen
    read(desk, name, command, content)


@given(chosen=reading, other=st.sampled_from(sorted(READ_BY)))
def test_a_file_of_another_kind(desk, chosen, other):
    """Somebody names the wrong file."""
    name, command = chosen
    read(desk, name, command, desk.sound(other))


@given(command=st.sampled_from(READ_BY["book.xlsx"]), part=st.integers(0, 99), changes=edits())
def test_a_workbook_damaged_within(desk, command, part, changes):
    """The archive is whole; a part of it is not."""
    book = desk.sound("book.xlsx")
    names = parts(book)
    read(desk, "book.xlsx", command, rezipped(book, names[part % len(names)], changes))


@given(rows=st.lists(st.lists(anything, max_size=5), max_size=4), separator=st.sampled_from(";,\t|"))
def test_a_sheet_with_anything_in_its_cells(desk, rows, separator):
    heads = desk.sound("outcome.reported.csv").decode().splitlines()[0].split(";")
    sheet = "\n".join(separator.join(row) for row in [heads, *rows])
    read(desk, "outcome.reported.csv", "import outcome.reported.csv", sheet.encode("utf-8", "replace"))
