"""The monthly report, as ``liggare publish`` writes it."""

import base64
import hashlib
import re

from ledger.interchange.values.months import read_month
from ledger.interchange.values.options import read_option
from ledger.queries.monthly.gathering import gather
from ledger.queries.options import UNIT
from ledger.reports.monthly.composing import compose
from ledger.reports.monthly.editions import edition, publish_command
from ledger.reports.monthly.publishing import published
from web.guard import POLICY
from web.kept import Page
from web.visit import Visit

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def report_page(visit: Visit, month: str) -> Page:
    """Raises :class:`NothingToReport`."""
    visit.asked.require_known(UNIT.name)
    asked = visit.asked
    about = read_month(month, "The month")
    unit = read_option(UNIT, asked.given.get(UNIT.name))
    at = visit.reader.at(about.last_day, visit.reader.final_instant(visit.known_at))
    monthly = gather(at, about, unit)
    command = publish_command(
        about, at.moment.known_at, unit, lang=asked.lang, **{"in": asked.unit}, decimals=asked.decimals,
        to="report.html",
    )  # fmt: skip
    made = edition(visit.reader.log, at.position, command, lang=asked.lang, unit=asked.unit, decimals=asked.decimals)
    body = published(compose(monthly, made), "html")
    return Page(body=body, headers=(("content-security-policy", _policy(body)),))


def _policy(body: bytes) -> str:
    """Ours, which lets the report's own style sheet in: by its hash, and nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(each).digest()).decode() for each in _STYLE.findall(body)]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return POLICY.replace("style-src 'self'", f"style-src 'self' {allowed}")
