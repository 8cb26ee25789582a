"""How the example scripts write a journal: the exported form, which ``liggare restore`` reads."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, Inexact
from typing import Any

FactWords = dict[str, Any]
"""A fact as the journal spells it, without its position and instant."""

BETWEEN_TWO_FACTS = timedelta(milliseconds=1)
"""Facts recorded together still have instants of their own."""

ACTOR = "ekonom1"
ORE = Decimal("0.01")
MKR_EXPONENT = 6


def kronor(mkr: Decimal | int) -> str:
    """An amount in Mkr as the journal writes it, in kronor: -63 is ``-63000000.00``.

    Raises decimal.Inexact if the amount is not whole öre.
    """
    return str(Decimal(mkr).scaleb(MKR_EXPONENT).quantize(ORE, context=Context(traps=[Inexact])))


def fact(
    type_: str,
    id_: str,
    effective: str,
    *,
    decision: Mapping[str, str] | None = None,
    note: str | None = None,
    **own: Any,
) -> FactWords:
    """A fact with its shared fields first, in the journal's order; a field that is None is left out.

    ``from_`` stands for ``from``, which Python keeps for itself.
    """
    shared = {
        "type": type_,
        "id": id_,
        "effective": effective,
        "decision": dict(decision) if decision else None,
        "actor": ACTOR,
        "note": note,
    }
    words = shared | {name.removesuffix("_"): value for name, value in own.items()}
    return {name: value for name, value in words.items() if value is not None}


def by_key(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table (lines, phasing) with its keys in the order an export has them."""
    return {key: table[key] for key in sorted(table)}


def exported(sessions: Iterable[tuple[datetime, Sequence[FactWords]]]) -> str:
    """The journal of facts recorded in sessions, each from its own instant on.

    Raises ValueError if a session begins before the one before it has ended.
    """
    lines: list[str] = []
    last = datetime.min.replace(tzinfo=UTC)
    for begun, facts in sessions:
        for place, words in enumerate(facts):
            instant = begun + place * BETWEEN_TWO_FACTS
            if instant <= last:
                msg = f"{words['id']} would be recorded at {instant}, no later than the fact before it"
                raise ValueError(msg)
            last = instant
            line = {"position": len(lines) + 1, "recorded_at": instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), **words}
            lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    return "".join(f"{line}\n" for line in lines)
