"""Receipts: what was asked, at which moment, and the hash of what was answered, so that it can be answered again."""

import contextlib
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import click

from cli.files.file_errors import writing
from cli.settings import Settings
from ledger.domain.days import Moment, instant_text
from ledger.domain.errors import LedgerError, Refused, Unreadable
from ledger.interchange.values.days import read_day
from ledger.interchange.values.moments import read_known_at
from ledger.queries.answer import Answer

NOT_REPEATED = {"--receipt", "--as-of", "--known-at", "--lang"}
ASKING = ("show", "journal", "explain", "compare")
"""The commands that answers come from. A receipt is somebody's file: whatever else it names is not run."""


class ReceiptExists(Refused):
    code = "receipt-exists"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already and was left as it is", hint="Give the receipt another name")


class ReceiptNotReadable(Unreadable):
    code = "receipt-not-readable"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is no receipt: {why}", hint="Name a file that --receipt wrote")


class AnswerDiffers(LedgerError):
    code = "answer-differs"

    def __init__(self, receipt: "Receipt", found: "Found") -> None:
        """Only what differs is told; the ledger first, because nothing else need be the same in another one."""
        pairs = (
            ("ledger", found.ledger, receipt.ledger),
            ("SHA-256", found.sha256, receipt.sha256),
            ("position", found.position, receipt.position),
        )
        told = [f"{what} {here} instead of {there}" for what, here, there in pairs if here != there]
        super().__init__(f"The answer is not the one the receipt is for: {', '.join(told)}")
        self.hint = (
            f"The receipt is from liggare {receipt.liggare}; this is liggare {program_version()}. "
            "Check the ledger itself: liggare verify"
            if found.ledger == receipt.ledger
            else f"Name the ledger {receipt.ledger} with --ledger, or a copy of it that holds as much"
        )


@attrs.frozen(kw_only=True)
class Receipt:
    """Everything needed to print an answer once more, byte for byte."""

    liggare: str
    """The version of the program."""
    ledger: str
    """The identity of the ledger."""
    arguments: list[str]
    position: int
    as_of: str
    known_at: str
    sha256: str


@attrs.frozen(kw_only=True)
class Found:
    """What the ledger at hand has to say to a receipt."""

    ledger: str
    """Its identity."""
    position: int
    """The last fact at the instant of the receipt."""
    sha256: str
    """The hash of its answer; the word none where it has no answer."""


def program_version() -> str:
    return version("liggare")


def write_receipt(
    settings: Settings, path: Path, arguments: Sequence[str], answer: Answer, text: str, ledger: str
) -> None:
    """Keep the receipt of a printed answer. Raises :class:`ReceiptExists` rather than replace one."""
    settings.require_writing()
    receipt = Receipt(
        liggare=program_version(),
        ledger=ledger,
        arguments=list(arguments),
        position=answer.position,
        as_of=answer.moment.as_of.isoformat(),
        known_at=instant_text(answer.moment.known_at),
        sha256=digest(text),
    )
    with writing(path):
        _write_new(path, json.dumps(attrs.asdict(receipt), ensure_ascii=False, indent=2) + "\n")


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
        fields: Any = json.loads(path.read_text(encoding="utf-8"))
        receipt = Receipt(**fields)
        _require_a_question(receipt.arguments)
        read_day(receipt.as_of)
        read_known_at(receipt.known_at)
        _require_one_moment(receipt)
    except OSError as error:
        raise ReceiptNotReadable(path, error.strerror or str(error)) from None
    except (ValueError, TypeError, AttributeError, LedgerError) as error:
        raise ReceiptNotReadable(path, str(error)) from None
    return receipt


def _require_a_question(arguments: Any) -> None:
    """Raise ValueError for words that are anything but the question of an answer."""
    words = arguments if isinstance(arguments, list) else []
    asks = all(isinstance(word, str) and not word.startswith("--receipt") for word in words)
    if not asks or not words or words[0] not in ASKING:
        message = "it does not ask a question"
        raise ValueError(message)


def _require_one_moment(receipt: Receipt) -> None:
    """Raise ValueError if the question is about another moment than the receipt says."""
    for option, said in (("--as-of", receipt.as_of), ("--known-at", receipt.known_at)):
        asked = [value for word, value in pairwise(receipt.arguments) if word == option]
        if asked and asked[-1] != said:
            message = f"it says {said!r}, but asks with {option} {asked[-1]}"
            raise ValueError(message)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lasting_arguments(context: click.Context, moment: Moment, lang: str) -> list[str]:
    """The words of this command with nothing left to the clock, the terminal or the locale."""
    words: list[str] = []
    at: click.Context | None = context
    while at is not None and at.parent is not None:
        words.insert(0, at.info_name or "")
        at = at.parent
    for parameter in context.command.params:
        name = parameter.opts[0] if isinstance(parameter, click.Option) else ""
        value = context.params.get(parameter.name or "")
        if value is None or name in NOT_REPEATED or value is False:
            continue
        words += _words(name, value)
    if context.info_name != "journal" or context.params.get("as_of"):  # a journal without it has no last day
        words += ["--as-of", moment.as_of.isoformat()]
    return [*words, "--known-at", instant_text(moment.known_at), "--lang", lang]


def _words(name: str, value: Any) -> list[str]:
    if value is True:
        return [name]
    match value:
        case datetime():
            told = instant_text(value)
        case (day, known):
            told = f"{day or ''}@{instant_text(known) if known else ''}"
        case date():
            told = value.isoformat()
        case _:
            told = str(value)
    if not told:
        return []
    return [name, told] if name else [told]


def verify_receipt(settings: Settings, path: Path) -> tuple[Receipt, Found]:
    """Ask again and compare, byte for byte. Raises :class:`AnswerDiffers`, naming what differs.

    A copy of the ledger, which has an identity of its own, may give the same answer.
    """
    receipt = read_receipt(path)
    with settings.reading() as reader:
        ledger = reader.log.metadata()["identity"]
        position = reader.log.position_at(read_known_at(receipt.known_at))
    try:
        sha256 = hashlib.sha256(_printed(settings, receipt.arguments)).hexdigest()
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
