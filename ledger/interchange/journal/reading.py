"""Read facts from the fields of journal lines. Every field must be known."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import attrs

from ledger.domain.control.imports import RecordedByImport
from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import LAST_POSITION, Effective, Fact, Reference, journal_name, own_fields
from ledger.domain.values.phrases import phrase
from ledger.domain.vocabulary import FACT_TYPES, RECORDABLE
from ledger.interchange.journal.lines import read_journal, read_line
from ledger.interchange.values.fields import MissingFields, Spelling, UnknownField, optional, raise_all, spellings
from ledger.interchange.values.messages import Reader, WrongKind, nearest, shown
from ledger.store.upcasting import remembering, todays

__all__ = ["content_id", "fact_class", "read_exported", "read_journal", "read_line", "to_fact"]

NamedEffective = Callable[[Reference], date]
"""The effective date of the fact a reference names; raises a LedgerError when there is none."""

ADDED_BY_THE_LEDGER = ("position", "recorded_at")
_NOTHING: Mapping[str, Any] = {}
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)


class UnknownType(Unreadable):
    code = "unknown-type"

    def __init__(self, word: object) -> None:
        super().__init__(
            phrase("{word} is no type of fact", word=shown(word)),
            hint=" ".join(filter(None, (nearest(word, RECORDABLE), "See them all: liggare record --help"))),
        )


class AddedByTheLedger(Unreadable):
    code = "added-by-the-ledger"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} is given, but only the ledger sets it", name=name),
            hint=phrase("Take it out; or make a ledger from an exported journal: liggare restore FILE"),
        )


class WrongEffective(Unreadable):
    code = "wrong-effective"

    def __init__(self, plan: "Plan", given: date, right: date) -> None:
        if plan.effective == "named":
            why = phrase("{type} takes effect with the fact it names, on {right}", type=plan.cls.TYPE, right=right)
            hint = phrase("Leave effective out; a repeal from a later day is a new decision")
        else:
            why = phrase("{type} takes effect on the last day of its month, {right}", type=plan.cls.TYPE, right=right)
            hint = phrase("Leave effective out")
        super().__init__(phrase("effective is {given}, but {why}", given=given, why=why), hint=hint)


@attrs.frozen
class Plan:
    """How facts of one type are read; made once for each type."""

    cls: type[Fact]
    fields: dict[str, Spelling]
    readers: dict[str, tuple[str, Reader]]
    """By field name: the attribute and its reader. A flat copy of *fields*, as every line uses it."""
    required: frozenset[str]
    effective: Effective
    reference: str
    """The field that names another fact, if the effective date is taken from that fact."""


def fact_class(word: object, *, restoring: bool = False) -> type[Fact]:
    """The class of the facts of this type.

    Raises :class:`UnknownType`, and :class:`RecordedByImport` for a type that nobody records, unless it is *restoring*.
    """
    cls = FACT_TYPES.get(word) if isinstance(word, str) else None
    if cls is None:
        raise UnknownType(word)
    if not (restoring or cls.BY_HAND):
        raise RecordedByImport
    return cls


def to_fact(
    fields: Mapping[str, Any],
    *,
    named_effective: NamedEffective | None = None,
    restoring: bool = False,
    otherwise: Mapping[str, Any] = _NOTHING,
) -> Fact:
    """The fact that the fields of a line state.

    *named_effective* finds the effective date of a fact that this one names. With *restoring*, the fields are
    taken as the ledger wrote them, in whatever version. *otherwise* has the values of fields that the line leaves
    out. Raises a :class:`LedgerError`: one, or ``SeveralProblems`` with all there are.
    """
    fields, version = todays(fields)
    plan = _plan_for(fields, restoring=restoring)
    readers = plan.readers
    values: dict[str, Any] = {}
    problems: list[LedgerError] = []
    for name, value in fields.items():
        field = readers.get(name)
        try:
            if field is not None:
                values[field[0]] = field[1](value, name)
            elif name != "type":
                problems.append(_unknown(plan, name))
        except LedgerError as error:
            problems.append(error)
    missing = plan.required.difference(fields)
    if plan.effective != "given":
        missing |= _complete_effective(plan, fields, values, named_effective, problems)
    if missing:
        problems.append(MissingFields(plan.cls.TYPE, [name for name in plan.fields if name in missing]))
    if problems:
        raise_all(problems)
    for name, value in otherwise.items():
        if values.get(name) is None:
            values[name] = value
    fact = plan.cls(**values)
    return fact if version is None or not restoring else remembering(fact, version)


def read_exported(fields: Mapping[str, Any]) -> tuple[int, datetime, Fact]:
    """Position, instant and fact of an exported line. Raises a :class:`LedgerError`, as :func:`to_fact` does."""
    missing = [name for name in ADDED_BY_THE_LEDGER if name not in fields]
    if missing:
        raise MissingFields(phrase("An exported line"), missing)
    position, instant = fields["position"], fields["recorded_at"]
    if type(position) is not int or not 1 <= position <= LAST_POSITION:
        raise WrongKind(
            "position", position, phrase("a position"), phrase("Positions are whole numbers from 1, without quotes")
        )
    recorded_at = _read_instant(instant)
    rest = {name: value for name, value in fields.items() if name not in ADDED_BY_THE_LEDGER}
    return position, recorded_at, to_fact(rest, restoring=True)


def content_id(fields: Mapping[str, Any], place: int | str) -> str:
    """An id for a line without one, made of its fields as written and its *place* among identical lines of the file.

    A *place* in words says what of the same content was recorded before.
    """
    written = _CANONICAL.encode([fields, place]).encode("utf-8", "surrogatepass")
    return f"auto-{sha256(written).hexdigest()[:20]}"


def _plan_for(fields: Mapping[str, Any], *, restoring: bool) -> Plan:
    word = fields.get("type")
    plan = _plans.get((word, restoring)) if type(word) is str else None
    if plan is None:
        if "type" not in fields:
            raise MissingFields(phrase("The line"), ["type"])
        plan = _plan(fact_class(word, restoring=restoring), restoring=restoring)
        _plans[plan.cls.TYPE, restoring] = plan
    return plan


def _plan(cls: type[Fact], *, restoring: bool) -> Plan:
    fields = spellings(cls)
    mode: Effective = "given" if restoring else cls.EFFECTIVE
    if mode != "given":
        left_out = optional(fields["effective"].read)
        fields = fields | {"effective": attrs.evolve(fields["effective"], required=False, read=left_out)}
    references = [own.name for own in own_fields(cls) if fields[journal_name(own.name)].annotation == Reference]
    return Plan(
        cls,
        fields,
        readers={name: (field.attribute, field.read) for name, field in fields.items()},
        required=frozenset(name for name, field in fields.items() if field.required),
        effective=mode,
        reference=references[0] if references else "",
    )


def _complete_effective(
    plan: Plan,
    fields: Mapping[str, Any],
    values: dict[str, Any],
    named_effective: NamedEffective | None,
    problems: list[LedgerError],
) -> frozenset[str]:
    """Derive the effective date, or check the one given. Returns the name of the field if it is missing."""
    given = values.get("effective")
    if given is None and "effective" not in values and "effective" in fields:
        return frozenset()  # it could not be read, and that is already among the problems
    try:
        derived = _derived_effective(plan, values, named_effective)
    except LedgerError as error:
        problems.append(error)
        return frozenset()
    if given is None:
        values["effective"] = derived
        return _EFFECTIVE if plan.effective == "named" and named_effective is None else frozenset()
    if derived is not None and derived != given and plan.effective in ("month-end", "named"):
        problems.append(WrongEffective(plan, given, derived))
    return frozenset()


def _derived_effective(plan: Plan, values: dict[str, Any], named_effective: NamedEffective | None) -> date | None:
    """The effective date that follows from other fields; None when those are missing or could not be read."""
    source = {"year": "year", "named": plan.reference}.get(plan.effective, "month")
    value = values.get(source)
    if value is None:
        return None
    if plan.effective == "year":
        return date(value, 1, 1)
    if plan.effective == "named":
        return named_effective(value) if named_effective else None
    last: date = value.last_day
    return last


def _unknown(plan: Plan, name: str) -> LedgerError:
    if name in ADDED_BY_THE_LEDGER:
        return AddedByTheLedger(name)
    return UnknownField(name, plan.cls.TYPE, tuple(plan.fields))


def _read_instant(value: Any) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is not None:
            return instant.astimezone(UTC)
    raise WrongKind(
        "recorded_at",
        value,
        phrase("an instant as the ledger writes it"),
        phrase("It looks like 2024-08-27T08:00:00.000000Z"),
    )


def _plain_number(number: object) -> str:
    if isinstance(number, Decimal):
        return f"number {number}"
    message = f"{type(number).__name__} does not come from JSON"
    raise TypeError(message)


_plans: dict[tuple[str, bool], Plan] = {}
_EFFECTIVE = frozenset({"effective"})
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain_number)
