"""What a ledger holds, in three lines that can be signed (c2sp.org/tlog-checkpoint): origin, size and root."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping

import attrs

from ledger.domain.errors import Refused, Unreadable
from ledger.proofs.evidence import Evidence
from ledger.proofs.merkle import HASH_SIZE, Tree

Progress = Callable[[int, int], None]
"""Told how many facts of how many have been read."""


class CheckpointUnreadable(Unreadable):
    code = "checkpoint-unreadable"

    def __init__(self, where: object, why: str) -> None:
        super().__init__(
            f"{where} is no checkpoint: {why}", hint="Give the file as liggare checkpoint --output wrote it"
        )


class FactsTakenAway(Refused):
    code = "facts-taken-away"

    def __init__(self, checkpoint: "Checkpoint", facts: int) -> None:
        gone = f"#{facts + 1} to #{checkpoint.size} were" if checkpoint.size > facts + 1 else f"#{checkpoint.size} was"
        super().__init__(
            f"The ledger holds {counted(facts)}, fewer than the {checkpoint.size} of the checkpoint: {gone} taken away",
            hint="Ask for the ledger's backups; they held these facts when the checkpoint was signed",
        )


class HistoryChanged(Refused):
    code = "history-changed"

    def __init__(self, checkpoint: "Checkpoint", root: bytes) -> None:
        super().__init__(
            f"The history through #{checkpoint.size} is not the one that was signed: its root is {spelled(root)}, "
            f"the checkpoint says {spelled(checkpoint.root)}",
            hint="A fact at or before it was changed, moved or exchanged; an older checkpoint narrows down which",
        )


class OtherLedger(Refused):
    code = "other-ledger"

    def __init__(self, checkpoint: "Checkpoint", origin: str) -> None:
        super().__init__(
            f"The checkpoint was signed for {checkpoint.origin}, but this ledger is {origin} with another history",
            hint="Name the ledger that the checkpoint is about: liggare --ledger WHERE verify …",
        )


@attrs.frozen
class Checkpoint:
    """A ledger's origin, how many facts it held, and the root hash over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{spelled(self.root)}\n"


def counted(facts: int) -> str:
    return f"{facts} fact{'s' * (facts != 1)}"


def spelled(data: bytes) -> str:
    """A hash as checkpoints and proofs write it: base64."""
    return base64.b64encode(data).decode()


def read_hash(words: str) -> bytes | None:
    """The hash that the words spell, if they do."""
    try:
        data = base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) == HASH_SIZE and spelled(data) == words else None


def read_checkpoint(text: str, where: object = "The text") -> Checkpoint:
    """The checkpoint that a note's text is; further lines are passed by. Raises :class:`CheckpointUnreadable`."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size and root
        raise CheckpointUnreadable(where, "it does not begin with the three lines of origin, size and root")
    origin, size, root = lines[:3]
    if not re.fullmatch("0|[1-9][0-9]{0,18}", size, re.ASCII):
        raise CheckpointUnreadable(where, f"{size!r} is no number of facts")
    digest = read_hash(root)
    if digest is None:
        raise CheckpointUnreadable(where, f"{root!r} is no root hash")
    return Checkpoint(origin, int(size), digest)


def origin_of(metadata: Mapping[str, str]) -> str:
    """What a checkpoint calls the ledger: its name, with what tells it from every other ledger."""
    words = re.split(r"[\s+/]+", metadata.get("name", ""))
    name = "-".join(word for word in words if word and word.isprintable())
    return f"{name or 'liggare'}/{metadata['identity']}"


def take_checkpoint(evidence: Evidence, progress: Progress | None = None, *, through: int | None = None) -> Checkpoint:
    """The checkpoint of what the ledger holds, now or *through* an earlier position.

    Raises :class:`DamagedLedger` when a fact is missing.
    """
    tree, last = Tree(), evidence.log.last_position() if through is None else through
    for leaf in evidence.leaves(last):
        tree.add(leaf)
        if progress is not None and tree.size % 1000 == 0:
            progress(tree.size, last)
    return Checkpoint(origin_of(evidence.metadata()), tree.size, tree.root())
