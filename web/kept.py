"""Finished pages, kept for whoever asks for the same, and made once for all who wait."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from hashlib import blake2b

import attrs

MOST_BYTES = 64 * 1024 * 1024


@attrs.frozen(kw_only=True)
class Page:
    """The bytes of an answer."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    name: str | None = None
    """What it is saved as, where it is to be saved."""
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = attrs.field(init=False)

    @etag.default
    def _etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=12).hexdigest()}"'


class Kept:
    """Pages by what they depend on; those asked for longest ago go first. Belongs to one event loop."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._being_made: dict[Hashable, asyncio.Task[Page]] = {}
        self._waiting: dict[Hashable, int] = {}

    def find(self, key: Hashable) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    async def page(self, key: Hashable, make: Callable[[], Awaitable[Page]]) -> Page:
        """The page that is kept, or else what *make* makes: once, whoever else asks meanwhile.

        When everybody who waits has gone away, making it is given up.
        """
        found = self.find(key)
        if found is not None:
            return found
        task = self._being_made.get(key)
        if task is None:
            task = self._being_made[key] = asyncio.ensure_future(self._made(key, make))
            task.add_done_callback(lambda _: self._being_made.pop(key, None))
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                task.cancel()

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[Page]]) -> Page:
        page = await make()
        if page.status == 200 and len(page.body) <= self._most // 4:  # noqa: PLR2004 - HTTP's own number
            self._pages[key] = page
            self._size += len(page.body)
            while self._size > self._most:
                self._size -= len(self._pages.popitem(last=False)[1].body)
        return page
