"""Budgets and outcomes at a moment go out as type 3, and come back as they were."""

import json
import re
from pathlib import Path

import pytest
from accounting import put
from hypothesis import given
from hypothesis import strategies as st

from ledger.interchange.sie.mapping.mapping_file import read_mapping
from ledger.interchange.sie.outgoing.numbering import NoAccountLeft
from ledger.interchange.sie.outgoing.spelling import fitting, spelled

FACTS = (
    {"type": "outcome.reported", "unit": "HSN", "month": "2024-01", "lines": {"AVG": "300.50", "LÖN": "-700.01"}},
    {"type": "outcome.reported", "unit": "RS", "month": "2024-01", "lines": {"LÖN": "-300.00", "BYGG": "-5.00"}},
    {"type": "outcome.reported", "unit": "RS", "month": "2024-03", "lines": {"LÖN": "12.34", "AVG": "0.00"}},
    {"type": "outcome.reported", "unit": "RS", "month": "2023-12", "lines": {"LÖN": "-1.00"}},
    {"type": "budget.adopted", "unit": "HSN", "year": 2024, "lines": {"LÖN": "-1000.00", "AVG": "100.00"}},
)
ADJUSTED = {
    "type": "budget.adjusted",
    "effective": "2024-07-01",
    "unit": "HSN",
    "year": 2024,
    "lines": {"LÖN": "600.00"},
}


def record(office, *facts):
    put("facts.jsonl", "\n".join(json.dumps(fact) for fact in facts).encode())
    office.done("import", "facts.jsonl")


def exported(office, *options):
    """The file's records, decoded as the standard says."""
    office.done("export", "--sie", "ut.se", "--overwrite", *options)
    return Path("ut.se").read_bytes().decode("cp437").split("\r\n")


def figures(office, *options, ledger="liggare.db"):
    """Budgets by month and outcomes, as the questions answer."""
    budget = office.done("show", "budget", "--by", "unit,line,month", "--format", "json", *options, ledger=ledger).out
    outcome = office.done("show", "outcome", "--format", "json", *options, ledger=ledger).out
    kept = [(row["unit"], row["line"], row["month"], row["current"]) for row in json.loads(budget)["rows"]]
    kept += [(row["unit"], row["line"], row["month"], row["amount"]) for row in json.loads(outcome)["rows"]]
    return sorted(row for row in kept if row[3])


def test_a_file_of_type_3_is_written(office):
    """Head, chart and figures in the order of the standard, costs positive, whole accounts before their objects."""
    record(office, *FACTS)
    lines = exported(office, "--as-of", "2024-12", "--known-at", "2030-01-01")

    assert lines[:2] == ["#FLAGGA 0", "#KSUMMA"]
    assert {"#FORMAT PC8", "#SIETYP 3", "#ORGNR 222000-1230", '#FNAMN "Region Exempel"', "#VALUTA SEK"} <= set(lines)
    assert {"#RAR 0 20240101 20241231", "#OMFATTN 20240331"} <= set(lines)
    assert [lines[lines.index("#KTYP 4000 K") - 1][:11], "#KTYP 4000 K"] == ["#KONTO 4000", "#KTYP 4000 K"]
    assert "#KTYP 3000 I" in lines
    assert '#OBJEKT 1 "100" "Hälso- och sjukvårdsnämnden"' in lines
    assert "#RES 0 4000 987.67" in lines
    start = lines.index("#PSALDO 0 202401 4000 {} 1000.01")
    assert lines[start + 1 : start + 3] == [
        '#PSALDO 0 202401 4000 {1 "100"} 700.01',
        '#PSALDO 0 202401 4000 {1 "200"} 300.00',
    ]
    assert '#PBUDGET 0 202412 4000 {1 "100"} 83.37' in lines
    assert re.fullmatch(r"#KSUMMA [0-9]+", lines[-2])


def test_the_moment_stands_in_the_file(office):
    record(office, *FACTS)
    lines = exported(office, "--as-of", "2024-12", "--known-at", "2030-01-01")

    (prose,) = (line for line in lines if line.startswith("#PROSA"))
    assert "Ställning per 2024-12-31, som den var känd 2030-01-01T22:59:59.999999Z, position 14" in prose


def test_only_what_counts_at_the_moment_is_written(office):
    """The day and the instant are those of every question."""
    record(office, *FACTS, ADJUSTED)

    assert '#PBUDGET 0 202412 4000 {1 "100"} 83.37' in exported(office, "--as-of", "2024-06")
    assert '#PBUDGET 0 202412 4000 {1 "100"} -16.63' in exported(office, "--as-of", "2024-12")
    early = exported(office, "--as-of", "2024-02")
    assert "#OMFATTN 20240131" in early
    assert not any(line.startswith("#PSALDO 0 202403") for line in early)
    before = exported(office, "--as-of", "2024-12", "--known-at", "2020-01-01")
    assert not any(line.startswith(("#PSALDO", "#PBUDGET", "#KONTO", "#OBJEKT")) for line in before)


