"""Passwords in addresses of servers, which no message repeats, whatever the address looks like."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

HIDDEN = "…"

_SHORTEST = 4
"""A shorter password is hidden in addresses alone: its letters stand in many words."""

_IN_ADDRESS = re.compile(r"(?<=[^\s:@]):(?!//)([^\s]*)@")
_AS_OPTION = re.compile(r"((?:ssl)?passw(?:or)?d\s*=\s*)('(?:[^'\\]|\\.)*'|\"[^\"]*\"|[^\s&'\"]+)", re.IGNORECASE)

_cuts = re.compile("[@/?#:&]")
"""Where a server's library takes a password that was not spelled as one to end, and says so with what is left."""

_looks_like_an_address = re.compile(
    r"\s*[a-z][a-z0-9+.:-]+:/|\s*(?:jdbc|postgres(?:ql)?):|(?:.*\s)?(?:host|dbname|user|password)\s*=|[^/]*:[^/]*@",
    re.IGNORECASE | re.DOTALL,
).match


def looks_like_an_address(words: str) -> bool:
    """Whether words are meant as where a server is, and not as the name of a file."""
    return _looks_like_an_address(words) is not None


def secrets_in(words: Iterable[str]) -> list[str]:
    """The passwords in what was typed, the longest first, as they stand there and as they are meant."""
    found: set[str] = set()
    for word in words:
        if looks_like_an_address(word):
            beyond_scheme = word.partition("://")[2] or word
            found.add(beyond_scheme.partition(":")[2].rpartition("@")[0])
            found.update(match[2].strip("'\"") for match in _AS_OPTION.finditer(f"{word} {unquote(word)}"))
    found |= {unquote(secret) for secret in found}
    found |= {part for secret in found for part in _cuts.split(secret)}
    return sorted((secret for secret in found if len(secret) >= _SHORTEST), key=len, reverse=True)


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """*text* with every one of these passwords hidden, and any other that stands in an address."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    if "@" in text:
        text = _IN_ADDRESS.sub(f":{HIDDEN}@", text)
    return _AS_OPTION.sub(rf"\g<1>{HIDDEN}", text) if "=" in text else text
