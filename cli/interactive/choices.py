"""The values that may be given for a field, from its declared type and from what the ledger holds."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_args, get_origin

from ledger.domain.fact import Meaning, Reference
from ledger.domain.values.days import Month, swedish_day
from ledger.domain.values.phrases import joined, phrase

if TYPE_CHECKING:
    from ledger.queries.at import At

LAST_FACTS = 10
"""How many facts are listed where one is to be named."""

MONTHS = range(1, 13)


def element(annotation: Any) -> Any:
    """The declared type of a field that is there; of a list that of its entries, of a table that of its keys."""
    from ledger.interchange.values.fields import without_none  # imported only to ask or to complete

    annotation = without_none(annotation)
    return get_args(annotation)[0] if get_origin(annotation) in (tuple, dict) else annotation


def field_choices(annotation: Any, meaning: Meaning, at: "At | None") -> Mapping[str, str]:
    """The values that may be given for a field, each with a description; empty where any value may be.

    Without a ledger (*at*), only the choices that the type of the field has by itself.
    """
    one = element(annotation)
    choices = get_args(one)
    if choices and all(isinstance(each, str) for each in choices):
        return dict.fromkeys(choices, "")
    if one is bool:
        return {"yes": "", "no": ""}
    return _from_the_ledger(one, meaning, at) if at is not None else {}


def _from_the_ledger(one: Any, meaning: Meaning, at: "At") -> Mapping[str, str]:
    if meaning.refers is not None:
        return codes_of(meaning.refers, at)
    if meaning.recalls is not None:
        from ledger.queries.codes import words_used

        return dict.fromkeys(words_used(at, meaning.recalls), "")
    if one == Reference:
        return last_facts(at)
    if one is Month:
        return months(at)
    if one is int:
        return years(at)
    return {str(today(at)): "today"} if one is date else {}


def codes_of(kind: str, at: "At") -> Mapping[str, str]:
    """The codes of a kind with their names; units that have closed are marked."""
    from ledger.queries.codes import closed_units, codes

    closed = closed_units(at) if kind == "unit" else set()
    return {
        code: phrase("{name} (closed)", name=name) if code in closed else name for code, name in codes(at, kind).items()
    }


def last_facts(at: "At") -> Mapping[str, str]:
    """The newest facts by position, the newest first."""
    from ledger.queries.summary import summary

    found = at.log.facts(max(at.position - LAST_FACTS - 1, 0), at.position)
    facts = [each for each in found if each.fact.BY_HAND][-LAST_FACTS:]
    return {str(each.position): joined(": ", (each.fact.TYPE, summary(each.fact))) for each in reversed(facts)}


def years(at: "At") -> Mapping[str, str]:
    """The years that the ledger knows anything of, and this one and the next."""
    from ledger.queries.codes import years as known

    this = today(at).year
    return dict.fromkeys((str(year) for year in sorted({*known(at), this, this + 1})), "")


def months(at: "At") -> Mapping[str, str]:
    """The months of the years that the ledger knows anything of."""
    from ledger.queries.codes import years as known

    listed = known(at) or [today(at).year]
    return dict.fromkeys((f"{year}-{month:02d}" for year in listed for month in MONTHS), "")


def today(at: "At") -> date:
    return swedish_day(at.moment.known_at)
