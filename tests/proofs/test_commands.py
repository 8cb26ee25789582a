"""verify, checkpoint and proof as they are typed."""

import base64
import stat
from contextlib import redirect_stdout
from io import StringIO

import pytest
from needed import bound_by_permissions
from terminal import process

from cli.main import liggare as program
from cli.main import run
from ledger.proofs.inclusion import ProofOfAnother

NEW_KEY = ("--new-key", "key", "--key-name", "region.example/revision")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def proved(liggare, signed):
    """A proof of #7 under the signed checkpoint."""
    assert liggare("proof", 7, *signed[:2], "--output", "proof") == 0
    assert liggare.out == "The proof that #7 is in the ledger is in proof.\n"


def test_a_ledger_that_agrees_is_told_in_one_line(liggare):
    assert liggare("verify") == 0
    assert liggare.out == (
        "125 facts, root FZpxdKe3OGqs2/R03G3piiZ2RId+heQfZmtrgeOH+Fs=: all agree. There was no read model to compare.\n"
    )


@pytest.mark.usefixtures("with_model")
def test_the_read_model_is_compared_where_there_is_one(liggare):
    assert liggare("verify") == 0
    assert liggare.out == "125 facts, root FZpxdKe3OGqs2/R03G3piiZ2RId+heQfZmtrgeOH+Fs=: all agree.\n"


@pytest.mark.usefixtures("with_model")
def test_a_read_model_of_another_ledger_is_not_compared(liggare, intruder):
    """Questions would derive it anew, so it is no evidence of anything."""
    intruder.change_model("UPDATE meta SET value = 'other' WHERE key = 'ledger'")

    assert liggare("verify") == 0
    assert liggare.out.endswith("There was no read model to compare.\n")


