"""Receipts: what was asked, at which moment, and the hash of what was answered, so that it can be answered again."""

import contextlib
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from cli.files.file_errors import writing
from cli.files.input_files import read_file
from cli.files.output_files import require_no_ledger
from cli.output.asked_again import NoQuestion, question_again
from cli.settings import Settings
from cli.version import program_version
from ledger.domain.errors import LedgerError, Refused, Unreadable
from ledger.domain.values.days import Moment, instant_text
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.days import read_day
from ledger.interchange.values.moments import read_known_at
from ledger.queries.answer import Answer
from ledger.reports.reproducing.receipts import Receipt


class ReceiptExists(Refused):
    code = "receipt-exists"

    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase("{path} exists already and was left as it is", path=path),
            hint=phrase("Give the receipt another name"),
        )


class ReceiptNotReadable(Unreadable):
    code = "receipt-not-readable"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            phrase("{path} is no receipt: {why}", path=path, why=why), hint=phrase("Name a file that --receipt wrote")
        )


class AnswerDiffers(LedgerError):
    code = "answer-differs"

    def __init__(self, receipt: "Receipt", found: "Found") -> None:
        """Only what differs is told; the ledger first, because nothing else need be the same in another one."""
        pairs = (
            ("ledger", found.ledger, receipt.ledger),
            ("SHA-256", found.sha256, receipt.sha256),
            ("position", found.position, receipt.position),
        )
        differences = [f"{what} {here} instead of {there}" for what, here, there in pairs if here != there]
        super().__init__(
            phrase("The answer is not the one the receipt is for: {differences}", differences=", ".join(differences))
        )
        self.hint = (
            phrase(
                "The receipt is from liggare {liggare}; this is liggare {program_version}. Check the "
                "ledger itself: liggare verify",
                liggare=receipt.liggare,
                program_version=program_version(),
            )
            if found.ledger == receipt.ledger
            else phrase(
                "Name the ledger {ledger} with --ledger, or a copy of it that holds as much", ledger=receipt.ledger
            )
        )


@attrs.frozen(kw_only=True)
class Found:
    """What the ledger at hand has to say to a receipt."""

    ledger: str
    """Its identity."""
    position: int
    """The last fact at the instant of the receipt."""
    sha256: str
    """The hash of its answer; the word none where it has no answer."""


def write_receipt(
    settings: Settings, path: Path, arguments: Sequence[str], answer: Answer, text: str, ledger: str
) -> None:
    """Keep the receipt of a printed answer. Raises :class:`ReceiptExists` rather than replace one."""
    settings.require_writing()
    require_no_ledger(settings, path)
    receipt = Receipt.of(answer, text, arguments, ledger)
    with writing(path):
        _write_new(path, receipt.text)


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, all of it or none. Raises OSError."""
    try:
        file = path.open("x", encoding="utf-8")
    except FileExistsError:
        raise ReceiptExists(path) from None
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink()
        raise


def read_receipt(path: Path) -> Receipt:
    """Raises :class:`ReceiptNotReadable` for a file that is none."""
    try:
        fields = json.loads(read_file(path).decode())
    except LedgerError as error:
        raise ReceiptNotReadable(path, error.sentence) from None
    except (ValueError, RecursionError):
        raise ReceiptNotReadable(path, phrase("it is not JSON in UTF-8")) from None
    expected = {each.name for each in attrs.fields(Receipt)}
    if not isinstance(fields, dict) or fields.keys() != expected:
        raise ReceiptNotReadable(
            path, phrase("it does not consist of {expected}", expected=", ".join(sorted(expected)))
        )
    for name, is_right in _FIELDS.items():
        if not is_right(fields[name]):
            raise ReceiptNotReadable(path, phrase("its {name} is none", name=name))
    return Receipt(**fields)


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def _spells(read: Callable[[str], Any], text: Callable[[Any], str]) -> Callable[[Any], bool]:
    """Whether a value is the one way to write something."""

    def is_right(value: Any) -> bool:
        try:
            return isinstance(value, str) and text(read(value)) == value
        except LedgerError:
            return False

    return is_right


_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "liggare": _matches("[0-9A-Za-z.+-]{1,40}"),
    "ledger": _matches("[0-9a-f-]{36}"),
    "arguments": lambda value: isinstance(value, list) and all(isinstance(word, str) for word in value),
    "position": lambda value: type(value) is int and value >= 0,
    "as_of": _spells(read_day, str),
    "known_at": _spells(read_known_at, instant_text),
    "sha256": _matches("[0-9a-f]{64}"),
}
"""What each field of a receipt has to be: they are printed and asked with."""


def verify_receipt(settings: Settings, path: Path) -> tuple[Receipt, Found]:
    """Ask again and compare, byte for byte. Raises :class:`AnswerDiffers`, naming what differs.

    What is asked is the question in the receipt's arguments at the receipt's own moment, whatever else the arguments
    say. A copy of the ledger, which has an identity of its own, may give the same answer.
    """
    receipt = read_receipt(path)
    moment = Moment(read_day(receipt.as_of), read_known_at(receipt.known_at))
    try:
        arguments = question_again(receipt.arguments, moment)
    except NoQuestion as error:
        raise ReceiptNotReadable(path, str(error)) from None
    with settings.reading() as reader:
        ledger = reader.log.metadata()["identity"]
        position = reader.log.position_at(moment.known_at)
    try:
        sha256 = hashlib.sha256(_printed(settings, arguments)).hexdigest()
    except Refused:
        if ledger == receipt.ledger:
            raise
        sha256 = "none"
    found = Found(ledger=ledger, position=position, sha256=sha256)
    if (found.sha256, found.position) != (receipt.sha256, receipt.position):
        raise AnswerDiffers(receipt, found)
    return receipt, found


def _printed(settings: Settings, arguments: Sequence[str]) -> bytes:
    """What the command prints on the ledger of these settings."""
    before = ["--ledger", settings.where, *(["--read-only"] if settings.read_only else [])]
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(printed):
        from cli.main import liggare

        liggare.main(args=[*before, *arguments], prog_name="liggare", standalone_mode=False)
        printed.flush()
    return printed.buffer.getvalue()
