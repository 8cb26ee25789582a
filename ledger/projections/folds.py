"""The second witness: figures by a plain fold over the facts, with no table and no SQL."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from ledger.domain.fact import Recorded
from ledger.domain.postings import Flow, Statement, postings
from ledger.domain.values.days import Month
from ledger.projections.figures import Stated, Total


class Fold:
    """:class:`~ledger.projections.figures.Figures` summed from the facts that count, one by one."""

    def __init__(self, counting: Iterable[Recorded], as_of: date) -> None:
        """*counting*: the facts that count at the position known, of any effective date."""
        self._facts = [recorded for recorded in counting if recorded.fact.effective <= as_of]

    def totals(
        self,
        measure: str,
        *,
        year: int | None = None,
        through: Sequence[Month] = (),
        by_fact: bool = False,
        units: Collection[str] | None = None,
    ) -> Iterator[Total]:
        sums: dict[tuple[str, str, str, int], list[int]] = {}
        for recorded in self._facts:
            for flow in postings(recorded.fact):
                if not isinstance(flow, Flow) or flow.measure != measure or year not in (None, flow.first // 12):
                    continue
                if units is None or flow.unit in units:
                    key = (flow.kind, flow.unit, flow.item, recorded.position if by_fact else 0)
                    summed = sums.setdefault(key, [0] * (1 + len(through)))
                    for place, part in enumerate((flow.amount, *(flow.through(month.number) for month in through))):
                        summed[place] += part
        for (kind, unit, item, position), (amount, *parts) in sums.items():
            if amount or any(parts):
                yield Total(kind, unit, item, amount, tuple(parts), position)

    def stated(self, measure: str, first: Month, last: Month) -> Iterator[Stated]:
        newest: dict[tuple[str, str, str, int], tuple[tuple[date, int], int]] = {}
        for recorded in self._facts:
            rank = (recorded.fact.effective, recorded.position)
            for statement in postings(recorded.fact):
                if (
                    isinstance(statement, Statement)
                    and statement.measure == measure
                    and first.number <= statement.month <= last.number
                ):
                    key = (statement.kind, statement.unit, statement.item, statement.month)
                    if key not in newest or newest[key][0] < rank:
                        newest[key] = (rank, statement.amount)
        for (kind, unit, item, month), ((_, position), amount) in newest.items():
            yield Stated(kind, unit, item, month, amount, position)
