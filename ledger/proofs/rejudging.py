"""The rules applied once more to the whole history, each fact judged by what was recorded before it."""

from collections import Counter
from collections.abc import Iterator

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import LedgerError, Refused
from ledger.domain.fact import Recorded, Reference
from ledger.proofs.findings import Findings
from ledger.recording.admission import Admission
from ledger.recording.privacy import refuse_personal
from ledger.store.files.log import LogReader

MOST_REFUSED = 20
"""After so many facts that the rules do not admit, what follows is no longer judged: it builds on them."""


class Past:
    """The log as it stood before the fact that is being judged: a :class:`~ledger.recording.admission.Source`."""

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self.through = 0
        self.versions: Counter[str] = Counter()
        """The version that each stream has reached."""

    def stream(self, name: str, after_version: int = 0) -> Iterator[tuple[int, Recorded]]:
        for version, recorded in self._log.stream(name, after_version):
            if recorded.position > self.through:
                return
            yield version, recorded

    def version(self, stream: str) -> int:
        return self.versions[stream]

    def streams(self) -> list[str]:
        return sorted(self.versions)

    def find(self, reference: Reference) -> tuple[Recorded, str] | None:
        found = self._log.find(reference)
        if found and found[0].position > self.through and isinstance(reference, str):
            digits = reference.removeprefix("#")  # the id of a later fact meant a position when it was not there yet
            found = self._log.find(int(digits)) if digits.isascii() and digits.isdigit() else None
        return found if found and found[0].position <= self.through else None


class Rejudging:
    """Takes the facts in their order and notes those that would not be admitted."""

    def __init__(self, log: LogReader, findings: Findings) -> None:
        self._past = Past(log)
        self._findings = findings
        self._admission = Admission(self._past)
        self._reversal = 0
        """The position of the last reversal, while it may still be corrected by the fact after it."""
        self._refused = 0

    def judge(self, recorded: Recorded, stream: str, version: int, spelled: bytes) -> None:
        """Judge the fact that lies, so spelled, in this version of this stream."""
        position, past = recorded.position, self._past
        if version != past.versions[stream] + 1:
            self._findings.note(
                position, f"it is version {version} of the stream {stream}, which was at {past.versions[stream]}"
            )
        if self._refused < MOST_REFUSED:
            self._resolve(recorded)
            belongs = self._offer(recorded, spelled)
            if belongs is None:
                self._refused += 1
                self._admission.lose()  # to be folded anew, with the fact as the log has it
            elif belongs != stream:
                self._findings.note(position, f"it lies in the stream {stream}, but belongs in {belongs}")
        past.versions[stream] = version if isinstance(version, int) else past.versions[stream] + 1
        past.through = position

    def finish(self) -> None:
        """Judge a reversal that was the last fact."""
        if self._refused < MOST_REFUSED:
            self._resolve(None)
        else:
            self._findings.note(
                None,
                f"The rules do not admit {self._refused} fact{'s' * (self._refused != 1)}; later ones were not judged",
            )

    def _resolve(self, following: Recorded | None) -> None:
        try:
            self._admission.resolve(following.fact if following else None)
        except Refused as refusal:
            self._note_refused(self._reversal, refusal)
            self._refused += 1

    def _offer(self, recorded: Recorded, spelled: bytes) -> str | None:
        """The stream the fact belongs in; None if it is not admitted."""
        try:
            refuse_personal(recorded.fact, spelled)
            stream, _ = self._admission.offer(recorded)
            self._admission.accept()
            if isinstance(recorded.fact, DecisionReversed):
                self._reversal = recorded.position
                self._admission.resolve_where_it_holds()
        except Refused as refusal:
            self._note_refused(recorded.position, refusal)
            return None
        except Exception as error:
            if not self._findings.count:  # states are made for facts that were admitted, so this is a mistake of ours
                raise
            why = error if isinstance(error, LedgerError) else repr(error)
            self._findings.note(recorded.position, f"it cannot be judged after what was found before it ({why})")
            return None
        return stream

    def _note_refused(self, position: int, refusal: Refused) -> None:
        self._findings.note(position, f"the rules do not admit it: {refusal.sentence}")
