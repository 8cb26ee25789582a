"""All files claim PC8. What they are is told by their bytes."""

import pytest
from accounting import HEAD
from hypothesis import given
from hypothesis import strategies as st

from ledger.interchange.sie.records.encodings import NotSie, holds_sie
from ledger.interchange.sie.records.survey import survey

SWEDISH = st.text(alphabet="åäöÅÄÖéabc 123", min_size=1).filter(lambda text: any(each in "åäöÅÄÖ" for each in text))


@pytest.mark.parametrize(
    ("encoding", "found"), [("cp437", "cp437"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("latin-1", "cp1252")]
)
def test_the_letters_tell_the_encoding(office, encoding, found):
    """The same file in four encodings comes to the same facts; what is not PC8 is told."""
    text = HEAD + '#OBJEKT 1 "ÅÄÖ" "Övriga åtgärder"\n#PSALDO 0 202401 4010 {1 "ÅÄÖ"} 10.00\n'
    (office.folder / "liggare.sie.toml").write_text('[accounts]\n"4*"="LÖN"\n[units]\n"ÅÄÖ"="RS"\n', encoding="utf-8")

    ran = office.imported(text, encoding=encoding)

    assert survey(office.folder / "bok.se").encoding == found
    assert office.outcomes() == {("RS", "2024-01"): {"LÖN": "-10.00"}}
    assert ("read as" in ran.err) is (encoding != "cp437")


@given(text=SWEDISH, encoding=st.sampled_from(["cp437", "utf-8", "cp1252"]))
def test_any_swedish_text_is_read_as_it_was_written(tmp_path_factory, text, encoding):
    path = tmp_path_factory.mktemp("sie") / "a.se"
    path.write_bytes(f'#FNAMN "{text}"\n'.encode(encoding))

    found = survey(path).encoding

    assert path.read_bytes().decode(found) == f'#FNAMN "{text}"\n'


def test_a_letter_may_stand_across_the_edge_of_what_is_read_at_once(tmp_path):
    path = tmp_path / "a.se"
    path.write_bytes(b"#" + b"x" * (1024 * 1024 - 2) + "å\n#PSALDO 0 202401 1 {1 2} 3\n".encode())

    found = survey(path)

    assert (found.encoding, found.balances) == ("utf-8", {("0", "1")})


def test_only_ascii_is_pc8_as_the_standard_says(tmp_path):
    path = tmp_path / "a.se"
    path.write_bytes(b"#FLAGGA 0\n")

    assert survey(path).encoding == "cp437"


def test_utf_16_is_refused(tmp_path):
    path = tmp_path / "a.se"
    path.write_bytes("#FLAGGA 0\n".encode("utf-16"))

    with pytest.raises(NotSie, match="UTF-16"):
        survey(path)


@pytest.mark.parametrize("name", ["a.se", "A.SI", "b.Sie"])
def test_names_tell_sie_files(name):
    assert holds_sie(name)
    assert not holds_sie(name + ".csv")
