"""Text in the characters that SIE knows (code page 437): others are spelled out."""

import unicodedata

_SPELLED: dict[str, str] = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    "…": "...",
    "€": "EUR",
    "§": "par.",
    "©": "(c)",
    "®": "(R)",
    "™": "TM",
    "•": "*",
    "ø": "ö",
    "Ø": "Ö",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ł": "l",
    "Ł": "L",
    "œ": "oe",
    "Œ": "Oe",
    "ı": "i",
    "×": "x",
    "→": "->",
    "←": "<-",
    "≠": "!=",
}


def spelled(text: str) -> str:
    """The text with every character in code page 437, none of them a control character."""
    return "".join(map(_in_437, unicodedata.normalize("NFC", text)))


def fitting(text: str) -> str:
    """The text as it can stand in quotes: a backslash at its end would take the closing quote along."""
    known = spelled(text).strip()
    return known[:-1] + "/" if known.endswith("\\") else known


def _in_437(character: str) -> str:
    if ord(character) < ord(" ") or character == "\x7f":
        return " "
    if _is_known(character):
        return character
    found = _SPELLED.get(character)
    if found is None:
        parts = unicodedata.normalize("NFKD", character)
        found = "".join(each for each in parts if _is_known(each) and each >= " " and each != "\x7f")
    return found or "?"


def _is_known(character: str) -> bool:
    try:
        character.encode("cp437")
    except UnicodeEncodeError:
        return False
    return True
