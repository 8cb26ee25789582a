"""What a heading means in a sheet: a column of facts, something beside them, or nothing that is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Literal

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import joined, phrase, small, word
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.sheets.columns.amount_units import heading_with_unit
from ledger.interchange.sheets.columns.beside import Beside, beside
from ledger.interchange.sheets.columns.headings import (
    TYPE_HEADINGS,
    Column,
    column_under,
    columns_of,
    folded,
    headings,
    is_type,
    of_line,
    of_unit,
    table_of_lines,
)
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.columns.month_words import number_of_month
from ledger.interchange.values.messages import shown

MOST_UNKNOWN = 20
"""So many unknown headings are told of one by one."""

_FOOTNOTE = re.compile(r"[⁰¹²³⁴-⁹₀-₉]+[)⁾]?$|\*+$")
_CLOSE_ENOUGH = 0.75
_OFFERS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("period", "månader", "mån", "datum månad", "periodmånad"), "month")
    | dict.fromkeys(("kostnadsställe", "kst", "ansvar", "ansvarskod", "förvaltning", "nämnd", "verksamhet"), "unit")
    | dict.fromkeys(("avdelning", "organisation", "org", "enhetskod", "cost center", "department"), "unit")
    | dict.fromkeys(
        ("kontonummer", "kontonr", "konto nr", "kontokod", "rad", "radkod", "kontoklass", "account"), "line"
    )
    | dict.fromkeys(
        ("budget", "utfall", "prognos", "summa", "kr", "kronor", "saldo", "värde", "sum", "value"), "amount"
    )
    | dict.fromkeys(("antal", "antal tjänster", "årsarbetare", "heltider", "fte"), "positions")
    | dict.fromkeys(("datum", "giltig från", "from", "start", "date"), "effective")
    | dict.fromkeys(("ver", "verifikat", "nummer", "nr", "referensnummer", "ref"), "id")
    | dict.fromkeys(("kommentar", "anmärkning", "notering", "comment", "remark"), "note")
    | dict.fromkeys(("diarienummer", "dnr", "ärendenummer"), "decision.case")
    | dict.fromkeys(("kategori", "yrke", "yrkeskategori", "befattning"), "category")
    | dict.fromkeys(("räkenskapsår", "budgetår", "verksamhetsår", "fiscal year"), "year")
)
"""The column that people mean by words which are none of its headings, in the journal's words."""


class UnknownHeading(Unreadable):
    code = "unknown-heading"

    def __init__(self, heading: str, cls: type[Fact] | None) -> None:
        listed = phrase(
            "See the headings: liggare template {type}; or take the column out",
            type=(cls.TYPE if cls else phrase("TYPE")),
        )
        super().__init__(
            phrase(
                "{heading} is the heading of no column {type}",
                heading=shown(heading),
                type=(phrase("of {type}", type=cls.TYPE) if cls else phrase("of any type of fact")),
            ),
            hint=joined(" ", filter(None, (_offer(heading, cls), listed))),
        )


class UnknownHeadings(Unreadable):
    code = "unknown-headings"

    def __init__(self, unknown: Sequence[str], total: int, cls: type[Fact] | None) -> None:
        quoted = ", ".join(shown(each) for each in unknown[:3])
        super().__init__(
            phrase(
                "{number} of the {total} headings are those of no column {type}: {quoted}, …",
                number=len(unknown),
                total=total,
                type=(phrase("of {type}", type=cls.TYPE) if cls else phrase("of any type of fact")),
                quoted=quoted,
            ),
            hint=phrase("See the headings: liggare template {type}", type=(cls.TYPE if cls else phrase("TYPE"))),
        )


class AmbiguousHeading(Unreadable):
    code = "ambiguous-heading"

    def __init__(self, heading: str) -> None:
        super().__init__(
            phrase(
                "{heading} can be read as month {heading_2} or as line {heading_2}",
                heading=shown(heading),
                heading_2=heading,
            ),
            hint=phrase("Write 2024-{heading:0>2} for the month, or konto {heading} for the line", heading=heading),
        )


def meaning_of(cls: type[Fact], heading: str, known: Known) -> Column | Beside | None:
    """What stands under a heading in a sheet with facts of this type; None when that is not known.

    Raises :class:`AmbiguousHeading`.
    """
    heading = _FOOTNOTE.sub("", heading).strip()
    found = _column(cls, heading, known)
    if found is None:
        named = heading_with_unit(heading)
        with_unit = _column(cls, named[0], known) if named else None
        if named and with_unit and with_unit.kind is Money:
            return attrs.evolve(with_unit, unit=named[1])
        return _beside_or_code(cls, heading, named, known)
    is_number = found.role == "month" and found.year is None and number_of_month(heading)
    if is_number and table_of_lines(cls) and heading in known.names("line"):
        raise AmbiguousHeading(heading)
    return found


