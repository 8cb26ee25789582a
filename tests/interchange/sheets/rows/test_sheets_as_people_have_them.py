"""Names, remarks and sums beside figures; units in titles and headings; dashes, months and codes with names."""

import pytest
from reading import csv_file, facts_of, faults_of, read

from ledger.domain.values.measured import Money
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.sheets.columns.known import PERCENT_OF, Known, NameOfAnother
from ledger.interchange.sheets.columns.meanings import UnknownHeading
from ledger.interchange.sheets.rows.totals import SumDiffers

NAME = "outcome.reported.csv"
BUDGET = "budget.adopted.csv"
HELD = {
    "unit": {"HSN": "Hälso- och sjukvårdsnämnden", "RS": "Regionstyrelsen"},
    "line": {"4010": "Löner", "3010": "Intäkter", "NETTO": "Netto"},
    PERCENT_OF: {"SJUK": "procent", "VANTETID": "dagar"},
}


@pytest.fixture
def known():
    return Known(lambda kind: HELD.get(kind, {}))


def amounts(facts):
    return [(fact["unit"], fact["lines"]) for fact in facts]


@pytest.mark.parametrize("heading", ["belopp (tkr)", "Belopp, tkr", "belopp i tusental kronor", "amount [kkr]"])
def test_a_heading_may_name_the_unit_of_its_amounts(tmp_path, heading):
    path = csv_file(tmp_path, f"enhet;konto;månad;{heading}\nHSN;NETTO;2024-07;-512\n", NAME)

    assert facts_of(path)[0]["lines"] == {"NETTO": "-512000.00"}
    assert facts_of(path, unit="tkr")[0]["lines"] == {"NETTO": "-512000.00"}
    assert "and --in that they are in Mkr" in faults_of(path, unit="Mkr")[0]


@pytest.mark.parametrize(
    ("title", "amount"),
    [
        ("Belopp i tkr", "512000.00"),
        ("Utfall 2024-07 (Mkr)", "512000000.00"),
        ("Alla belopp i miljoner kronor", "512000000.00"),
        ("Budget 2024, höjd med 5 Mkr", "512.00"),
        ("Skattekronor", "512.00"),
    ],
)
def test_a_title_may_name_the_unit_of_all_amounts(tmp_path, title, amount):
    """It is used and told; an amount in a title says nothing of others."""
    notes = []
    path = csv_file(tmp_path, f"{title};;;\nenhet;konto;månad;belopp\nHSN;NETTO;2024-07;512\n", NAME)

    assert read(path, notes=notes)[0][0]["lines"] == {"NETTO": amount}
    assert any("amounts are read in" in note for note in notes) == (amount != "512.00")


def test_a_title_that_contradicts_what_is_said_is_refused(tmp_path):
    path = csv_file(tmp_path, "Belopp i tkr\nenhet;konto;månad;belopp\nHSN;NETTO;2024-07;512\n", NAME)

    assert faults_of(path, unit="kr") == [
        f"{NAME}:2: Row 1, 'Belopp i tkr', says that amounts are in tkr, and --in that they are in kr"
    ]
    assert facts_of(path, unit="tkr")
    both = csv_file(tmp_path, "Belopp i tkr\nenhet;konto;månad;belopp (Mkr)\nHSN;NETTO;2024-07;512\n", NAME)
    assert "says that amounts are in Mkr" in faults_of(both)[0]


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "..", "…"])
def test_a_dash_alone_states_nothing(tmp_path, dash):
    """Or 0, where that is said to be meant. A row of nothing but dashes is told."""
    notes = []
    path = csv_file(tmp_path, f"enhet;konto;2024-07;2024-08\nHSN;NETTO;{dash};-5\nRS;NETTO;{dash};{dash}\n", NAME)
    facts, _ = read(path, notes=notes)

    assert [(fact["unit"], fact["month"]) for fact in facts] == [("HSN", "2024-08")]
    assert "passed over: rows that state nothing (1): 'row 3 (NETTO RS)'" in notes[0]
    assert [fact["lines"]["NETTO"] for fact in facts_of(path, dash_is_zero=True)] == ["0.00", "-5.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    "month",
    ["2024-03", "2024-03-01", "202403", "2024M03", "2024m3", "mar", "mars", "3", "03", "mars 2024", "2024 mars"],
)
def test_a_month_in_every_spelling_in_cells_and_headings(tmp_path, month):
    """What says no year is of the one that is said for the whole file."""
    in_cell = csv_file(tmp_path, f"enhet;konto;månad;belopp\nHSN;NETTO;{month};-5\n", NAME)
    assert facts_of(in_cell, year=2024)[0]["month"] == "2024-03"
    as_heading = csv_file(tmp_path, f"enhet;konto;{month}\nHSN;NETTO;-5\n", NAME)
    assert facts_of(as_heading, year=2024)[0]["month"] == "2024-03"


