"""Hiring freezes, and the exemptions that moved in the month."""

from datetime import date
from typing import Any

import attrs

from ledger.domain.values.measured import Quantity
from ledger.queries.answer import column, row
from ledger.reports.monthly.document import Block, Grid, Section
from ledger.reports.monthly.grids import grid, narrowed, with_cells, without_blank_columns
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.speech import Speech


@row
class FreezeLine:
    """A hiring freeze with its scope in one cell."""

    freeze: str = column("Freeze")
    from_: date = column("From")
    until: date | str = column("Until")
    scope: str = column("Scope")
    requested: int = column("Requested")
    granted: int = column("Granted")
    denied: int = column("Denied")
    withdrawn: int = column("Withdrawn")
    open: int = column("Open")
    positions_granted: Quantity = column("Positions granted")
    positions_used: Quantity = column("Positions used")


def hiring_freezes(of: Reporting) -> Section | None:
    speech, monthly = of.speech, of.monthly
    in_force = [row for row in monthly.freezes.rows if row.in_force]
    if not in_force and not monthly.exemptions.rows:
        return None
    nothing = speech.say("No hiring freeze is in force at the end of the month.")
    blocks: list[Block] = [_in_force(of, in_force) if in_force else nothing, _exemptions(of)]
    return Section(key="freezes", title=speech.say("Hiring freezes and exemptions"), blocks=blocks)


def _in_force(of: Reporting, rows: list[Any]) -> Grid:
    speech = of.speech
    lines = [_line(each, speech) for each in rows]
    answer = attrs.evolve(of.monthly.freezes, columns=FreezeLine, rows=lines)
    day = speech.day(of.monthly.month.last_day)
    caption = speech.say("Hiring freezes in force on {day}, and exemptions from them so far", day=day)
    return grid(without_blank_columns(answer, ["withdrawn", "open"]), speech, key="freezes", caption=caption)


def _line(freeze: Any, speech: Speech) -> FreezeLine:
    counted = ("requested", "granted", "denied", "withdrawn", "open", "positions_granted", "positions_used")
    return FreezeLine(
        freeze=freeze.freeze,
        from_=freeze.from_,
        until=freeze.until or speech.say("until a new decision"),
        scope=_scope(freeze, speech),
        **{name: getattr(freeze, name) for name in counted},
    )


def _scope(freeze: Any, speech: Speech) -> str:
    """``Region Exempel (REG): all categories except Läkare (permanent, fixed-term)``."""
    categories = speech.listed(map(speech.term, freeze.categories))
    if freeze.except_categories:
        categories += " " + speech.say("except {categories}", categories=speech.listed(freeze.except_categories))
    employment = ", ".join(map(speech.term, freeze.employment))
    return f"{speech.listed(map(speech.named, freeze.units))}: {categories} ({employment})"


def _exemptions(of: Reporting) -> Block:
    speech, answer = of.speech, of.monthly.exemptions
    month = speech.month(of.monthly.month)
    if not answer.rows:
        return speech.say("No exemption was requested, decided or used in {month}, and none waits.", month=month)
    rows = [attrs.evolve(row, category=f"{row.category} ({speech.term(row.employment)})") for row in answer.rows]
    named = narrowed(attrs.evolve(answer, rows=rows), ["employment"])
    worded = with_cells(named, state=speech.term, unit=speech.named)
    caption = speech.say("Exemptions requested, decided or used in {month}, or waiting", month=month)
    return grid(worded, speech, key="exemptions", caption=caption)