@pytest.mark.usefixtures("with_model")
def test_verifying_writes_nothing(liggare, folder):
    """Not a byte of the ledger and the read model is another afterwards; SQLite's empty locks aside, nothing is new."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    assert liggare("verify") == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.stat().st_size}
    locks = {name for name in after if name.endswith("-shm")}
    assert {name: after[name] for name in after.keys() - locks} == {
        name: content for name, content in before.items() if content and not name.endswith("-shm")
    }


def test_a_ledger_that_may_only_be_read_is_verified(ledger, folder):
    ledger.chmod(0o444)
    folder.chmod(0o555)
    try:
        ran = process("--ledger", str(ledger), "verify", folder=folder, before=bound_by_permissions())
    finally:
        folder.chmod(0o755)

    assert (ran.status, ran.err) == (0, "")


def test_the_signed_checkpoint_is_named(liggare, signed):
    assert liggare("verify", *signed) == 0
    assert liggare.out.splitlines()[1].startswith(
        "They begin with the 125 facts that region.example/revision signed for Region-Västerbotten/"
    )


@pytest.mark.usefixtures("signed")
def test_a_checkpoint_is_printed_where_no_file_is_named(liggare, folder):
    """What is printed and what is written are the same note: nothing in it depends on the time."""
    assert liggare("checkpoint", "--key", "key") == 0
    assert liggare.out == (folder / "checkpoint").read_text()
    origin, size, root, described, blank, signature = liggare.out.splitlines()
    assert described == (
        r'liggare {"created": "2025-01-07T08:00:00.000000Z", "name": "Region V\u00e4sterbotten", "orgnr": ""}'
    )
    assert (size, root, blank) == ("125", "FZpxdKe3OGqs2/R03G3piiZ2RId+heQfZmtrgeOH+Fs=", "")
    assert origin.startswith("Region-Västerbotten/")
    assert signature.startswith("— region.example/revision ")


def test_a_new_key_is_kept_secret_and_never_replaced(liggare, folder):
    assert liggare("checkpoint", *NEW_KEY) == 0
    key = (folder / "key").read_text()

    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert liggare("checkpoint", *NEW_KEY) == 1
    assert "key exists already" in liggare.err
    assert (folder / "key").read_text() == key


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("checkpoint",), 2, "Give the key to sign with"),
        (("checkpoint", "--new-key", "other"), 2, "A key is made with --new-key FILE --key-name NAME alone"),
        (("checkpoint", "--new-key", "other", "--key-name", "two words"), 2, "cannot be the name of a key"),
        (("checkpoint", "--new-key", "no/such/folder", "--key-name", "a"), 2, "no/such/folder cannot be written"),
        (("checkpoint", "--key", "key.pub"), 2, "key.pub holds no private key: it holds a public key"),
        (("checkpoint", "--key", "missing"), 2, "missing cannot be read"),
        (("checkpoint", "--key", "key", "--output", "checkpoint"), 1, "checkpoint exists already"),
        (("checkpoint", "--key", "key", "--output", "no/folder"), 2, "no/folder cannot be written"),
        (("verify", "--checkpoint", "checkpoint"), 2, "give --public-key too"),
        (("verify", "--public-key", "key.pub"), 2, "Give what the key has signed"),
        (("verify", "--receipt", "r", "--proof", "p"), 2, "A receipt is checked on its own"),
        (("verify", "--checkpoint", "checkpoint", "--public-key", "key"), 2, "key holds no public key"),
        (("verify", "--checkpoint", "key", "--public-key", "key.pub"), 2, "key is no signed note"),
        (("verify", "--proof", "checkpoint"), 2, "checkpoint is no proof"),
        (("verify", "--proof", "vb.db"), 2, "vb.db is no proof"),
        (("proof", "900"), 1, "There is no fact 900"),
        (("proof", "7", "--checkpoint", "key.pub"), 2, "key.pub is no signed note"),
    ],
)
@pytest.mark.usefixtures("signed")
def test_what_cannot_be_done_is_said(liggare, words, status, said):
    assert liggare(*words) == status
    assert said in liggare.err
    assert liggare.out == ""


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    "words",
    [
        ("checkpoint", "--new-key", "other", "--key-name", "a"),
        ("checkpoint", "--key", "key", "--output", "other"),
        ("proof", "7", "--output", "other"),
    ],
)
def test_read_only_writes_nothing(liggare, folder, words):
    assert liggare("--read-only", *words) == 1
    assert not (folder / "other").exists()


@pytest.mark.usefixtures("signed")
def test_read_only_prints_all_the_same(liggare):
    assert liggare("--read-only", "checkpoint", "--key", "key") == 0
    assert liggare("--read-only", "proof", "7") == 0
    assert liggare("--read-only", "verify") == 0


# -- proofs ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("proved")
@pytest.mark.parametrize("options", [(), ("--checkpoint", "checkpoint")])
def test_a_proof_is_checked_without_the_ledger(liggare, ledger, options):
    """The signature in the proof is enough, and the checkpoint kept apart is as good."""
    ledger.unlink()

    assert liggare("verify", "--proof", "proof", "--public-key", "key.pub", *options) == 0
    told, fact = liggare.out.splitlines()
    assert told.startswith("Fact #7 is among the 125 that region.example/revision signed for Region-Västerbotten/")
    assert fact.startswith('{"position":7,"recorded_at":"2023-01-09T08:00:00.006000Z","type":"unit.opened"')
    assert liggare.err == ""


@pytest.mark.usefixtures("proved")
def test_a_proof_that_nobody_vouches_for_says_so(liggare):
    assert liggare("verify", "--proof", "proof") == 0
    assert "among the 125 with the root FZpxdKe3OGqs2/R03G3piiZ2RId+heQfZmtrgeOH+Fs=" in liggare.out
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
    intruder.change("DELETE FROM stored_events WHERE position = 125")
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
    assert "The history through #125 is not the one that was signed" in liggare.err


@pytest.mark.usefixtures("signed")
def test_no_proof_is_made_from_a_shortened_history(liggare, intruder):
    intruder.change("DELETE FROM stored_events WHERE position = 125")

    assert liggare("proof", 7, "--checkpoint", "checkpoint") == 1
    assert "#125 was taken away" in liggare.err


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


def test_a_receipt_is_verified_too(liggare):
    """What was answered comes out again."""
    assert liggare("show", "budget", "--year", "2024", "--receipt", "receipt") == 0
    assert liggare("verify", "--receipt", "receipt") == 0
    assert "comes out again, byte for byte" in liggare.out


def test_one_fact_is_told_as_one(tmp_path):
    """In every sentence that counts."""

    def ran(*words):
        with redirect_stdout(StringIO()) as out:
            assert run(["--ledger", str(tmp_path / "one.db"), *words]) == 0
        return out.getvalue()

    ran("init")
    ran("record", "unit.opened", "--unit", "R", "--name", "R", "--effective", "2024-01-01")
    ran("checkpoint", *NEW_KEY)

    assert ran("rebuild") == "The read model holds 1 fact.\n"
    assert ran("verify").startswith("1 fact, root ")
    assert ran("checkpoint", "--key", "key", "--output", "signed").startswith("1 fact signed by ")
    assert "They begin with the 1 fact that " in ran("verify", "--checkpoint", "signed", "--public-key", "key.pub")
