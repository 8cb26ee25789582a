"""What a ledger holds, in lines that can be signed (c2sp.org/tlog-checkpoint): origin, size, root, and what it is.

The fourth line is an extension line: name, organisation number and the instant the ledger was made, as one JSON object.
The hashes are over facts alone, so that a copy of a ledger has the same root.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence

import attrs

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.phrases import Phrase, counted_phrase, phrase
from ledger.proofs.evidence import Evidence
from ledger.proofs.merkle import HASH_SIZE, Tree

Progress = Callable[[int, int], None]
"""Told how many facts of how many have been read."""


class CheckpointUnreadable(Unreadable):
    code = "checkpoint-unreadable"

    def __init__(self, where: object, why: str) -> None:
        super().__init__(
            phrase("{where} is no checkpoint: {why}", where=where, why=why),
            hint=phrase("Give the file as liggare checkpoint --output wrote it"),
        )


class FactsTakenAway(Refused):
    code = "facts-taken-away"

    def __init__(self, checkpoint: "Checkpoint", facts: int) -> None:
        gone = (
            phrase("#{facts} to #{size} were", facts=facts + 1, size=checkpoint.size)
            if checkpoint.size > facts + 1
            else phrase("#{size} was", size=checkpoint.size)
        )
        super().__init__(
            phrase(
                "The ledger holds {number_of_facts}, fewer than the {size} of the checkpoint: {gone} taken away",
                number_of_facts=number_of_facts(facts),
                size=checkpoint.size,
                gone=gone,
            ),
            hint=phrase("Ask for the ledger's backups; they held these facts when the checkpoint was signed"),
        )


class HistoryChanged(Refused):
    code = "history-changed"

    def __init__(self, checkpoint: "Checkpoint", root: bytes) -> None:
        super().__init__(
            phrase(
                "The history through #{size} is not the one that was signed: its root is "
                "{base64_text}, the checkpoint says {base64_text_2}",
                size=checkpoint.size,
                base64_text=base64_text(root),
                base64_text_2=base64_text(checkpoint.root),
            ),
            hint=phrase(
                "A fact at or before it was changed, moved or exchanged; an older checkpoint narrows down which"
            ),
        )


class OtherLedger(Refused):
    code = "other-ledger"

    def __init__(self, checkpoint: "Checkpoint", origin: str) -> None:
        history = (
            phrase("another history")
            if checkpoint.size
            else phrase("nothing in common: the checkpoint covers no facts")
        )
        super().__init__(
            phrase(
                "The checkpoint was signed for {origin}, but this ledger is {origin_2} with {history}",
                origin=checkpoint.origin,
                origin_2=origin,
                history=history,
            ),
            hint=phrase("Name the ledger that the checkpoint is about: liggare --ledger WHERE verify …"),
        )


class DescriptionChanged(Refused):
    code = "description-changed"

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "What the ledger says it is was changed after the checkpoint was signed: {differences}",
                differences="; ".join(differences),
            ),
            hint=phrase("Ask for the ledger's backups: what a ledger is called and when it was made never changes"),
        )


DESCRIBED = ("name", "orgnr", "created")
"""What of a ledger's metadata a checkpoint covers besides its identity, which is the end of the origin."""

_EXTENSION = "liggare "
_LONGEST_EXTENSION = 10_000


@attrs.frozen
class Checkpoint:
    """A ledger's origin, how many facts it held, and the root hash over them."""

    origin: str
    size: int
    root: bytes
    described: Mapping[str, str] | None = None
    """Name, organisation number and instant of creation; None in a checkpoint that does not tell them."""

    @property
    def text(self) -> str:
        described = self.described
        extension = "" if described is None else f"{_EXTENSION}{json.dumps(dict(described), sort_keys=True)}\n"
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n{extension}"

    @property
    def identity(self) -> str:
        """What tells the ledger from every other, whatever it is called."""
        return self.origin.rpartition("/")[2]

    def differences(self, described: Mapping[str, str]) -> list[str]:
        """What of a ledger's description is not as it was signed, in words."""
        then = {} if self.described is None else self.described
        return [
            f"{field} was {then[field]!r} and is {described.get(field, '')!r}"
            for field in DESCRIBED
            if field in then and then[field] != described.get(field, "")
        ]


def number_of_facts(facts: int) -> Phrase:
    return counted_phrase("{number} fact", "{number} facts", facts)


def base64_text(data: bytes) -> str:
    """A hash as checkpoints and proofs write it: base64."""
    return base64.b64encode(data).decode()


def read_hash(words: str) -> bytes | None:
    """The hash that the words spell, if they do."""
    try:
        data = base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) == HASH_SIZE and base64_text(data) == words else None


def read_checkpoint(text: str, where: object = "The text") -> Checkpoint:
    """The checkpoint that a note's text is; lines of other programs are passed by.

    Raises :class:`CheckpointUnreadable`.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size and root
        raise CheckpointUnreadable(where, phrase("it does not begin with the three lines of origin, size and root"))
    origin, size, root = lines[:3]
    if not re.fullmatch("0|[1-9][0-9]{0,18}", size, re.ASCII):
        raise CheckpointUnreadable(where, phrase("{size!r} is no number of facts", size=size))
    digest = read_hash(root)
    if digest is None:
        raise CheckpointUnreadable(where, phrase("{root!r} is no root hash", root=root))
    return Checkpoint(origin, int(size), digest, _described(lines[3:], where))


def _described(lines: Sequence[str], where: object) -> Mapping[str, str] | None:
    """What the extension lines say the ledger is; None if they do not."""
    extensions = [line.removeprefix(_EXTENSION) for line in lines if line.startswith(_EXTENSION)]
    if not extensions:
        return None
    try:
        found = json.loads(extensions[0]) if len(extensions) == 1 and len(extensions[0]) <= _LONGEST_EXTENSION else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise CheckpointUnreadable(
            where, phrase("what it says of the ledger cannot be read: {extensions!r}", extensions=extensions[0][:60])
        )
    return found


def described(metadata: Mapping[str, str]) -> dict[str, str]:
    """What a checkpoint says of the ledger besides its origin."""
    return {field: metadata.get(field, "") for field in DESCRIBED}


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
    metadata = evidence.metadata()
    return Checkpoint(origin_of(metadata), tree.size, tree.root(), described(metadata))
