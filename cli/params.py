"""The types of command-line options: each reads its words with the reader of its kind of value."""

from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.interactive.completion import (
    Completer,
    complete_codes,
    complete_columns,
    complete_explainable,
    complete_facts,
    complete_months,
    complete_types,
    complete_words,
    complete_years,
)
from cli.output.sentences.saying import spoken
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import joined
from ledger.interchange.values.codes import read_code, read_lookup
from ledger.interchange.values.days import read_as_of
from ledger.interchange.values.messages import Reader
from ledger.interchange.values.moments import read_moment
from ledger.interchange.values.numbers import read_decimals
from ledger.interchange.values.options import READERS
from ledger.interchange.values.texts import read_text
from ledger.queries.options import Kind


class Read(click.ParamType[Any]):
    """A value that one of the ledger's own readers understands; a shell is offered those that the ledger knows."""

    def __init__(self, name: str, read: Reader, complete: Completer | None = None) -> None:
        self.name = name
        self._read = read
        self._complete = complete

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value, "")
        except LedgerError as error:
            self.fail(spoken(joined(". ", (error.sentence, error.hint))), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        return self._complete(ctx, param, incomplete) if self._complete else []


class Word(Read):
    """A code, label or text in its one spelling; whether the ledger knows it is for the question to say."""

    def __init__(self, name: str, read: Reader, complete: Completer | None = None) -> None:
        super().__init__(name, lambda value, _: read(value, name), complete)


class Explainable(click.ParamType[str]):
    """A question whose figures can be taken apart; the others are loaded only where they have to be listed."""

    name = "question"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from ledger.queries.questions import explainable, names, question

        if value not in names() or question(value).explained is None:
            self.fail(f"{value!r} is not one of {', '.join(map(repr, explainable()))}.", param, ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        from ledger.queries.questions import explainable

        return f"{{{'|'.join(explainable())}}}"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        return complete_explainable(ctx, param, incomplete)


_COMPLETERS: Mapping[Kind, Completer] = {
    "unit": complete_codes("unit"),
    "line": complete_codes("line"),
    "project": complete_codes("project"),
    "plan": complete_codes("plan"),
    "phase": complete_words("phase"),
    "measure": complete_codes("measure"),
    "indicator": complete_codes("indicator"),
    "category": complete_words("category"),
    "version": complete_words("version"),
    "type": complete_types,
    "year": complete_years,
    "month": complete_months,
    "instant": complete_months,
    "instant-from": complete_months,
}
"""What a shell is offered for an option of each kind."""

OF_KIND: Mapping[Kind, click.ParamType[Any]] = {
    kind: (Word if read in (read_code, read_text) else Read)(kind, read, _COMPLETERS.get(kind))
    for kind, read in READERS.items()
    if kind != "grouping"
}
"""What reads an option of each kind here; a grouping is read by its question."""

AS_OF = Read("day|month", read_as_of, complete_months)
KNOWN_AT, MONTH = OF_KIND["instant"], OF_KIND["month"]
DECIMALS = Read("decimals", read_decimals)
MOMENT = Read("as-of@known-at", read_moment)
UNIT, VERSION = OF_KIND["unit"], OF_KIND["version"]
FACT = Read("fact", read_lookup, complete_facts)
COLUMN = Word("column", read_code, complete_columns)
EXPLAINABLE = Explainable()
