"""``import --replace``: adopted budgets that stand give way, and lines that a file has no more are taken to 0."""

from collections.abc import Collection, Iterator, Sequence

from ledger.domain.control.reversals import DecisionReversed, found
from ledger.domain.errors import Refused
from ledger.domain.fact import Recorded
from ledger.domain.money.balances import Budget
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.postings import money_item
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.restatements import Gone, some
from ledger.queries.answer import Note, counted_note
from ledger.recording.batches import Batch, Took
from ledger.recording.offered import evolve, random_id

REASON = "Ersatt vid import (--replace)"
"""Why what is replaced should not have counted, as it is recorded."""
_GIVEN: Collection[str] = frozenset()
"""No field was given by hand: on a server, whoever has logged in is the actor."""


class ReplacedApart(Refused):
    code = "replaced-apart"

    def __init__(self, fact: BudgetAdopted, parts: Sequence[int]) -> None:
        named = ", ".join(f"#{part}" for part in parts)
        super().__init__(
            phrase(
                "The budget of {unit} for {year} would wait for an attestation apart from lines that "
                "{named} also gives it and the file leaves out",
                unit=fact.unit,
                year=fact.year,
                named=named,
            ),
            hint=phrase("Put all lines of the unit in the file, or correct the parts one by one: liggare correct"),
        )


class Replacing:
    """Puts facts of an import in the place of those that stand: reversals and replacement are one correction."""

    def __init__(self, batch: Batch, actor: str | None) -> None:
        self._batch = batch
        self._actor = actor
        self._own: set[tuple[int, str, str]] = set()
        """The years, units and items (line and project) that the import has stated itself."""
        self._replaced: list[str] = []
        self._restated: list[str] = []
        self._zeroed: list[str] = []

    def adopt(self, fact: BudgetAdopted, given: Collection[str]) -> Took:
        """Admit an adopted budget in the place of those that stand on its lines. Raises a refusal."""
        items = {(fact.year, fact.unit, money_item(line, fact.project)) for line in fact.lines}
        stands = [] if items & self._own else self._standing(fact)
        self._own |= items
        if not stands:
            return self._batch.offer(fact, given, is_checked=True)
        if len(stands) == 1 and _says_the_same(stands[0].fact, fact):
            self._batch.already_there += 1
            return Took(stands[0], already_there=True)
        return self._replace(fact, given, stands)

    def _standing(self, fact: BudgetAdopted) -> list[Recorded]:
        """The adopted budgets that count and give any of its lines: the original and every further part."""
        adopted = self._batch.world.state(Budget, fact.year).adopted
        items = (adopted.get((fact.unit, money_item(line, fact.project)), {}) for line in fact.lines)
        return [found(self._batch.world, each) for each in sorted({position for item in items for position in item})]

    def _replace(self, fact: BudgetAdopted, given: Collection[str], stands: Sequence[Recorded]) -> Took:
        self._tell(fact, stands)
        whole = next((each for each in stands if _adopted(each).adds_to is None), None)
        taken_along = whole if whole is not None and whole.fact.effective == fact.effective else None
        for each in reversed(stands):
            self._batch.offer(self._reversal(each, fact), _GIVEN)
        corrects = tuple(each.position for each in stands)
        replacement = fact if taken_along is None else _with_other_lines_of(fact, _adopted(taken_along))
        took = self._batch.offer(evolve(replacement, corrects=corrects), given, is_checked=True)
        others = [rest for each in stands if each is not taken_along if (rest := _rest_of(each, fact)) is not None]
        apart = [self._offer_rest(rest, took.recorded.position, is_part=rest.adds_to is not None) for rest in others]
        world = self._batch.world
        if apart and any(world.waits(each) for each in (took.recorded, *apart)):
            raise ReplacedApart(fact, corrects)
        return took

    def _offer_rest(self, rest: BudgetAdopted, position: int, *, is_part: bool) -> Recorded:
        adds_to = position if is_part else None
        return self._batch.offer(evolve(rest, adds_to=adds_to, actor=self._actor), _GIVEN).recorded

    def _reversal(self, target: Recorded, fact: BudgetAdopted) -> DecisionReversed:
        return DecisionReversed(
            id=random_id(),
            effective=target.fact.effective,
            reverses=target.position,
            reason=REASON,
            late_reason=fact.late_reason,
            actor=fact.actor or self._actor,
        )

    def _tell(self, fact: BudgetAdopted, stands: Sequence[Recorded]) -> None:
        positions = ", ".join(f"#{each.position}" for each in stands)
        for line, amount in fact.lines.items():
            before = sum((_adopted(each).lines.get(line, NO_MONEY) for each in stands), NO_MONEY)
            what = " ".join(filter(None, (fact.unit, fact.project, str(fact.year), line)))
            self._replaced.append(f"{what} {before.text} → {amount.text} ({positions})")
        for each in stands:
            for line, amount in _adopted(each).lines.items():
                if line not in fact.lines:
                    self._restated.append(f"{fact.unit} {fact.year} {line} {amount.text} (#{each.position})")

    def take_to_zero(self, gone: Sequence[Gone]) -> None:
        """State 0 for lines that still stand and that a file has no more."""
        for each in gone:
            fact = each.fact
            zero = OutcomeReported(
                id=random_id(),
                effective=fact.effective,
                decision=fact.decision,
                actor=fact.actor or self._actor,
                note=fact.note,
                late_reason=fact.late_reason,
                unit=fact.unit,
                month=fact.month,
                lines=dict.fromkeys(sorted(each.lines), NO_MONEY),
                project=fact.project,
            )
            self._zeroed += gone_text(each)
            self._batch.offer(zero, _GIVEN)

    def notes(self) -> Iterator[Note]:
        """What a person should know, in sentences."""
        if self._replaced:
            yield counted_note(
                "1 amount of an adopted budget is replaced: {listed}",
                "{number} amounts of adopted budgets are replaced: {listed}",
                len(self._replaced),
                listed=some(self._replaced),
            )
        if self._restated:
            yield counted_note(
                "1 amount that the file does not have is recorded again unchanged: {listed}",
                "{number} amounts that the file does not have are recorded again unchanged: {listed}",
                len(self._restated),
                listed=some(self._restated),
            )
        if self._zeroed:
            yield counted_note(
                "1 figure that the file has no more is taken to 0: {listed}",
                "{number} figures that the file has no more are taken to 0: {listed}",
                len(self._zeroed),
                listed=some(self._zeroed),
            )


