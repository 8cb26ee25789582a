"""Where a ledger may be kept, and empty ones to try it."""

from datetime import UTC, datetime

from postgres_server import OWNER

from ledger.store.opening import create

FILE, SERVER = "file", "server"
KINDS = (FILE, SERVER)


def now():
    return datetime.now(UTC)


class Stores:
    """Makes empty ledgers, of both kinds."""

    def __init__(self, folder, request):
        self._folder = folder
        self._request = request
        self._made = 0

    def make(self, kind):
        """Where a new ledger is, for somebody who may record."""
        if kind == SERVER:
            return self._request.getfixturevalue("server").ledger().url()
        self._made += 1
        path = self._folder / f"{self._made}.db"
        create(path, name="Region Exempel", clock=now)
        return path


def owned(where):
    """The same ledger for its owner, who may restore a journal."""
    return where.replace("ekonom1", OWNER) if isinstance(where, str) else where
