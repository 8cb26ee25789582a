"""Goals, indicators by the 100 / 80 rule, and assignments."""

from functools import partial

import attrs

from ledger.reports.monthly.document import Block, Section
from ledger.reports.monthly.grids import grid, narrowed, with_cells, without_blank_columns
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.speech import Speech

_MARKS = {"met": "●", "partly": "◐", "not-met": "○"}
"""Told apart without colours."""


def goals(of: Reporting) -> Section | None:
    speech, answer = of.speech, of.monthly.goals
    if not answer.rows:
        return None
    worded = with_cells(narrowed(answer, ["parent", "judged_by", "month"]), status=partial(_judged, speech))
    caption = speech.say("Goals as of {day}", day=speech.day(of.monthly.month.last_day))
    counted = speech.say(
        "Of the goals at the bottom, {met} are met, {partly} partly, {not_met} not; {unknown} are not known.",
        met=answer.total.met,
        partly=answer.total.partly,
        not_met=answer.total.not_met,
        unknown=answer.total.unknown,
    )
    table = attrs.evolve(without_blank_columns(worded, ["comment"]), total=None)
    return Section(
        key="goals",
        title=speech.say("Goals"),
        blocks=[grid(table, speech, key="goals", caption=caption, notes=[counted])],
    )


def _judged(speech: Speech, status: str) -> str:
    return f"{_MARKS.get(status, '')} {speech.term(status)}".strip()


def indicators(of: Reporting) -> Section | None:
    speech, answer = of.speech, of.monthly.indicators
    if not answer.rows:
        return None
    worded = with_cells(
        without_blank_columns(narrowed(answer, ["year"]), ["baseline"]),
        status=partial(_judged, speech),
        unit=speech.named,
    )
    caption = speech.say("Indicators against their targets for {year}", year=of.monthly.month.year)
    rule = speech.say("● fully met: 100 % of the target or more. ◐ partly: 80 to under 100 %. ○ not met: under 80 %.")
    blocks: list[Block] = [grid(worded, speech, key="indicators", caption=caption, notes=[rule])]
    return Section(key="indicators", title=speech.say("Indicators"), blocks=blocks)


def assignments(of: Reporting) -> Section | None:
    speech, answer = of.speech, of.monthly.assignments
    if not of.monthly.ongoing and not answer.rows:
        return None
    blocks: list[Block] = [
        speech.count(
            "{number} assignment is going on. Shown: those that are late, due within 90 days, not on track or "
            "reported in the month.",
            "{number} assignments are going on. Shown: those that are late, due within 90 days, not on track or "
            "reported in the month.",
            of.monthly.ongoing,
        )
    ]
    if answer.rows:
        worded = with_cells(
            answer,
            status=speech.term,
            unit=speech.named,
            follow_up_missed=lambda missed: missed or None,
            follow_up=lambda pace: speech.term(pace) if pace else None,
        )
        worded = without_blank_columns(worded, ["follow_up", "last_report", "follow_up_missed", "comment"])
        caption = speech.say("Assignments as of {day}", day=speech.day(of.monthly.month.last_day))
        blocks.append(grid(worded, speech, key="assignments", caption=caption))
    return Section(key="assignments", title=speech.say("Assignments"), blocks=blocks)