def test_a_month_may_take_its_year_from_a_column(tmp_path):
    path = csv_file(tmp_path, "enhet;år;månad;konto;belopp\nHSN;2023;12;NETTO;-5\nHSN;2024;jan;NETTO;-6\n", NAME)

    assert [fact["month"] for fact in facts_of(path)] == ["2023-12", "2024-01"]


def test_a_number_that_is_a_month_and_a_line_is_refused(tmp_path):
    known = Known(lambda kind: {"line": {"3": "Intäkter"}}.get(kind, {}))
    path = csv_file(tmp_path, "enhet;konto;3\nHSN;NETTO;-5\n", NAME)

    assert "'3' can be read as month 3 or as line 3" in faults_of(path, year=2024, known=known)[0]


def test_a_code_may_stand_with_its_name(tmp_path, known):
    """In cells and as headings, with any dash or colon between; what is no code stays as it is."""
    cells = "HSN Hälso- och sjukvårdsnämnden;4010 Löner;2024-07;-5\nRS;4010: Löner;2024-07;-6\nX Y;NETTO;2024-07;-7\n"
    path = csv_file(tmp_path, f"enhet;konto;månad;belopp\n{cells}", NAME)

    assert amounts(facts_of(path, known=known)) == [
        ("HSN", {"4010": "-5.00"}),
        ("RS", {"4010": "-6.00"}),
        ("X Y", {"NETTO": "-7.00"}),
    ]


def test_lines_as_headings_with_their_names_and_a_sum(tmp_path, known):
    text = "Enhet;Benämning;4010 Löner;3010;Summa\nRS;Regionstyrelsen;-5;2;-3\nSumma;;-5;2;-3\n"
    path = csv_file(tmp_path, text, BUDGET)

    assert amounts(facts_of(path, known=known, year=2024)) == [("RS", {"4010": "-5.00", "3010": "2.00"})]
    wrong = csv_file(tmp_path, text.replace("2;-3\nS", "2;-4\nS"), BUDGET)
    assert faults_of(wrong, known=known, year=2024) == [
        f"{BUDGET}:2: {SumDiffers('Summa', Money.of(-4), Money.of(-3)).sentence}"
    ]
    slipped = csv_file(tmp_path, text.replace("RS;Regionstyrelsen", "RS;Hälso- och sjukvårdsnämnden"), BUDGET)
    assert faults_of(slipped, known=known, year=2024) == [
        f"{BUDGET}:2: {NameOfAnother('unit', 'RS', 'Regionstyrelsen', 'Hälso- och sjukvårdsnämnden', 'HSN').sentence}"
    ]


def test_units_as_headings(tmp_path, known):
    """A row is a line, and each unit has a fact of its own with all its lines."""
    text = "Konto;Benämning;HSN Hälso- och sjukvårdsnämnden;RS;Totalt\n4010;Löner;-5;2;-3\n3010;Intäkter;7;–;7\n"
    path = csv_file(tmp_path, text, BUDGET)

    assert amounts(facts_of(path, known=known, year=2024)) == [
        ("HSN", {"4010": "-5.00", "3010": "7.00"}),
        ("RS", {"4010": "2.00"}),
    ]


def test_sums_of_quarters_are_checked_against_their_months(tmp_path):
    head = "enhet;konto;jan;feb;mar;Kvartal 1;apr;maj;jun;Kvartal 2;Helår\n"
    path = csv_file(tmp_path, f"{head}HSN;NETTO;1;2;3;6;4;5;6;15;21\n", NAME)

    assert len(facts_of(path, year=2024)) == 6
    wrong = csv_file(tmp_path, f"{head}HSN;NETTO;1;2;3;6;4;5;6;14;21\n", NAME)
    assert "Kvartal 2 is 14 kr" in faults_of(wrong, year=2024)[0]


def test_a_name_is_compared_with_the_ledgers(tmp_path, known):
    """One that differs is told; one that belongs to another code is refused, since a column has slipped."""
    notes = []
    text = "enhet;enhetsnamn;konto;månad;belopp\nRS;{};NETTO;2024-07;-5\n"
    path = csv_file(tmp_path, text.format("Reg.styrelsen"), NAME)
    assert read(path, known=known, notes=notes)[1] == []
    assert "called otherwise than in the ledger (1): unit RS 'Reg.styrelsen' is 'Regionstyrelsen'" in notes[0]

    slipped = csv_file(tmp_path, text.format("hälso- och sjukvårdsnämnden"), NAME)
    assert "is the name of HSN" in faults_of(slipped, known=known)[0]


def test_what_is_passed_over_is_quoted(tmp_path):
    """Remarks, last year's figures, headings within the table and notes below it."""
    notes = []
    text = (
        "Budget 2025;;;;\nenhet;konto;belopp;budget 2024;kommentar\nIntäkter;;;;\nHSN;NETTO;-5;-4;Ny mottagning\n"
        "Källa: ekonomisystemet;;;;\n"
    )
    assert len(read(csv_file(tmp_path, text, BUDGET), year=2025, notes=notes)[0]) == 1
    assert notes[0].endswith(
        "passed over: above the headings (1): 'Budget 2025'; text in a row of its own (2): 'Intäkter', "
        "'Källa: ekonomisystemet'; the column budget 2024 (1): '-4'; the column kommentar (1): 'Ny mottagning'"
    )


