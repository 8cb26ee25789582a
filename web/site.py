"""What a server is told when it is started: which ledger, under which address, and how it answers."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.reports.numbers import AmountUnit, Language

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
"""By these names a server can always be asked on its own machine."""


class WrongBaseUrl(Unreadable):
    code = "wrong-base-url"

    def __init__(self, url: str) -> None:
        super().__init__(
            phrase("{url!r} is no address that pages can have", url=url),
            hint=phrase(
                "Give it with http:// or https://, a host, and no question mark: https://ledger.region.se/budget"
            ),
        )


@attrs.frozen(kw_only=True)
class Site:
    """One ledger and the way it is shown."""

    where: Path | str
    """The ledger's file, or the address of the server that keeps it."""
    clock: Callable[[], datetime]
    cache: Path | None = None
    """The folder for read models; without it they lie beside the ledger."""
    prefix: str = ""
    """What stands before every path: ``/budget``; empty for none."""
    hosts: frozenset[str] = LOCAL_HOSTS
    """The names by which it may be asked, without ports, in lower case."""
    lang: Language = "sv"
    """The language for readers who ask for none that there is."""
    unit: AmountUnit = "Mkr"
    decimals: int = 0
    threads: int = 2
    """How many pages are made at the same time."""
    waiting: int = 64
    """How many more may wait for their turn; who comes then is asked to come again."""
    user_header: str | None = None
    """The header in which a proxy says who asks; for the access log alone."""
    verifying: object = None
    """What verifies the ledger when somebody looks; the application puts it there."""
    proxies: frozenset[str] = frozenset()
    """The addresses of proxies that are believed."""


def read_base_url(url: str) -> tuple[str, str]:
    """Host (without port) and path prefix of an address. Raises :class:`WrongBaseUrl`."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise WrongBaseUrl(url) from None
    extra = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in ("http", "https") or not host or extra or not url.isascii() or not url.isprintable():
        raise WrongBaseUrl(url)
    return host.lower(), parts.path.rstrip("/")
