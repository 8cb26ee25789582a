"""The application: addresses, the pages behind them, and what is kept of these."""

import asyncio
import contextlib
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import attrs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ledger.domain.errors import LedgerError
from ledger.queries.reader import LedgerReader
from web.asked import Asked, language, read_query
from web.desks import Desks
from web.guard import App, Guard
from web.kept import Kept, Page
from web.pages.errors import error_page, unexpected_page
from web.parts.addresses import ADDRESSES, Address
from web.rendering import STATIC, static
from web.site import Site
from web.verifying import Verifying
from web.visit import Visit

_NOBODY_THERE = 499
"""For the access log: whoever asked has gone away."""
_KEPT_FOR_A_DAY = "public, max-age=86400"


class _Answering:
    """Makes pages, or finds them among those that are kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self.desks: Desks | None = None
        self.door: Desks | None = None
        """A thread that only looks which facts there are: what is kept is found however long pages take to make."""

    def open(self) -> LedgerReader:
        return LedgerReader.open(self.site.where, apart=True, cache=self.site.cache)

    async def answer(self, request: Request, address: Address) -> Response:
        """Never raises but when it is cancelled: what goes wrong is a page too."""
        lang = language(request.query_params.get("lang"), request.headers.get("accept-language", ""), self.site.lang)
        asked = Asked(site=self.site, path=request.scope["path"], given={}, lang=lang)
        try:
            given = read_query(request.scope["query_string"])
            asked = Asked(site=self.site, path=request.scope["path"], given=given, lang=lang)
            page = await self._page(request, asked, address)
        except LedgerError as error:
            page = error_page(asked, error)
        except Exception as error:  # noqa: BLE001 - the last room before the reader
            traceback.print_exception(error, file=sys.stderr)
            page = unexpected_page(asked)
        return _response(request, page)

    async def _page(self, request: Request, asked: Asked, address: Address) -> Page:
        """The page that is kept for the ledger as it is now, or one made anew."""
        if self.desks is None or self.door is None:
            site = self.site
            self.desks = Desks(site.where, self.open, threads=site.threads, waiting=site.waiting)
            self.door = Desks(site.where, self.open, threads=1, waiting=16 * site.waiting)
        state: object = await asyncio.wrap_future(self.door.ask(self._state))
        make = partial(address.page, **request.path_params)
        if not address.is_kept:
            return await self._of_ledger(partial(self._made, asked, make))  # type: ignore[no-any-return]  # a job's
        key = (address.name, asked.path, tuple(sorted(asked.given.items())), asked.lang, state)
        found = self.kept.find(key)
        if found is not None:
            return found
        making = asyncio.ensure_future(self.kept.page(key, lambda: self._of_ledger(partial(self._made, asked, make))))
        leaving = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({making, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not making.done():
                making.cancel()
                return Page(body=b"", status=_NOBODY_THERE)
            return making.result()
        finally:
            leaving.cancel()

    def _state(self, reader: LedgerReader) -> object:
        """What a page depends on beside what is asked: the facts there are, and the day."""
        now = self.site.clock()
        return reader.log.metadata()["identity"], reader.log.last_position(), reader.log.position_at(now), now.date()

    def _made(self, asked: Asked, make: Callable[[Visit], Page], reader: LedgerReader) -> Page:
        lasting = asked.path.endswith(".receipt")
        return make(Visit(asked, reader, self.site.clock(), lasting=lasting))

    async def _of_ledger(self, job: Callable[[LedgerReader], Any]) -> Any:
        assert self.desks is not None  # noqa: S101 - it is there before the first page is made
        return await asyncio.wrap_future(self.desks.ask(job))

    async def close(self) -> None:
        for desks in (self.door, self.desks):
            if desks is not None:
                await asyncio.to_thread(desks.close)
        self.door = self.desks = None


async def _left(request: Request) -> None:
    """Return when whoever asked has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(request: Request, page: Page) -> Response:
    headers = {
        "etag": page.etag,
        "cache-control": "private, no-cache",
        "vary": "accept-language",
        **dict(page.headers),
    }
    if page.name is not None:
        headers["content-disposition"] = f'attachment; filename="{page.name}"'
    if page.status == 200 and _has_it(request, page.etag):  # noqa: PLR2004 - HTTP's own number
        return Response(status_code=304, headers=headers)
    return Response(page.body, status_code=page.status, media_type=page.kind, headers=headers)


def _has_it(request: Request, etag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in known.split(","))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    page = Page(body=static(name), kind=STATIC[name], headers=(("cache-control", _KEPT_FOR_A_DAY),))
    return _response(request, page)


def make_app(site: Site, log: Callable[[str], None] | None = None) -> App:
    """The pages of a ledger, guarded. *log* is told of every request in one line."""
    site = attrs.evolve(site, verifying=Verifying(site.where, site.cache, site.clock))
    answering = _Answering(site)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await answering.close()

    def route(address: Address) -> Route:
        async def endpoint(request: Request) -> Response:
            return await answering.answer(request, address)

        return Route(address.path, endpoint, methods=["GET"], name=address.name)

    files = [Route(f"/static/{name}", _named(name), methods=["GET"]) for name in STATIC]
    return Guard(Starlette(routes=[*files, *map(route, ADDRESSES)], lifespan=lifespan), site, log)


def _named(name: str) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        request.scope["path_params"] = {"name": name}
        return await _static(request)

    return endpoint
