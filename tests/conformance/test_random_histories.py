"""Whatever was decided, a server that was given the journal answers as the file does, and gives it back the same."""

import tempfile
from pathlib import Path

import asking
import histories
from histories import EVER, days, instants
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import now, owned

from ledger.domain.fact import Recorded
from ledger.proofs.checkpoints import take_checkpoint
from ledger.proofs.evidence import Evidence
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log

FEW = settings(max_examples=max(1, settings.default.max_examples // 6))


def restored(where, facts):
    with Ledger.open(owned(where), now) as ledger:
        ledger.restore(Recorded(each.position, each.recorded_at, each.fact) for each in facts)


def root_of(where):
    with Evidence.open(where) as evidence:
        return take_checkpoint(evidence).root


@FEW
@given(steps=histories.histories(6), as_of=days, known_at=st.one_of(st.just(EVER), instants))
def test_a_server_answers_as_a_file_does(server, steps, as_of, known_at):
    """Every question there is, with facts of every kind, reversals and attestations among them."""
    with histories.told(steps) as told, tempfile.TemporaryDirectory() as cache:
        where = server.ledger().url()
        restored(where, told.facts)
        with open_log(told.path) as here, open_log(where) as there:
            assert list(there.raw()) == list(here.raw())
        with told.reader() as here, LedgerReader.open(where, cache=Path(cache)) as there:
            assert not asking.differences(asking.asked(there, as_of, known_at), asking.asked(here, as_of, known_at))

        assert root_of(where) == root_of(told.path)


class ToldAgain(histories.Told):
    """The same history in a ledger on a server, to be told on."""

    def __init__(self, where, told, ledger):
        self.path, self.clock, self.ledger, self.facts = where, told.clock, ledger, list(told.facts)


@FEW
@given(before=histories.histories(4), after=histories.histories(4))
def test_rules_go_on_alike_on_a_server(server, before, after):
    """What is decided next is admitted or refused alike, whatever was decided before."""
    with histories.told(before) as told:
        where = server.ledger().url(histories.RECORDER)
        restored(where, told.facts)
        with Ledger.open(where, now) as ledger:
            again = ToldAgain(where, told, ledger)
            for step in (each for each in after if not isinstance(each.offer, histories.Attestation)):
                one, other = told.offer(step.offer), again.offer(step.offer)

                assert [content(each) for each in one] == [content(each) for each in other]


def content(recorded):
    return recorded.position, histories.evolve(recorded.fact, id=None)
