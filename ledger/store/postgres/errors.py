"""What a PostgreSQL server can say, and the one place where it becomes sentences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from ledger.domain.errors import Unreadable, Unusable
from ledger.domain.values.phrases import phrase
from ledger.store.clock_errors import ClockSteppedBack
from ledger.store.errors import (
    DamagedLedger,
    DiskFailed,
    DiskFull,
    DuplicateId,
    LedgerBusy,
    LedgerNotEmpty,
    NoLedger,
    NotTheSessionUser,
    StaleRead,
)
from ledger.store.instants import instant

REFUSED = "LG000"
"""Our own SQLSTATE for whatever a trigger refuses; those below are raised by the functions."""
STALE, DUPLICATE, STEPPED_BACK, OTHER_ACTOR, NOT_EMPTY, NOT_A_FACT = (f"LG00{number}" for number in range(1, 7))

_CUT_OFF = {"57P01", "57P02", "57P03", "57P05", "25P03", "25P04"}
"""The server has ended, or does not begin, the session."""


class AddressUnreadable(Unreadable):
    code = "address-unreadable"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("{where} is no address of a ledger: {why}", where=where, why=why),
            hint=phrase(
                "Write postgresql://USER@HOST/DATABASE, and ?schema=NAME if the database holds several ledgers"
            ),
        )


class ServerOutOfReach(Unusable):
    code = "server-out-of-reach"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("{where} cannot be reached: {why}", where=where, why=why),
            hint=phrase("Check that the server runs and lets you in; psql with the same address says more"),
        )


class ConnectionLost(Unusable):
    code = "connection-lost"

    def __init__(self, where: str, why: str, *, ids: "tuple[str, ...] | None" = ()) -> None:
        if ids is None:
            told, hint = phrase("it is not known whether the facts were recorded"), phrase("Import the same file again")
        elif ids:
            told = phrase("it is not known whether {ids} was recorded", ids=" and ".join(ids))
            hint = (
                phrase("Say the same again with --id {ids}", ids=ids[0])
                if len(ids) == 1
                else phrase("Look it up in liggare journal")
            )
        else:
            told, hint = phrase("nothing was recorded"), phrase("Try again")
        unknown = ids is None or bool(ids)
        super().__init__(
            phrase("The connection to {where} was lost ({why}); {told}", where=where, why=why, told=told),
            hint=phrase("{hint} when the server answers", hint=hint)
            + (phrase("; nothing is recorded twice") if unknown else ""),
        )


class MayNotRead(Unusable):
    code = "may-not-read"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("You may not read {where}: {why}", where=where, why=why),
            hint=phrase("Ask its owner to make you an auditor: GRANT …_auditor TO you (docs/server.md)"),
        )


class MayNotRecord(Unusable):
    code = "may-not-record"

    def __init__(self, where: str, user: str) -> None:
        super().__init__(
            phrase("{user} may read {where}, but not record there", user=user, where=where),
            hint=phrase("Ask its owner to make you a recorder: GRANT …_recorder TO you (docs/server.md)"),
        )


class MayNotRestore(Unusable):
    code = "may-not-restore"

    def __init__(self, where: str, user: str) -> None:
        super().__init__(
            phrase(
                "{user} does not own {where}, and only the owner says when facts were recorded", user=user, where=where
            ),
            hint=phrase("Have the owner restore the journal; or add its facts as recorded now: liggare import"),
        )


class FactNotTaken(Unusable):
    code = "fact-not-taken"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("{where} does not take this as a fact: {why}", where=where, why=why),
            hint=phrase(
                "If this liggare is newer than the ledger, have its owner add the type: INSERT INTO "
                "fact_types (docs/server.md)"
            ),
        )


class OnlyACopy(Unusable):
    code = "only-a-copy"

    def __init__(self, where: str) -> None:
        super().__init__(
            phrase("{where} follows another server, so nothing can be recorded there", where=where),
            hint=phrase("Name the server that it follows, or both with ?target_session_attrs=read-write"),
        )


class MayNotMake(Unusable):
    code = "may-not-make"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("No ledger can be made at {where}: {why}", where=where, why=why),
            hint=phrase(
                "Have it made by a user with CREATEROLE who may create schemas in a UTF8 database (docs/server.md)"
            ),
        )


def reason(error: Exception) -> str:
    """What went wrong, as the first line that says it."""
    lines = [line.strip(" \t-") for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if "failed: " in line), lines[0] if lines else type(error).__name__)
    return told.removeprefix("connection failed: ").rstrip(".")


def is_cut_off(error: psycopg.Error) -> bool:
    """Whether it was the connection that failed, and not the statement."""
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return state.startswith("08") or state in _CUT_OFF


def meaning(error: psycopg.Error, where: str) -> Exception:
    """What the error means to the caller or to a person; the error itself when it is a mistake of ours."""
    if is_cut_off(error):
        return ConnectionLost(where, reason(error))
    raised = _RAISED.get(error.sqlstate or "")
    if raised:
        return raised(where, error.diag.message_detail or "", error.diag.message_hint or "")
    sentence = _SENTENCES.get(type(error))
    return sentence(where, error.diag.message_primary or reason(error)) if sentence else error


def _stale(_where: str, detail: str, _hint: str) -> Exception:
    version, _, stream = detail.partition(" ")
    return StaleRead(stream, read=int(version))


def _stepped_back(_where: str, detail: str, _hint: str) -> Exception:
    now, last = (instant(int(stored)) for stored in detail.split())
    return ClockSteppedBack(now=now, last=last)


_RAISED: dict[str, Callable[[str, str, str], Exception]] = {
    STALE: _stale,
    DUPLICATE: lambda _where, fact_id, _hint: DuplicateId(fact_id),
    STEPPED_BACK: _stepped_back,
    OTHER_ACTOR: lambda _where, given, user: NotTheSessionUser(given, user),
    NOT_A_FACT: lambda where, why, _hint: FactNotTaken(where, why),
    NOT_EMPTY: lambda where, facts, _hint: LedgerNotEmpty(where, int(facts)),
}
"""What our own functions raise, with what they put into the detail and the hint."""

_SENTENCES: dict[type[psycopg.Error], Callable[[str, str], Exception]] = {
    psycopg.errors.InvalidTextRepresentation: FactNotTaken,
    psycopg.errors.CharacterNotInRepertoire: FactNotTaken,
    psycopg.errors.UntranslatableCharacter: FactNotTaken,
    psycopg.errors.LockNotAvailable: lambda where, _: LedgerBusy(where),
    psycopg.errors.DiskFull: lambda where, _: DiskFull(where),
    psycopg.errors.IoError: DiskFailed,
    psycopg.errors.ReadOnlySqlTransaction: lambda where, _: OnlyACopy(where),
    psycopg.errors.DataCorrupted: DamagedLedger,
    psycopg.errors.IndexCorrupted: DamagedLedger,
    psycopg.errors.InsufficientPrivilege: MayNotRead,
    psycopg.errors.UndefinedTable: lambda where, _: NoLedger(where),
    psycopg.errors.TooManyConnections: ServerOutOfReach,
    psycopg.errors.QueryCanceled: ServerOutOfReach,
}


@contextmanager
def translated(where: str) -> Iterator[None]:
    """A context in which the server's errors leave as what they mean."""
    try:
        yield
    except psycopg.Error as error:
        told = meaning(error, where)
        if told is error:
            raise
        raise told from error
