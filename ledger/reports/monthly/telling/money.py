"""Budgets, outcomes and forecasts."""

from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.money.grants import GrantReceived
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.money.transfers import BudgetTransferred, moves
from ledger.domain.postings import split_money_item
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import lines_told, told, with_details


@told.register
def _(fact: BudgetAdopted, speech: Speech) -> str:
    lines = lines_told(fact.lines, speech)
    return speech.say("Budget {year} for {unit}: {lines}", year=fact.year, unit=speech.named(fact.unit), lines=lines)


@told.register
def _(fact: BudgetAdjusted, speech: Speech) -> str:
    sentence = speech.say(
        "Budget {year} for {unit} is adjusted: {lines}",
        year=fact.year,
        unit=speech.named(fact.unit),
        lines=lines_told(fact.lines, speech),
    )
    financed = speech.say("financed by {financing}", financing=fact.financing) if fact.financing else None
    return with_details(sentence, [financed])


@told.register
def _(fact: BudgetTransferred, speech: Speech) -> str:
    amounts = speech.listed(
        f"{speech.exact(abs(amount))} ({speech.line(split_money_item(item)[0])})" for item, _, amount in moves(fact)
    )
    sentence = speech.say(
        "Budget {year} of {amounts} moves from {giver} to {receiver}",
        amounts=amounts,
        year=fact.year,
        giver=speech.named(fact.from_unit),
        receiver=speech.named(fact.to_unit),
    )
    begins = speech.say("from {month} on", month=speech.month(fact.from_month)) if fact.from_month else None
    beyond = speech.say("beyond the budget: {reason}", reason=fact.overdraft_reason) if fact.overdraft_reason else None
    return with_details(sentence, [begins, beyond])


@told.register
def _(fact: GrantReceived, speech: Speech) -> str:
    sentence = speech.say(
        "{grant} from {giver}: {amount} to {unit}, for {first} to {last}",
        grant=fact.grant,
        giver=fact.giver,
        amount=speech.exact(fact.amount),
        unit=speech.named(fact.unit),
        first=speech.month(fact.accrual.from_),
        last=speech.month(fact.accrual.to),
    )
    passed = speech.listed(f"{speech.exact(abs(part.amount))} {speech.named(part.unit)}" for part in fact.passed_on)
    return with_details(sentence, [speech.say("of which passed on: {parts}", parts=passed) if passed else None])


@told.register
def _(fact: BudgetCarriedOver, speech: Speech) -> str:
    return speech.say(
        "{amount} ({line}) of {unit} is carried over from {before} to {after}",
        amount=speech.exact(fact.amount),
        line=speech.line(fact.line),
        unit=speech.named(fact.unit),
        before=fact.from_year,
        after=fact.to_year,
    )


@told.register
def _(fact: OutcomeReported, speech: Speech) -> str:
    return speech.say(
        "Outcome of {month} for {unit}: {lines}",
        month=speech.month(fact.month),
        unit=speech.named(fact.unit),
        lines=lines_told(fact.lines, speech),
    )


@told.register
def _(fact: ForecastSubmitted, speech: Speech) -> str:
    return speech.say(
        "Forecast {version} of {year} for {unit}: {lines}",
        version=fact.version,
        year=fact.year,
        unit=speech.named(fact.unit),
        lines=lines_told(fact.lines, speech),
    )
