"""Receipts: what was asked, at which moment, and the hash of what was answered, so that it can be answered again."""

import hashlib
import json
from collections.abc import Sequence
from typing import Self

import attrs

from ledger.domain.values.days import instant_text
from ledger.queries.answer import Answer
from ledger.reports.reproducing.program import program_version


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

    @classmethod
    def of(cls, answer: Answer, text: str, arguments: Sequence[str], ledger: str) -> Self:
        """The receipt of *text*, which *arguments* print on the ledger of that identity."""
        return cls(
            liggare=program_version(),
            ledger=ledger,
            arguments=list(arguments),
            position=answer.position,
            as_of=answer.moment.as_of.isoformat(),
            known_at=instant_text(answer.moment.known_at),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )

    @property
    def text(self) -> str:
        """The receipt as a file holds it."""
        return json.dumps(attrs.asdict(self), ensure_ascii=False, indent=2) + "\n"