def _beside_or_code(
    cls: type[Fact], heading: str, named: tuple[str, str] | None, known: Known
) -> Column | Beside | None:
    for words, unit in ((heading, ""), *([named] if named else [])):
        found = beside(words) or _of_code(cls, words, known, unit)
        if found:
            return found
    return None


def _column(cls: type[Fact], heading: str, known: Known) -> Column | None:
    found = column_under(cls, heading)
    if found and found.role == "entry" and beside(heading) == "name":
        return None  # konto benämning: not the amounts of a line called so
    if found and found.role == "entry" and found.field == table_of_lines(cls):
        return attrs.evolve(found, inner=known.split("line", found.inner)[0])
    return found


def _of_code(cls: type[Fact], heading: str, known: Known, unit: str = "") -> Column | None:
    """``4010``, ``4010 Löner`` or ``HSN Hälso- och sjukvård``, where that is a line or a unit of the ledger."""
    if table_of_lines(cls):
        line = known.split("line", heading)[0]
        if line in known.names("line"):
            return attrs.evolve(of_line(cls, line), unit=unit)
    code = known.split("unit", heading)[0]
    column = of_unit(cls, code) if code in known.names("unit") else None
    return attrs.evolve(column, unit=unit) if column else None


def unknown_headings(
    unknown: Sequence[tuple[int, str]], cls: type[Fact] | None, total: int
) -> Iterator[tuple[int | None, LedgerError]]:
    """Each heading that means nothing, or how many there are."""
    if len(unknown) > MOST_UNKNOWN:
        yield unknown[0][0], UnknownHeadings([name for _, name in unknown], total, cls)
    else:
        yield from ((index, UnknownHeading(name, cls)) for index, name in unknown)


Weight = Literal["column", "beside", "nothing"]


def weight_of(heading: str, cls: type[Fact] | None, known: Known) -> Weight:
    """Whether words are the heading of a column of facts of this type (None: of any), of one beside them, or neither.

    Months and codes stand in rows of figures too, and alone make no headings of a row.
    """
    if is_type(heading):
        return "column"
    if cls is None:
        return _weight_to_any(heading)
    try:
        meaning = meaning_of(cls, heading, known)
    except LedgerError:
        return "beside"
    if isinstance(meaning, Column):
        is_code = meaning.role in ("entry", "unit") and column_under(cls, heading) is None
        return "beside" if is_code or meaning.role == "month" else "column"
    return "beside" if meaning else "nothing"


@cache
def _weight_to_any(heading: str) -> Weight:
    named = heading_with_unit(heading)
    words = (heading, named[0]) if named else (heading,)
    found = [column for cls in RECORDABLE.values() for word in words if (column := column_under(cls, word))]
    if any(column.role != "month" for column in found):
        return "column"
    return "beside" if found or beside(words[-1]) else "nothing"


def known_to_any(heading: str) -> bool:
    """Whether a heading means something in a sheet that says in its rows what types of fact they are."""
    return _weight_to_any(heading) != "nothing"


@cache
def known_to_others(heading: str) -> bool:
    """Whether a heading is that of a field of some type of fact."""
    return any(column_under(cls, heading) for cls in RECORDABLE.values())


def is_nearly_known(heading: str, cls: type[Fact] | None) -> bool:
    """Whether a heading is like one that is known."""
    return bool(_nearest(heading, cls))


def _offer(heading: str, cls: type[Fact] | None) -> str:
    """``Did you mean …?`` with what that would mean, or nothing when no heading is near."""
    near = _nearest(heading, cls)
    if not near:
        return ""
    classes = [cls] if cls else list(RECORDABLE.values())
    column = next((found for each in classes if (found := column_under(each, near))), None)
    return phrase("Did you mean {near}{meaning}?", near=near, meaning=_in_brackets(column) if column else "")


def _in_brackets(column: Column) -> str:
    """What a column holds, where that is said of it."""
    told = column.told.help
    return joined("", (" (", small(word(f"{told}.")), ")")) if told else ""


def _nearest(heading: str, cls: type[Fact] | None) -> str:
    from difflib import get_close_matches

    named = heading_with_unit(heading)
    plain = folded(named[0] if named else heading)
    by_folded = {folded(word): word for word in headings(cls)}
    offered = _offered(plain, cls)
    close = get_close_matches(plain[:40], by_folded, n=1, cutoff=_CLOSE_ENOUGH)
    return offered or (by_folded[close[0]] if close else "")


def _offered(plain: str, cls: type[Fact] | None) -> str:
    wanted = _folded_offers().get(plain)
    if wanted is None or cls is None:
        return ""
    columns = [column for column in columns_of(cls) if column.journal == wanted]
    return next((column.swedish or column.journal for column in columns), "")


@cache
def _folded_offers() -> Mapping[str, str]:
    return {folded(word): wanted for word, wanted in _OFFERS.items() if folded(word) not in TYPE_HEADINGS}
