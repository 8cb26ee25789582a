"""How far savings have come towards a target, which kronor and positions may be two ways to reach."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import attrs

from ledger.domain.values.measured import Measured, Money
from ledger.queries.contributions.savings import Realised, Target


@attrs.frozen
class Progress:
    """Shares of a target that have been realised; None where there is none, or 0 is the target."""

    amount: Decimal | None
    positions: Decimal | None
    hours: Decimal | None
    share: Decimal | None
    """Where kronor and positions are two ways to one target, both shares together; else None."""
    saved: int
    """All that has been realised, in öre."""

    @classmethod
    def of(cls, realised: Iterable[Realised], target: Target, *, either: bool) -> "Progress":
        """The progress of some measures.

        Where kronor and positions are two ways to one target, a measure that has realised both counts once: with the
        larger of its two shares.
        """
        found = list(realised)
        saved = sum(each.amount for each in found)
        in_kronor, in_positions = _apart(found, target) if either else (found, found)
        amount = share_of(sum(each.amount for each in in_kronor), target.amount)
        positions = share_of(sum(each.positions for each in in_positions), target.positions)
        known = [each for each in (amount, positions) if each is not None]
        return cls(
            amount=amount,
            positions=positions,
            hours=share_of(sum(each.hours for each in found), target.hours),
            share=sum(known, Decimal(0)) if either and known else None,
            saved=saved,
        )

    def left(self, target: Money) -> int:
        """What is left to save, in öre; nothing where the target has been reached."""
        if self.share is None:
            return max(target.count - self.saved, 0)
        left = Decimal(target.count) * (1 - self.share)
        return max(int(left.to_integral_value(ROUND_HALF_UP)), 0)


def share_of(realised: int, target: Measured | None) -> Decimal | None:
    """What is realised as a share of the target; None without one, or where it is 0."""
    return Decimal(realised) / Decimal(target.count) if target else None


def _apart(found: Sequence[Realised], target: Target) -> tuple[list[Realised], list[Realised]]:
    """The measures that count in kronor, and those that count in positions."""
    in_kronor, in_positions = list[Realised](), list[Realised]()
    for each in found:
        (in_positions if _counts_in_positions(each, target) else in_kronor).append(each)
    return in_kronor, in_positions


def _counts_in_positions(each: Realised, target: Target) -> bool:
    """Whether its share in positions is the larger one, or the only one."""
    if not each.positions or not target.positions:
        return False
    if not each.amount or not target.amount:
        return True
    return each.positions * target.amount.count > each.amount * target.positions.count
