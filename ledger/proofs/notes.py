"""Signed notes as C2SP describes them (c2sp.org/signed-note): a text, and below it who vouches for it.

Keys are written as Go's note package writes them: one line each, with the name of who signs in it.
"""

import base64
import binascii
import os
import re
from hashlib import sha256
from pathlib import Path

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.phrases import phrase

MOST_BYTES = 1_000_000
"""A note is a few lines; what is larger is something else."""

_ED25519 = b"\x01"
_KEY_BYTES = 32
_KEY_ID_BYTES = 4
_PRIVATE = "PRIVATE+KEY+"
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class KeyNameUnusable(Unreadable):
    code = "key-name-unusable"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase(
                "{name!r} cannot be the name of a key: spaces, plus signs and nothing at all are not allowed", name=name
            ),
            hint=phrase("Say who signs, like a web address without https://: --key-name region.example/ekonomi"),
        )


class KeyUnreadable(Unreadable):
    code = "key-unreadable"

    def __init__(self, where: object, which: str, why: str) -> None:
        super().__init__(
            phrase("{where} holds no {which} key: {why}", where=where, which=which, why=why),
            hint=phrase(
                "Make a pair: liggare checkpoint --new-key FILE --key-name NAME; FILE signs and FILE.pub verifies"
            ),
        )


class KeyExists(Refused):
    code = "key-exists"

    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase("{path} exists already and was left as it is", path=path),
            hint=phrase("Choose another name; a key that is replaced can never sign again"),
        )


class NoteUnreadable(Unreadable):
    code = "note-unreadable"

    def __init__(self, where: object, why: str) -> None:
        super().__init__(
            phrase("{where} is no signed note: {why}", where=where, why=why),
            hint=phrase("Give the file as liggare checkpoint --output wrote it"),
        )


class SignedByOthers(Refused):
    code = "signed-by-others"

    def __init__(self, where: object, name: str, names: list[str]) -> None:
        super().__init__(
            phrase(
                "{where} is not signed by the key {name}; it is signed by {names}",
                where=where,
                name=name,
                names=", ".join(names),
            ),
            hint=phrase("Give the public key that belongs to it; with the same name, it is another key"),
        )


class SignatureWrong(Refused):
    code = "signature-wrong"

    def __init__(self, where: object, name: str) -> None:
        super().__init__(
            phrase(
                "{where} was changed after {name} signed it: the signature does not fit the text",
                where=where,
                name=name,
            ),
            hint=phrase("Take the file from where it was first kept; this one proves nothing"),
        )


@attrs.frozen
class Verifier:
    """A public key with its name."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """What tells keys of one name apart in a signature."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.key)}"

    def open(self, note: bytes, where: object = "The note") -> str:
        """The text of a note that this key has signed. Raises a refusal if it has not, or the text was changed."""
        text, signatures = split(note, where)
        ours = [signature for name, signature in signatures if name == self.name and signature[:4] == self.key_id]
        if not ours:
            raise SignedByOthers(where, self.name, [name for name, _ in signatures])
        try:
            for signature in ours:
                Ed25519PublicKey.from_public_bytes(self.key).verify(signature[_KEY_ID_BYTES:], text.encode())
        except InvalidSignature:
            raise SignatureWrong(where, self.name) from None
        return text


@attrs.frozen
class Signer:
    """A private key with its name."""

    name: str
    seed: bytes = attrs.field(repr=False)

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{_base64(_ED25519 + self.seed)}"

    def sign(self, text: str) -> str:
        """The note: the text, which ends its last line, and the signature over all of it."""
        if not text.endswith("\n") or _CONTROL.search(text):
            message = "the text of a note consists of whole lines, without control characters"
            raise ValueError(message)
        signature = self.verifier.key_id + self._key().sign(text.encode())
        return f"{text}\n— {self.name} {_base64(signature)}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def new_signer(name: str) -> Signer:
    """A new key. Raises :class:`KeyNameUnusable`."""
    if not name or re.search(r"[\s+]", name) or not name.isprintable():
        raise KeyNameUnusable(name)
    return Signer(name, Ed25519PrivateKey.generate().private_bytes_raw())


