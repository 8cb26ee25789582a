"""What every request passes first: only reading, only under our own names, and with headers that keep pages apart."""

import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ledger.domain.values.visible import visible
from web.site import Site

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
METHODS = ("GET", "HEAD")
_LONGEST_LOGGED = 2000


class Guard:
    """Wraps the pages. Who may read at all is decided by what stands in front of the server."""

    def __init__(self, app: App, site: Site, log: Callable[[str], None] | None = None) -> None:
        self._app = app
        self._site = site
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, sent = 0, 0

        async def guarded(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                names = {name for name, _ in message.get("headers", ())}
                more = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in names]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._admitted(scope, receive, guarded)
        finally:
            if self._log is not None:
                self._log(self._line(scope, status, sent, time.perf_counter() - began))

    async def _admitted(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:
            await _refuse(send, 405, "Only GET and HEAD are answered here.", (b"allow", b"GET, HEAD"))
        elif _host(scope) not in self._site.hosts:
            await _refuse(send, 400, "This server is not known under that name: start it with --base-url.")
        else:
            await self._app(self._within(scope), receive, send)

    def _within(self, scope: Scope) -> Scope:
        """The request without the site's prefix, whether the proxy has taken it away or not."""
        prefix, path = self._site.prefix, scope["path"]
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            path = path[len(prefix) :] or "/"
        return {**scope, "path": path, "root_path": ""}

    def _line(self, scope: Scope, status: int, sent: int, took_s: float) -> str:
        """One request in the access log: who, what, and what came of it."""
        query = scope.get("query_string", b"").decode("ascii", "replace")
        asked = visible(scope["path"] + (f"?{query}" if query else ""))[:_LONGEST_LOGGED]
        return f"{self._who(scope)} {scope['method']} {asked} {status} {sent} {took_s * 1000:.0f} ms"

    def _who(self, scope: Scope) -> str:
        """The user whom a proxy names, if it is one that is believed: over a socket there is no other way in."""
        client = scope.get("client")
        address = str(client[0]) if client else ""
        name = self._site.user_header
        if name is None or (address and address not in self._site.proxies):
            return address or "-"
        told: list[bytes] = [value for key, value in scope["headers"] if key == name.lower().encode()]
        return "".join(visible(told[0].decode("latin-1")).split())[:100] or "-" if len(told) == 1 else "-"


def _host(scope: Scope) -> str:
    """The name that the server was asked by, without a port; empty where it is not told exactly once."""
    told: list[str] = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    if len(told) != 1:
        return ""
    host = told[0]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


async def _refuse(send: Send, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
    body = f"{words}\n".encode()
    own = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})


def to_standard_error(line: str) -> None:
    """A line of the access log, where a service's journal finds it."""
    sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {line}\n")
    sys.stderr.flush()
