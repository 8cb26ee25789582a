"""The proof that a fact is in a ledger, in a file that says everything needed to check it (c2sp.org/tlog-proof).

The extra data is the fact itself: its line in the journal, which is the leaf that the hashes start from.
"""

import base64
import binascii
import re

import attrs

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.phrases import phrase
from ledger.proofs.checkpoints import (
    Checkpoint,
    FactsTakenAway,
    HistoryChanged,
    base64_text,
    described,
    number_of_facts,
    origin_of,
    read_checkpoint,
    read_hash,
)
from ledger.proofs.evidence import Evidence
from ledger.proofs.merkle import inclusion_ranges, root_by_inclusion, roots_of

_FIRST_LINE = "c2sp.org/tlog-proof@v1"


class ProofUnreadable(Unreadable):
    code = "proof-unreadable"

    def __init__(self, where: object, why: str) -> None:
        super().__init__(
            phrase("{where} is no proof: {why}", where=where, why=why),
            hint=phrase("Give the file as liggare proof --output wrote it"),
        )


class RecordedLater(Refused):
    code = "recorded-later"

    def __init__(self, position: int, checkpoint: Checkpoint) -> None:
        super().__init__(
            phrase(
                "The checkpoint covers {number_of_facts}, and #{position} was recorded later",
                number_of_facts=number_of_facts(checkpoint.size),
                position=position,
            ),
            hint=phrase("Sign a new one: liggare checkpoint --key FILE --output FILE"),
        )


class ProofWrong(Refused):
    code = "proof-wrong"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The proof does not hold: {why}", why=why),
            hint=phrase("The fact, the proof or the checkpoint was changed after signing"),
        )


class ProofOfAnother(Refused):
    code = "proof-of-another-checkpoint"

    def __init__(self, own: Checkpoint, given: Checkpoint) -> None:
        super().__init__(
            phrase(
                "The proof leads to the root {base64_text} of {number_of_facts}, but the checkpoint "
                "says {base64_text_2} of {size}",
                base64_text=base64_text(own.root),
                number_of_facts=number_of_facts(own.size),
                base64_text_2=base64_text(given.root),
                size=given.size,
            ),
            hint=phrase("Have the proof made for this checkpoint: liggare proof POSITION --checkpoint FILE"),
        )


@attrs.frozen
class Proof:
    """A fact's line and the hashes that lead from it to the root of a checkpoint."""

    leaf: bytes
    position: int
    path: tuple[bytes, ...]
    note: bytes
    """The checkpoint it leads to, signed or not, as it was given."""

    @property
    def text(self) -> bytes:
        lines = [
            _FIRST_LINE,
            f"extra {base64.b64encode(self.leaf).decode()}",
            f"index {self.position - 1}",
            *map(base64_text, self.path),
        ]
        return "\n".join(lines).encode() + b"\n\n" + self.note

    def check(self, checkpoint: Checkpoint) -> None:
        """Raise :class:`ProofWrong` unless the fact leads to the checkpoint's root and is the one it says."""
        if self.position > checkpoint.size:
            raise ProofWrong(
                phrase("there is no fact #{position} among {size}", position=self.position, size=checkpoint.size)
            )
        if root_by_inclusion(self.position - 1, checkpoint.size, self.leaf, self.path) != checkpoint.root:
            raise ProofWrong(
                phrase(
                    "#{position} as it stands there does not lead to the root {base64_text}",
                    position=self.position,
                    base64_text=base64_text(checkpoint.root),
                )
            )
        if not self.leaf.startswith(b'{"position":%d,' % self.position):
            raise ProofWrong(phrase("the fact at #{position} calls itself by another position", position=self.position))


def prove(evidence: Evidence, position: int, checkpoint: Checkpoint | None = None, note: bytes | None = None) -> Proof:
    """The proof that the fact is under the checkpoint (signed in *note*); without one, under what there is now.

    Raises :class:`RecordedLater`, and :class:`FactsTakenAway` or :class:`HistoryChanged` when the ledger no longer
    holds what was signed.
    """
    last = evidence.log.last_position()
    size = checkpoint.size if checkpoint else last
    if checkpoint and position > size:
        raise RecordedLater(position, checkpoint)
    if checkpoint and size > last:
        raise FactsTakenAway(checkpoint, last)
    leaf = evidence.leaf(position)
    path = tuple(roots_of(inclusion_ranges(position - 1, size), evidence.leaves(size)))
    root = root_by_inclusion(position - 1, size, leaf, path)
    assert root is not None  # noqa: S101 - the path was made for it
    if checkpoint and checkpoint.root != root:
        raise HistoryChanged(checkpoint, root)
    metadata = evidence.metadata()
    under = checkpoint or Checkpoint(origin_of(metadata), size, root, described(metadata))
    return Proof(leaf, position, path, note or under.text.encode())


def read_proof(data: bytes, where: object = "The file") -> Proof:
    """The proof in a file. Raises :class:`ProofUnreadable`; whether it holds is another question."""
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ProofUnreadable(where, phrase("it is not plain text")) from None
    if lines[0] != _FIRST_LINE or not blank:
        raise ProofUnreadable(
            where, phrase("it does not begin with {first_line} and end with a checkpoint", first_line=_FIRST_LINE)
        )
    if len(lines) < 3 or not lines[1].startswith("extra "):  # noqa: PLR2004 - kind, fact and index
        raise ProofUnreadable(where, phrase("it does not hold the fact it is about"))
    try:
        leaf = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
    except binascii.Error:
        raise ProofUnreadable(where, phrase("the fact in it is damaged")) from None
    index = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[2])
    if index is None:
        raise ProofUnreadable(where, phrase("{lines!r} does not say where the fact stands", lines=lines[2]))
    path = [read_hash(line) for line in lines[3:]]
    if None in path:
        raise ProofUnreadable(where, phrase("a hash in it is damaged"))
    return Proof(leaf, int(index[1]) + 1, tuple(each for each in path if each), note)


def unsigned_checkpoint(proof: Proof, where: object = "The file") -> Checkpoint:
    """The checkpoint that a proof carries, whoever has signed it or not."""
    try:
        words = proof.note.decode()
    except UnicodeDecodeError:
        raise ProofUnreadable(where, phrase("its checkpoint is not text in UTF-8")) from None
    text, signed, _ = words.rpartition("\n\n")
    return read_checkpoint(text + "\n" if signed else words, where)