def gone_text(gone: Gone) -> list[str]:
    """Each line that is gone, with what stands and where."""
    fact = gone.fact
    about = " ".join(str(each) for each in (fact.unit, fact.month, fact.project) if each is not None)
    return [f"{about} {line} {amount.text} (#{position})" for line, (position, amount) in sorted(gone.lines.items())]


def still_standing(gone: Sequence[Gone]) -> Iterator[Note]:
    """That lines still stand which a file has no more."""
    listed = [text for each in gone for text in gone_text(each)]
    if listed:
        yield counted_note(
            "1 figure still stands that the file does not have: {listed}; with --replace it is taken to 0",
            "{number} figures still stand that the file does not have: {listed}; with --replace they are taken to 0",
            len(listed),
            listed=some(listed),
        )


def _adopted(recorded: Recorded) -> BudgetAdopted:
    assert isinstance(recorded.fact, BudgetAdopted)  # noqa: S101 - the state of budgets holds no other
    return recorded.fact


def _says_the_same(one: object, other: BudgetAdopted) -> bool:
    """Whether what stands gives the lines the same amounts in the same months, from the same day on."""
    return (
        isinstance(one, BudgetAdopted)
        and (one.effective, one.adds_to) == (other.effective, other.adds_to)
        and all(one.lines.get(line) == amount for line, amount in other.lines.items())
        and all((one.phasing or {}).get(line) == (other.phasing or {}).get(line) for line in other.lines)
    )


def _with_other_lines_of(fact: BudgetAdopted, whole: BudgetAdopted) -> BudgetAdopted:
    """The fact with the lines of the budget it replaces that it does not have itself, and their months."""
    rest = {line: amount for line, amount in whole.lines.items() if line not in fact.lines}
    phasing = {**(fact.phasing or {}), **{line: each for line, each in (whole.phasing or {}).items() if line in rest}}
    lines: dict[str, Money] = {**fact.lines, **rest}
    changed = evolve(fact, lines=lines, phasing=phasing or None)
    assert isinstance(changed, BudgetAdopted)  # noqa: S101 - the same class
    return changed


def _rest_of(recorded: Recorded, fact: BudgetAdopted) -> BudgetAdopted | None:
    """What of a budget that is replaced the replacement does not say: as it was, in its place."""
    stood = _adopted(recorded)
    lines = {line: amount for line, amount in stood.lines.items() if line not in fact.lines}
    if not lines:
        return None
    phasing = {line: months for line, months in (stood.phasing or {}).items() if line in lines}
    changed = evolve(stood, id=random_id(), lines=lines, phasing=phasing or None, corrects=recorded.position)
    assert isinstance(changed, BudgetAdopted)  # noqa: S101 - the same class
    return changed
