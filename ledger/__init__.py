"""The ledger from Python: what stands here, in :mod:`ledger.errors` and in :mod:`ledger.facts` is the public interface.

::

    import ledger

    with ledger.open("liggare.db") as region:
        july = region.at(as_of="2024-07", known_at="2024-08-23")
        july.budget(year=2024, unit="HSN").to_polars()

Each name is loaded when it is first used, so that importing :mod:`ledger` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger import errors as errors
    from ledger import facts as facts
    from ledger.domain.fact import Decision as Decision
    from ledger.domain.values.days import Month as Month
    from ledger.domain.values.measured import Money as Money
    from ledger.domain.values.measured import Quantity as Quantity
    from ledger.python.opening import create as create
    from ledger.python.opening import open as open  # noqa: A004 - as in the interface
    from ledger.python.opening import record as record
    from ledger.python.opening import restore as restore

_NAMES = {
    "Decision": "ledger.domain.fact",
    "Money": "ledger.domain.values.measured",
    "Month": "ledger.domain.values.days",
    "Quantity": "ledger.domain.values.measured",
    "create": "ledger.python.opening",
    "open": "ledger.python.opening",
    "record": "ledger.python.opening",
    "restore": "ledger.python.opening",
}
_MODULES = ("errors", "facts")

__all__ = ["Decision", "Money", "Month", "Quantity", "create", "errors", "facts", "open", "record", "restore"]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"ledger.{name}")
    if name not in _NAMES:
        raise AttributeError(f"module 'ledger' has no attribute {name!r}")
    return getattr(import_module(_NAMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
