"""The classes of facts and of the parts they are built from, by their names: ``ledger.facts.BudgetAdopted``."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs


def _classes() -> dict[str, type]:
    """Every class of facts, and every class that values in fields of theirs have."""
    from ledger.domain.vocabulary import FACT_TYPES

    found: dict[str, type] = {}
    for cls in FACT_TYPES.values():
        found[cls.__name__] = cls
        for hint in get_type_hints(cls).values():
            found |= {part.__name__: part for part in _parts(hint)}
    return found


def _parts(hint: Any) -> Iterator[type]:
    if attrs.has(hint):
        yield hint
    else:
        for each in get_args(hint):
            yield from _parts(each)


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = _classes()
    if name not in found:
        from ledger.domain.messages import nearest

        raise AttributeError(f"There is no class of facts called {name!r}. {nearest(name, found)}".rstrip())
    return found[name]


def __dir__() -> list[str]:
    return sorted(_classes())
