"""Who asks has a turn; a page is made once for all who wait, and kept as long as there is room."""

import asyncio
import datetime as dt
import threading

import pytest
from page_reader import NOW, Reader

from web.desks import Busy, Desks
from web.kept import Kept, Page


def test_an_answer_that_one_has_is_not_sent_again(reader):
    first = reader.ask("/budget?year=2024")
    again = reader.ask("/budget?year=2024", If_None_Match=f'"other", {first.headers["etag"]}')

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert reader.ask("/budget?year=2023", If_None_Match=first.headers["etag"]).status_code == 200


def test_who_finds_the_queue_full_is_asked_to_come_again():
    """And those who went away before their turn take none."""
    desks = Desks("postgresql://nowhere", _Reader, threads=1, waiting=1)
    going, begun, done = threading.Event(), threading.Event(), []
    first = desks.ask(lambda _: (begun.set(), going.wait(10)))
    begun.wait(10)
    second = desks.ask(done.append)
    with pytest.raises(Busy):
        desks.ask(done.append)
    assert second.cancel()
    third = desks.ask(lambda _: "answered")
    going.set()

    assert third.result(10) == "answered"
    assert first.result(10)
    assert done == []
    desks.close()


class _Reader:
    """As much of a reader as the desks touch."""

    class log:  # noqa: N801 - stands for an attribute
        sees_no_writers = False

    def close(self):
        pass


def test_a_page_is_made_once_for_all_who_wait():
    kept, made = Kept(), []

    async def make():
        made.append(1)
        await asyncio.sleep(0)
        return Page(body=b"page")

    async def ask():
        return await asyncio.gather(*(kept.page("key", make) for _ in range(5)), kept.page("other", make))

    pages = asyncio.run(ask())
    assert len({page.etag for page in pages}) == 1
    assert len(made) == 2


def test_a_page_is_given_up_when_everybody_has_gone_away():
    kept, given_up = Kept(), []

    async def make():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.append(1)
            raise

    async def ask():
        asking = [asyncio.ensure_future(kept.page("key", make)) for _ in range(2)]
        await asyncio.sleep(0)
        asking[0].cancel()
        await asyncio.sleep(0)
        assert given_up == []
        asking[1].cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(ask())
    assert given_up == [1]


def test_what_is_kept_has_an_end():
    """Those asked for longest ago go first, and a page as large as a quarter of the room is not kept."""
    kept = Kept(most_bytes=100)

    async def fill():
        for number in range(10):
            await kept.page(number, lambda: _page(b"x" * 20))
        await kept.page("large", lambda: _page(b"x" * 30))

    asyncio.run(fill())
    assert [number for number in range(10) if kept.find(number)] == [5, 6, 7, 8, 9]
    assert kept.find("large") is None


async def _page(body):
    return Page(body=body)


def test_a_new_day_makes_new_pages(terminal):
    """Where no day is asked for, it is today's."""
    with Reader(terminal.ledger, None) as reading:
        before = reading.page("/units")
        reading.now = NOW + dt.timedelta(days=1)
        assert reading.page("/units") != before
