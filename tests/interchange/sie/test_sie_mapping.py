"""Accounts become lines and objects units by a mapping that is kept next to the ledger, and can be proposed."""

import tomllib
from pathlib import Path

import pytest
from accounting import HEAD, MAPPING, put
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError
from ledger.interchange.sie.mapping.destinations import AccountsUnmapped, NoUnitForRest, ObjectsUnmapped, TargetsUnknown
from ledger.interchange.sie.mapping.mapping_file import MappedTwice, MappingUnreadable, Places, read_mapping

ROWS = '#PSALDO 0 202401 4010 {1 "100"} 700\n#PSALDO 0 202401 4020 {1 "200"} 20\n#PSALDO 0 202401 1930 {} 1\n'


# -- places --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("3010", "single"),
        ("3011", "beginning"),
        ("30111", "beginning"),
        ("301", "beginning"),
        ("3100", "range"),
        ("31005", "range"),
        ("3999", "range"),
        ("39", "wider"),
        ("4000", "all"),
        ("X", "all"),
    ],
)
def test_the_most_exact_place_counts(code, line):
    """A single code before a beginning, a longer beginning before a range, a shorter range before a longer."""
    places = Places({"*": "all", "3*": "wider", "3000-3999": "range", "301*": "beginning", "3010": "single"})

    assert places.of(code) == line


def test_two_places_as_exact_are_refused():
    places = Places({"3000-3499": "A", "3400-3899": "B", "3600-4099": "B"})

    assert (places.of("3399"), places.of("3700")) == ("A", "B")
    with pytest.raises(MappedTwice, match=r"to A .* to B"):
        places.of("3450")


def test_an_account_with_two_places_is_refused_once(office):
    Path("liggare.sie.toml").write_text('[accounts]\n"4000-4100"="LÖN"\n"4001-4101"="ÖVR"\n[units]\n"*"="RS"\n')
    ran = office.refused(HEAD + ROWS, "gives 4010 to", "gives 4020 to")

    assert ran.err.count("gives 4010") == 1
    assert MappedTwice.code == "sie-mapped-twice"


