"""Whatever bytes a file holds, it is read or refused in words of ours."""

from pathlib import Path

from accounting import HEAD
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.sie.incoming.facts import sie_lines
from ledger.interchange.sie.mapping.holdings import Holdings
from ledger.interchange.sie.mapping.mapping_file import Mapping, Places
from ledger.interchange.sie.mapping.proposing import proposal_text, propose

NOTHING = Holdings(
    lines={"L": "Löner"}, units={"U": "Vård"}, sides={"L": "cost"}, tops=("U",), orgnr="2220001230",
    stated=lambda _, __: (), is_recorded=lambda _: False,
)  # fmt: skip
EVERYTHING = Mapping("m", Places({"*": "L"}), Places({"*": "U"}), default_unit="U")
REAL = (
    HEAD
    + '#PSALDO 0 202401 4010 {} 5.00\n#PSALDO 0 202401 4010 {1 "100"} 5.00\n#PBUDGET 0 202402 4010 {} 1\n'
    + '#VER A 1 20240101 "Å" \n{\n#TRANS 4010 {1 "100"} 5 20240102\n#TRANS 1930 {} -5\n}\n'
)
LABELS = st.sampled_from(
    [
        *("#PSALDO", "#PBUDGET", "#VER", "#TRANS", "#RTRANS", "#BTRANS", "#KSUMMA", "#RAR", "#KONTO", "#KTYP", "#DIM"),
        *("#UNDERDIM", "#OBJEKT", "#IB", "#OUB", "#RES", "#VALUTA", "#SIETYP", "#FNAMN", "#ORGNR", "#ny", "{", "}"),
    ]
)
FIELDS = st.sampled_from(
    [
        *("0", "-1", "202401", "20240101", "4010", "1", "{}", '{1 "100"}', "{1}", "{", "}", '"å ä', '""', "1.5", "-7"),
        *("9" * 400, "\\", '"\\"', "\x00", "\x1a", "²", "ſ", "\r", "SEK", "\ufffd", "\xa0"),
    ]
)
RECORDS = st.lists(st.builds(lambda label, fields: " ".join([label, *fields]), LABELS, st.lists(FIELDS, max_size=6)))


def read(folder, data):
    """Every fact of the file is built as an import builds it; every fault is one of ours, with a way out."""
    path = folder / "a.se"
    path.write_bytes(data)
    hints = []
    for told in (EVERYTHING, Mapping("m", Places({}), Places({}))):
        for where, fields in sie_lines(path, "a.se", told, NOTHING, str):
            assert where.startswith("a.se:")
            try:
                if isinstance(fields, LedgerError):
                    raise fields
                to_fact(fields)
            except LedgerError as error:
                hints.append(error.hint)
    try:
        proposal_text(propose(path, NOTHING), "a.se")
    except LedgerError as error:
        hints.append(error.hint)

    assert all(hints)


@given(st.binary(max_size=300))
@example(b"#\n")
@example(b"#KSUMMA\n#KSUMMA " + b"1" * 5000)
def test_any_bytes(tmp_path_factory, data):
    read(tmp_path_factory.getbasetemp(), data)


@given(RECORDS, st.sampled_from(["cp437", "utf-8", "cp1252"]))
def test_any_records(tmp_path_factory, records, encoding):
    read(tmp_path_factory.getbasetemp(), "\n".join(records).encode(encoding, "replace"))


@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3)), min_size=1, max_size=4))
def test_a_real_file_with_bytes_changed(tmp_path_factory, changes):
    data = bytearray(REAL.encode("cp437"))
    for place, other in changes:
        at = place % len(data)
        data[at : at + 1] = other
    read(tmp_path_factory.getbasetemp(), bytes(data))


def test_the_real_file_is_read(tmp_path):
    """So that the changes above change something."""
    path = Path(tmp_path / "a.se")
    path.write_bytes(REAL.encode("cp437"))

    lines = [fields for _, fields in sie_lines(path, "a.se", EVERYTHING, NOTHING, str)]

    assert [fields["type"] for fields in lines] == ["outcome.reported", "budget.adopted"]
