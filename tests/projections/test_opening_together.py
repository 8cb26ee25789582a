"""Many readers who open a read model at once: it is made once, and every figure counts once."""

import multiprocessing
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections import tables
from ledger.projections.read_model_files import newest
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

DAY, LATER = date(2024, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)
READERS, ROUNDS, FACTS = 4, 4, 40
SPAWNING = multiprocessing.get_context("spawn")


def clock():
    return datetime(2024, 2, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "region.db"
    make_ledger(path, name="Region X", orgnr="", clock=clock)
    with Ledger.open(path, clock) as ledger:
        ledger.record(
            UnitOpened(effective=DAY, unit="RS", name="Regionstyrelsen"),
            LineOpened(effective=DAY, line="NETTO", name="Netto", side="net", statement="operating"),
            *(
                BudgetAdjusted(
                    financing="Skatt",
                    from_month=Month.of(2024, 1),
                    effective=DAY,
                    unit="RS",
                    year=2024,
                    lines={"NETTO": Money(-1)},
                )
                for _ in range(FACTS)
            ),
        )
    return path


def current(path):
    with LedgerReader.open(path) as reader:
        (row,) = budget(reader.at(DAY, LATER), year=2024).rows
    return row.current.count


def ask_in_rounds(path, together, answers):
    for _ in range(ROUNDS):
        together.wait()
        answers.put(current(path))
        together.wait()


def of_another_version(path):
    """What is left of a read model that a later version of the program made."""
    connection = tables.connect(newest(path))
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()


def gone(path):
    for left in path.parent.glob(f"{path.name}.views*"):
        left.unlink()


def rebuild_again_and_again(path, times):
    with LedgerReader.open(path) as reader:
        for _ in range(times):
            reader.views.rebuild()


def ask_until(path, ended, answers):
    while not ended.is_set():
        answers.put(current(path))
    answers.put(None)


def test_read_models_that_come_and_go_change_no_answer(path):
    """Whoever opens one while another takes its place and the first is removed has one of them whole."""
    ended, answers = SPAWNING.Event(), SPAWNING.Queue()
    readers = [SPAWNING.Process(target=ask_until, args=(path, ended, answers)) for _ in range(2)]
    makers = [SPAWNING.Process(target=rebuild_again_and_again, args=(path, 60)) for _ in range(2)]
    for process in (*readers, *makers):
        process.start()
    for maker in makers:
        maker.join(60)
    ended.set()
    found = Counter(answers.get(timeout=60) for _ in readers)
    while found[None] < len(readers):
        found[answers.get(timeout=60)] += 1

    assert found.keys() == {None, -FACTS}
    assert [maker.exitcode for maker in makers] == [0, 0]
    assert len(list(path.parent.glob("*.views*"))) <= 3


@pytest.mark.parametrize("harm", [gone, of_another_version])
def test_a_read_model_is_made_once_by_all_who_want_it(path, harm):
    """Figures were doubled when two readers laid out the same file."""
    together, answers = SPAWNING.Barrier(READERS + 1, timeout=60), SPAWNING.Queue()
    readers = [SPAWNING.Process(target=ask_in_rounds, args=(path, together, answers)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    assert current(path) == -FACTS
    for _ in range(ROUNDS):
        harm(path)
        together.wait()
        assert [answers.get(timeout=60) for _ in readers] == [-FACTS] * READERS
        together.wait()
        assert current(path) == -FACTS
        with Evidence.open(path) as evidence:
            verification = Verification(evidence)
            verified = verification.run()
        assert (verification.findings.first, verified.model_compared) == ([], True)
    for reader in readers:
        reader.join(60)
    assert [reader.exitcode for reader in readers] == [0] * READERS
