"""What the ledger holds already and an import from the accounting system has to know of."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import attrs

from ledger.domain.values.days import LAST_DAY, Month
from ledger.projections.figures import Stated
from ledger.queries.reader import LedgerReader


@attrs.frozen
class Holdings:
    """Names by code, and figures, as the ledger knows them when an import begins."""

    lines: Mapping[str, str]
    units: Mapping[str, str]
    sides: Mapping[str, str]
    """income, cost or net, by line of the operating statement."""
    tops: tuple[str, ...]
    """The units that belong to no other."""
    orgnr: str
    stated: Callable[[Month, Month], Iterable[Stated]]
    """The outcomes in force for some months."""
    is_recorded: Callable[[str], bool]
    """Whether a fact with this id is recorded."""


def holdings(reader: LedgerReader, now: datetime) -> Holdings:
    """What the ledger holds, whatever day it takes effect."""
    at = reader.at(LAST_DAY, now)
    organisation = at.organisation

    return Holdings(
        lines={code: line.name for code, line in at.lines.items()},
        units={code: unit.names.at(LAST_DAY) or "" for code, unit in organisation.units.items()},
        sides={code: line.side for code, line in at.lines.items() if line.statement == "operating"},
        tops=tuple(sorted(code for code, unit in organisation.units.items() if unit.parent(LAST_DAY) is None)),
        orgnr=reader.log.metadata().get("orgnr", ""),
        stated=lambda first, last: at.figures.stated("outcome", first, last),
        is_recorded=lambda fact_id: reader.log.find(fact_id) is not None,
    )
