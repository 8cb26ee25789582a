"""liggare proof, and proofs checked without the ledger."""

import base64

import pytest

from cli.main import liggare as program
from ledger.proofs.inclusion import ProofOfAnother

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def proved(liggare, signed, folder):
    """A proof of #7 under the signed checkpoint."""
    assert liggare("proof", 7, *signed[:2], "--output", "proof") == 0
    assert liggare.out == "The proof that #7 is in the ledger is in proof.\n"
    assert (folder / "proof").exists()


@pytest.mark.usefixtures("proved")
@pytest.mark.parametrize("options", [(), ("--checkpoint", "checkpoint")])
def test_a_proof_is_checked_without_the_ledger(liggare, ledger, options):
    """The signature in the proof is enough, and the checkpoint kept apart is as good."""
    ledger.unlink()

    assert liggare("verify", "--proof", "proof", "--public-key", "key.pub", *options) == 0
    told, fact = liggare.out.splitlines()
    assert told.startswith("Fact #7 is among the 174 that region.example/revision signed for Region-Västerbotten/")
    assert fact.startswith('{"position":7,"recorded_at":"2023-01-09T08:00:00.006000Z","type":"unit.opened"')
    assert liggare.err == ""


@pytest.mark.usefixtures("proved")
def test_a_proof_that_nobody_vouches_for_says_so(liggare):
    assert liggare("verify", "--proof", "proof") == 0
    assert "among the 174 with the root d+VOtFlSoaQZLX45+Bmov9oS75xjZ/2PUEepyKdfSeQ=" in liggare.out
    assert "Nobody's signature was checked" in liggare.err


def test_a_proof_can_be_made_before_anything_is_signed(liggare, signed):
    """It leads to the root of today, which a checkpoint signed today has too."""
    assert liggare("proof", "#7", "--output", "proof") == 0
    assert liggare("verify", "--proof", "proof", *signed) == 0
    assert liggare("verify", "--proof", "proof", "--public-key", "key.pub") == 2
    assert "proof is no signed note" in liggare.err


def test_a_fact_is_named_by_its_id_too(liggare):
    assert liggare("proof", "ENHET-103-RL") == 0
    assert liggare.out.splitlines()[2] == "index 6"


@pytest.mark.usefixtures("proved")
def test_every_changed_line_of_a_proof_is_noticed(liggare, folder):
    """The kind of file, the fact, its place, every hash, and each line of the checkpoint."""
    lines = (folder / "proof").read_text().splitlines()
    for at, line in enumerate(lines):
        if not line:
            continue
        changed = line[:-2] + chr(ord(line[-2]) ^ 1) + line[-1]
        (folder / "changed").write_text("\n".join([*lines[:at], changed, *lines[at + 1 :]]) + "\n")

        assert liggare("verify", "--proof", "changed", "--public-key", "key.pub") in (1, 2), line
        assert "unexpected" not in liggare.err


@pytest.mark.usefixtures("proved")
def test_another_fact_under_the_same_proof_is_noticed(liggare, folder):
    lines = (folder / "proof").read_text().splitlines()
    fact = base64.b64decode(lines[1].removeprefix("extra "))
    forged = base64.b64encode(fact.replace(b"Regionledning", b"Regionfest")).decode()
    (folder / "forged").write_text("\n".join([lines[0], f"extra {forged}", *lines[2:]]) + "\n")

    assert liggare("verify", "--proof", "forged", "--public-key", "key.pub") == 1
    assert "The proof does not hold: #7 as it stands there does not lead to the root" in liggare.err


@pytest.mark.usefixtures("proved")
def test_a_proof_under_another_checkpoint_is_refused(liggare, intruder):
    """Whoever keeps a checkpoint of their own is not shown one that came with the proof."""
    intruder.change("DELETE FROM stored_events WHERE position = 174")
    assert liggare("checkpoint", "--key", "key", "--output", "shorter") == 0

    words = ["verify", "--proof", "proof", "--checkpoint", "shorter", "--public-key", "key.pub"]
    assert liggare(*words) == 1
    assert "but the checkpoint says" in liggare.err
    with pytest.raises(ProofOfAnother):
        program.main(args=words, standalone_mode=False)


@pytest.mark.usefixtures("signed")
def test_no_proof_is_made_from_a_changed_history(liggare, intruder):
    intruder.replace(54, b".00", b".01")

    assert liggare("proof", 7, "--checkpoint", "checkpoint") == 1
    assert "The history through #174 is not the one that was signed" in liggare.err


@pytest.mark.usefixtures("signed")
def test_no_proof_is_made_from_a_shortened_history(liggare, intruder):
    intruder.change("DELETE FROM stored_events WHERE position = 174")

    assert liggare("proof", 7, "--checkpoint", "checkpoint") == 1
    assert "#174 was taken away" in liggare.err


@pytest.mark.parametrize(
    "proof",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n\na\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 01\n\na\n",
        b"c2sp.org/tlog-proof@v1\nextra e30\nindex 0\n\na\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\nno hash\n\na\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\nno checkpoint\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\n\xff\n",
        b"\xff\n\n",
    ],
)
def test_what_is_no_proof_is_unreadable(liggare, folder, proof):
    (folder / "proof").write_bytes(proof)

    assert liggare("verify", "--proof", "proof") == 2
    assert liggare.err.startswith("Error: proof is no ")


def test_a_proof_of_a_fact_that_is_not_there_is_wrong(liggare, folder):
    """The index lies outside the tree."""
    root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    (folder / "proof").write_text(f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 5\n\na\n5\n{root}\n")

    assert liggare("verify", "--proof", "proof") == 1
    assert "there is no fact #6 among 5" in liggare.err
