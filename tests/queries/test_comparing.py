"""Two moments compared: what was moved is told apart from what was decided, for every question alike."""

import datetime as dt
import json
from io import BytesIO

import pytest

from ledger.interchange.importing import import_lines
from ledger.interchange.journal.reading import read_journal
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import bridge, compare
from ledger.queries.explain.figures import explain
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

BEFORE, AFTER = dt.date(2024, 5, 31), dt.date(2024, 6, 30)


HAVE_P2 = ("R", "B", "A1")
ADOPTED = ("A1", "A11", "B1")
SINCE = {"effective": "2024-01-01"}


def opened(unit, parent=None):
    return {"type": "unit.opened", "unit": unit, "name": unit} | SINCE | ({"parent": parent} if parent else {})


def moved(unit, parent):
    return {"type": "unit.moved", "unit": unit, "parent": parent, "effective": "2024-06-01"}


def forecast(unit, version, amount, day):
    said = {"type": "forecast.submitted", "unit": unit, "year": 2024, "version": version}
    return {**said, "lines": {"N": f"{amount}.00"}, "effective": day}


def workforce(unit, month, value):
    said = {"type": "workforce.reported", "unit": unit, "month": month, "measure": "fte", "employment": "all"}
    return {**said, "value": str(value)}


FACTS = [
    opened("R"),
    opened("A", "R"),
    opened("B", "R"),
    opened("A1", "A"),
    opened("A11", "A1"),
    opened("B1", "B"),
    {"type": "line.opened", "line": "N", "name": "N", "side": "net", "statement": "operating"} | SINCE,
    *({"type": "budget.adopted", "unit": each, "year": 2024, "lines": {"N": "-100.00"}} for each in ADOPTED),
    forecast("A1", "P1", -110, "2024-03-31"),
    forecast("A11", "P1", -120, "2024-03-31"),
    forecast("B1", "P1", -130, "2024-03-31"),
    workforce("A1", "2024-04", 7),
    workforce("A11", "2024-04", 5),
    workforce("B1", "2024-04", 3),
    moved("A1", "B"),
    moved("A11", "A"),
    forecast("A1", "P2", -115, "2024-06-15"),
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A1 goes from A to B, and what was below it to A."""
    path = tmp_path_factory.mktemp("moved") / "moved.db"
    make_ledger(path, name="Region Exempel", orgnr="", clock=lambda: dt.datetime.now(dt.UTC))
    with Ledger.open(path, lambda: dt.datetime.now(dt.UTC)) as ledger:
        lines = BytesIO("\n".join(map(json.dumps, FACTS)).encode())
        import_lines(ledger, read_journal(lines, "moved"), actor="ekonom1")
    with LedgerReader.open(path) as reader:
        yield reader


def compared(reader, question, column, **cell):
    """By unit: the figure before, what was moved, what each fact adds, and the figure after."""
    known, versions = dt.datetime.now(dt.UTC), cell.pop("versions", (None, None))
    sides = [
        Side(reader.at(day, known), Cell(year=2024, version=version, **cell))
        for day, version in zip((BEFORE, AFTER), versions, strict=True)
    ]
    rows = compare(*sides, question, column).rows
    assert all(not row.residual for row in rows)
    return {
        row.unit: (row.before.count, row.moved.count, [each.amount.count for each in row.facts], row.after.count)
        for row in rows
    }


def test_a_version_of_a_forecast_is_moved_with_the_unit_that_submitted_it(reader):
    """What a unit brings is moved, also where a version depends on what belongs to a unit; only P2 is a decision."""
    found = compared(reader, "forecast", "amount", versions=("P1", "P2"))

    assert found["B"] == (-130_00, -110_00, [110_00, -115_00], -245_00)
    assert found["A1"] == (-230_00, 120_00, [110_00, -115_00], -115_00)
    assert found["R"] == (-360_00, 0, [110_00, -115_00], -365_00)
    assert found["A"] == (-230_00, 110_00, [], -120_00)  # below A nobody has submitted P2: it counts with P1


def test_people_are_moved_with_their_unit(reader):
    """Of the last month that was reported below each unit."""
    assert compared(reader, "staffing", "fte", employment="all") == {
        "A": (12_000, -7_000, [], 5_000),
        "A1": (12_000, -5_000, [], 7_000),
        "B": (3_000, 7_000, [], 10_000),
    }


def test_narrowing_down_to_a_unit_leaves_out_rows_and_changes_none(reader):
    """A1 had a unit below it that belongs to A now: it is part of what A1 was."""
    whole, below = compared(reader, "budget", "current"), compared(reader, "budget", "current", unit="B")

    assert whole["A1"] == (-200_00, 100_00, [], -100_00)
    assert below == {unit: whole[unit] for unit in ("A1", "B")}


@pytest.mark.parametrize(
    ("question", "column", "cell"),
    [
        ("budget", "current", {"tree": "then"}),
        ("budget", "ytd", {"tree": "today"}),
        ("forecast", "deviation", {"versions": ("P1", "P2")}),
        ("forecast", "budget", {"versions": ("P1", "P2"), "unit": "R"}),
        ("staffing", "fte", {"employment": "all"}),
    ],
)
def test_figures_are_those_that_explain_gives(reader, question, column, cell):
    """Whatever tree is summed along, before and after are what each moment itself says of the unit."""
    known, (_, version) = dt.datetime.now(dt.UTC), cell.get("versions", (None, None))
    found = compared(reader, question, column, **cell)
    assert found
    for unit in [each for each in found if version is None or each in HAVE_P2]:
        asked = {name: value for name, value in cell.items() if name != "versions"} | {"unit": unit}
        at = reader.at(AFTER, known)
        assert explain(at, question, Cell(year=2024, version=version, **asked), column).total.count == found[unit][-1]


def test_what_is_reorganised_names_the_moves_behind_it(reader):
    """Those that took something into the unit or out of it: of A1 with what is below it, and of A11 back."""
    sides = [Side(reader.at(day, dt.datetime(2099, 1, 1, tzinfo=dt.UTC)), Cell(year=2024)) for day in (BEFORE, AFTER)]
    rows = {row.unit: row for row in compare(*sides, "budget", "current").rows}
    named = {unit: [each.summary.split(",")[0] for each in row.moves] for unit, row in rows.items()}

    assert named["A"] == ["A1"]  # A11 belongs to it as before
    assert named["B"] == ["A1"]
    assert named["A1"] == ["A11"]
    assert "R" not in named
    assert [str(row.step).split()[:3:2] for row in bridge(compare(*sides, "budget", "current")).rows[1:2]] == [
        ["Reorganised:", "unit.moved"]
    ]
