"""Rows as frames of Polars and pandas, neither of which has to be installed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_MOST_DIGITS = 38
"""What a decimal in Polars and Arrow holds."""


class FramesMissing(Refused):
    code = "frames-missing"

    def __init__(self, package: str) -> None:
        super().__init__(
            phrase("The Python package {package} is not installed", package=package),
            hint=phrase(
                "Install it: pip install {package}; or take the rows with .to_dicts(), .to_csv() or .to_json()",
                package=package,
            ),
        )


def to_polars(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> "pl.DataFrame":
    """Decimals keep all their digits. Raises :class:`FramesMissing`."""
    library = _imported("polars")
    series = [
        library.Series(name, values, dtype=_polars_type(library, values), strict=False)
        for name, values in ((name, [row[name] for row in rows]) for name in names)
    ]
    frame: pl.DataFrame = library.DataFrame(series)
    return frame


def to_pandas(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """Columns with whole numbers, decimals, days and texts hold Python's own objects. Raises :class:`FramesMissing`."""
    library = _imported("pandas")
    columns = {name: [row[name] for row in rows] for name in names}
    frame: pd.DataFrame = library.DataFrame(columns, columns=list(names), dtype=object)
    return frame


def _imported(package: str) -> Any:
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise FramesMissing(package) from None


def _polars_type(library: Any, values: Iterable[Any]) -> Any:
    """The type of a column; None leaves it to Polars, for lists and parts."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {Decimal}:
        decimals = max(-int(value.as_tuple().exponent) for value in values if value is not None)
        return library.Decimal(_MOST_DIGITS, max(decimals, 0))
    known = {bool: library.Boolean, int: library.Int64, str: library.String, date: library.Date}
    return known.get(next(iter(kinds))) if len(kinds) == 1 else None if kinds else library.Null
