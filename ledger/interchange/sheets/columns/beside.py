"""Columns that state nothing but stand beside what does: names, remarks, sums, and last year's figures."""

import re
from typing import Literal

from ledger.interchange.sheets.columns.headings import folded

Beside = Literal["name", "remark", "sum", "figure"]

_NAMES = frozenset(
    map(
        folded,
        (
            "namn", "name", "benämning", "benamning", "beteckning", "enhetsnamn", "enhetens namn", "enhet namn",
            "namn enhet", "enhetsbenämning", "enhet benämning", "benämning enhet", "unit name", "unit_name",
            "kontonamn", "kontots namn", "konto namn", "namn konto", "kontobenämning", "konto benämning",
            "benämning konto", "line name", "line_name", "kontotext", "klartext",
        ),
    )
)  # fmt: skip
_REMARKS = frozenset(
    map(
        folded,
        ("kommentar", "kommentarer", "comment", "comments", "anmärkning", "anmärkningar", "anm",
         "notering", "noteringar",
         "remark", "remarks", "förklaring", "not", "kontroll", "check", "text", "beskrivning"),
    )
)  # fmt: skip
_SUM = re.compile(
    r"(?:del|slut|total|års?|rad)?(?:summa|sum|totalt?|total)\b.*"
    r"|helår(?:s|et)?(?:summa|belopp)?(?: [12][0-9]{3})?|hela året|full year"
    r"|(?:kvartal|tertial|kv|q|t) ?[1-4](?: [12][0-9]{3})?",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:årets |fjolårets |föregående års )?(?:budget|utfall|prognos|bokslut|outcome|forecast|actual|actuals)"
    r"(?:[ _-]*(?P<year>[12][0-9]{3})(?:-[0-9]{2})?)?|(?:förändring|avvikelse|differens|diff|change|deviation).*",
    re.IGNORECASE,
)


def beside(heading: str) -> Beside | None:
    """What stands under a heading that is none of a field; None where that is not known."""
    plain = folded(heading.rstrip(".:"))
    if plain in _NAMES:
        return "name"
    if plain in _REMARKS:
        return "remark"
    words = " ".join(heading.split()).rstrip(".:")
    if _SUM.fullmatch(words):
        return "sum"
    return "figure" if _FIGURE.fullmatch(words) else None


def year_beside(heading: str) -> int | None:
    """The year whose figures stand under a heading, where it says one: *Budget 2024*."""
    found = _FIGURE.fullmatch(" ".join(heading.split()))
    return int(found["year"]) if found and found["year"] else None


def named_kind(heading: str) -> Literal["unit", "line"] | None:
    """Of what a column has the names, where its heading says it."""
    plain = folded(heading)
    if "enhet" in plain or "unit" in plain:
        return "unit"
    return "line" if "konto" in plain or "line" in plain else None
