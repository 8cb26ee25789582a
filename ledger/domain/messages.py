"""How messages repeat a value that is wrong, and suggest a word that was meant."""

from collections.abc import Iterable
from decimal import Decimal

from ledger.domain.values.phrases import phrase

_SHOWN = 60


def shown(value: object) -> str:
    """*value* as a message repeats it: short, on one line, nothing in it that could disturb a terminal."""
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (list, tuple)):
        return phrase("a list")
    if isinstance(value, dict):
        return phrase("an object")
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_SHOWN else phrase("a number of very many digits")
    text = str(value) if isinstance(value, (Decimal, float)) else type(value).__name__
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def nearest(value: object, known: Iterable[str]) -> str:
    """``Did you mean …?``, or nothing when no known word is near."""
    from difflib import get_close_matches

    if not isinstance(value, str):
        return ""
    by_folded = {word.casefold(): word for word in known}
    close = get_close_matches(value[:_SHOWN].casefold(), by_folded, n=1)
    return phrase("Did you mean {near}?", near=by_folded[close[0]]) if close else ""
