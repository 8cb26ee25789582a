"""``--depth``: an answer down to so many levels below its top."""

import datetime as dt

import pytest
from generating.terminal import ONE_OF_EACH, ROOT

from ledger.interchange.importing import import_lines
from ledger.interchange.journal.reading import read_journal
from ledger.queries.options import WrongOptionValue
from ledger.queries.question import OptionNotHeeded
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    """A ledger with facts of every type: its units stand on three levels."""
    path = tmp_path_factory.mktemp("deep") / "one.db"
    make_ledger(path, name="Region Exempel", orgnr="", clock=lambda: dt.datetime.now(dt.UTC))
    with Ledger.open(path, lambda: dt.datetime.now(dt.UTC)) as ledger, (ROOT / ONE_OF_EACH).open("rb") as file:
        import_lines(ledger, read_journal(file, "one"), actor="ekonom1")
    with LedgerReader.open(path) as reader:
        yield reader.at(dt.date(2024, 12, 31), dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("unit", [None, "RS"])
def test_it_is_counted_from_the_top_of_the_answer(at, unit):
    """0 is the top alone, and enough levels are all there are; every figure stays what it was."""
    whole = question("budget").ask(at, unit=unit).rows
    top = min(row.level for row in whole)
    for depth in range(4):
        answer = question("budget").ask(at, unit=unit, depth=depth)

        assert answer.rows == [row for row in whole if row.level - top <= depth]
        assert answer.options["depth"] == depth
    assert len(question("budget").ask(at, unit=unit, depth=0).rows) < len(whole)
    assert question("budget").ask(at, unit=unit, depth=9).rows == whole


def test_units_and_lines_are_each_counted_in_their_own_tree(at):
    """Where rows are of both, neither is deeper; the total is that of everything."""
    whole = question("budget").ask(at, by="unit,line").rows
    upper = question("budget").ask(at, by="unit,line", depth=0).rows

    assert 0 < len(upper) < len(whole)
    assert all(len(at.tree.above(row.unit)) == 1 and len(at.line_tree.above(row.line)) == 1 for row in upper)
    assert question("result").ask(at, depth=0).total == question("result").ask(at).total


def test_what_has_no_tree_refuses_it(at):
    with pytest.raises(OptionNotHeeded):
        question("freezes").ask(at, depth=1)
    with pytest.raises(WrongOptionValue):
        question("budget").ask(at, depth=-1)
