"""Whatever the bytes of a file, what comes out is facts or refusals, and never anything else."""

import random
import zipfile
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read, workbook

from ledger.domain.errors import LedgerError

TEXTS = st.text(
    st.sampled_from('enhet;namn,gäller från\t\n\r"#=-12 åé\u00a0\u2212\x00sumatypunit.opened'), max_size=200
)


def outcome(path):
    """One clear refusal, or whatever could be read. Anything but a refusal passes through and fails the test."""
    try:
        return read(path, notes=[])
    except LedgerError as error:
        return error.sentence


@settings(max_examples=150)
@given(raw=st.one_of(st.binary(max_size=300), TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_may_be_called_a_csv_file(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "unit.opened.csv"
    path.write_bytes(b"enhet;namn;g\xc3\xa4ller fr\xc3\xa5n\n" + raw)
    outcome(path)
    path.write_bytes(raw)
    outcome(path)


@settings(max_examples=50)
@given(raw=st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(b"PK\x03\x04".__add__)))
def test_any_bytes_may_be_called_a_workbook(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "unit.opened.xlsx"
    path.write_bytes(raw)

    assert isinstance(outcome(path), str)


def test_damaged_workbooks_are_refused_or_read(tmp_path):
    """Bytes changed, cut off or doubled anywhere in the archive, and in the XML within it."""
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    rows = [["enhet", "namn", "gäller från"], ["HSN", "Nämnden", 45474], ["RS", 1.5, True]]
    sound = workbook(tmp_path / "e.xlsx", {"unit.opened": rows, "Blad2": []}).read_bytes()
    path = tmp_path / "damaged.xlsx"
    for _ in range(150):
        path.write_bytes(damaged(sound, chance))
        outcome(path)
    names = zipfile.ZipFile(BytesIO(sound)).namelist()
    for _ in range(150):
        path.write_bytes(
            repacked(sound, chance.choice([name for name in names if name.endswith((".xml", ".rels"))]), chance)
        )
        outcome(path)


def damaged(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed)


def repacked(data, name, chance):
    paper = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(paper, "w") as target:
        for each in source.namelist():
            content = source.read(each)
            if each == name:
                if chance.random() < 0.1:
                    continue
                content = damaged(content, chance)
            target.writestr(each, content)
    return paper.getvalue()


@settings(max_examples=40)
@given(words=st.lists(st.text(max_size=20), min_size=1, max_size=6), kind=st.sampled_from(["unit.opened", "Blad1"]))
def test_any_text_in_any_cell_is_read_or_refused(tmp_path_factory, words, kind):
    path = tmp_path_factory.getbasetemp() / "e.xlsx"
    printable = [word.encode("utf-8", "replace").decode() for word in words]
    workbook(path, {kind: [["enhet", "namn", "gäller från"], printable, printable[:3]]})
    outcome(path)
