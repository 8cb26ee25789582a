"""verify and checkpoint as they are typed."""

import stat
from contextlib import redirect_stdout
from io import StringIO

import pytest
from needed import bound_by_permissions
from terminal import process

from cli.main import run

pytestmark = pytest.mark.usefixtures("folder")

NEW_KEY = ("--new-key", "key", "--key-name", "region.example/revision")


def test_a_ledger_that_agrees_is_told_in_one_line(liggare):
    assert liggare("verify") == 0
    assert liggare.out == (
        "174 facts, root d+VOtFlSoaQZLX45+Bmov9oS75xjZ/2PUEepyKdfSeQ=: all agree. There was no read model to compare.\n"
    )


@pytest.mark.usefixtures("with_model")
def test_the_read_model_is_compared_where_there_is_one(liggare):
    assert liggare("verify") == 0
    assert liggare.out == "174 facts, root d+VOtFlSoaQZLX45+Bmov9oS75xjZ/2PUEepyKdfSeQ=: all agree.\n"


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
        "They begin with the 174 facts that region.example/revision signed for Region-Västerbotten/"
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
    assert (size, root, blank) == ("174", "d+VOtFlSoaQZLX45+Bmov9oS75xjZ/2PUEepyKdfSeQ=", "")
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
