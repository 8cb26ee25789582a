"""What an import says of itself: recorded by the import alone, true, and for ever."""

from datetime import date

import pytest
from given import REGION, adopted, attested, reversal, transferred, unit
from offering import of_files

from ledger.domain.control.attestations import NotAttestable
from ledger.domain.control.imports import ImportFinished, RecordedByImport, WrongImport
from ledger.domain.control.policies import PolicyOverControl, PolicySet
from ledger.domain.control.reversals import ImportIsNoDecision
from ledger.domain.fact import Recorded
from ledger.recording.admission import Admission
from ledger.recording.ledger import Ledger, make_ledger
from ledger.recording.restoring import JournalIncoherent

pytestmark = of_files


def finished(import_, first, last, facts, **more):
    return ImportFinished(
        import_=import_, first=first, last=last, facts=facts, effective=date(2024, 9, 15), id="i", **more
    )


@pytest.fixture
def imported(given):
    """A ledger of six facts, the last two of which were imported, and what was recorded of that: #7."""
    ledger = given(*REGION[:4])
    ledger.ledger.record_as_import([unit("A", "RS"), unit("B", "RS")], actor="ekonom1")
    return ledger


def test_an_import_records_which_facts_it_brought(imported):
    """Directly after them, with its number, on the Swedish day of recording."""
    *_, last = imported.ledger.log.facts()
    fact = last.fact

    assert (fact.import_, fact.first, fact.last, fact.facts) == (1, 5, 6, 2)
    assert (fact.effective, fact.actor, fact.file, fact.sha256) == (date(2024, 9, 15), "ekonom1", None, None)
    assert last.position == 7


def test_numbers_rise_by_one_and_nothing_is_an_import(imported):
    """An import that finds all of its facts recorded leaves no trace."""
    again = [recorded.fact for recorded in imported.ledger.log.facts() if recorded.position in (5, 6)]
    took = imported.ledger.record_as_import(again, actor="ekonom1")
    imported.ledger.record_as_import([unit("C")], actor="ekonom1")

    assert [each.already_there for each in took] == [True, True]
    *_, last = imported.ledger.log.facts()
    assert (last.position, last.fact.import_, last.fact.first, last.fact.last) == (9, 2, 8, 8)


def test_what_is_refused_leaves_no_import(imported):
    with pytest.raises(Exception, match="There is no unit"):
        imported.ledger.record_as_import([unit("C"), adopted("QQ", {"NETTO": "-1"})], actor="ekonom1")

    assert imported.positions() == [1, 2, 3, 4, 5, 6, 7]


def test_nobody_records_one_by_hand(imported):
    """Not alone, not with others, and not in a rehearsal."""
    fact = finished(2, 1, 7, 7)
    for offer in (imported.ledger.record, imported.ledger.rehearse):
        with pytest.raises(RecordedByImport, match="by nobody else"):
            offer(unit("C"), fact)
    with imported.ledger.rehearsing() as batch, pytest.raises(RecordedByImport):
        batch.offer(fact, None)


def test_it_is_neither_reversed_nor_attested(imported):
    """It says that something has happened; what it brought can be reversed."""
    with pytest.raises(ImportIsNoDecision, match="#7 says that import 1 has been"):
        imported.offer(reversal(7, on="2024-09-15"))
    with pytest.raises(NotAttestable, match="it decides nothing"):
        imported.offer(attested(7, "chef1", on="2024-09-15"))
    assert imported.offer(reversal(6)).position == 8


def test_no_policy_makes_it_wait(imported):
    with pytest.raises(PolicyOverControl, match="always count at once"):
        imported.offer(PolicySet(policy="P", types=("import.finished",), effective=date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (finished(1, 8, 8, 1), "import 2 comes next"),
        (finished(3, 8, 8, 1), "import 2 comes next"),
        (finished(2, 7, 8, 2), "the import before it ends with #7"),
        (finished(2, 9, 8, 0), "said to be #9 to #8"),
        (finished(2, 8, 8, 2), "#8 to #8 are not 2 facts"),
        (finished(2, 8, 9, 2), "its last fact is said to be #9"),
    ],
    ids=range(6),
)
def test_what_it_says_is_true(imported, fact, said):
    """Judged again by ``verify``, and by ``restore`` as well."""
    imported.offer(unit("C"))
    history = list(imported.ledger.log.facts())
    with pytest.raises(WrongImport, match=said):
        Admission(imported.ledger.log).offer(Recorded(9, imported.clock(), fact))
    with pytest.raises(JournalIncoherent, match=f"Fact #9 says what is not true of import.*{said}"):
        restored(imported, [*history, Recorded(9, history[-1].recorded_at.replace(year=2025), fact)])


def test_a_journal_with_imports_is_restored(imported):
    imported.ledger.record_as_import([unit("C")], actor=None)
    history = list(imported.ledger.log.facts())

    assert restored(imported, history) == len(history) == 9


def restored(imported, history):
    """How many facts are restored into an empty ledger beside another."""
    path = imported.path.with_name("restored.db")
    make_ledger(path, name="", orgnr="", clock=imported.clock)
    with Ledger.open(path, imported.clock) as ledger:
        return ledger.restore(iter(history))


def test_a_correction_in_an_import_is_judged_whole(given):
    """The reversal and its replacement are two facts of the import."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B"), transferred("RS", "HSN", "-60"))
    ledger.ledger.record_as_import(
        [reversal("B", id="R"), adopted("RS", {"NETTO": "-90"}, corrects="B", id="B2")], actor="ekonom1"
    )

    *_, last = ledger.ledger.log.facts()
    assert (last.fact.first, last.fact.last) == (8, 9)