# -- the file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        (b"[accounts", "it is not TOML"),
        (b"\xe5", "byte 0 is not UTF-8"),
        (b"acounts = 1", "Did you mean accounts?"),
        (b"accounts = 1", "accounts is 1"),
        (b"[accounts]\n'30*1' = 'A'", "no code, range or beginning"),
        (b"[accounts]\n'' = 'A'", "no code, range or beginning"),
        (b"[accounts]\n'3999-3000' = 'A'", "ends before it begins"),
        (b"[accounts]\n3010 = 5", "not a code in quotes"),
        (b"[units.x]\ny = 'A'", "not a code in quotes"),
        (b"take = ['forecasts']", "outcomes and budgets"),
        (b"years = ['0']", "years lists '0'"),
        (b"dimension = true", "dimension is true"),
        (b"rest_to_default = 1", "rest_to_default is 1"),
        (b"ignore = [1.5]", "ignore lists 1.5"),
        (b"ignore = [3010]\n[accounts]\n3010 = 'A'", "has a line and is ignored"),
        (b"[accounts]\n'" + b"3" * 70 + b"' = 'A'", "too long"),
        (b"a = " + b"[" * 5000, "it is not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused(office, text, saying):
    """What is wrong is named, and nothing is recorded."""
    Path("liggare.sie.toml").write_bytes(text)

    office.refused(HEAD + ROWS, "liggare.sie.toml is no mapping", saying, status=2)
    assert MappingUnreadable.code == "sie-mapping-unreadable"


@given(st.binary(max_size=80) | st.text(alphabet="accountsuni[]=\"'*-.0123\n{}", max_size=80).map(str.encode))
def test_whatever_a_mapping_holds_it_is_read_or_refused(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("map") / "m.toml"
    path.write_bytes(written)
    told = None
    try:
        read_mapping(path).accounts.of("3010")
    except LedgerError as error:
        told = error.hint

    assert told != ""


def test_the_mapping_lies_next_to_the_ledger_or_where_it_is_told(office):
    """Under the ledger's own name, under the usual one, or wherever --map says."""
    Path("usual").mkdir()
    other = put("usual/other.toml", MAPPING.replace('"200" = "RS"', '"200" = "REG"'), "utf-8")
    office.imported(HEAD + ROWS, "--map", other)
    assert ("REG", "2024-01") in office.outcomes()

    put("liggare.sie.toml", "[accounts]\n", "utf-8")
    office.refused(HEAD + ROWS, "4010")

    office.done("init", ledger="usual/vb.db")
    office.done("import", "org.jsonl", ledger="usual/vb.db")
    put("usual/vb.sie.toml", MAPPING, "utf-8")
    office.done("import", "bok.se", ledger="usual/vb.db")
    assert ("RS", "2024-01") in office.outcomes(ledger="usual/vb.db")


def test_a_mapping_that_is_not_there_is_refused(office):
    ran = office.imported(HEAD + ROWS, "--map", "nowhere.toml")

    assert (ran.status, "nowhere.toml cannot be read" in ran.err) == (2, True)


# -- what has no place ---------------------------------------------------------------------------------------


def test_all_that_has_no_place_is_named_at_once(office):
    """Accounts and objects, each with its name, and how to map them. Assets need no line."""
    Path("liggare.sie.toml").write_text("")
    ran = office.refused(
        HEAD + ROWS + "#PSALDO 0 202401 5010 {} 5\n",
        "No line is told for 3 accounts: 4010 Löner, 4020 Löner, jour, 5010 Lokalhyror",
        "No unit is told for 2 objects of dimension 1: 100 Hälso- och sjukvårdsnämnden, 200 Regionstyrelsen",
        "The figures of 1 account are for no object of dimension 1: 5010",
    )

    assert "liggare sie-map FILE" in ran.err
    assert {AccountsUnmapped.code, ObjectsUnmapped.code, NoUnitForRest.code} == {
        "sie-accounts-unmapped",
        "sie-objects-unmapped",
        "sie-no-object",
    }


def test_an_empty_place_is_no_place(office):
    """As sie-map leaves it where it knows none."""
    Path("liggare.sie.toml").write_text(MAPPING + '"300" = ""\n')

    office.refused(HEAD + '#PSALDO 0 202401 4010 {1 "300"} 1\n', "No unit is told for 1 object of dimension 1: 300")


def test_accounts_may_be_ignored(office):
    Path("liggare.sie.toml").write_text('ignore = ["402*", 5010]\n' + MAPPING.replace('"5*" = "ÖVR"\n', ""))
    office.imported(HEAD + ROWS + "#PSALDO 0 202401 5010 {} 5\n")

    assert list(office.outcomes()) == [("HSN", "2024-01")]


def test_assets_may_be_mapped(office):
    """Investments are booked on them."""
    Path("liggare.sie.toml").write_text(MAPPING.replace("[units]", '"12*" = "BYGG"\n[units]'))
    office.imported(HEAD + '#PSALDO 0 202401 1220 {1 "100"} 9\n')

    assert office.outcomes() == {("HSN", "2024-01"): {"BYGG": "-9.00"}}


def test_codes_that_the_ledger_knows_mean_themselves(office):
    Path("liggare.sie.toml").unlink()
    office.imported(HEAD + '#PSALDO 0 202401 LÖN {1 "RS"} 9\n')

    assert office.outcomes() == {("RS", "2024-01"): {"LÖN": "-9.00"}}


def test_what_the_mapping_names_must_be_there(office):
    """All that is not is told of once, with the first row that would go there."""
    told = MAPPING.replace('"LÖN"', '"LÖM"').replace('"RS"', '"SR"').replace("[acc", 'default_unit = "TOPP"\n[acc')
    Path("liggare.sie.toml").write_text(told, encoding="utf-8")
    ran = office.refused(
        HEAD + ROWS + "#PSALDO 0 202402 4010 {} 1\n",
        "names LÖM, and the ledger has no such line",
        "names SR, TOPP, and the ledger has no such unit",
    )

    assert f"bok.se:{len(HEAD.splitlines()) + 1}: " in ran.err
    assert ran.err.count("Error: ") == 2
    assert TargetsUnknown.code == "sie-targets-unknown"


# -- proposals -----------------------------------------------------------------------------------------------

UNSURE = """#KONTO 3010 "Patientavgifter"
#KONTO 8999 "Årets resultat"
#KONTO 5999 "Utan belopp"
#OBJEKT 1 "300" "Regionstyrelse"
#OBJEKT 1 "400" "Kollektivtrafik \x07"
#PSALDO 0 202401 3010 {1 "300"} 1
#PSALDO 0 202401 8999 {} 1
#VER A 1 20240101 ""
{
#TRANS 5010 {1 "400"} 1
#TRANS 1930 {} -1
}
"""


def test_a_proposal_is_made_from_codes_and_names(office):
    """What is the same is taken, what is alike is marked, and what is neither is left empty."""
    text = office.done("sie-map", put("bok.se", HEAD + ROWS + UNSURE)).out
    proposed = tomllib.loads(text)

    assert proposed["accounts"] == {"3010": "AVG", "4010": "LÖN", "4020": "", "5010": ""}
    assert proposed["units"] == {"100": "HSN", "200": "RS", "300": "RS", "400": ""}
    assert (proposed["dimension"], proposed["ignore"]) == ("1", ["8999"])
    assert '"300" = "RS"  # Regionstyrelse: like Regionstyrelsen, to be checked' in text
    assert '"400" = ""  # Kollektivtrafik  : which unit?' in text


@pytest.mark.parametrize(
    ("number", "name", "unit", "why"),
    [
        ("900", "900 Hälso- och  sjukvårdsnämnden", "HSN", "same name"),
        ("900", "900: hälso- och sjukvårdsnämnden", "HSN", "same name"),
        ("Regionstyrelsen", "", "RS", "same name"),
        ("HSN", "Vård", "HSN", "same code"),
        ("HSN", "Regionstyrelsen", "HSN", "same code; RS has the same name, to be checked"),
        ("900", "Folktandvården", "", "which of FT1, FT2? They have this name"),
    ],
)
def test_objects_are_found_by_name_as_well_as_by_code(office, number, name, unit, why):
    """Whatever a program puts before the name; and two units of one name are not chosen between."""
    units = "".join(
        f'{{"type":"unit.opened","effective":"2022-01-01","unit":"{code}","name":"Folktandvården","parent":"REG"}}\n'
        for code in ("FT1", "FT2")
    )
    office.done("import", put("more.jsonl", units, "utf-8"))
    file = put("bok.se", f'#OBJEKT 1 "{number}" "{name}"\n#PSALDO 0 202401 4010 {{1 "{number}"}} 1\n')
    text = office.done("sie-map", file).out

    assert tomllib.loads(text)["units"] == {number: unit}
    assert text.rstrip().endswith(why)


def test_the_likeliest_dimension_is_proposed(office):
    """That with the ledger's units in it, whatever others have more figures."""
    rows = '#DIM 20 "Nämnd"\n#PSALDO 0 202401 4010 {1 "a"} 1\n#PSALDO 0 202402 4010 {1 "b"} 1\n'
    file = put("bok.se", HEAD + rows + '#PSALDO 0 202401 4010 {20 "HSN"} 1\n')

    proposed = tomllib.loads(office.done("sie-map", file).out)
    assert (proposed["dimension"], proposed["units"]) == ("20", {"HSN": "HSN"})
    assert tomllib.loads(office.done("sie-map", file, "--dimension", "6").out)["units"] == {"P1": ""}


def test_the_only_line_of_its_kind_is_proposed(office):
    """There is but one line of income."""
    file = put("bok.se", '#KONTO 3999 "Diverse"\n#PSALDO 0 202401 3999 {} 1\n')
    proposed = tomllib.loads(office.done("sie-map", file).out)

    assert (proposed["accounts"], proposed["default_unit"]) == ({"3999": "AVG"}, "REG")


def test_a_proposal_is_written_and_used(office):
    """Filled in, it serves the import."""
    Path("liggare.sie.toml").unlink()
    office.imported(HEAD + ROWS)
    ran = office.done("sie-map", "bok.se", "--output", "liggare.sie.toml")
    assert ran.out.startswith("1 of 2 accounts and 2 of 2 objects have a place in liggare.sie.toml.")

    told = Path("liggare.sie.toml").read_text(encoding="utf-8")
    Path("liggare.sie.toml").write_text(told.replace('"4020" = ""', '"4020" = "LÖN"'), encoding="utf-8")
    office.imported(HEAD + ROWS)
    assert office.outcomes() == {("HSN", "2024-01"): {"LÖN": "-700.00"}, ("RS", "2024-01"): {"LÖN": "-20.00"}}


def test_a_proposal_replaces_no_file_unasked(office):
    put("bok.se", HEAD)

    assert "exists already" in office.run("sie-map", "bok.se", "--output", "liggare.sie.toml").err
    assert office.run("sie-map", "bok.se", "--output", "liggare.sie.toml", "--overwrite").status == 0
    assert "cannot be written" in office.run("sie-map", "bok.se", "--output", "no/such/folder.toml").err
    assert "cannot be read" in office.run("sie-map", "no.se").err
