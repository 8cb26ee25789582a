"""What texts and codes are made of: how long they may be, and which characters stand in none."""

import re
import unicodedata

LONGEST_TEXT = 500
LONGEST_CODE = 64

UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""In no text. A line break may stand in one."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
"""Letters, marks and variation selectors that show nothing, though Unicode does not count them among formats."""

_FORMATS = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""What Unicode calls a format, or a separator of lines or paragraphs (Cf, Zl, Zp)."""

UNFIT_FOR_CODES = re.compile(f"[\n{_FILLERS}{_FORMATS}]|" + UNPRINTABLE.pattern)
"""In no code, label or user id: what nobody sees would make two of them look like one."""

_NUMBER = re.compile(r"[-+−#]*\d+")


def reads_as_number(text: str) -> bool:
    """Whether an id would be taken for the position of a fact: digits, also after ``#`` or a sign, however written."""
    return _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


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
