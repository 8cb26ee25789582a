"""Several programs on one ledger: nobody's fact is lost, none is there twice, and no rule is broken."""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from threading import Barrier

import attrs
import pytest
from given import REGION, adopted, transferred, unit
from kept import now
from store_samples import renamed

from ledger.domain.judging import UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.recording.ledger import Ledger
from ledger.store.errors import StaleRead
from ledger.store.opening import open_for_recording, open_log

WRITERS, FACTS = 4, 50


def record_many(where, worker):
    with open_for_recording(where, now) as log:
        for number in range(FACTS):
            fact = attrs.evolve(renamed(worker * 1000 + number), actor=log.actor)
            while True:
                version = log.version("organisation")
                try:
                    log.append([("organisation", version + 1, fact)], {"organisation": version})
                    break
                except StaleRead:
                    continue


def test_four_writers_leave_no_gap_and_lose_nothing(where):
    """Whoever loses a race tries again; a reader meanwhile sees the beginning of what is there in the end."""
    spawning = multiprocessing.get_context("spawn")
    writers = [spawning.Process(target=record_many, args=(where, worker)) for worker in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen = []
    with open_log(where) as log:
        while any(writer.is_alive() for writer in writers):
            seen.append(list(log.facts()))
            time.sleep(0.1)
        recorded = list(log.facts())
        versions = [version for version, _ in log.stream("organisation")]

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert [each.position for each in recorded] == versions == list(range(1, WRITERS * FACTS + 1))
    assert {each.fact.id for each in recorded} == {
        f"n-{worker * 1000 + number}" for worker in range(WRITERS) for number in range(FACTS)
    }
    assert all(one < other for one, other in pairwise(each.recorded_at for each in recorded))
    assert all(part == recorded[: len(part)] for part in seen)


@pytest.mark.parametrize("round_", range(5))
def test_of_two_transfers_that_exceed_the_source_together_one_succeeds(where, round_):
    """The one that comes second is judged by what the first has left."""
    with Ledger.open(where, now) as ledger:
        ledger.record(*REGION, adopted("RS", {"NETTO": "-100"}))
    together = Barrier(2)

    def transfer(receiver):
        with Ledger.open(where, now) as ledger:
            together.wait()
            try:
                ledger.record(transferred("RS", receiver, f"-{60 + round_}"))
            except TransferExceedsBudget:
                return False
            return True

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(transfer, ["HSN", "EKO"])) == [False, True]


def test_many_offer_at_once_and_all_are_recorded(where):
    """Facts in one stream, offered by several ledgers at once, are all admitted in some order."""
    with Ledger.open(where, now) as ledger:
        ledger.record(*REGION)

    def open_units(worker):
        with Ledger.open(where, now) as ledger:
            return [ledger.record(unit(f"E{worker}{number}", "REG"))[0].recorded.position for number in range(8)]

    with ThreadPoolExecutor() as pool:
        positions = [position for some in pool.map(open_units, range(3)) for position in some]

    assert sorted(positions) == list(range(len(REGION) + 1, len(REGION) + 25))


def test_a_record_waits_for_an_import(where):
    """A decision offered during an import is judged and recorded after it."""

    def open_unit():
        with Ledger.open(where, now) as ledger:
            return ledger.record(unit("SENARE", "REG"))[0].recorded.position

    with Ledger.open(where, now) as ledger, ThreadPoolExecutor() as pool:
        with ledger.bulk() as batch:
            for number, fact in enumerate(REGION):
                batch.offer(attrs.evolve(fact, id=f"import-{number}"), {"id"})
            late = pool.submit(retried, open_unit)

        assert late.result() == len(REGION) + 1


def retried(offer):
    """The answer of *offer*, once the unit that it builds on is there."""
    while True:
        with suppress(UnknownCode):
            return offer()