def test_last_years_figures_alone_are_nobodys_amounts(tmp_path):
    assert "'budget 2024' is the heading of no column" in " ".join(
        faults_of(csv_file(tmp_path, "enhet;konto;budget 2024\nHSN;NETTO;-4\n", BUDGET), year=2025)
    )


def test_a_total_of_each_unit_may_stand_among_its_rows(tmp_path):
    text = "enhet;konto;belopp\nHSN;A;-1\nHSN;B;-2\nHSN;Summa;-3\nRS;A;-4\nRS;Summa;-4\nTotalt;;-7\n"

    assert len(facts_of(csv_file(tmp_path, text, BUDGET), year=2024)) == 2
    wrong = csv_file(tmp_path, text.replace("HSN;Summa;-3", "HSN;Summa;-4"), BUDGET)
    assert "belopp of 'Summa' is -4 kr" in faults_of(wrong, year=2024)[0]


def test_what_is_said_for_the_whole_file_fills_what_rows_leave_out(tmp_path):
    """A value in the file wins, also of a part of the decision."""
    path = csv_file(tmp_path, "enhet;konto;belopp;beslut paragraf;år\nHSN;A;-1;§ 7;\nRS;A;-2;;2025\n", BUDGET)
    decision = {"body": "Regionfullmäktige", "date": "2023-11-21", "paragraph": "§ 112"}
    facts = facts_of(path, year=2024, decision=decision, note="Enligt plan", effective="2024-02-01")

    assert [fact["year"] for fact in facts] == [2024, 2025]
    assert [fact["decision"]["paragraph"] for fact in facts] == ["§ 7", "§ 112"]
    assert {fact["decision"]["body"] for fact in facts} == {"Regionfullmäktige"}
    assert {(fact["note"], fact["effective"]) for fact in facts} == {("Enligt plan", "2024-02-01")}


def test_no_report_of_a_month_takes_effect_on_another_day(tmp_path):
    """Its month says on which; an option for the whole file has no say in it."""
    path = csv_file(tmp_path, "enhet;konto;månad;belopp\nHSN;A;2024-07;-1\n", NAME)

    assert "effective" not in facts_of(path, effective="2024-02-01")[0]


@pytest.mark.parametrize(
    ("indicator", "cell", "value"), [("SJUK", "5,4 %", "5.4"), ("SJUK", "75%", "75"), ("SJUK", "5,4 procent", "5.4")]
)
def test_percent_as_text_is_percent_where_the_indicator_is(tmp_path, known, indicator, cell, value):
    text = f"indikator;enhet;månad;värde\n{indicator};HSN;2024-07;{cell}\n"
    path = csv_file(tmp_path, text, "indicator.reported.csv")

    assert facts_of(path, known=known)[0]["value"] == value
    other = csv_file(tmp_path, text.replace(indicator, "VANTETID"), "indicator.reported.csv")
    assert "nothing says whether" in faults_of(other, known=known)[0]


def test_percent_of_people_is_a_share_of_one_and_of_money_nothing(tmp_path):
    text = "enhet;månad;mått;anställningsform;värde\nHSN;2024-07;fte;all;75 %\n"
    assert facts_of(csv_file(tmp_path, text, "workforce.reported.csv"))[0]["value"] == "0.75"

    money = csv_file(tmp_path, "enhet;konto;månad;belopp\nHSN;A;2024-07;75 %\n", NAME)
    assert faults_of(money) == [f"{NAME}:2: belopp is '75 %', and an amount is never in percent"]


def test_a_row_of_many_columns_of_nonsense_is_refused_at_once(tmp_path):
    """Without a look at each of them."""
    wide = ";".join(f"x{number}" for number in range(16_384))
    assert faults_of(csv_file(tmp_path, f"{wide}\n{wide}\n", NAME)) == [
        f"{NAME}:1: Row 1 has 16384 filled cells, and a sheet has at most 1000 columns"
    ]
    less = ";".join(["enhet", "konto", *(f"x{number}" for number in range(900))])
    assert "900 of the 902 headings are those of no column" in faults_of(csv_file(tmp_path, f"{less}\n", NAME))[0]


@pytest.mark.parametrize(
    ("wrong", "offered"),
    [("belop", "belopp"), ("Kostnadsställe", "enhet"), ("period", "månad"), ("kontonr", "konto"), ("utfal", "")],
)
def test_a_heading_that_is_nearly_right_is_offered_with_its_meaning(wrong, offered):
    hint = UnknownHeading(wrong, FACT_TYPES["outcome.reported"]).hint
    assert hint.startswith(f"Did you mean {offered} (") if offered else not hint.startswith("Did you mean")
