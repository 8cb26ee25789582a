"""Words on the command line become values here, once."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.interactive.completion import (
    Completer,
    complete_codes,
    complete_columns,
    complete_facts,
    complete_months,
    complete_types,
    complete_words,
    complete_years,
)
from ledger.domain.days import check_year, read_as_of, read_day, read_known_at, read_known_from, read_month
from ledger.domain.errors import LedgerError, Unreadable


class Read(click.ParamType[Any]):
    """A value that one of the ledger's own readers understands."""

    def __init__(self, name: str, read: Callable[[str], Any], complete: Completer | None = None) -> None:
        self.name = name
        self._read = read
        self._complete = complete

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except LedgerError as error:
            self.fail(f"{error.sentence}. {error.hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        return self._complete(ctx, param, incomplete) if self._complete else []


class Word(click.ParamType[str]):
    """A word that is taken as it is; a shell is told which ones the ledger knows."""

    def __init__(self, name: str, complete: Completer) -> None:
        self.name = name
        self._complete = complete

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        return self._complete(ctx, param, incomplete)


def _year(words: str) -> int:
    if not re.fullmatch("[0-9]{4}", words.strip()):
        raise Unreadable(f"{words!r} is not a year", hint="Write four digits: 2024")
    return check_year(int(words), words)


def _moment(words: str) -> tuple[date | None, datetime | None]:
    as_of, _, known_at = words.partition("@")
    return read_as_of(as_of) if as_of.strip() else None, read_known_at(known_at) if known_at.strip() else None


AS_OF = Read("day|month", read_as_of, complete_months)
KNOWN_AT = Read("day|month|instant", read_known_at, complete_months)
KNOWN_FROM = Read("day|month|instant", read_known_from, complete_months)
DAY = Read("day", read_day)
MONTH = Read("month", read_month, complete_months)
YEAR = Read("year", _year, complete_years)
MOMENT = Read("as-of@known-at", _moment)
UNIT = Word("unit", complete_codes("unit"))
LINE = Word("line", complete_codes("line"))
PLAN = Word("plan", complete_codes("plan"))
PHASE = Word("phase", complete_words("phase"))
CATEGORY = Word("category", complete_words("category"))
VERSION = Word("version", complete_words("version"))
FACT = Word("fact", complete_facts)
COLUMN = Word("column", complete_columns)
TYPE = Word("type", complete_types)
