"""What a report is printed from and how, and the command that makes it."""

import shlex
from datetime import datetime

from ledger.domain.values.days import Month, known_at_text
from ledger.proofs.checkpoints import Progress, base64_text, take_checkpoint
from ledger.proofs.evidence import Evidence
from ledger.reports.monthly.composing import Edition
from ledger.reports.numbers import AmountUnit, Language
from ledger.reports.reproducing.program import program_version
from ledger.store.files.log import LogReader


def publish_command(month: Month, instant: datetime, unit: str | None, **how: object) -> str:
    """The command with nothing left to the clock or the locale."""
    options = {"month": month, "known-at": known_at_text(instant), "unit": unit, **how}
    words = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
    return shlex.join(["liggare", "publish", *words])


def edition(
    log: LogReader,
    position: int,
    command: str,
    *,
    lang: Language,
    unit: AmountUnit,
    decimals: int,
    progress: Progress | None = None,
) -> Edition:
    """The ledger as it stood at a position, with the hash of its facts, and how the report is printed."""
    checkpoint = take_checkpoint(Evidence(log), progress, through=position)
    return Edition(
        lang=lang,
        unit=unit,
        decimals=decimals,
        ledger=checkpoint.origin,
        root=base64_text(checkpoint.root),
        program=program_version(),
        command=command,
    )
