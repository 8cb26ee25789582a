"""What went wrong, as a page: the sentence of the command line, and the way out."""

from ledger.domain.errors import LedgerError, Unreadable, Unusable
from ledger.domain.values.phrases import phrase
from ledger.domain.values.visible import visible
from ledger.reports.words import in_language
from web.asked import Asked
from web.desks import Busy
from web.kept import Page
from web.rendering import rendered_alone

AGAIN_AFTER_S = 2
"""When somebody may come again who found the queue full, or the ledger out of reach."""

_NOT_THERE = ("not-explained", "unknown-fact")


def status_of(error: LedgerError) -> int:
    """503 where nobody can be answered just now, 404 for what there is not, 400 for whatever else was asked wrongly."""
    if isinstance(error, (Busy, Unusable)):
        return 503
    return 404 if error.code.startswith("no-such") or error.code in _NOT_THERE else 400


def error_page(asked: Asked, error: LedgerError) -> Page:
    status = status_of(error)
    said = {
        name: visible(in_language(words, asked.lang))
        for name, words in (("sentence", error.sentence), ("hint", error.hint))
    }
    page = rendered_alone(asked, "error.html.j2", status, **said)
    if status != 503:  # noqa: PLR2004 - HTTP's own number
        return page
    return Page(body=page.body, status=status, headers=(("retry-after", str(AGAIN_AFTER_S)),))


def unexpected_page(asked: Asked) -> Page:
    """For a fault of the program's own; where it happened stands on the server's standard error."""
    return rendered_alone(asked, "error.html.j2", 500, sentence="", hint="")


class NoSuchPage(Unreadable):
    code = "no-such-page"

    def __init__(self, path: str) -> None:
        super().__init__(
            phrase("There is no page {path!r}", path=visible(path)),
            hint=phrase("Begin at /, from where every page can be reached"),
        )
