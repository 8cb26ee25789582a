"""Whether #PSALDO or vouchers give an outcome is decided for each account and year, and so is which objects count."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from accounting import HEAD, MAPPING
from hypothesis import given
from hypothesis import strategies as st
from test_sie_fuzz import NOTHING

from ledger.interchange.sie.incoming.facts import sie_lines
from ledger.interchange.sie.incoming.sources import SourcesDisagree
from ledger.interchange.sie.mapping.mapping_file import Mapping, Places

HSN, RS = ("HSN", "2024-01"), ("RS", "2024-01")
WAGES = 'PSALDO 0 202401 4010 {1 "100"}'


def voucher(*rows, day="20240115", number=1, other=1930):
    """A voucher whose last row balances the others."""
    total = sum(amount for _, _, amount in rows)
    lines = [f"#TRANS {account} {objects} {amount}" for account, objects, amount in [*rows, (other, "{}", -total)]]
    return "\n".join([f"#VER A {number} {day}", "{", *lines, "}", ""])


# -- #PSALDO or vouchers -------------------------------------------------------------------------------------


def test_an_account_without_balances_is_read_from_its_vouchers(office):
    """Whatever stands in #PSALDO for other accounts; what was read from where is told."""
    rows = '#PSALDO 0 202401 3110 {1 "100"} -300\n' + voucher((3110, '{1 "100"}', -300))
    ran = office.imported(HEAD + rows + voucher((4010, '{1 "200"}', 1000), number=2))

    assert office.outcomes() == {HSN: {"AVG": "300.00"}, RS: {"LÖN": "-1000.00"}}
    assert "outcomes of 1 account (3110) from #PSALDO and 1 account (4010) from vouchers." in ran.err
    assert "left out: 1 account (1930) of assets and liabilities." in ran.err


def test_the_years_of_an_account_are_decided_one_by_one(office):
    """#PSALDO of the year before say nothing of this year's vouchers."""
    rows = '#PSALDO -1 202301 4010 {1 "100"} 5\n' + voucher((4010, '{1 "100"}', 7))
    office.imported(HEAD + rows)

    assert office.outcomes() == {("HSN", "2023-01"): {"LÖN": "-5.00"}, HSN: {"LÖN": "-7.00"}}


@pytest.mark.parametrize(
    ("balances", "vouchers", "result", "taken"),
    [
        (1000, 1000, 1000, 1000),
        (1000, 600, 1000, 1000),
        (600, 1000, 1000, 1000),
        (1000, 600, None, 1000),
        (1000, 1000, 900, None),
        (1000, 600, 900, None),
        (1000, 600, 0, None),
    ],
)
def test_balances_and_vouchers_that_differ_are_held_against_the_result(office, balances, vouchers, result, taken):
    """What comes to #RES counts; where neither does, the account is refused with all three sums."""
    text = HEAD + f'#PSALDO 0 202401 4010 {{1 "100"}} {balances}\n' + voucher((4010, '{1 "100"}', vouchers))
    text += "" if result is None else f"#RES 0 4010 {result}\n"
    if taken is None:
        told = [f"{each:,} kr".replace(",", "\N{NO-BREAK SPACE}") for each in (balances, vouchers, result)]
        office.refused(text, "Account 4010 of the year 0 is", f"{told[0]} by #PSALDO", f"{told[1]} by its", *told)
        assert SourcesDisagree.code == "sie-sources-disagree"
    else:
        ran = office.imported(text)
        assert office.outcomes() == {HSN: {"LÖN": f"-{taken}.00"}}
        assert ("read from vouchers, which come to #RES" in ran.err) is (balances != taken)
        assert ("#PSALDO and not vouchers" in ran.err) is (vouchers != taken)


def test_a_result_of_which_nothing_else_stands_in_the_file_is_told(office):
    ran = office.imported(HEAD + f"#{WAGES} 1000\n#RES 0 4010 1000\n#RES 0 5010 70\n#RES 0 1930 9\n")

    assert "but their #RES to 1\N{NO-BREAK SPACE}070 kr: account 5010 nothing against 70 kr." in ran.err


# -- objects -------------------------------------------------------------------------------------------------


def test_objects_are_looked_at_account_by_account(office):
    """That one account has rows for one object alone says nothing of another."""
    rows = '#PSALDO 0 202401 3110 {1 "100"} -300\n#PSALDO 0 202401 4010 {1 "100" 6 "P1"} 1000\n'
    office.imported(HEAD + rows)

    assert office.outcomes() == {HSN: {"AVG": "300.00", "LÖN": "-1000.00"}}