def test_what_is_written_is_read_back_to_the_same_amounts(office):
    """Into another ledger, by the same mapping."""
    record(office, *FACTS, ADJUSTED)
    exported(office, "--as-of", "2024-12")
    office.done("init", ledger="other.db")
    office.done("import", "org.jsonl", ledger="other.db")
    told = Path("liggare.sie.toml").read_text(encoding="utf-8")
    Path("liggare.sie.toml").write_text(told.replace("[units]", '"9001" = "BYGG"\n[units]'), encoding="utf-8")
    office.done("import", "ut.se", ledger="other.db")

    assert figures(office, "--as-of", "2024-12") == figures(office, "--as-of", "2024-12", ledger="other.db")


def test_without_a_mapping_accounts_are_made_up_and_found_again_by_name(office):
    """Accounts are numbers in SIE, and our lines are words."""
    record(office, *FACTS)
    Path("liggare.sie.toml").unlink()
    lines = exported(office, "--as-of", "2024-12")
    assert {'#KONTO 3001 "Patientavgifter"', '#KONTO 4001 "Löner"', '#KONTO 9001 "Byggen"'} <= set(lines)

    office.done("sie-map", "ut.se", "--output", "liggare.sie.toml")
    office.done("init", ledger="other.db")
    office.done("import", "org.jsonl", ledger="other.db")
    office.done("import", "ut.se", ledger="other.db")
    assert figures(office, "--as-of", "2024-12") == figures(office, "--as-of", "2024-12", ledger="other.db")


def test_lines_that_are_numbers_keep_them(office):
    opened = {"type": "line.opened", "effective": "2024-01-01", "line": "7010", "name": "Frakt", "side": "cost"}
    reported = {"type": "outcome.reported", "unit": "RS", "month": "2024-05", "lines": {"7010": "-1.00"}}
    record(office, opened | {"statement": "operating"}, reported)

    assert '#KONTO 7010 "Frakt"' in exported(office, "--as-of", "2024-12")


def test_a_line_for_which_no_account_is_left_is_told(office):
    """The mapping gives all accounts of costs to another line, by a beginning that stands for all of them."""
    written = '[accounts]\n"4*" = "LÖN"\n[units]\n'.encode()
    put("map.toml", written)
    told = NoAccountLeft("ÖVR", read_mapping(Path("map.toml")), "4")
    record(office, *FACTS, {"type": "outcome.reported", "unit": "RS", "month": "2024-01", "lines": {"ÖVR": "-5.00"}})
    ran = office.run("export", "--sie", "ut.se", "--year", "2024", "--map", "map.toml")

    assert ran.status == 1
    assert told.sentence in ran.err
    assert '"4999" = "ÖVR"' in ran.err
    assert not Path("ut.se").exists()


def test_characters_that_pc8_lacks_are_spelled_out(office):
    """In names and in codes, which stay apart from one another."""
    opened = {"type": "unit.opened", "effective": "2024-01-01", "parent": "REG"}
    record(
        office,
        opened | {"unit": "Š", "name": "Vård – ”öppen” ☃ § 7\\"},
        opened | {"unit": "S", "name": "S"},
        *({"type": "outcome.reported", "unit": unit, "month": "2024-05", "lines": {"LÖN": "-1.00"}} for unit in "ŠS"),
    )
    lines = exported(office, "--as-of", "2024-12")

    assert '#OBJEKT 1 "S-2" "Vård - \\"öppen\\" ? par. 7/"' in lines
    assert '#OBJEKT 1 "S" "S"' in lines


@given(st.text(max_size=30))
def test_whatever_is_spelled_fits(text):
    """Every character is one of PC8, none of them a control character, and what fits already stays."""
    assert spelled(text).encode("cp437").decode("cp437") == spelled(text)
    assert not any(each < " " or each == "\x7f" for each in spelled(text))
    assert not fitting(text).endswith("\\")
    assert fitting(fitting(text)) == fitting(text)


def test_the_file_goes_to_standard_output_or_to_a_new_file(office):
    record(office, *FACTS)
    Path("there.se").write_bytes(b"")

    assert office.done("export", "--sie").out.startswith("#FLAGGA 0")
    assert "exists already" in office.run("export", "--sie", "there.se").err
    assert "cannot be written" in office.run("export", "--sie", "no/such/folder.se").err


@pytest.mark.parametrize("option", [["--as-of", "2024-06"], ["--known-at", "2024"], ["--year", "2024"], ["--map", "x"]])
def test_the_moment_is_for_sie_alone(office, option):
    """A journal holds every fact."""
    assert office.run("export", *option).status == 2
