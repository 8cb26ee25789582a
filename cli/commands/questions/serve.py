"""``liggare serve``: the ledger as web pages."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from cli.output.sentences.saying import say
from cli.settings import Settings, cache, now
from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    from web.site import Site


class PagesMissing(Refused):
    code = "pages-missing"

    def __init__(self, package: str) -> None:
        super().__init__(
            phrase("Pages cannot be served here: the Python package {package} is not installed", package=package),
            hint=phrase("Install what pages need: pip install 'liggare[web]'"),
        )


@click.command(
    epilog="""\b
Examples:
  liggare serve
  liggare serve --port 8080 --cache /var/cache/liggare
  liggare serve --socket /run/liggare/pages.sock --base-url https://region.se/budget --user-header X-Remote-User"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The network address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8710, show_default=True, help="The port; 0 takes any.")
@click.option(
    "--socket",
    "socket_path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Listen on a socket in the file system instead.",
)
@click.option("--base-url", metavar="URL", help="Where readers find the pages, when a proxy stands in front.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many pages are made at the same time.",
)
@click.option(
    "--cache",
    "cache_folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where read models are kept, if not beside the ledger.",
)
@click.option("--user-header", metavar="NAME", help="The header in which the proxy says who reads, for the access log.")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy that is believed about --user-header; over a socket it always is.",
)
@click.option("--access-log", is_flag=True, help="Write a line for each request to standard error.")
@click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="The language for browsers that ask for neither.",
)
@click.pass_obj
def serve(
    settings: Settings, /, *, host: str, port: int, socket_path: Path | None, access_log: bool,
    user_header: str | None, **how: object,
) -> None:  # fmt: skip
    """Show the ledger as web pages, until stopped. Never writes to the ledger.

    Anyone who can reach the address can read everything: put the organisation's login in front (docs/web.md).
    """
    try:
        from web.serving import listening, listening_at
        from web.serving import serve as answering
    except ModuleNotFoundError as error:
        raise PagesMissing(error.name or str(error)) from None
    site = attrs.evolve(_site(settings, host, **how), user_header=user_header)  # type: ignore[arg-type]
    _warm(settings, site)
    logged = access_log or user_header is not None
    if socket_path is not None:
        with listening_at(socket_path) as where:
            answering(site, where, logged=logged, ready=lambda: _say(site, f"the socket {socket_path}"))
    else:
        with listening(host, port) as where:
            address = _address(host, where.getsockname()[1])
            answering(site, where, logged=logged, ready=lambda: _say(site, f"{address}{site.prefix}/"))


def _site(
    settings: Settings,
    host: str,
    *,
    base_url: str | None,
    workers: int,
    cache_folder: Path | None,
    proxies: tuple[str, ...],
    lang: str,
) -> "Site":
    """Raises :class:`WrongBaseUrl`."""
    from web.site import LOCAL_HOSTS, Site, read_base_url

    named, prefix = read_base_url(base_url) if base_url else (host.lower().strip("[]"), "")
    return Site(
        where=settings.path,
        clock=now,
        cache=cache_folder or _usual_cache(settings),
        prefix=prefix,
        hosts=LOCAL_HOSTS | {named},
        lang="en" if lang == "en" else "sv",
        threads=workers,
        proxies=frozenset(proxies),
    )


def _usual_cache(settings: Settings) -> Path | None:
    """Beside the ledger, where one may write there; else in the user's own cache."""
    if not isinstance(settings.path, Path) or settings.read_only or not os.access(settings.path.parent, os.W_OK):
        return cache()
    return None


def _warm(settings: Settings, site: "Site") -> None:
    """Open the ledger once and derive its read model, so that the first page does not wait for that.

    Raises what keeps the ledger from being read.
    """
    from cli.output.progress import Bar
    from ledger.queries.reader import LedgerReader

    with (
        Bar("Reading facts") as bar,
        LedgerReader.open(
            settings.path,
            apart=True,
            cache=site.cache,
            progress=bar.of,
            notice=lambda text: click.echo(text, err=True),
        ) as reader,
    ):
        reader.views.current()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(site: "Site", where: str) -> None:
    say(
        phrase("The ledger {where} is shown at {where_2}", where=site.where, where_2=where)
        if isinstance(site.where, Path)
        else phrase("Shown at {where}", where=where)
    )
    say(phrase("Stop with Ctrl-C."), err=True)
