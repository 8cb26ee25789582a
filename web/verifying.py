"""Verifying the ledger while pages are shown: in a thread of its own, once for all who ask."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import attrs

from ledger.domain.errors import LedgerError
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of verifying the ledger once."""

    when: datetime
    checkpoint: Checkpoint | None
    """What was verified; None where it could not be read to its end."""
    findings: Sequence[str]
    """What does not agree, the first of it; empty when everything does."""
    number: int
    """How many findings there are."""


class Verifying:
    """Keeps the last outcome, and verifies anew when there are more facts than it covers."""

    def __init__(self, where: Path | str, cache: Path | None, clock: Callable[[], datetime]) -> None:
        self._where, self._cache, self._clock = where, cache, clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.last: Outcome | None = None

    @property
    def is_going_on(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def require(self, position: int) -> None:
        """See to it that the facts through *position* are, or are being, verified."""
        covered = self.last.checkpoint.size if self.last and self.last.checkpoint else -1
        with self._lock:
            if covered < position and not self.is_going_on:
                self._thread = threading.Thread(target=self._verify, name="verify", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Until what is going on has ended."""
        if self._thread is not None:
            self._thread.join()

    def _verify(self) -> None:
        try:
            with Evidence.open(self._where, cache=self._cache, hands_off=True) as evidence:
                verification = Verification(evidence)
                verified = verification.run()
                findings = verification.findings
                refused = [verified.refused.sentence] if verified.refused else []
                self.last = Outcome(
                    when=self._clock(),
                    checkpoint=verified.ledger,
                    findings=[*map(str, findings.first), *refused],
                    number=findings.count + len(refused),
                )
        except LedgerError as error:
            self.last = Outcome(when=self._clock(), checkpoint=None, findings=[error.sentence], number=1)
