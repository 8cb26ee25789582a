"""What can be wrong with a ledger, wherever it is kept.

:class:`StaleRead` and :class:`DuplicateId` are no errors for people: they tell the caller that
somebody else was faster, so that it can look again.
"""

from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote

from ledger.domain.errors import Refused, Unreadable, Unusable
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import counted_phrase, phrase

Where = Path | str
"""A ledger's file, or the address of the server that keeps it."""


class StaleRead(Exception):
    """A stream has grown since it was read."""

    def __init__(self, stream: str, *, read: int) -> None:
        super().__init__(f"stream {stream} is no longer at version {read}")
        self.stream = stream
        self.read = read


class DuplicateId(Exception):
    """A fact with this id is already recorded."""

    def __init__(self, fact_id: str) -> None:
        super().__init__(f"a fact with the id {fact_id} is already recorded")
        self.fact_id = fact_id


class LedgerExists(Refused):
    code = "ledger-exists"

    def __init__(self, path: Where) -> None:
        super().__init__(
            phrase("{path} already exists and was left as it is", path=path),
            hint=phrase(
                "Choose another name: liggare --ledger NAME init; or use the one there is: liggare "
                "--ledger {quote} show units",
                quote=quote(str(path).removesuffix("-wal").removesuffix("-journal")),
            ),
        )


class LedgerNotEmpty(Refused):
    code = "ledger-not-empty"

    def __init__(self, path: Where, facts: int) -> None:
        super().__init__(
            counted_phrase(
                "{path} already holds {number} fact; a journal is restored into an empty ledger only",
                "{path} already holds {number} facts; a journal is restored into an empty ledger only",
                facts,
                path=path,
            ),
            hint=phrase("Make a new ledger: liggare --ledger NAME init; or add the facts to this one: liggare import"),
        )


class NotTheSessionUser(Refused):
    code = "not-the-session-user"

    def __init__(self, given: str, user: str) -> None:
        super().__init__(
            phrase(
                "{given} cannot be the actor, because {user} is who has logged in to the server", given=given, user=user
            ),
            hint=phrase("Leave the actor out; or log in as the one who records"),
        )


class RestoreOutOfOrder(Unreadable):
    code = "restore-out-of-order"

    def __init__(self, sentence: str) -> None:
        super().__init__(
            sentence,
            hint=phrase(
                "Restore a journal as liggare export wrote it; facts from elsewhere are added with liggare import"
            ),
        )


class NoLedger(Unusable):
    code = "no-ledger"

    def __init__(self, path: Where) -> None:
        super().__init__(
            phrase("There is no ledger at {path}", path=path),
            hint=phrase("Make one: liggare --ledger {path} init; or name the one you mean with --ledger", path=path),
        )


class NotALedger(Unusable):
    code = "not-a-ledger"

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(
            phrase("{path} is not a ledger: {why}", path=path, why=why),
            hint=phrase(
                "Name a file that liggare init made, with --ledger; if this was one: liggare salvage --to FILE"
            ),
        )


class ForeignLayout(Unusable):
    code = "foreign-layout"

    def __init__(self, path: Path, kind: str, name: str) -> None:
        super().__init__(
            phrase(
                "{path} is not opened: its {kind} {name!r} is not as liggare makes it, and could do or say anything",
                path=path,
                kind=kind,
                name=name,
            ),
            hint=phrase("Bring the file back from a backup; or save what is intact: liggare salvage --to FILE"),
        )


class NewerLedger(Unusable):
    code = "newer-ledger"

    def __init__(self, path: Where, *, found: int, known: int) -> None:
        super().__init__(
            phrase(
                "{path} has format {found}, but this version of liggare reads formats up to {known}",
                path=path,
                found=found,
                known=known,
            ),
            hint=phrase("Upgrade: pip install --upgrade liggare"),
        )


