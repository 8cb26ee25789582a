"""Signed notes against the vectors of Go's sumdb/note, and against damage."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.errors import LedgerError, Unreadable
from ledger.proofs.notes import (
    KeyExists,
    KeyNameUnusable,
    KeyUnreadable,
    NoteUnreadable,
    SignatureWrong,
    SignedByOthers,
    new_signer,
    read_signer,
    read_verifier,
    write_key_pair,
)

PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
NOTE = f"{TEXT}\n{SIGNATURE}"


def test_the_published_note_is_opened():
    """What Go's own test suite signed is verified here."""
    assert read_verifier(PUBLIC).open(NOTE.encode()) == TEXT


def test_the_published_key_signs_the_published_note():
    """Ed25519 gives one signature for one text, so ours is theirs, byte for byte."""
    assert read_signer(PRIVATE).sign(TEXT) == NOTE


def test_keys_are_printed_as_they_were_read():
    signer = read_signer(PRIVATE)

    assert (str(signer), str(signer.verifier)) == (PRIVATE, PUBLIC)
    assert "AYEK" not in repr(signer)


def pieces(key):
    """Every part of a key, and the key with each character replaced by the next."""
    ends = [(start, end) for start in range(len(key)) for end in range(start, len(key) + 1)]
    yield from (key[start:end] for start, end in ends if end - start < len(key))
    yield from (key[:at] + chr(ord(key[at]) + 1) + key[at + 1 :] for at in range(len(key)))


@pytest.mark.parametrize(("read", "key"), [(read_verifier, PUBLIC), (read_signer, PRIVATE)])
def test_no_damaged_key_is_read(read, key):
    """Go's suite asks for the same: no part of a key and no key with another character is one."""
    for piece in pieces(key):
        with pytest.raises(KeyUnreadable):
            read(piece)


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_keys_of_another_length_or_kind_are_not_read(key):
    """From Go's suite: their numbers fit, but they are no Ed25519 keys."""
    with pytest.raises(KeyUnreadable, match="another kind"):
        read_verifier(key)


def test_the_wrong_half_of_a_pair_is_named():
    """Whoever signs with the public key, or gives the private one away, is told."""
    with pytest.raises(KeyUnreadable, match="it holds a public key"):
        read_signer(PUBLIC)
    with pytest.raises(KeyUnreadable, match="it holds a private key"):
        read_verifier(PRIVATE)


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        f"{TEXT}\n",
        NOTE[:-1],
        f"\x01{NOTE}",
        f"{TEXT}\n{SIGNATURE.replace('PeterNeumann', 'Bad Name')}",
        f"{NOTE}Unexpected line.\n",
        f"{TEXT}\n— PeterNeumann x08g\n",
        f"{TEXT}\n— PeterNeumann x08go\n",
        "a" * 1_000_001,
    ],
)
def test_what_is_no_note_is_unreadable(note):
    with pytest.raises(NoteUnreadable):
        read_verifier(PUBLIC).open(note.encode())


def test_bytes_that_are_no_text_are_unreadable():
    with pytest.raises(NoteUnreadable, match="UTF-8"):
        read_verifier(PUBLIC).open(b"\xff" + NOTE.encode())


def test_a_changed_text_is_noticed():
    with pytest.raises(SignatureWrong, match="changed after PeterNeumann signed"):
        read_verifier(PUBLIC).open(NOTE.replace("answer", "Answer").encode())


def test_another_key_of_the_same_name_has_not_signed():
    with pytest.raises(SignedByOthers, match="not signed by the key PeterNeumann"):
        new_signer("PeterNeumann").verifier.open(NOTE.encode())


def test_a_note_may_be_signed_by_several():
    """Signatures of keys we do not know are passed by; ours is found wherever it stands."""
    signer = new_signer("region.example/ekonomi")
    note = NOTE + signer.sign(TEXT).removeprefix(f"{TEXT}\n")

    assert signer.verifier.open(note.encode()) == read_verifier(PUBLIC).open(note.encode()) == TEXT


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(0, 7))
def test_a_note_with_a_flipped_bit_is_never_opened(at, bit):
    note = bytearray(NOTE.encode())
    note[at] ^= 1 << bit

    with pytest.raises(LedgerError):
        read_verifier(PUBLIC).open(bytes(note))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.text("åäöabc./-", min_size=1))
def test_what_is_signed_is_opened(line, name):
    signer = read_signer(str(new_signer(name)))
    text = f"{line}\n"

    assert signer.verifier.open(signer.sign(text).encode()) == text


@pytest.mark.parametrize("text", ["", "no end of line", "a\ttab\n"])
def test_only_whole_lines_of_text_are_signed(text):
    with pytest.raises(ValueError, match="whole lines"):
        read_signer(PRIVATE).sign(text)


@pytest.mark.parametrize("name", ["", "två ord", "a+b", "tab\t", "no\u00a0break", "\x7f"])
def test_a_key_name_is_one_word(name):
    with pytest.raises(KeyNameUnusable):
        new_signer(name)


def test_the_private_key_is_for_its_owner_alone(tmp_path):
    """Nobody else may read it, and the files hold what was made."""
    signer = new_signer("region.example/revision")
    write_key_pair(tmp_path / "key", signer)

    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert read_signer((tmp_path / "key").read_text()) == signer
    assert read_verifier((tmp_path / "key.pub").read_text()) == signer.verifier


@pytest.mark.parametrize("taken", ["key", "key.pub"])
def test_a_key_is_never_overwritten(tmp_path, taken):
    """Neither half is written when one of the names is taken."""
    (tmp_path / taken).write_text("precious")

    with pytest.raises(KeyExists, match=taken):
        write_key_pair(tmp_path / "key", new_signer("a"))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(taken, "precious")]


def test_unreadable_keys_and_notes_are_wrong_input():
    assert issubclass(KeyUnreadable, Unreadable)
    assert issubclass(NoteUnreadable, Unreadable)
