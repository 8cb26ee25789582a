"""Asking a server of pages: within the test's own process, without a network."""

import asyncio
import datetime as dt
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx

from ledger.queries.questions import questions
from web.app import make_app
from web.site import Site

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)


class Reader:
    """Somebody who reads the pages of a ledger. Use it as a context: it keeps the server's threads going."""

    def __init__(self, where, cache, now=NOW, **site):
        self.now = now
        site = {"hosts": frozenset({"localhost"}), **site}
        self.site = Site(where=where, clock=lambda: self.now, cache=cache, **site)
        self.logged = []
        self.app = make_app(self.site, self.logged.append)
        self.loop = asyncio.new_event_loop()
        self._lifespan = None

    def __enter__(self):
        self._stopping, self._stopped = asyncio.Event(), asyncio.Event()

        async def receive():
            if self._started:
                await self._stopping.wait()
                return {"type": "lifespan.shutdown"}
            self._started = True
            return {"type": "lifespan.startup"}

        async def send(message):
            if message["type"] == "lifespan.shutdown.complete":
                self._stopped.set()

        self._started = False
        self._lifespan = self.loop.create_task(self.app({"type": "lifespan"}, receive, send))
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self.loop.run_until_complete(self._lifespan)
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def asks(self, address, method="GET", **headers):
        """The server's answer, awaited."""
        transport = httpx.ASGITransport(app=self.app, client=("127.0.0.1", 4000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, address, headers=names)

    def ask(self, address, method="GET", **headers):
        """The server's answer."""
        return self.loop.run_until_complete(self.asks(address, method, **headers))

    def ask_with(self, path, parameters):
        """The server's answer to a path with parameters, which are encoded here."""
        return self.ask(f"{path}?{urlencode(parameters)}" if parameters else path)

    def page(self, address, **headers):
        """The text of a page that there is."""
        answer = self.ask(address, **headers)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[-600:])
        return answer.text


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser's signature
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


def links_in(text):
    """The addresses that a page leads to, and fetches from."""
    parser = _Links()
    parser.feed(text)
    return parser.found


def question_names():
    return [each.name for each in questions()]
