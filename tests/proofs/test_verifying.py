"""What was recorded through the rules is found to be in order, whatever its history."""

import attrs
import histories
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intruding import restored

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import LedgerError
from ledger.proofs.checkpoints import (
    DESCRIBED,
    Checkpoint,
    FactsTakenAway,
    HistoryChanged,
    OtherLedger,
    origin_of,
    read_checkpoint,
    take_checkpoint,
)
from ledger.proofs.evidence import Evidence, intended_layout
from ledger.proofs.inclusion import ProofWrong, RecordedLater, prove, read_proof
from ledger.proofs.merkle import Tree
from ledger.proofs.verification import Verification
from ledger.store.files.schema import FORMAT


def verified(path, checkpoint=None):
    """What a verification found, and what it says."""
    with Evidence.open(path) as evidence:
        verification = Verification(evidence, checkpoint=checkpoint)
        return verification.findings, verification.run()


@given(histories.histories(6), histories.histories())
def test_every_history_that_was_recorded_is_in_order(before, after):
    """Reversals, corrections, attestations and policies included; and it extends what was signed on the way."""
    with histories.told(before) as told:
        with told.reader() as reader:
            reader.views.current()
        with Evidence.open(told.path) as evidence:
            signed = take_checkpoint(evidence)
        told.tell(after)

        findings, found = verified(told.path, signed)

        assert findings.first == []
        assert (found.ledger.size, found.model_compared, found.refused) == (len(told.facts), True, None)


@given(histories.histories(6))
def test_every_fact_of_every_history_is_proved(steps):
    """Each proof survives print and parse, and holds for its own position only."""
    with histories.told(steps) as told, Evidence.open(told.path) as evidence:
        signed = take_checkpoint(evidence)
        for position in range(1, signed.size + 1):
            proof = read_proof(prove(evidence, position).text)

            proof.check(signed)
            assert proof.note.decode() == signed.text


@given(histories.histories(6))
def test_a_checkpoint_survives_print_and_parse(steps):
    with histories.told(steps) as told, Evidence.open(told.path) as evidence:
        signed = take_checkpoint(evidence)

        assert read_checkpoint(signed.text) == signed


def test_an_empty_ledger_is_in_order():
    """Nothing agrees with nothing, and every ledger extends it."""
    with histories.empty() as told:
        with Evidence.open(told.path) as evidence:
            nothing = take_checkpoint(evidence)
        for fact in histories.prelude():
            told.record(fact)

        assert verified(told.path, nothing)[1].refused is None
        assert nothing.text.splitlines()[1:3] == ["0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]


def test_a_checkpoint_of_no_facts_says_nothing_of_another_ledger(ledger):
    """Every ledger begins with no facts: only the one that was signed extends that."""
    with Evidence.open(ledger) as evidence:
        nothing = attrs.evolve(take_checkpoint(evidence), size=0, root=Tree().root())

    assert verified(ledger, nothing)[1].refused is None
    other = attrs.evolve(nothing, origin="Region-X/00000000-0000-4000-8000-000000000000")
    assert type(verified(ledger, other)[1].refused) is OtherLedger


def test_a_reversal_and_its_correction_are_judged_together():
    """A unit that facts name cannot just go; recorded with its replacement, it can, then and now."""
    with histories.empty() as told:
        opening, below = list(histories.prelude())[:2]
        told.record(opening)
        told.record(below)
        [unit] = [recorded for recorded in told.facts if recorded.fact == told.facts[0].fact]
        reversal = DecisionReversed(effective=unit.fact.effective, reverses=unit.position, reason="fel")

        assert not told.record(reversal)
        assert told.record(reversal, *histories.corrected(unit, histories.Correction(0, 0, -1)))
        assert verified(told.path)[0].first == []


def test_digits_mean_a_position_and_can_be_no_id():
    """A correction that says "1" means the first fact, for ever: no later fact gets the id 1."""
    with histories.empty() as told:
        opening, below = list(histories.prelude())[:2]
        [first] = told.record(opening)
        reversal = DecisionReversed(effective=opening.effective, reverses=1, reason="fel")
        [replacement] = histories.corrected(first, histories.Correction(0, 0, 0))

        assert told.record(reversal, attrs.evolve(replacement, corrects="1"))
        assert not told.record(attrs.evolve(below, id="1"))
        assert verified(told.path)[0].first == []


def test_the_layout_is_that_of_a_new_ledger():
    """What verification expects in the file is what making one puts there."""
    with histories.empty() as told, Evidence.open(told.path) as evidence:
        assert evidence.layout() == intended_layout(FORMAT)


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Region Västerbotten", "Region-Västerbotten/x"),
        ("", "liggare/x"),
        (" a + b/c\n", "a-b-c/x"),
    ],
)
def test_an_origin_is_one_word_in_two_parts(name, origin):
    assert origin_of({"name": name, "identity": "x"}) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n1\n47DEQpj8HBSa\n",
        "a\n1\n!\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    ],
)
def test_what_is_no_checkpoint_is_unreadable(text):
    with pytest.raises(LedgerError, match="is no checkpoint"):
        read_checkpoint(text)