def public_path(path: Path) -> Path:
    """Where the public key lies that belongs to a private one."""
    return path.with_name(path.name + ".pub")


def write_key_pair(path: Path, signer: Signer) -> None:
    """Write the private key for its owner's eyes only, and the public key beside it. Raises :class:`KeyExists`."""
    public = public_path(path)
    for taken in (path, public):
        if os.path.lexists(taken):
            raise KeyExists(taken)
    for each, key, mode in ((path, str(signer), 0o600), (public, str(signer.verifier), 0o644)):
        try:
            handle = os.open(each, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        except FileExistsError:
            raise KeyExists(each) from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(key + "\n")


def read_signer(words: str, where: object = "The file") -> Signer:
    """The private key in these words. Raises :class:`KeyUnreadable`."""
    if not words.startswith(_PRIVATE):
        is_public = words.count("+") >= 2 and "\n" not in words.strip()  # noqa: PLR2004 - name+id+key
        why = phrase("it holds a public key") if is_public else phrase("it is something else")
        raise KeyUnreadable(where, "private", why)
    name, key_id, seed = _key_parts(words.removeprefix(_PRIVATE), where, "private")
    signer = Signer(name, seed)
    if signer.verifier.key_id != key_id:
        raise KeyUnreadable(where, "private", phrase("its parts do not belong together"))
    return signer


def read_verifier(words: str, where: object = "The file") -> Verifier:
    """The public key in these words. Raises :class:`KeyUnreadable`."""
    if words.startswith(_PRIVATE):
        raise KeyUnreadable(where, "public", phrase("it holds a private key, which should not leave who signs"))
    name, key_id, key = _key_parts(words, where, "public")
    verifier = Verifier(name, key)
    if verifier.key_id != key_id:
        raise KeyUnreadable(where, "public", phrase("its parts do not belong together"))
    return verifier


def _key_parts(words: str, where: object, which: str) -> tuple[str, bytes, bytes]:
    """The name, the key id and the 32 bytes of a key."""
    parts = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})\n?", words)
    if parts is None:
        raise KeyUnreadable(where, which, phrase("it is not one line of name, number and key"))
    key = _bytes(parts[3])
    if key is None or key[:1] != _ED25519 or len(key) != 1 + _KEY_BYTES:
        raise KeyUnreadable(where, which, phrase("it is damaged or of another kind than Ed25519"))
    return parts[1], bytes.fromhex(parts[2]), key[1:]


def split(note: bytes, where: object = "The note") -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note and its signatures, none of them verified. Raises :class:`NoteUnreadable`."""
    if len(note) > MOST_BYTES:
        raise NoteUnreadable(where, phrase("it is too large"))
    try:
        words = note.decode()
    except UnicodeDecodeError:
        raise NoteUnreadable(where, phrase("it is not text in UTF-8")) from None
    if _CONTROL.search(words):
        raise NoteUnreadable(where, phrase("it holds control characters"))
    text, blank, below = words.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteUnreadable(where, phrase("there is no blank line with whole lines of signatures below it"))
    return text + "\n", [_signature(line, where) for line in below[:-1].split("\n")]


def _signature(line: str, where: object) -> tuple[str, bytes]:
    parts = _SIGNATURE_LINE.fullmatch(line)
    signature = _bytes(parts["signature"]) if parts else None
    if parts is None or signature is None or len(signature) <= _KEY_ID_BYTES:
        raise NoteUnreadable(where, phrase("{line!r} is no signature", line=line))
    return parts["name"], signature


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(words: str) -> bytes | None:
    """What the base64 spells, if it is its one spelling."""
    try:
        data = base64.b64decode(words, validate=True)
    except binascii.Error:
        return None
    return data if _base64(data) == words else None