class DamagedFact(Unusable):
    code = "damaged-fact"

    def __init__(self, position: int | None, why: str) -> None:
        which = phrase("A stored fact") if position is None else phrase("Fact #{position}", position=position)
        super().__init__(
            phrase("{which} cannot be read: {why}", which=which, why=why),
            hint=phrase("Its bytes were changed outside liggare. Save what is intact: liggare salvage --to FILE"),
        )
        self.position = position

    def known_before(self, recorded_at: datetime) -> None:
        """Tell how to ask for what had been recorded before it."""
        self.hint += phrase(
            ". What was known before it: --known-at {recorded_at}",
            recorded_at=instant_text(recorded_at - timedelta(microseconds=1)),
        )


class NewerFact(DamagedFact):
    code = "newer-fact"

    def __init__(self, position: int | None, why: str) -> None:
        super().__init__(position, why)
        self.hint = phrase(
            "If a later version has recorded it, upgrade: pip install --upgrade liggare; if not, "
            "save what is intact: liggare salvage --to FILE"
        )


class DamagedLedger(Unusable):
    code = "damaged-ledger"

    def __init__(self, path: Where, why: str, *, first: int | None = None) -> None:
        """*first*: the position of the first fact that cannot be read, where that can be told."""
        super().__init__(
            phrase("{path} is damaged: {why}", path=path, why=why)
            + (phrase("; the first fact that cannot be read is #{first}", first=first) if first else ""),
            hint=phrase("Bring the file back from a backup; or save what is intact: liggare salvage --to FILE"),
        )
        self.why = why


class LedgerOutOfReach(Unusable):
    code = "ledger-out-of-reach"

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(
            phrase("{path} cannot be opened: {why}", path=path, why=why),
            hint=phrase("Check that the directory exists and that you may read the file and the directory it lies in"),
        )


class UnfinishedWrites(Unusable):
    code = "unfinished-writes"

    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase(
                "{path} cannot be read safely: {path_2}-wal holds facts that only someone with write access can merge",
                path=path,
                path_2=path.name,
            ),
            hint=phrase("Ask for one command to be run with write access (liggare journal is enough), then try again"),
        )


class WalOfAnother(Unusable):
    code = "wal-of-another"

    def __init__(self, path: Path) -> None:
        wal = phrase("{path}-wal", path=path)
        super().__init__(
            phrase(
                "{path} and {path_2}-wal do not belong together: the one was put back or exchanged without the other",
                path=path,
                path_2=path.name,
            ),
            hint=phrase(
                "To go on with the file as it stands there: mv {quote} {quote_2}; or bring back the "
                "file that the -wal was left by. If nothing was put back: liggare salvage --to FILE",
                quote=quote(wal),
                quote_2=quote(wal + ".aside"),
            ),
        )


class ReadOnlyLedger(Unusable):
    code = "read-only-ledger"

    def __init__(self, path: Where) -> None:
        super().__init__(
            phrase("{path} may only be read by you, so nothing was recorded", path=path),
            hint=phrase("Ask for write access to the file and its directory"),
        )


class LedgerBusy(Unusable):
    code = "ledger-busy"

    def __init__(self, path: Where) -> None:
        super().__init__(
            phrase("{path} has been locked by another program for 30 seconds; nothing was recorded", path=path),
            hint=phrase("Try again when the other program (an import, perhaps) is done"),
        )


class DiskFull(Unusable):
    code = "disk-full"

    def __init__(self, path: Where) -> None:
        super().__init__(
            phrase("There is no room left on the disk of {path}; nothing was recorded", path=path),
            hint=phrase("Make room and try again"),
        )


class DiskFailed(Unusable):
    code = "disk-failed"

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(
            phrase("The disk refused to read or write {path}: {why}; nothing was recorded", path=path, why=why),
            hint=phrase("Check the disk, your quota and the limit on file sizes (ulimit -f), then try again"),
        )


LONGEST_PAUSE = timedelta(days=366)
"""A ledger that is in use is written at least once in so long a time."""

MOST_STEPPED_BACK = timedelta(minutes=5)
"""A clock this far behind the last fact is being adjusted; beyond it, it is wrong."""

STREAM_MOVED = "the stream does not stand where the fact expects it"
ID_TAKEN = "a fact with this id is already recorded"
