"""The report as one HTML file that needs nothing else: no script, no network, no clock."""

import re
from pathlib import Path

from ledger.reports.monthly.document import Document, with_references

_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
TEMPLATES = Path(__file__).with_name("templates")


def html(document: Document) -> str:
    """The page, with its charts drawn into it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    def link(position: int) -> str:
        """A reference leads to the fact's row, where it has one."""
        return f'<a href="#f{position}">#{position}</a>' if position in document.listed else f"#{position}"

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["linked"] = lambda text: Markup(with_references(str(escape(text)), link))  # noqa: S704 - escaped
    environment.filters["is_day"] = lambda text: bool(_DAY.fullmatch(text))
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    page = environment.get_template("report.html.j2")
    written = page.render(document=document, words=document.words, style=Markup(style.strip()))  # noqa: S704 - ours
    return written.lstrip() + "\n"
