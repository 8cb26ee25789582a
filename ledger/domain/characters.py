"""What texts and codes are made of: how long they may be, and which characters stand in none."""

import re
import unicodedata

LONGEST_TEXT = 500
LONGEST_CODE = 64

UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""In no text. A line break may stand in one."""
UNFIT_FOR_CODES = re.compile("[\n\u00ad\u200c\u200d]|" + UNPRINTABLE.pattern)
"""In no code, label or user id."""


def composed(text: str) -> str:
    """*text* in its one spelling: trimmed, ``ä`` as one character (NFC), line breaks as one."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())


def is_text(value: object) -> bool:
    """Whether *value* is a text that can be recorded as it is."""
    return type(value) is str and _is_fit(value, LONGEST_TEXT, UNPRINTABLE)


def is_code(value: object) -> bool:
    """Whether *value* is a code, label or user id that can be recorded as it is."""
    return type(value) is str and _is_fit(value, LONGEST_CODE, UNFIT_FOR_CODES)


def _is_fit(text: str, most: int, unfit: re.Pattern[str]) -> bool:
    return 0 < len(text) <= most and text == composed(text) and not unfit.search(text)
