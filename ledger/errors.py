"""Everything that the ledger refuses, by name. Three families tell who can mend the matter.

:class:`Refused`: a rule says no. :class:`Unreadable`: a value, words or bytes that cannot be understood.
:class:`Unusable`: the ledger is missing, damaged or out of reach. All are :class:`LedgerError`, with one sentence in
``sentence``, the way out in ``hint`` and a name that never changes in ``code``.
"""

import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from ledger.domain.errors import LedgerError, Refused, Unreadable, Unusable

__all__ = ["LedgerError", "Refused", "Unreadable", "Unusable"]

_ROOMS = ("domain", "recording", "queries", "store", "python", "interchange", "projections", "proofs", "reports")
"""Where errors are declared; those that most programs look for stand in the first."""


def _declared(cls: type[LedgerError] = LedgerError) -> Iterator[type[LedgerError]]:
    for each in cls.__subclasses__():
        yield each
        yield from _declared(each)


def _load(room: str) -> None:
    """Import every module of a room; those that need a package which is not installed are passed over."""
    package = import_module(f"ledger.{room}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        with suppress(ModuleNotFoundError):
            import_module(module.name)


def _found(name: str) -> type[LedgerError] | None:
    return next((each for each in _declared() if each.__name__ == name and each.__module__.startswith("ledger.")), None)


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for room in ("", *_ROOMS):
        if room:
            _load(room)
        found = _found(name)
        if found is not None:
            return found
    raise AttributeError(f"The ledger has no error called {name!r}")


def __dir__() -> list[str]:
    for room in _ROOMS:
        _load(room)
    return sorted({each.__name__ for each in _declared() if each.__module__.startswith("ledger.")} | set(__all__))
