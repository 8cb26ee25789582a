"""A third opinion: figures worked out from the words of the interface, slowly and without the ledger's machinery.

Nothing here reads the read model, the folds, the timelines or the tree of the ledger: only recorded facts.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from budget_words import budget_parts, spread

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed
from ledger.domain.vocabulary import FACT_TYPES

SWEDEN = ZoneInfo("Europe/Stockholm")
Sums = dict[tuple, dict[str, int]]


class Opinion:
    """What the facts recorded so far say as of a day."""

    def __init__(self, facts: list[Recorded], as_of: date, earlier: "dict[int, Opinion] | None" = None) -> None:
        self.facts = facts
        self.as_of = as_of
        self.by_position = {recorded.position: recorded for recorded in facts}
        self._earlier = {} if earlier is None else earlier
        """Opinions formed at earlier positions."""
        self._asked: dict[int, bool] = {}
        self.known = [recorded for recorded in facts if self.counts(recorded)]
        self.counting = [recorded for recorded in self.known if recorded.fact.effective <= as_of]

    # -- which facts count (exact meanings 1, 3, 4 and 19) ------------------------------------------------

    def before(self, recorded: Recorded) -> "Opinion":
        """What was thought just before a fact was recorded."""
        position = recorded.position
        if position not in self._earlier:
            facts = [each for each in self.facts if each.position < position]
            self._earlier[position] = Opinion(facts, self.as_of, self._earlier)
        return self._earlier[position]

    def counts(self, recorded: Recorded) -> bool:
        return not self.is_reversed(recorded) and not self.waits(recorded)

    def is_reversed(self, recorded: Recorded) -> bool:
        return any(self.counts(each) for each in self.reversals_of(recorded))

    def reversals_of(self, recorded: Recorded) -> list[Recorded]:
        return [
            each
            for each in self.facts
            if isinstance(each.fact, DecisionReversed) and each.fact.reverses == recorded.position
        ]

    def waits(self, recorded: Recorded) -> bool:
        """Whether an attestation is asked for that is not there; a reversal waits for that of what replaces."""
        decides = self.replacement_of(recorded) or recorded
        return self.is_asked(decides) and not any(
            isinstance(each.fact, DecisionAttested)
            and each.fact.attests == decides.position
            and not self.is_reversed(each)
            for each in self.facts
        )

    def is_asked(self, recorded: Recorded) -> bool:
        if recorded.position not in self._asked:
            together = self.replaced_by(recorded)
            self._asked[recorded.position] = self.asks(recorded) or any(self.asks(each) for each in together)
        return self._asked[recorded.position]

    def asks(self, recorded: Recorded) -> bool:
        """Whether a policy that was in force, or the rule for policies themselves, asks for an attestation."""
        fact, before = recorded.fact, self.before(recorded)
        if isinstance(fact, DecisionAttested):
            return False
        if isinstance(fact, DecisionReversed):
            target = self.by_position[fact.reverses]
            if before.waits(target) and fact.actor is not None and fact.actor == target.fact.actor:
                return False
            while isinstance(target.fact, DecisionReversed | DecisionAttested):
                named = target.fact.reverses if isinstance(target.fact, DecisionReversed) else target.fact.attests
                target = self.by_position[named]
            if isinstance(target.fact, PolicySet | PolicyLifted):
                return True
        return isinstance(fact, PolicyLifted) or any(before.binds(policy, recorded) for policy in before.known)

    def binds(self, policy: Recorded, recorded: Recorded) -> bool:
        """Whether a policy concerns a fact that is recorded just now."""
        setting, fact = policy.fact, recorded.fact
        day = recorded.recorded_at.astimezone(SWEDEN).date()
        return (
            isinstance(setting, PolicySet)
            and fact.TYPE in setting.types
            and setting.effective <= day
            and not any(self.lifts(other, policy) and other.fact.effective <= day for other in self.known)
            and (setting.from_amount is None or money_in(fact) >= setting.from_amount.count)
        )

    def lifts(self, lifting: Recorded, policy: Recorded) -> bool:
        """Whether a fact lifts a policy: that of its code which was there when it was recorded."""
        return (
            isinstance(lifting.fact, PolicyLifted)
            and lifting.fact.policy == policy.fact.policy
            and policy in self.before(lifting).known
        )

    def replaced_by(self, recorded: Recorded) -> list[Recorded]:
        """The reversals that a correction was recorded together with: the last of its fact, directly before it."""
        if recorded.fact.corrects is None:
            return []
        found: list[Recorded] = []
        for position in range(recorded.position - 1, 0, -1):
            each = self.by_position[position]
            if isinstance(each.fact, DecisionReversed):
                found += [each] if each.fact.reverses == recorded.fact.corrects and not found else []
            elif each.fact.corrects is None:
                break
        taken = self.before(recorded)
        return [each for each in found if taken.replacement_of(each) is None]

    def replacement_of(self, reversal: Recorded) -> Recorded | None:
        """The correction that a reversal waits with."""
        later = (each for each in self.facts if each.fact.corrects is not None and each.position > reversal.position)
        found = [each for each in later if self.is_asked(each) and reversal in self.replaced_by(each)]
        return found[0] if found else None

    # -- the tree (exact meaning 12) ---------------------------------------------------------------------

    def day_of(self, tree: str, month: tuple[int, int] | None, known_on: date) -> date:
        if tree == "today":
            return max(known_on, self.as_of)
        if tree == "moment" or month is None:
            return self.as_of
        return min(last_day(month), self.as_of)

    def units(self, tree: str, day: date) -> dict[str, date]:
        """The units opened so far (in ``today``'s tree: by today), and when."""
        facts = self.known if tree == "today" else self.counting
        return {
            each.fact.unit: each.fact.effective
            for each in facts
            if isinstance(each.fact, UnitOpened) and each.fact.effective <= max(day, self.as_of)
        }

    def above(self, unit: str, tree: str, day: date) -> list[str]:
        """The unit and all units above it."""
        opened = self.units(tree, day)
        facts = self.known if tree == "today" else self.counting
        path = []
        while unit is not None:
            path.append(unit)
            until = max(day, opened[unit])
            moves = [
                (each.fact.effective, each.position, each.fact.parent)
                for each in facts
                if isinstance(each.fact, UnitOpened | UnitMoved)
                and each.fact.unit == unit
                and each.fact.effective <= until
            ]
            unit = max(moves)[2] if len(moves) > 1 else moves[0][2]
        return path

    def open_units(self) -> set[str]:
        """The units that have not closed."""
        closed = {each.fact.unit for each in self.counting if isinstance(each.fact, UnitClosed)}
        return self.units("moment", self.as_of).keys() - closed

    def name(self, unit: str) -> str:
        names = [
            (each.fact.effective, each.position, each.fact.name)
            for each in self.counting
            if isinstance(each.fact, UnitOpened | UnitRenamed) and each.fact.unit == unit
        ]
        return max(names)[2]

    def was_open_in(self, unit: str, month: tuple[int, int]) -> bool:
        """Whether a unit was open on some day of a month."""
        opened = self.units("moment", self.as_of)[unit]
        closings = [
            each.fact.effective
            for each in self.counting
            if isinstance(each.fact, UnitClosed) and each.fact.unit == unit
        ]
        first = max(date(*month, 1), opened)
        return opened <= last_day(month) and (not closings or min(closings) > first)

    def known_lines(self) -> set[str]:
        return {each.fact.line for each in self.counting if isinstance(each.fact, LineOpened)}

    def lines(self, statement: str) -> set[str]:
        return {
            each.fact.line
            for each in self.counting
            if isinstance(each.fact, LineOpened) and each.fact.statement == statement
        }

    # -- money (exact meanings 6 to 11) ------------------------------------------------------------------

    def pieces(self, year: int) -> Iterator[tuple[str, str, str, tuple[int, int], int]]:
        """Unit, line, column, month and öre of everything that budgets of the year consist of."""
        for recorded in self.counting:
            for kind, unit, line, months, amount in budget_parts(recorded.fact):
                for month, part in spread(amount, months).items():
                    if month[0] == year and part:
                        yield unit, line, kind, month, part

    def reported(self, kind: str) -> list:
        return [each for each in self.counting if isinstance(each.fact, FACT_TYPES[kind])]

    def newest(self, kind: str, key) -> dict:
        """By key, the fact that takes effect latest; of those the one recorded latest."""
        found: dict = {}
        for each in sorted(self.reported(kind), key=lambda each: (each.fact.effective, each.position)):
            for one in key(each.fact):
                found[one] = each.fact
        return found


def money_in(fact) -> int:
    """What a policy's amount is compared with: the largest of the total, each line and each month."""
    if getattr(fact, "lines", None) is None:
        amount = getattr(fact, "amount", None)
        return abs(amount.count) if amount is not None else 0
    amounts = [amount.count for amount in fact.lines.values()]
    months: dict = defaultdict(int)
    for phased in (getattr(fact, "phasing", None) or {}).values():
        for month, amount in phased.items():
            months[month] += amount.count
            amounts.append(amount.count)
    total = sum(amount.count for amount in fact.lines.values())
    return max(map(abs, [total, *amounts, *months.values()]))


def last_day(month: tuple[int, int]) -> date:
    year, number = month
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def total() -> defaultdict:
    """Rows to add up in: by key, a number by column."""
    return defaultdict(lambda: defaultdict(int))


def shown(sums) -> dict:
    """Sums without zeros."""
    bare = {key: {column: amount for column, amount in row.items() if amount} for key, row in sums.items()}
    return {key: row for key, row in bare.items() if row}
