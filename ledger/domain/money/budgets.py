"""Adopted budgets and adjustments: facts, state and rules."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.domain.control.reversals import found_by, replacements_beside_reversal
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, corrected, fact, field
from ledger.domain.money.balances import Adopted, Budget, fold_budget, require_cover_without
from ledger.domain.money.phasing import (
    ADJUSTED,
    ORIGINAL,
    Lines,
    Phasing,
    first_month,
    line_flows,
    require_in_year,
    require_phasing,
)
from ledger.domain.organisation.lines import Lines as OpenedLines
from ledger.domain.postings import Posting, money_item, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.domain.values.phrases import phrase


@fact
class BudgetAdopted(Fact):
    """The budget of a unit for a fiscal year, as the assembly or board adopted it."""

    TYPE = "budget.adopted"
    SWEDISH = "budget.fastställd"
    EFFECTIVE = "year"

    unit: str = field("The unit", "enhet", refers="unit", yearly=True)
    year: int = field("The fiscal year", "år")
    lines: Lines = field("Amount per line, for the whole year", "konton", refers="line", yearly=True)
    phasing: Phasing | None = field(
        "Amount per line and month; even twelfths without it", "periodisering", default=None
    )
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)
    adds_to: Reference | None = field(
        "The adopted budget that it is a further part of (id or position)", "del av", default=None
    )


@fact
class BudgetAdjusted(Fact):
    """A change of a unit's budget decided during the year."""

    TYPE = "budget.adjusted"
    SWEDISH = "budget.justerad"

    unit: str = field("The unit", "enhet", refers="unit", yearly=True)
    year: int = field("The fiscal year", "år")
    lines: Lines = field("What each line changes by", "konton", refers="line", yearly=True)
    phasing: Phasing | None = field("Change per line and month", "periodisering", default=None)
    from_month: Month | None = field(
        "The first month it belongs to; it runs through December", "från månad", default=None
    )
    financing: str | None = field(
        "How higher expenditure is paid for (kommunallagen 11:15)", "finansiering", default=None
    )
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)


class FinancingMissing(Refused):
    code = "financing-missing"

    def __init__(self, unit: str, raised: Money) -> None:
        super().__init__(
            phrase(
                "The adjustment raises the expenditure of {unit} by {raised} and does not say how it is financed",
                unit=unit,
                raised=(-raised).text,
            ),
            hint=phrase("Give --financing (kommunallagen 11:15)"),
        )


class BudgetStands(Refused):
    code = "budget-stands"

    def __init__(self, fact: BudgetAdopted, line: str, stands: Mapping[int, Adopted]) -> None:
        standing = sum((each.amount for each in stands.values()), NO_MONEY)
        first, where = min(stands), ", ".join(f"#{position}" for position in sorted(stands))
        of = phrase(" in project {project}", project=fact.project) if fact.project else ""
        super().__init__(
            phrase(
                "{unit} already has an adopted budget of {standing} on {line}{of} for {year} "
                "({where}), and this one gives it {lines}",
                unit=fact.unit,
                standing=standing.text,
                line=line,
                of=of,
                year=fact.year,
                where=where,
                lines=fact.lines[line].text,
            ),
            hint=phrase(
                "A change during the year is a budget.adjusted; a wrong budget is corrected: liggare "
                "correct {first}, or liggare import --replace FILE; a further part of it says so: "
                "--adds-to {first}",
                first=first,
            ),
        )


class AddsToOther(Refused):
    code = "adds-to-other"

    def __init__(self, reference: Reference, why: str) -> None:
        super().__init__(
            phrase("This cannot be a further part of {reference}: {why}", reference=reference, why=why),
            hint=phrase("Name an adopted budget of the same unit, year and project that counts, by its id or position"),
        )


class PartsRemain(Refused):
    code = "parts-remain"

    def __init__(self, unit: str, line: str, parts: Iterable[int]) -> None:
        super().__init__(
            phrase(
                "The budget of {unit} on {line} has further parts, which would be left alone: {parts}",
                unit=unit,
                line=line,
                parts=", ".join(f"#{part}" for part in sorted(parts)),
            ),
            hint=phrase("Reverse the further parts first, or correct the budget: liggare correct"),
        )
        self.parts = tuple(parts)


folds(Budget, BudgetAdjusted)(fold_budget)
rule_without(BudgetAdjusted)(require_cover_without)


