"""Positions, the workforce, hiring freezes and exemptions."""

from ledger.domain.staff.exemptions import (
    ExemptionDenied,
    ExemptionGranted,
    ExemptionRequested,
    ExemptionUsed,
    ExemptionWithdrawn,
)
from ledger.domain.staff.freezes import FreezeAmended, FreezeDeclared, FreezeExtended, FreezeLifted
from ledger.domain.staff.positions import PositionsEstablished, PositionsReduced, PositionsTransferred
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.measured import NOBODY
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import because, positions_told, told, with_details


def _kind(fact: PositionsEstablished | PositionsReduced | PositionsTransferred, speech: Speech) -> str:
    return f"{positions_told(fact.positions, speech)} ({fact.category}, {speech.term(fact.employment)})"


@told.register
def _(fact: PositionsEstablished, speech: Speech) -> str:
    unit, kind = speech.named(fact.unit), _kind(fact, speech)
    under = speech.listed(fact.exemptions)
    exempted = speech.say("under exemption {exemption}", exemption=under) if under else None
    return with_details(
        speech.say("{positions} established in {unit}", positions=kind, unit=unit), [exempted, fact.underway_reason]
    )


@told.register
def _(fact: PositionsReduced, speech: Speech) -> str:
    unit, kind = speech.named(fact.unit), _kind(fact, speech)
    carried_out = speech.say("measure {measure}", measure=fact.measure) if fact.measure else None
    return with_details(speech.say("{positions} taken out in {unit}", positions=kind, unit=unit), [carried_out])


@told.register
def _(fact: PositionsTransferred, speech: Speech) -> str:
    return speech.say(
        "{positions} moved from {giver} to {receiver}",
        positions=_kind(fact, speech),
        giver=speech.named(fact.from_unit),
        receiver=speech.named(fact.to_unit),
    )


@told.register
def _(fact: WorkforceReported, speech: Speech) -> str:
    of = ", ".join(filter(None, [fact.category, speech.term(fact.employment), fact.project]))
    values = {"month": speech.month(fact.month), "unit": speech.named(fact.unit), "of": of}
    if fact.stated is None:
        hours = speech.number(fact.hours or NOBODY)
        return speech.say("Work of {month} in {unit}: {hours} hours ({of})", hours=hours, **values)
    sentence = speech.say(
        "Workforce of {month} in {unit}: {value} {measure} ({of})",
        value=speech.number(fact.stated),
        measure=speech.term(fact.measure),
        **values,
    )
    causes = ", ".join(f"{cause} {speech.signed(value)}" for cause, value in (fact.causes or {}).items())
    return with_details(sentence, [speech.say("due to {causes}", causes=causes) if causes else None])


@told.register
def _(fact: FreezeDeclared, speech: Speech) -> str:
    sentence = speech.say(
        "Hiring freeze {freeze} from {day} in {units} for {categories} ({employment})",
        freeze=fact.freeze,
        day=speech.day(fact.effective),
        units=speech.listed(map(speech.named, fact.units)),
        categories=speech.listed(map(speech.term, fact.categories)),
        employment=", ".join(map(speech.term, fact.employment)),
    )
    excepted = fact.except_categories and speech.say(
        "except {categories}", categories=", ".join(fact.except_categories)
    )
    return with_details(sentence, [excepted or None, _until(fact, speech)])


def _until(fact: FreezeDeclared | FreezeExtended, speech: Speech) -> str:
    if fact.until is None:
        return speech.say("until a new decision")
    return speech.say("through {day}", day=speech.day(fact.until))


@told.register
def _(fact: FreezeAmended, speech: Speech) -> str:
    units = speech.listed(map(speech.named, fact.units)) if fact.units else None
    categories = speech.listed(map(speech.term, fact.categories)) if fact.categories else None
    excepted = fact.except_categories and speech.say(
        "except {categories}", categories=", ".join(fact.except_categories)
    )
    employment = ", ".join(map(speech.term, fact.employment)) if fact.employment else None
    covered = "; ".join(filter(None, [units, categories, excepted or None, employment]))
    return because(speech.say("The hiring freeze {freeze} now covers", freeze=fact.freeze), covered)


@told.register
def _(fact: FreezeExtended, speech: Speech) -> str:
    return with_details(
        speech.say("The hiring freeze {freeze} is extended", freeze=fact.freeze), [_until(fact, speech)]
    )


@told.register
def _(fact: FreezeLifted, speech: Speech) -> str:
    return speech.say("The hiring freeze {freeze} is lifted", freeze=fact.freeze)


@told.register
def _(fact: ExemptionRequested, speech: Speech) -> str:
    return speech.say(
        "Exemption {exemption} from {freeze} is requested for {positions} ({category}) in {unit}: {reason}",
        exemption=fact.exemption,
        freeze=fact.freeze,
        positions=positions_told(fact.positions, speech),
        category=fact.category,
        unit=speech.named(fact.unit),
        reason=fact.reason,
    )


@told.register
def _(fact: ExemptionGranted, speech: Speech) -> str:
    positions = positions_told(fact.positions, speech) if fact.positions is not None else None
    lapses = speech.say("through {day}", day=speech.day(fact.lapses)) if fact.lapses else None
    return with_details(speech.say("Exemption {exemption} is granted", exemption=fact.exemption), [positions, lapses])


@told.register
def _(fact: ExemptionDenied, speech: Speech) -> str:
    return because(speech.say("Exemption {exemption} is denied", exemption=fact.exemption), fact.reason)


@told.register
def _(fact: ExemptionWithdrawn, speech: Speech) -> str:
    return because(speech.say("Exemption {exemption} is withdrawn", exemption=fact.exemption), fact.reason)


@told.register
def _(fact: ExemptionUsed, speech: Speech) -> str:
    return speech.say(
        "Exemption {exemption} is used for {positions}",
        exemption=fact.exemption,
        positions=positions_told(fact.positions, speech),
    )