@pytest.mark.parametrize("told", ["no JSON", "[]", '{"name":1}', "[" * 100_000, '{"name":"a"}\nliggare {}'])
def test_a_description_that_cannot_be_read_makes_no_checkpoint(told):
    """Broken, of another shape, too deep, or there twice."""
    with pytest.raises(LedgerError, match="what it says of the ledger cannot be read"):
        read_checkpoint(f"a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nliggare {told}\n")


@given(st.dictionaries(st.sampled_from(DESCRIBED), st.text(), min_size=3))
def test_whatever_a_ledger_is_called_its_checkpoint_survives_print_and_parse(described):
    """Line breaks and signs that steer a terminal are spelled out: they can forge no line of what is signed."""
    signed = Checkpoint("a/b", 1, bytes(32), described)

    assert read_checkpoint(signed.text) == signed
    assert signed.text.isascii()
    assert signed.text.count("\n") == 4


def test_lines_below_a_checkpoint_are_passed_by():
    text = "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

    assert read_checkpoint(text + "more\n") == read_checkpoint(text)


def test_a_fact_recorded_after_the_checkpoint_is_not_under_it(ledger):
    with Evidence.open(ledger) as evidence:
        early = read_checkpoint("a\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
        with pytest.raises(RecordedLater, match="covers 5 facts, and #6"):
            prove(evidence, 6, early)


@pytest.mark.parametrize(
    ("origin", "size", "refusal"),
    [
        ("own", 174, None),
        ("own", 173, HistoryChanged),
        ("own", 175, FactsTakenAway),
        ("other/ledger", 174, None),
        ("other/ledger", 173, OtherLedger),
        ("other/ledger", 175, OtherLedger),
    ],
)
def test_a_checkpoint_is_extended_or_it_is_said_why_not(ledger, origin, size, refusal):
    """A root that fits is enough; one that does not is judged by whose it is and how much it covers."""
    with Evidence.open(ledger) as evidence:
        now = take_checkpoint(evidence)

    refused = verified(ledger, Checkpoint(now.origin if origin == "own" else origin, size, now.root))[1].refused

    assert type(refused) is (refusal or type(None))


def test_no_proof_is_made_from_another_history(ledger):
    """What would be proved is not what was signed."""
    with Evidence.open(ledger) as evidence:
        now = take_checkpoint(evidence)
        with pytest.raises(HistoryChanged):
            prove(evidence, 7, attrs.evolve(now, root=bytes(32)))
        with pytest.raises(FactsTakenAway):
            prove(evidence, 7, attrs.evolve(now, size=175))
        with pytest.raises(ProofWrong):
            attrs.evolve(prove(evidence, 7, now), position=8).check(now)


def test_restoring_twice_gives_the_same_root(tmp_path):
    """The root is over what the journal says, so it is the same wherever the journal is restored."""
    roots = []
    for name in ("some.db", "other.db"):
        with Evidence.open(restored(tmp_path / name)) as evidence:
            roots.append(take_checkpoint(evidence).root)

    assert roots[0] == roots[1]
