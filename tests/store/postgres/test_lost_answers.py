"""A connection that breaks at the worst moment: what was recorded is recorded once, and nobody is told otherwise."""

from datetime import UTC, datetime

import pytest
from cutting_proxy import Proxy
from postgres_server import SUPERUSER

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.organisation.units import UnitOpened
from ledger.interchange.values.days import read_day
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log
from ledger.store.postgres import eventsourced, log
from ledger.store.postgres.errors import ConnectionLost, ServerOutOfReach

APPEND, COMMIT = b"append(", b"COMMIT"


def now():
    return datetime.now(UTC)


def unit(code, **more):
    return UnitOpened(unit=code, name=code, effective=read_day("2024-01-01"), **more)


def reversal(id_):
    return DecisionReversed(reverses=id_, reason="Fel", effective=read_day("2024-01-01"))


@pytest.fixture
def proxy(server):
    opened = Proxy(server)
    yield opened
    opened.close()


@pytest.fixture
def ledger(postgres, proxy, monkeypatch):
    """A ledger opened through the proxy, with little patience."""
    monkeypatch.setattr(eventsourced, "POOL_TIMEOUT_S", 0.2)
    monkeypatch.setattr(log, "WAITS_S", (0.05,))
    with Ledger.open(postgres.url().replace(str(postgres.server.folder), str(proxy.folder)), now) as opened:
        yield opened


def ids(postgres):
    with open_log(postgres.url()) as log:
        recorded = list(log.facts())
    assert [each.position for each in recorded] == list(range(1, len(recorded) + 1))
    return [each.fact.id for each in recorded]


def test_an_answer_that_is_lost_is_found_again(postgres, proxy, ledger):
    """The fact was stored: the next attempt meets its id, and it is there once."""
    proxy.lose_answer_to(APPEND)
    (took,) = ledger.record(unit("A", id="a"))

    assert proxy.cuts == 1
    assert (took.recorded.position, took.recorded.fact.id) == (1, "a")
    assert ids(postgres) == ["a"]


def test_also_without_an_id_of_ones_own(postgres, proxy, ledger):
    proxy.lose_answer_to(APPEND)
    (took,) = ledger.record(unit("A"))

    assert proxy.cuts == 1
    assert ids(postgres) == [took.recorded.fact.id]


def test_facts_recorded_together_are_found_together(postgres, proxy, ledger):
    ledger.record(unit("A", id="a"))
    proxy.lose_answer_to(APPEND)
    took = ledger.record(reversal("a"), unit("A", id="b", corrects="a"))

    assert proxy.cuts == 1
    assert [each.recorded.position for each in took] == [2, 3]
    assert len(ids(postgres)) == 3


def test_a_request_that_is_lost_is_sent_again(postgres, proxy, ledger):
    """Nothing was stored: the next attempt stores it."""
    proxy.lose_request(APPEND)
    (took,) = ledger.record(unit("A", id="a"))

    assert proxy.cuts == 1
    assert not took.already_there
    assert ids(postgres) == ["a"]


def test_what_nobody_knows_is_said(postgres, proxy, ledger):
    """The server stays away: the id is named, with which the same can be said again."""
    proxy.lose_answer_to(APPEND, for_good=True)
    with pytest.raises(ConnectionLost, match="it is not known whether a was recorded") as lost:
        ledger.record(unit("A", id="a"))
    assert "--id a when the server answers; nothing is recorded twice" in lost.value.hint

    with Ledger.open(postgres.url(), now) as again:
        (took,) = again.record(unit("A", id="a"))
    assert took.already_there
    assert ids(postgres) == ["a"]


def test_an_import_whose_last_answer_is_lost_is_recorded(postgres, proxy, ledger):
    proxy.lose_answer_to(COMMIT)
    offer_three(ledger)

    assert proxy.cuts == 1
    assert ids(postgres) == ["i-0", "i-1", "i-2"]


def test_an_import_that_did_not_arrive_is_not_recorded(postgres, proxy, ledger):
    proxy.lose_request(COMMIT)
    with pytest.raises(ConnectionLost, match="nothing was recorded"):
        offer_three(ledger)

    assert proxy.cuts == 1
    assert ids(postgres) == []
    offer_three(ledger)
    assert ids(postgres) == ["i-0", "i-1", "i-2"]


def test_an_import_of_which_nobody_knows_is_said_to_be_one(postgres, proxy, ledger):
    proxy.lose_answer_to(COMMIT, for_good=True)
    with pytest.raises(ConnectionLost, match="it is not known whether the facts were recorded") as lost:
        offer_three(ledger)
    assert "Import the same file again" in lost.value.hint

    with Ledger.open(postgres.url(), now) as again:
        assert offer_three(again) == 3
    assert ids(postgres) == ["i-0", "i-1", "i-2"]


def offer_three(ledger):
    """Import three facts; how many were there already."""
    with ledger.bulk() as batch:
        for number in range(3):
            batch.offer(unit(f"U{number}", id=f"i-{number}"), {"id"})
    return batch.already_there


def test_a_server_that_goes_away_while_it_is_greeted_is_out_of_reach(postgres, proxy):
    """The connection is made, and lost before anything was asked."""
    proxy.lose_request(b"set_config")
    through = postgres.url().replace(str(postgres.server.folder), str(proxy.folder))
    with pytest.raises(ServerOutOfReach, match="cannot be reached"):
        open_log(through)

    assert proxy.cuts == 1
    open_log(through).close()


def test_a_broken_connection_is_replaced(postgres, ledger):
    """Whoever only reads, or has not yet said what to record, notices nothing."""
    ledger.record(unit("A", id="a"))
    with postgres.connect(SUPERUSER) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'liggare' AND usename = 'ekonom1'"
        )

    assert ledger.named("a").position == 1
    (took,) = ledger.record(unit("B", id="b"))
    assert not took.already_there
    assert ids(postgres) == ["a", "b"]
