"""What may be written in a field: the codes a ledger has defined, and the words it has used before.

Read from the streams they belong to, without any figure: asking for them costs as little in a long ledger as in a
short one, and derives no read model.
"""

from collections.abc import Iterator
from importlib import import_module

from ledger.domain.fact import Fact, Recorded, attributes, definition, meaning, own_fields, type_registry
from ledger.domain.nouns import noun_defining, noun_of
from ledger.domain.values.days import swedish_day
from ledger.queries.at import At

RECENT = 1000
"""How many facts of a stream are searched for words that were used before."""
LAST_FACTS = 300
"""… and how many of the whole ledger, whatever they are about."""

_ABOUT_FACTS = ("decision.reversed", "decision.attested")


def codes(at: At, kind: str) -> dict[str, str]:
    """Every code of a kind that counts, from whatever day, with its name; without one, with what defined it."""
    found: dict[str, Fact] = {}
    names: dict[str, str] = {}
    for recorded in _counting(at, kind):
        defined = definition(recorded.fact)
        if defined and defined[0] == kind:
            found[defined[1]] = recorded.fact
        if recorded.fact.effective <= at.as_of or defined:
            names |= _named(recorded.fact, kind)
    return {code: names.get(code) or _in_short(code, fact) for code, fact in sorted(found.items())}


def definitions(at: At, kind: str) -> dict[str, Fact]:
    """The facts that define the codes of a kind and count: of each code, the one that took effect last."""
    defined = ((definition(recorded.fact), recorded.fact) for recorded in _counting(at, kind))
    return {found[1]: fact for found, fact in defined if found and found[0] == kind}


def _in_short(code: str, fact: Fact) -> str:
    from ledger.queries.summary import summary

    return summary(fact).removeprefix(f"{code}, ")


def closed_units(at: At) -> set[str]:
    """The units that have closed by now."""
    today = swedish_day(at.moment.known_at)
    return {code for code, unit in at.organisation.units.items() if unit.closings.at(today)}


def words_used(at: At, kind: str) -> list[str]:
    """The words of a kind that the newest facts use, such as staff categories, in order."""
    return sorted({word for recorded in _newest(at, kind) for word in _recalled(recorded.fact, kind)})


def years(at: At) -> list[int]:
    """The years that anything has been decided or reported for."""
    endings = (stream.rpartition("-")[2] for stream in at.log.streams())
    return sorted({int(ending) for ending in endings if ending.isascii() and ending.isdigit()})


def _counting(at: At, kind: str) -> Iterator[Recorded]:
    """The facts that define or name things of a kind and count, in the order in which they take effect."""
    noun = noun_defining(kind)
    module = import_module(f"ledger.domain.{noun.module}").__name__
    types = [cls.TYPE for cls in type_registry.values() if cls.__module__ == module and _speaks_of(cls, kind)]
    of_types = at.log.of_types(noun.stream, [*types, *_ABOUT_FACTS])
    facts = [recorded for recorded in of_types if recorded.position <= at.position]
    judge = at.judge(facts)
    wanted = [recorded for recorded in facts if recorded.fact.TYPE in types and judge.counts(recorded)]
    yield from sorted(wanted, key=lambda each: (each.fact.effective, each.position))


def _speaks_of(cls: type[Fact], kind: str) -> bool:
    return any(kind in (meaning(each).defines, meaning(each).names) for each in own_fields(cls))


def _named(fact: Fact, kind: str) -> dict[str, str]:
    """The name that a fact gives to a thing of a kind, by its code."""
    code = name = None
    for attribute in own_fields(type(fact)):
        told = meaning(attribute)
        if kind in (told.refers, told.defines) and code is None:
            code = getattr(fact, attribute.name)
        elif told.names == kind:
            name = getattr(fact, attribute.name)
    return {code: name} if isinstance(code, str) and isinstance(name, str) else {}


def _newest(at: At, kind: str) -> Iterator[Recorded]:
    """The newest facts that can hold words of a kind, a bounded number of them."""
    from ledger.domain.vocabulary import FACT_TYPES

    nouns = [noun_of(cls.TYPE) for cls in FACT_TYPES.values() if _recalls(cls, kind)]
    there = at.log.streams()
    for noun in {noun for noun in nouns if noun}:
        known = (
            [stream for stream in there if stream.rpartition("-")[0] == noun.stream] if noun.yearly else [noun.stream]
        )
        for stream in known[-2:]:
            after = max(at.log.version(stream) - RECENT, 0)
            yield from (recorded for _, recorded in at.log.stream(stream, after))
    yield from at.log.facts(max(at.position - LAST_FACTS, 0), at.position)


def _recalls(cls: type[Fact], kind: str) -> bool:
    return any(meaning(each).recalls == kind for each in own_fields(cls))


def _recalled(fact: Fact, kind: str) -> Iterator[str]:
    for part in (fact, fact.decision):
        for attribute in attributes(type(part)) if part else ():
            value = getattr(part, attribute.name)
            if value and meaning(attribute).recalls == kind:
                yield from (value,) if isinstance(value, str) else (word for word in value if word != "*")
