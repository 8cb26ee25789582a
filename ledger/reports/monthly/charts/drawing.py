"""What every chart has in common: its looks, and how it becomes SVG."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ledger.domain.values.measured import Money
from ledger.reports.monthly.speech import Speech
from ledger.reports.numbers import ORE_IN, Language

WIDTH, HEIGHT = 640, 260
INK, MUTED = "#1b1b1b", "#5c6670"
BLUE, ORANGE, GREY, LIGHT, GREEN, RED = "#0b4f8a", "#b35400", "#6b7680", "#c9d6e2", "#1d6b3a", "#a3232b"
"""Each stands out against white by at least 4.5 to 1, but LIGHT, which is only a ground."""

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is measured by, as vl-convert brings it along: so a chart is the same on every machine."""
WIDER = 1.2
"""How much wider a reader's own font may be than the one measured by."""
LETTER = 6.5
"""About how wide a letter of a label is."""
_FORMATS: Mapping[Language, Literal["sv-SE", "en-GB"]] = {"sv": "sv-SE", "en": "en-GB"}
_IDENTIFIER = re.compile(r'(\bid="|url\(#|href="#)(?=[A-Za-z])')


def scaled(money: Money, speech: Speech) -> float:
    """An amount as a chart's axis counts it."""
    return money.count / ORE_IN[speech.unit]


def layered(key: str, speech: Speech, layers: Sequence[Any], *, height: int = HEIGHT, **spare: float) -> str:
    """The layers on top of each other, as SVG; *spare* is room at its sides."""
    import altair as alt

    padding = {"left": 5, "right": 5, "top": 5, "bottom": 5} | spare
    return as_svg(key, alt.layer(*layers).properties(width=WIDTH, height=height, padding=padding), speech)


def spare_of(labels: Sequence[str], longest: float) -> float:
    """The room that labels may need beyond what they were measured to take."""
    return (WIDER - 1) * min(max(map(len, labels), default=0) * LETTER, longest) + 5


def as_svg(key: str, chart: Any, speech: Speech) -> str:
    """A chart as SVG that scales with the page; *key* keeps its ids apart from those of other charts."""
    import vl_convert

    styled = (
        chart.configure(font=FONT, background="white")
        .configure_axis(
            labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, gridColor="#e3e7ea",
            domainColor=MUTED, tickColor=MUTED, titleFontWeight="normal",
        )
        .configure_legend(
            labelColor=INK, labelFontSize=12, title=None, orient="top", symbolStrokeWidth=2.5, columnPadding=28,
            labelLimit=0, offset=24,
        )
        .configure_view(stroke=None)
    )  # fmt: skip
    svg: str = vl_convert.vegalite_to_svg(styled.to_dict(), format_locale=_FORMATS[speech.lang])
    return _placed(svg, key)


def _placed(svg: str, key: str) -> str:
    """*svg* for use within a page: as wide as there is room, hidden from readers who are told what it shows."""
    inside = svg[svg.index("<svg") :]
    inside = _IDENTIFIER.sub(lambda found: f"{found[1]}{key}-", inside)
    head, _, rest = inside.partition(">")
    sizes = dict(re.findall(r'\b(width|height)="([0-9.]+)"', head))
    view = "" if "viewBox" in head else f' viewBox="0 0 {sizes["width"]} {sizes["height"]}"'
    return f'{head}{view} aria-hidden="true" focusable="false">{rest}'