def test_budgets_say_nothing_of_the_objects_of_outcomes(office):
    rows = "#PSALDO 0 202401 4010 {} 1000\n" + '#PSALDO 0 202401 4010 {6 "P1" 1 "100"} 1000\n#PBUDGET'
    office.imported(HEAD + rows + WAGES.removeprefix("PSALDO") + " 900\n")

    assert office.outcomes() == {HSN: {"LÖN": "-1000.00"}}


def test_an_object_that_only_stands_with_others_counts_beside_those_that_stand_alone(office):
    """Of an account with both kinds of rows, in one month."""
    rows = f'#{WAGES} 700\n#PSALDO 0 202401 4010 {{1 "100" 6 "P1"}} 500\n'
    ran = office.imported(HEAD + rows + '#PSALDO 0 202401 4010 {1 "200" 6 "P1"} 30\n#PSALDO 0 202401 4010 {} 730\n')

    assert office.outcomes() == {HSN: {"LÖN": "-700.00"}, RS: {"LÖN": "-30.00"}}
    assert "left out: 1 #PSALDO row for several objects, which are parts of others." in ran.err


# -- whatever the file looks like ----------------------------------------------------------------------------

FIGURES = st.lists(
    st.tuples(
        st.sampled_from(["3110", "4010", "4020", "5010"]),
        st.sampled_from(["01", "02", "12"]),
        st.sampled_from(["100", "200", "3 00"]),
        st.sampled_from(["P1", "P2"]),
        st.integers(1, 10**6),
    ),
    min_size=1,
    max_size=12,
)
WAYS = st.fixed_dictionaries(
    {
        account: st.sampled_from(["vouchers", "alone", "several", "both", "whole and several", "all"])
        for account in ("3110", "4010", "4020", "5010")
    }
)


def rows_of(account, way, figures):
    """An account's figures as programs may write them; each row is an atom that may stand anywhere."""
    alone, several, whole = Counter(), Counter(), Counter()
    for month, number, project, amount in figures:
        alone[month, f'{{1 "{number}"}}'] += amount
        several[month, f'{{1 "{number}" 6 "{project}"}}'] += amount
        whole[month, "{}"] += amount
    kinds = {"alone": [alone], "several": [several], "both": [several, alone], "whole and several": [whole, several]}
    for kind in kinds.get(way, [whole, alone, several] if way == "all" else []):
        yield from (f"#PSALDO 0 2024{month} {account} {who} {amount}\n" for (month, who), amount in kind.items())
    if way in ("vouchers", "all"):
        for number, ((month, who), amount) in enumerate(several.items()):
            yield voucher((account, who, amount), day=f"2024{month}28", number=number)


@given(figures=FIGURES, ways=WAYS, data=st.data())
def test_whatever_rows_a_file_has_the_figures_come_out(figures, ways, data):
    """Every account has its figures in rows of its own kind, in any order: each unit's line comes to its figures."""
    by_account = {}
    for account, *figure in figures:
        by_account.setdefault(account, []).append(figure)
    rows = [row for account, of in by_account.items() for row in rows_of(account, ways[account], of)]
    results = [f"#RES 0 {account} {sum(figure[-1] for figure in of)}\n" for account, of in by_account.items()]
    expected = Counter()
    for account, month, number, _, amount in figures:
        expected[number, f"2024-{month}", account] -= 100 * amount

    found, notes = read(HEAD + "".join(data.draw(st.permutations(rows + results))))

    assert found == expected
    assert not [note for note in notes if "but their #RES" in note]


def read(text):
    """What a file comes to, by unit, month and account, and what is told of it."""
    accounts, units = ("3110", "4010", "4020", "5010"), ("100", "200", "3 00")
    held = NOTHING.__class__(
        **{name: getattr(NOTHING, name) for name in ("sides", "tops", "orgnr", "stated", "is_recorded")},
        lines=dict.fromkeys(accounts, ""),
        units=dict.fromkeys(units, ""),
    )
    notes, found = [], Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.se"
        path.write_text(text, encoding="cp437")
        for _, fact in sie_lines(path, "a.se", Mapping("m", Places({}), Places({})), held, notes.append):
            assert isinstance(fact, dict), fact
            for account, amount in fact["lines"].items():
                found[fact["unit"], fact["month"], account] += int(amount.replace(".", ""))
    return found, notes


def test_what_a_mapping_ignores_is_told(office):
    Path("liggare.sie.toml").write_text('ignore = ["8999"]\n' + MAPPING, encoding="utf-8")
    ran = office.imported(HEAD + f"#{WAGES} 1\n#PSALDO 0 202401 8999 {{}} 7\n#PSALDO 0 202401 4010 {{6 P1}} 7\n")

    assert "1 account (8999) that the mapping ignores" in ran.err
    assert "1 #PSALDO and #PBUDGET row for objects of other dimensions" in ran.err
