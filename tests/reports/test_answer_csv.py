import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_answers import BudgetRow, LineRow, SavingsRow, answer, board_budget, lines

from ledger.domain.fact import Decision
from ledger.domain.values.days import Month
from ledger.domain.values.disarmed import disarmed
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.visible import visible_lines
from ledger.queries.answer import column, row
from ledger.reports.formats.csv_text import csv_text


def read(text):
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_every_field_is_a_column_and_every_row_a_line():
    """Hidden columns are there; the total is not, for it would be added to the rows."""
    text = csv_text(board_budget())

    assert text.splitlines() == [
        "unit,name,parent,level,original,adjusted,transferred,grants,carried_over,current",
        "RS,Regionstyrelsen,,0,-1955000000.00,0.00,0.00,0.00,0.00,-1955000000.00",
        "GEM,Regionförvaltningen gemensamt,RS,1,-924000000.00,0.00,0.00,0.00,0.00,-924000000.00",
        "DOS,Digitalisering och service,RS,1,-1031000000.00,0.00,0.00,0.00,0.00,-1031000000.00",
    ]
    assert text.endswith("\n")
    assert "\r" not in text


def test_cells_are_written_as_in_the_journal():
    """Shares have six decimals, truths the words of JSON, unknown values no characters at all."""
    asked = SavingsRow(
        plan="OMST",
        phase=None,
        from_=Month.of(2024, 2),
        due=date(2024, 12, 31),
        positions=Quantity.of("-173.8"),
        share_positions=Decimal(2) / 3,
        value=Decimal("1E+3"),
        units=("RS", "HSN"),
        count=3,
    )

    assert csv_text(answer([asked], SavingsRow)).splitlines() == [
        "plan,phase,from,due,positions,share_positions,value,recurring,units,count",
        'OMST,,2024-02,2024-12-31,-173.8,0.666667,1000,true,"RS, HSN",3',
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", '"=', "\t=", "\n+", "＝", "'-"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(start):
    """An apostrophe makes it a text; a negative figure stays a figure."""
    asked = LineRow(line=f"{start}1+1", amount=Money(-100))

    disarmed = f"{start[:-1]}'{start[-1]}1+1"
    assert read(csv_text(answer([asked], LineRow))) == [{"line": disarmed, "amount": "-1.00"}]


FORMULAS = "=HYPERLINK(0)", "+1", "-1+2", "@SUM(1)"


@given(
    parts=st.lists(
        st.sampled_from([*FORMULAS, *",;\t|\n\"' ", "Vård", "5", "\x00", "\x1b[2J"]), min_size=1, max_size=8
    ),
    separator=st.sampled_from(",;\t|"),
)
def test_no_text_is_a_formula_whatever_a_spreadsheet_cuts_lines_at(parts, separator):
    """Within quotes or without them, also in lists and in the parts of a fact, and whoever cuts the lines how."""
    text = "".join(parts)
    asked = SavingsRow(plan=text, phase=text, positions=None, share_positions=None, units=(text, text), value=None)
    written = csv_text(answer([asked], SavingsRow))
    strict = [cell for row in csv.reader(StringIO(written, newline=""), delimiter=separator) for cell in row]
    careless = [cell for line in written.splitlines() for cell in line.split(separator)]

    for cell in (*strict, *careless):
        assert not cell.strip(' "\t').startswith(("=", "+", "@", "-1+")), cell
    assert "\x1b" not in written
    assert "\x00" not in written


def test_a_list_that_begins_like_a_formula_is_disarmed_too():
    """The units of a freeze are text as well."""
    asked = SavingsRow(plan="P", phase=None, positions=None, share_positions=None, units=("=A1", "B"))

    assert read(csv_text(answer([asked], SavingsRow)))[0]["units"] == "'=A1, B"


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), ore=st.integers(-(10**15), 10**15)
)
def test_a_text_survives_whatever_it_holds(text, ore):
    """Commas, quotes and line breaks within a cell stay in that cell; what nobody can see is spelled out."""
    found = read(csv_text(answer([LineRow(line=text, amount=Money(ore))], LineRow)))

    assert len(found) == 1
    assert found[0]["line"] == disarmed(visible_lines(text))
    assert found[0]["line"].replace("'", "") == visible_lines(text).replace("'", "")
    assert Money.of(found[0]["amount"]) == Money(ore)


def test_parts_within_a_cell_are_json():
    """A decision has a body, a day and a paragraph, and a cell holds them all; an instant is UTC."""

    @row
    class FactRow:
        recorded_at: datetime = column("Recorded")
        decision: Decision | None = column("Decision")

    asked = FactRow(recorded_at=datetime(2024, 6, 5, 8, 30, tzinfo=UTC), decision=Decision(body="RS", paragraph="§ 1"))

    assert read(csv_text(answer([asked], FactRow))) == [
        {
            "recorded_at": "2024-06-05T08:30:00.000000Z",
            "decision": '{"body":"RS","date":null,"paragraph":"§ 1","case":null}',
        }
    ]


def test_no_rows_leave_the_header():
    """A program that reads it still learns the columns."""
    assert csv_text(answer([], BudgetRow)).startswith("unit,name,parent")
    assert len(csv_text(lines()).splitlines()) == 1
