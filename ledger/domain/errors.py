"""What the ledger says when it does not do what was asked.

Three families, told apart by who can mend the matter:

* :class:`Refused` — a rule of the domain says no (exit status 1),
* :class:`Unreadable` — the words or bytes could not be understood (exit status 2),
* :class:`Unusable` — the ledger itself is damaged, missing or out of reach (exit status 3).

Each error is one sentence with the offending values and, in ``hint``, the way out.
"""

from typing import ClassVar


class LedgerError(Exception):
    """Something a person must be told in one sentence, never a bug of ours."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, sentence: str, *, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return self.sentence


class Refused(LedgerError):
    """A rule was applied and the fact was not admitted."""

    code = "refused"
    exit_status = 1


class Unreadable(LedgerError):
    """Words, files or bytes that cannot be understood."""

    code = "unreadable"
    exit_status = 2


class Unusable(LedgerError):
    """The ledger is damaged, missing, locked or out of reach."""

    code = "unusable"
    exit_status = 3
