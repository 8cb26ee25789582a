"""Hiring freezes, and the exemptions that moved in the month."""

import attrs

from ledger.reports.monthly.document import Block, Section
from ledger.reports.monthly.grids import grid, narrowed, with_cells, without_blank_columns
from ledger.reports.monthly.reporting import Reporting


def hiring_freezes(of: Reporting) -> Section | None:
    speech, monthly = of.speech, of.monthly
    in_force = [row for row in monthly.freezes.rows if row.in_force]
    if not in_force and not monthly.exemptions.rows:
        return None
    blocks: list[Block] = []
    if in_force:
        answer = attrs.evolve(monthly.freezes, rows=in_force)
        worded = with_cells(
            without_blank_columns(narrowed(answer, ["in_force"]), ["except_categories", "withdrawn", "open"]),
            categories=lambda names: tuple(map(speech.term, names)),
            employment=lambda names: tuple(map(speech.term, names)),
        )
        day = speech.day(monthly.month.last_day)
        caption = speech.say("Hiring freezes in force on {day}, and exemptions from them so far", day=day)
        blocks.append(grid(worded, speech, key="freezes", caption=caption))
    else:
        blocks.append(speech.say("No hiring freeze is in force at the end of the month."))
    blocks.append(_exemptions(of))
    return Section(key="freezes", title=speech.say("Hiring freezes and exemptions"), blocks=blocks)


def _exemptions(of: Reporting) -> Block:
    speech, answer = of.speech, of.monthly.exemptions
    month = speech.month(of.monthly.month)
    if not answer.rows:
        return speech.say("No exemption was requested, decided or used in {month}, and none waits.", month=month)
    worded = with_cells(answer, employment=speech.term, state=speech.term, unit=speech.named)
    caption = speech.say("Exemptions requested, decided or used in {month}, or waiting", month=month)
    return grid(worded, speech, key="exemptions", caption=caption)
