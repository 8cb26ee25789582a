"""Everything that can be checked of a ledger, in one pass over its facts and bounded memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import attrs

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.fact import Recorded
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase
from ledger.proofs.checkpoints import (
    Checkpoint,
    DescriptionChanged,
    FactsTakenAway,
    HistoryChanged,
    OtherLedger,
    Progress,
    described,
    number_of_facts,
    origin_of,
)
from ledger.proofs.evidence import Entry, Evidence
from ledger.proofs.findings import MOST_KEPT, Findings
from ledger.proofs.merkle import Tree
from ledger.proofs.read_model import FactsPassing, StoredModel, compare, derived_anew, stored_model
from ledger.proofs.rejudging import Rejudging
from ledger.store.codec import decode, is_canonical
from ledger.store.errors import DamagedFact

_STEP = 1000
"""After how many facts progress is told."""


@attrs.frozen
class Verified:
    """What a ledger was found to hold."""

    ledger: Checkpoint
    """What a checkpoint would say of it now."""
    model_compared: bool
    """Whether there was a read model to compare."""
    refused: Refused | None
    """Why the ledger does not extend the checkpoint, if one was given and it does not."""


class Verification:
    """One verification of one ledger. What was found stays in :attr:`findings`, also when reading stopped."""

    def __init__(
        self, evidence: Evidence, *, checkpoint: Checkpoint | None = None, progress: Progress | None = None
    ) -> None:
        self.findings = Findings()
        self._evidence = evidence
        self._log = evidence.log
        self._checkpoint = checkpoint
        self._root_then: bytes | None = None
        """The root over as many facts as the checkpoint covers."""
        self._progress = progress or (lambda _done, _total: None)
        self._tree = Tree()
        self._rejudging = Rejudging(evidence.log, self.findings)
        self._before: Entry | None = None

    def run(self) -> Verified:
        """Read every fact and compare everything. Raises :class:`Unusable` where the file cannot be read on."""
        metadata = self._evidence.metadata()
        self._check_file()
        with stored_model(self._log, self.findings) as stored:
            last = self._log.last_position()
            passing = self._pass(last)
            compared = stored is not None and self._compare(stored, passing, last)
            for _ in passing:  # what no read model asked for is checked all the same
                pass
        self._rejudging.finish()
        found = Checkpoint(origin_of(metadata), self._tree.size, self._tree.root(), described(metadata))
        return Verified(found, compared, self._checkpoint_refused(found))

    # -- the file ----------------------------------------------------------------------------------------

    def _check_file(self) -> None:
        for found in self._evidence.structure(MOST_KEPT):
            self.findings.note(None, f"The file is damaged inside: {found}")
        self._check_layout()
        if self._evidence.passed_over():
            self.findings.note(None, "The -wal is damaged, and facts behind the damage may be missing: liggare salvage")

    def _check_layout(self) -> None:
        intended, there = self._evidence.intended_layout(), self._evidence.layout()
        for name, statement in intended.items():
            if name not in there:
                self.findings.note(None, f"The {name} is gone from the file: what it guarded may have been changed")
            elif there[name] != statement:
                self.findings.note(None, f"The {name} is not as liggare makes it")
        for name in sorted(there.keys() - intended.keys()):
            self.findings.note(None, f"The {name} was put into the file by another program")

    # -- the facts ---------------------------------------------------------------------------------------

    def _pass(self, last: int) -> Iterator[Recorded]:
        """Every fact, checked. Raises :class:`DamagedFact` at the first that cannot be read."""
        for entry in self._evidence.entries(0, last):
            yield self._checked(entry)
            if entry.position % _STEP == 0:
                self._progress(entry.position, last)

    def _checked(self, entry: Entry) -> Recorded:
        self._check_place(entry)
        if not entry.is_as_recorded:
            self.findings.note(entry.position, "it is not as it was recorded: its checksum is another")
        fact = decode(entry.topic, entry.state, entry.position)
        if not is_canonical(fact, entry.state):
            self.findings.note(entry.position, f"its bytes are not what liggare writes for this {fact.TYPE}")
        if fact.id != entry.fact_id:
            self.findings.note(entry.position, f"it says its id is {fact.id}, but is filed under {entry.fact_id}")
        recorded = Recorded(entry.position, entry.recorded_at, fact)
        self._tree.add(entry.leaf(recorded.recorded_at))
        if self._checkpoint and self._tree.size == self._checkpoint.size:
            self._root_then = self._tree.root()
        self._rejudging.judge(recorded, entry.stream, entry.version, entry.state)
        self._before = entry
        return recorded

    def _check_place(self, entry: Entry) -> None:
        """The position is the next one, and the instant later than the one before."""
        before = self._before
        expected = before.position + 1 if before else 1
        if entry.position != expected:
            missing = f"#{expected}" if entry.position == expected + 1 else f"#{expected} to #{entry.position - 1}"
            self.findings.note(entry.position, f"{missing} should come before it and cannot be found")
        if not isinstance(entry.stored_instant, int):
            raise DamagedFact(
                entry.position, phrase("{stored_instant!r} is not an instant", stored_instant=entry.stored_instant)
            )
        if before and entry.stored_instant <= before.stored_instant:
            own = f"recorded at {instant_text(entry.recorded_at)}"
            earlier = f"#{before.position} at {instant_text(before.recorded_at)}"
            self.findings.note(entry.position, f"it says it was {own}, which is not after {earlier}")

    # -- the read model ----------------------------------------------------------------------------------

    def _compare(self, stored: StoredModel, passing: Iterator[Recorded], last: int) -> bool:
        """Derive the read model from the facts as they pass, and compare; whether that could be done."""
        if stored.position > last:
            self.findings.note(
                None, f"The read model was derived from {number_of_facts(stored.position)}, but the log ends at #{last}"
            )
            return False
        try:
            with closing(derived_anew(FactsPassing(self._log, passing, stored.position))) as fresh:
                compare(stored, fresh, self.findings)
        except (LedgerError, sqlite3.Error):
            raise
        except Exception as error:
            if not self.findings.count:  # derived from facts that were admitted, this is a mistake of ours
                raise
            self.findings.note(None, f"The read model cannot be derived from what was found ({error!r})")
            return False
        return True

    # -- the checkpoint ----------------------------------------------------------------------------------

    def _checkpoint_refused(self, found: Checkpoint) -> Refused | None:
        """Why the ledger is not the one that was signed, or no copy of it."""
        signed = self._checkpoint
        if signed is None:
            return None
        root = Tree().root() if signed.size == 0 else self._root_then
        is_same_ledger = signed.identity == found.identity
        if root != signed.root or not (signed.size or is_same_ledger):  # every ledger begins with no facts
            if not is_same_ledger:
                return OtherLedger(signed, found.origin)
            return FactsTakenAway(signed, found.size) if root is None else HistoryChanged(signed, root)
        differences = signed.differences(found.described or {})
        if is_same_ledger and (differences or signed.origin != found.origin):
            return DescriptionChanged(differences or [f"its origin was {signed.origin} and is {found.origin}"])
        return None  # the same history, also in a copy that was restored under another identity
