"""Eight programs record at once, for seconds or for a minute (LIGGARE_ENDURE=1), while others read."""

import json
import multiprocessing
import os
import time
from itertools import pairwise

import attrs
import officers
import pytest
from kept import now
from officers import BATCH, PAIRS, at_work, organisation

from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log

SECONDS, READERS = (60, (0, 2)) if os.environ.get("LIGGARE_ENDURE") else (2, (2,))
ACKNOWLEDGED = ("recorded", "imported", "typed", "said again", "moved")
SPAWNING = multiprocessing.get_context("spawn")
AS_OF = officers.DAY.replace(month=12, day=31)
PATIENCE_S = 120


def read_on(where, cache, gate, heard):
    """Ask again and again: whatever is seen is whole batches, and nothing that was seen goes away."""
    asked, seen = 0, []
    gate.wait()
    until = time.time() + SECONDS
    while time.time() < until:
        with LedgerReader.open(where, cache=cache) as reader:
            at = reader.at(AS_OF, now())
            rows = {row.unit: row for row in budget(at, year=2024).rows}
            ids = [each.fact.id for each in reader.log.facts(len(seen), at.position)]
        seen += ids
        asked += 1
        batches = sum(str(id_).startswith("batch-") for id_ in seen)
        assert batches % BATCH == 0, f"{batches} facts are no whole batches of {BATCH}"
        assert rows["N"].current == -rows["O"].current, "half a batch was counted"
    heard.put((asked, seen))


class Shift:
    """The officers of one campaign, and what they say of it afterwards."""

    def __init__(self, where, folder, readers):
        self.where = where
        self.heard = SPAWNING.Queue()
        self._gate = SPAWNING.Barrier(8 + readers, timeout=PATIENCE_S)
        self._shared = []  # lives as long as we do
        self._notes = folder / f"notes-{readers}"
        self._notes.mkdir()
        self.writers = [SPAWNING.Process(target=at_work, args=each) for each in self._duties()]
        self.readers = [
            SPAWNING.Process(target=read_on, args=(where, folder / f"cache-{n}", self._gate, self.heard))
            for n in range(readers)
        ]

    def _duties(self):
        def about(name):
            return self.where, name, self._gate, SECONDS, self._notes / f"{name}.json"

        yield officers.record, *about("recorder")
        yield officers.import_batches, *about("importer")
        yield officers.type_commands, *about("typist")
        yield officers.die_before_telling, *about("mortal")
        for pair in PAIRS:
            together, going = SPAWNING.Barrier(2, timeout=PATIENCE_S), SPAWNING.Value("b", 1)
            self._shared += together, going
            for side in "AB":
                yield officers.race, *about(f"racer-{side}{pair}"), pair, side, together, going

    def work(self):
        """Everybody at once, until the time is up; what they were told, and the longest anybody waited."""
        everybody = [*self.writers, *self.readers]
        for each in everybody:
            each.start()
        seen = [self.heard.get(timeout=SECONDS + PATIENCE_S) for _ in self.readers]
        for each in everybody:
            each.join(SECONDS + PATIENCE_S)
        assert [each.exitcode for each in everybody] == [0] * len(everybody)
        notes = [json.loads(path.read_text(encoding="utf-8")) for path in self._notes.iterdir()]
        return Outcome(
            seen, [tuple(each) for one in notes for each in one["told"]], max(each["longest_s"] for each in notes)
        )


@attrs.frozen
class Outcome:
    seen: list
    told: list
    longest_s: float

    def named(self, *what):
        return [each for each in self.told if each[0] in what]


@pytest.fixture
def shift(where, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Ledger.open(where, now) as ledger:
        ledger.record(*organisation())
    return lambda readers: Shift(where, tmp_path, readers).work()


@pytest.mark.parametrize("readers", READERS)
def test_eight_writers_at_once(where, shift, readers, capsys):
    """No fact is lost or there twice, what was told can be read, no rule is broken, and readers see whole batches."""
    done = shift(readers)
    with open_log(where) as log:
        facts = list(log.facts())
    ids = [each.fact.id for each in facts]

    assert [each.position for each in facts] == list(range(1, len(facts) + 1))
    assert all(one < other for one, other in pairwise(each.recorded_at for each in facts))
    assert len(set(ids)) == len(ids)
    assert all(ids[position - 1] == id_ for _, position, id_ in done.named(*ACKNOWLEDGED))
    assert sum(str(id_).startswith("batch-") for id_ in ids) % BATCH == 0
    assert all(seen == ids[: len(seen)] for _, seen in done.seen)
    assert_each_race_has_one_winner(done)
    assert_verified(where)
    tell(capsys, where, facts, done)


def assert_each_race_has_one_winner(done):
    """Of the two who wanted more than there was, one was refused, every time."""
    for pair in PAIRS:
        won, lost = (
            [number for _, number, id_ in done.named(what) if id_.startswith((f"racer-A{pair}", f"racer-B{pair}"))]
            for what in ("won the race", "lost the race")
        )

        assert sorted(won) == sorted(lost) == list(range(len(won)))
        assert won


def assert_verified(where):
    with Evidence.open(where) as evidence:
        verification = Verification(evidence)
        verified = verification.run()
    assert (verification.findings.first, verified.refused) == ([], None)


def tell(capsys, where, facts, done):
    """What the campaign came to, for whoever runs it for its figures."""
    if os.environ.get("LIGGARE_ENDURE"):
        with capsys.disabled():
            print(  # noqa: T201 - as above
                f"\n{'server' if isinstance(where, str) else 'file'}, {len(done.seen)} readers: {len(facts)} facts in"
                f" {SECONDS} s, {len(done.named('lost the race'))} races, {len(done.named('said again'))} killed before"
                f" they could tell, {sum(asked for asked, _ in done.seen)} answers,"
                f" longest wait of a writer {done.longest_s:.2f} s"
            )
