"""Reversals, attestations, policies and closed months."""

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.months import MonthClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import because, told, with_details


def _reference(reference: str | int) -> str:
    return f"#{reference}" if isinstance(reference, int) else reference


@told.register
def _(fact: DecisionReversed, speech: Speech) -> str:
    return speech.say("{reference} is reversed: {reason}", reference=_reference(fact.reverses), reason=fact.reason)


@told.register
def _(fact: DecisionAttested, speech: Speech) -> str:
    return speech.say("{reference} is attested", reference=_reference(fact.attests))


@told.register
def _(fact: PolicySet, speech: Speech) -> str:
    sentence = speech.say("{policy} asks for attestation of {types}", policy=fact.policy, types=", ".join(fact.types))
    amount = speech.say("from {amount}", amount=speech.exact(fact.from_amount)) if fact.from_amount else None
    return with_details(sentence, [amount])


@told.register
def _(fact: PolicyLifted, speech: Speech) -> str:
    return speech.say("{policy} no longer asks for attestation", policy=fact.policy)


@told.register
def _(fact: MonthClosed, speech: Speech) -> str:
    return because(speech.say("{month} is closed", month=_month(fact, speech)), fact.reason)


@told.register
def _(fact: MonthReopened, speech: Speech) -> str:
    return because(speech.say("{month} is opened again", month=_month(fact, speech)), fact.reason)


@told.register
def _(fact: ImportFinished, speech: Speech) -> str:
    brought = speech.say("{first} to {last}", first=f"#{fact.first}", last=f"#{fact.last}")
    sentence = speech.say("import {number} brought {facts}", number=str(fact.import_), facts=brought)
    return with_details(sentence, [fact.file])


def _month(fact: MonthClosed | MonthReopened, speech: Speech) -> str:
    month = speech.sentence(speech.month(fact.month))
    return f"{month} ({speech.named(fact.unit)})" if fact.unit else month
