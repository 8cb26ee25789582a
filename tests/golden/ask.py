"""The one place where the golden tests touch the ledger."""

from collections.abc import Mapping
from pathlib import Path

from ledger.domain.days import Moment
from ledger.domain.measured import Money


def answers_for(
    journal: Path, where: Path, question: str, month: str, moment: Moment
) -> Mapping[str, Mapping[str, Money]]:
    """The question's answer at the moment, from a ledger restored from *journal* under the directory *where*.

    By unit code, and then by the name of the field. The ledger is restored once and found again after that.
    """
    message = f"cannot ask '{question} --month {month}' at {moment}: the ledger's questions are not connected here"
    raise NotImplementedError(message)
