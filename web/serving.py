"""A server for the pages of one ledger: where it listens, and how it stops."""

import contextlib
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from ledger.domain.errors import Unusable
from ledger.domain.values.phrases import phrase
from web.app import make_app
from web.guard import to_standard_error
from web.site import Site

BACKLOG = 128
CONNECTIONS = 500
"""More connections than these at the same time are turned away."""
LONGEST_HEAD = 32 * 1024
"""In bytes: the first line and the headers of a request."""
GRACE_S = 5
"""How long pages that are being made may take to be finished when the server is to stop."""
_MODE = 0o660
"""Of a socket: who may read the ledger's pages is decided by its owner and group."""


class AddressTaken(Unusable):
    code = "address-taken"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            phrase("Pages cannot be served at {where}: {why}", where=where, why=why),
            hint=phrase("Choose another one with --port, --host or --socket; --port 0 takes any that is free"),
        )


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on a network address. Raises :class:`AddressTaken`."""
    where = f"{host} port {port}"
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind, number)
    except OSError as error:
        raise AddressTaken(where, error.strerror or str(error)) from None
    with opened:
        try:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(address)
        except OSError as error:
            raise AddressTaken(where, error.strerror or str(error)) from None
        yield opened


@contextlib.contextmanager
def listening_at(path: Path) -> Iterator[socket.socket]:
    """A socket in the file system, for its owner and group alone; it is taken away again.

    One that a server left behind which was killed is replaced. Raises :class:`AddressTaken`.
    """
    try:
        _take_away(path)
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with opened:
            before = os.umask(0o777 & ~_MODE)
            try:
                opened.bind(str(path))
            finally:
                os.umask(before)
            yield opened
    except OSError as error:
        raise AddressTaken(str(path), error.strerror or str(error)) from None
    finally:
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(path.lstat().st_mode) and not _answers(path):
                path.unlink()


def _take_away(path: Path) -> None:
    """Remove a socket that nobody answers at. Raises :class:`AddressTaken` for anything else that lies there."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise AddressTaken(str(path), phrase("a file lies there that is no socket"))
    if _answers(path):
        raise AddressTaken(str(path), phrase("another server answers there"))
    path.unlink()


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trying:
        try:
            trying.connect(str(path))
        except OSError:
            return False
    return True


def serve(site: Site, where: socket.socket, *, logged: bool, ready: Callable[[], None]) -> None:
    """Answer until the process is asked to end; what was begun is finished. *ready* is called once it listens."""
    app = make_app(site, to_standard_error if logged else None)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",
        http="h11",
        loop="asyncio",
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=GRACE_S,
    )
    where.listen(BACKLOG)
    ready()
    with contextlib.suppress(KeyboardInterrupt):  # how uvicorn passes on what asked it to end
        uvicorn.Server(config).run(sockets=[where])
