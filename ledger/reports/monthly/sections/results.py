"""The result statement and the investments, line by line."""

from ledger.queries.monthly.gathering import Part
from ledger.reports.monthly.document import Section
from ledger.reports.monthly.grids import anchors_of, behind, grid, narrowed, without_empty_rows
from ledger.reports.monthly.reporting import Reporting


def result_statement(of: Reporting) -> Section | None:
    return _statement(of, of.monthly.result, "result", of.speech.say("Result statement"), "operating")


def investments(of: Reporting) -> Section | None:
    return _statement(of, of.monthly.investments, "investments", of.speech.say("Investments"), "investment")


def _statement(of: Reporting, part: Part, key: str, title: str, statement: str) -> Section | None:
    speech, monthly = of.speech, of.monthly
    answer, sources, _ = without_empty_rows(part.answer, part.sources)
    if not answer.rows:
        return None
    cell = [f"--unit {monthly.unit}"] if monthly.unit else []
    cell += [f"--statement {statement}"] if statement != "operating" else []
    command = of.explain("result", *cell, "--line CODE")
    caption = f"{title}, {speech.through(monthly.month)} {monthly.month.year}"
    columns = {
        "ytd_outcome": speech.say("outcome"),
        "last_year_outcome": speech.say("last year"),
        "year_budget": speech.say("budget"),
        "year_forecast": speech.say("forecast"),
    }
    printed = grid(
        narrowed(answer, first="name"),
        speech,
        key=key,
        caption=caption,
        explained=command,
        anchors=anchors_of(key, sources),
    )
    labels = [f"{row.name} ({row.line})" for row in answer.rows]
    return Section(key=key, title=title, blocks=[printed], behind=[behind(printed, labels, sources, columns, speech)])
