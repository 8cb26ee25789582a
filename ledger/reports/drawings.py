"""Figures drawn with characters: a bar for a share, and a line of columns for how a figure has moved."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

Drawing = Literal["blocks", "ascii"]
"""What a terminal can show: blocks in eighths, or plain characters."""

BAR = 10
"""The characters of a whole bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COLUMNS = "▁▂▃▄▅▆▇█"
_STEPS = ".:-=+*#@"
"""The same eight heights where a terminal has no blocks: the darker, the higher."""


def drawing_for(encoding: str | None) -> Drawing:
    """What can be drawn in an encoding."""
    try:
        (_EIGHTHS + _COLUMNS).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "ascii"
    return "blocks"


def bar(share: Decimal | None, drawing: Drawing) -> str:
    """A share of one as a bar: nothing for what is unknown or below zero, and a plus for what is above one."""
    if share is None or share <= 0:
        return ""
    eighths = int(min(share, Decimal(1)) * BAR * 8)
    drawn = (
        _EIGHTHS[8] * (eighths // 8) + _EIGHTHS[eighths % 8].strip() if drawing == "blocks" else "#" * (eighths // 8)
    )
    return f"{drawn}+" if share > 1 else drawn


def spark(values: Sequence[int], drawing: Drawing) -> str:
    """How a figure has moved, between its lowest and its highest value; in the middle where it has not moved."""
    heights = _COLUMNS if drawing == "blocks" else _STEPS
    lowest, range_ = min(values), max(values) - min(values)
    if not range_:
        return heights[3] * len(values)
    return "".join(heights[(value - lowest) * (len(heights) - 1) // range_] for value in values)
