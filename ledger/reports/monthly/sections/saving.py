"""Savings plans and phases: target, decided, realised and measured."""

from collections.abc import Iterator
from functools import partial

import attrs

from ledger.reports.monthly.document import Block, Drawing, Section
from ledger.reports.monthly.grids import anchors_of, behind, grid, narrowed, without_blank_columns
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.numbers import format_share

KEY = "savings"
_OPTIONAL = (
    "phase", "target_amount", "target_positions", "target_hours", "covered_amount", "covered_positions",
    "decided_positions", "decided_hours", "realised_positions", "realised_hours", "share_amount", "share_positions",
    "share_hours", "share", "measured_fte_change", "pace_amount",
)  # fmt: skip


def savings(of: Reporting) -> Section | None:
    part, speech = of.monthly.savings, of.speech
    if not part.answer.rows:
        return None
    title = speech.say("Savings")
    command = of.explain("savings", *([f"--unit {of.monthly.unit}"] if of.monthly.unit else []), "--plan CODE")
    caption = speech.say("Savings by plan and phase as of {day}", day=speech.day(of.monthly.month.last_day))
    named = [
        attrs.evolve(row, plan=_plan(of, row.plan), phase=_phase(of, row.plan, row.phase)) for row in part.answer.rows
    ]
    answer = without_blank_columns(attrs.evolve(part.answer, rows=named), _OPTIONAL)
    answer = answer if of.monthly.unit else narrowed(answer, ["plan_target_amount"])
    notes = [speech.say("Pace per month is what is left to save for each month through the plan's last.")]
    notes += (
        [speech.say("Targets are what was set for this part of the region; the whole plan's stands beside.")]
        if of.monthly.unit
        else []
    )
    printed = grid(
        answer, speech, key=KEY, caption=caption, explained=command, anchors=anchors_of(KEY, part.sources), notes=notes
    )
    columns = {
        "decided_amount": speech.say("decided"),
        "decided_positions": speech.say("decided positions"),
        "realised_amount": speech.say("realised"),
        "realised_positions": speech.say("realised positions"),
    }
    labels = [_name(of, row.plan, row.phase) for row in part.answer.rows]
    return Section(
        key=KEY,
        title=title,
        blocks=[printed, *_progress(of)],
        behind=[behind(printed, labels, part.sources, columns, speech)],
    )


def _plan(of: Reporting, plan: str) -> str:
    return of.monthly.names.plans.get(plan, plan)


def _phase(of: Reporting, plan: str, phase: str | None) -> str | None:
    """``1 Administration``."""
    name = of.monthly.names.phases.get((plan, phase or ""), phase)
    return name if phase is None or name == phase else f"{phase} {name}"


def _name(of: Reporting, plan: str, phase: str | None) -> str:
    """What a plan or a phase of it is called where there is one line for it."""
    told = _phase(of, plan, phase)
    return _plan(of, plan) if told is None else f"{plan}: {told}"


def _progress(of: Reporting) -> Iterator[Block]:
    from ledger.reports.monthly.charts.progress import Progress, draw

    speech = of.speech
    rows = [row for row in of.monthly.savings.answer.rows if row.target_amount]
    if not rows:
        return
    parts = [
        Progress(
            name=_name(of, row.plan, row.phase),
            target=row.target_amount,
            decided=row.decided_amount,
            realised=row.realised_amount,
        )
        for row in rows
    ]
    told = [
        speech.say(
            "{name}: target {target}, decided {decided}, realised {realised} ({share}).",
            name=part.name,
            target=speech.amount(part.target),
            decided=speech.amount(part.decided),
            realised=speech.amount(part.realised),
            share=format_share(row.share_amount, speech.lang),
        )
        for part, row in zip(parts, rows, strict=True)
    ]
    yield Drawing(
        key="progress",
        title=speech.say("Savings: target, decided and realised"),
        told=" ".join(told),
        draw=partial(draw, parts, speech),
    )
