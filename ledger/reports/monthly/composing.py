"""The whole report: its sections in the order a board reads them, the facts behind them, and how to make it again."""

from collections.abc import Callable, Sequence

import attrs

from ledger.domain.values.days import instant_text
from ledger.queries.monthly.gathering import Monthly
from ledger.reports.catalogue import msg
from ledger.reports.cells import swedish_time
from ledger.reports.monthly.document import Document, Section
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.sections.decisions import decisions
from ledger.reports.monthly.sections.facts import facts_grid
from ledger.reports.monthly.sections.follow_up import assignments, goals, indicators
from ledger.reports.monthly.sections.forecasts import forecasts
from ledger.reports.monthly.sections.freezes import hiring_freezes
from ledger.reports.monthly.sections.net_cost import net_cost
from ledger.reports.monthly.sections.people import staffing
from ledger.reports.monthly.sections.results import investments, result_statement
from ledger.reports.monthly.sections.saving import savings
from ledger.reports.monthly.sections.summary import summary
from ledger.reports.monthly.speech import Speech
from ledger.reports.numbers import AmountUnit, Language

_SUBJECTS: Sequence[tuple[str, Callable[[Reporting], Section | None]]] = (
    (msg("summary"), summary),
    (msg("net cost"), net_cost),
    (msg("result statement"), result_statement),
    (msg("investments"), investments),
    (msg("forecast"), forecasts),
    (msg("staffing"), staffing),
    (msg("hiring freezes"), hiring_freezes),
    (msg("savings"), savings),
    (msg("goals"), goals),
    (msg("indicators"), indicators),
    (msg("assignments"), assignments),
    (msg("decisions"), decisions),
)


@attrs.frozen(kw_only=True)
class Edition:
    """How a report is to be printed, and what it is printed from."""

    lang: Language
    unit: AmountUnit
    decimals: int
    ledger: str
    """What the ledger calls itself."""
    root: str
    """The hash over all facts through the report's position."""
    program: str
    command: str
    """The command that makes the same report."""


def compose(monthly: Monthly, edition: Edition) -> Document:
    """The report in words."""
    speech = Speech(
        lang=edition.lang,
        unit=edition.unit,
        decimals=edition.decimals,
        units=monthly.names.units,
        lines=monthly.names.lines,
    )
    of = Reporting(monthly=monthly, speech=speech)
    made = [(name, subject(of)) for name, subject in _SUBJECTS]
    silent = [speech.say(name) for name, section in made if section is None]
    sections = [section for _, section in made if section is not None]
    if silent:
        nothing = speech.say("Nothing has been recorded about {subjects}.", subjects=speech.listed(silent))
        sections.append(Section(key="silent", title=speech.say("Not in this report"), blocks=[nothing]))
    facts, listed = facts_grid(of)
    where = monthly.top or edition.ledger
    return Document(
        lang=edition.lang,
        unit=edition.unit,
        decimals=edition.decimals,
        known_at=monthly.report.answer.moment.known_at,
        title=speech.say("Monthly report {month}", month=speech.month(monthly.month)),
        subtitle=where,
        sections=sections,
        facts=facts,
        listed=listed,
        colophon=_colophon(of, edition),
        command=edition.command,
        words=_words(speech),
    )


def _colophon(of: Reporting, edition: Edition) -> list[tuple[str, str]]:
    say, answer = of.speech.say, of.monthly.report.answer
    moment = answer.moment
    return [
        (say("Ledger"), edition.ledger),
        (say("Position"), say("{position} (the last fact counted)", position=answer.position)),
        (say("As of"), moment.as_of.isoformat()),
        (
            say("Known at"),
            say(
                "{swedish} Swedish time ({utc})",
                swedish=swedish_time(moment.known_at),
                utc=instant_text(moment.known_at),
            ),
        ),
        (say("Hash"), say("{root} (Merkle root of the facts through the position, RFC 6962)", root=edition.root)),
        (say("Made with"), f"liggare {edition.program}"),
    ]


def _words(speech: Speech) -> dict[str, str]:
    """What stands around the sections in every format."""
    say = speech.say
    return {
        "contents": say("Contents"),
        "behind": say("Appendix A: the facts behind the tables"),
        "behind_told": say(
            "For each row the facts that its figures add up, by position. The command under each table takes a "
            "single figure apart, to the öre."
        ),
        "facts": say("Appendix B: the facts"),
        "colophon": say("How this report was made"),
        "colophon_told": say("The same command on the same ledger gives the same report, byte for byte."),
        "command": say("Command"),
        "row": say("Row"),
        "facts_of": say("Facts"),
        "explained": say("The facts behind a figure"),
        "chart": say("Chart"),
        "figures": say("The figures of the chart"),
        "report": say("Report"),
        "check": say("Check"),
        "check_told": say("The check column of each sheet adds up what its figures should come to; 0 is right."),
        "in_kronor": say("Cells hold kronor and öre, shown in {unit}.", unit=speech.unit),
        "to_facts": say("Facts behind {row}", row="{row}"),
        "skip": say("Skip to the report"),
    }