@folds(Budget, BudgetAdopted)
def _fold_adopted(state: Budget, recorded: Recorded, fact: BudgetAdopted, times: int) -> None:
    fold_budget(state, recorded, fact, times)
    for line, amount in fact.lines.items():
        stands = state.adopted.setdefault((fact.unit, money_item(line, fact.project)), {})
        if times > 0:
            stands[recorded.position] = Adopted(amount, is_part=fact.adds_to is not None)
        else:
            del stands[recorded.position]
    for reference in corrected(fact):
        others = [each for each in state.replaced.get(reference, ()) if each != recorded.position]
        state.replaced[reference] = sorted([*others, recorded.position] if times > 0 else others)


@rule_without(BudgetAdopted)
def _require_whole(world: World, without: BudgetAdopted) -> None:
    """No further part is left without the budget it belongs to, and transfers keep their cover."""
    adopted = world.state(Budget, without.year).adopted
    for line in without.lines:
        stands = adopted.get((without.unit, money_item(line, without.project)), {})
        if stands and all(each.is_part for each in stands.values()):
            raise PartsRemain(without.unit, line, stands)
    require_cover_without(world, without)


@posting(BudgetAdopted)
def _post_adopted(fact: BudgetAdopted) -> Iterator[Posting]:
    return line_flows(fact, ORIGINAL, Month.of(fact.year, 1))


@posting(BudgetAdjusted)
def _post_adjusted(fact: BudgetAdjusted) -> Iterator[Posting]:
    return line_flows(fact, ADJUSTED, first_month(fact))


@rule(BudgetAdopted)
def _admit_adopted(world: World, fact: BudgetAdopted) -> None:
    """Months given lie in the year and sum to their line, and no budget is adopted twice."""
    require_phasing(fact)
    wholes = set() if fact.adds_to is None else _wholes(world, fact, fact.adds_to)
    adopted = world.state(Budget, fact.year).adopted
    for line in fact.lines:
        stands = adopted.get((fact.unit, money_item(line, fact.project)), {})
        if not wholes & stands.keys() and any(not each.is_part for each in stands.values()):
            raise BudgetStands(fact, line, stands)


def _wholes(world: World, fact: BudgetAdopted, reference: Reference) -> set[int]:
    """The position of the adopted budget that this one is a further part of; those of what replaces it, if it was."""
    found = world.find(reference)
    if found is None:
        raise AddsToOther(reference, phrase("there is no such fact"))
    standing = set(_standing(world, fact.year, found))
    for each in standing or {found.position}:
        _require_same_budget(fact, reference, found if each == found.position else found_by(world.find, each))
    if not standing:
        raise AddsToOther(reference, phrase("#{position} is reversed", position=found.position))
    return standing


def _standing(world: World, year: int, recorded: Recorded) -> Iterator[int]:
    """Where a fact counts that was not reversed; else where those do that corrections have put in its place."""
    if not world.is_reversed(recorded):
        yield recorded.position
        return
    known = world.state(Budget, year).replaced
    names = [name for name in (recorded.position, recorded.fact.id) if name is not None]
    replaced_by = {position for name in names for position in known.get(name, ())}
    for position in sorted(replaced_by | set(replacements_beside_reversal(world, recorded))):
        yield from _standing(world, year, found_by(world.find, position))


def _require_same_budget(fact: BudgetAdopted, reference: Reference, found: Recorded) -> None:
    other = found.fact
    if not isinstance(other, BudgetAdopted):
        raise AddsToOther(reference, phrase("#{position} is a {type}", position=found.position, type=other.TYPE))
    if (other.unit, other.year, other.project) != (fact.unit, fact.year, fact.project):
        of = f" in project {other.project}" if other.project else ""
        raise AddsToOther(
            reference,
            phrase(
                "#{position} is the budget of {unit}{of} for {year}",
                position=found.position,
                unit=other.unit,
                of=of,
                year=other.year,
            ),
        )


@rule(BudgetAdjusted)
def _admit_adjusted(world: World, fact: BudgetAdjusted) -> None:
    """Expenditure decided during the year says how it is financed (kommunallagen 11:15)."""
    require_phasing(fact)
    require_in_year(fact.from_month, fact.year)
    lines = world.state(OpenedLines).lines
    raised = sum((amount for line, amount in fact.lines.items() if lines[line].side != "income"), NO_MONEY)
    if raised < NO_MONEY and not fact.financing:
        raise FinancingMissing(fact.unit, raised)
