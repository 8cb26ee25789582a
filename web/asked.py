"""What is asked for: a path with its parameters, and the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.choices import read_choice
from ledger.interchange.values.days import read_as_of
from ledger.interchange.values.messages import shown
from ledger.interchange.values.moments import read_known_at
from ledger.interchange.values.numbers import read_decimals, read_whole
from ledger.reports.formats.csv_text import Dialect
from ledger.reports.numbers import AmountUnit, Language
from web.site import Site

SHOWING = ("as_of", "known_at", "in", "decimals", "empty", "csv", "lang", "fixed", "page")
"""The parameters that every page has, whatever is asked."""
STAYING = ("lang", "in", "decimals", "empty", "fixed")
"""Those that links to other pages take along."""

MOST_PARAMETERS = 60
LONGEST_QUERY = 8000
MOST_PAGES = 10**6


class RepeatedParameter(Unreadable):
    code = "repeated-parameter"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} stands twice in the address", name=shown(name)),
            hint=phrase("Give {name} once", name=shown(name)),
        )


class TooManyParameters(Unreadable):
    code = "too-many-parameters"

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "The address has more than {most_parameters} parameters, or more than {longest_query} characters",
                most_parameters=MOST_PARAMETERS,
                longest_query=LONGEST_QUERY,
            ),
            hint=phrase("Leave out what is not needed"),
        )


def read_query(query: bytes) -> dict[str, str]:
    """The parameters by name; what is empty is left out. Raises a subclass of :class:`Unreadable`."""
    text = query.decode("ascii", "replace")
    try:
        if len(text) > LONGEST_QUERY:
            raise ValueError  # noqa: TRY301 - it is the same refusal
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise TooManyParameters from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise RepeatedParameter(name)
        given[name] = value
    return {name: value for name, value in given.items() if value.strip()}


def language(given: str | None, accepted: str, otherwise: Language) -> Language:
    """The language asked for in the address, else the one that the browser would rather have of those there are."""
    if given in ("sv", "en"):
        return given  # type: ignore[return-value]  # mypy does not narrow a text to literals
    best: tuple[float, Language] = (0.0, otherwise)
    for part in accepted.split(",")[:20]:
        tag, _, rest = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in ("sv", "en") and (wanted := _quality(rest)) > best[0]:
            best = wanted, name  # type: ignore[assignment]  # as above
    return best[1]


def _quality(words: str) -> float:
    _, _, number = words.strip().partition("q=")
    try:
        return min(max(float(number), 0.0), 1.0) if number else 1.0
    except ValueError:
        return 0.0


@attrs.frozen(kw_only=True)
class Asked:
    """A request, as far as its answer depends on it. All state is in here."""

    site: Site
    path: str
    """Without the site's prefix."""
    given: Mapping[str, str]
    lang: Language

    def require_known(self, *allowed: str) -> None:
        """Raise :class:`UnknownParameter` for one that is neither *allowed* nor one that every page has."""
        for name in self.given:
            if name not in SHOWING and name not in allowed:
                raise UnknownParameter(name, [*allowed, *SHOWING])

    @property
    def question_options(self) -> dict[str, str]:
        """The parameters that belong to the question."""
        return {name: value for name, value in self.given.items() if name not in SHOWING}

    @property
    def as_of(self) -> date | None:
        given = self.given.get("as_of")
        return None if given is None else read_as_of(given, "as_of")

    @property
    def known_at(self) -> datetime | None:
        given = self.given.get("known_at")
        return None if given is None else read_known_at(given, "known_at")

    @property
    def unit(self) -> AmountUnit:
        return cast("AmountUnit", read_choice(("kr", "tkr", "Mkr"), self.given.get("in", self.site.unit), "in"))

    @property
    def decimals(self) -> int:
        found: int = read_decimals(self.given.get("decimals", str(self.site.decimals)), "decimals")
        return found

    @property
    def dialect(self) -> Dialect:
        return cast("Dialect", read_choice(("en", "sv"), self.given.get("csv", "en"), "csv"))

    @property
    def empty(self) -> bool:
        return self._flag("empty")

    @property
    def fixed(self) -> bool:
        """Whether the page is never to change again."""
        return self._flag("fixed")

    @property
    def page(self) -> int:
        return read_whole(1, MOST_PAGES, self.given.get("page", "1"), "page")

    def _flag(self, name: str) -> bool:
        return bool(read_choice(("0", "1"), self.given.get(name, "0"), name) == "1")

    def require_readable(self) -> None:
        """Raise what the readers raise for the parameters that every page has."""
        read_choice(("sv", "en"), self.given.get("lang", self.lang), "lang")
        _ = (self.as_of, self.known_at, self.unit, self.decimals, self.dialect, self.empty, self.fixed, self.page)

    def link(self, path: str, parameters: Mapping[str, Any] | None = None, **more: Any) -> str:
        """An address on this site that takes along how pages are shown; what is None is left out."""
        kept = {name: self.given[name] for name in STAYING if name in self.given}
        every = kept | dict(parameters or {}) | more
        query = urlencode({name: value for name, value in every.items() if value not in (None, "")})
        return f"{self.site.prefix}{quote(path)}" + (f"?{query}" if query else "")

    def same(self, **changes: Any) -> str:
        """The page itself with other values for some parameters; None leaves one out."""
        every = {**self.given, **changes}
        query = urlencode({name: value for name, value in every.items() if value not in (None, "")})
        return f"{self.site.prefix}{quote(self.path)}" + (f"?{query}" if query else "")


class UnknownParameter(Unreadable):
    code = "unknown-parameter"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase("There is no parameter {name} on this page", name=shown(name)),
            hint=phrase("There are {known}", known=", ".join(known)),
        )
