"""How fields look on the command line, and an example command for each type of fact."""

from typing import Any, get_args, get_origin

import attrs

from ledger.domain.fact import Fact, Reference, WholeNumber
from ledger.interchange.values.fields import spellings, without_none


def form_of(annotation: Any) -> str:
    """The form of a value of this type in help texts, such as ``KEY=AMOUNT``."""
    annotation = without_none(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return "KEY:MONTH=AMOUNT" if get_origin(arguments[1]) is dict else "KEY=AMOUNT"
    if origin is tuple:
        return "FIELD=…,…" if attrs.has(arguments[0]) else "A,B,…"
    if attrs.has(annotation):
        return "FIELD=…,…"
    if arguments and all(isinstance(each, str) for each in arguments):
        return "|".join(arguments)
    if annotation == Reference:
        return "ID|POSITION"
    if annotation == WholeNumber:
        return "N"
    return _FORMS.get(getattr(annotation, "__name__", ""), "TEXT")


_FORMS = {
    "int": "YEAR",
    "date": "DAY",
    "Month": "MONTH",
    "Money": "AMOUNT",
    "Quantity": "NUMBER",
    "Decimal": "NUMBER",
    "bool": "yes|no",
}
_EXAMPLES = {
    "YEAR": "2024",
    "DAY": "2024-07-01",
    "MONTH": "2024-07",
    "AMOUNT": '"-12,5 Mkr"',
    "NUMBER": "2",
    "N": "3",
    "yes|no": "yes",
    "ID|POSITION": "123",
    "KEY=AMOUNT": '"NETTO=-12,5 Mkr"',
    "A,B,…": "HSN",
    "TEXT": '"…"',
}
"""A value of each form."""
_SAMPLES = {
    "unit": "HSN",
    "parent": "RS",
    "from_unit": "DOS",
    "to_unit": "EKO",
    "line": "NETTO",
    "grant": '"Vårändringsbudget 2024"',
    "accrual": "from=2024-07,to=2024-12",
    "to_year": "2025",
    "version": "P2",
    "category": "Handläggare",
    "freeze": "STOPP-2024",
    "categories": '"*"',
    "exemption": "D-1",
    "plan": "PLAN-2024",
    "phase": "FAS-1",
    "measure": "A-1",
    "indicator": "VANTETID",
    "assignment": "U-1",
    "policy": "FYRA-OGON",
    "types": "budget.transferred",
}
"""A value for each of these fields, where the one of its form would make no sense."""
_SAMPLES_OF_TYPE = {
    "grant.received": {"line": "BIDRAG", "amount": '"12,5 Mkr"'},
    "budget.carried-over": {"effective": "2025-01-01"},
    "workforce.reported": {"measure": "fte"},
    "freeze.declared": {"employment": "permanent"},
    "savings-plan.phase-set": {"amount": '"12,5 Mkr"'},
    "savings-plan.revised": {"amount": '"12,5 Mkr"'},
}
_GIVEN_TOO = {
    "budget.adjusted": '--financing "…"',
    "freeze.amended": "--except-categories Läkare",
    "target.set": "--target 85",
    "effect.reported": '--amount "0,5 Mkr"',
}
"""Options that a rule asks for besides the required fields, or without which the fact would be empty."""


def example(cls: type[Fact]) -> str:
    """An example command with every required field."""
    words = [f"liggare record {cls.TYPE}"]
    samples = _SAMPLES | _SAMPLES_OF_TYPE.get(cls.TYPE, {})
    for name, spelling in spellings(cls).items():
        if spelling.required and (name != "effective" or cls.EFFECTIVE == "given"):
            form = form_of(spelling.annotation)
            value = samples.get(name) or _EXAMPLES.get(form) or form.partition("|")[0]
            words.append(f"--{name.replace('_', '-')} {value}")
    if cls.TYPE in _GIVEN_TOO:
        words.append(_GIVEN_TOO[cls.TYPE])
    return " ".join(words)
