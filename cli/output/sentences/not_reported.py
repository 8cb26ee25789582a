"""What is not reported yet for a month that is about to be closed."""

from collections.abc import Iterable, Iterator

from cli.language import language
from cli.settings import Settings, now
from ledger.domain.control.months import MonthClosed
from ledger.domain.fact import Fact
from ledger.domain.values.days import swedish_day

MOST_NAMED = 5


def not_reported_text(settings: Settings, facts: Iterable[Fact]) -> Iterator[str]:
    """A sentence for each month that *facts* close and for which something is missing, with how to see it."""
    closings = [fact for fact in facts if isinstance(fact, MonthClosed)]
    if not closings:
        return
    from ledger.domain.values.visible import visible
    from ledger.queries.questions.follow_up.reporting import missing_of, reporting
    from ledger.reports.words import counted

    instant = now()
    with settings.reading() as reader:
        at = reader.at(swedish_day(instant), instant)
        for fact in closings:
            unit = fact.unit if fact.unit is not None and fact.unit in at.tree else None
            missing = missing_of(reporting(at, month=fact.month, unit=unit).rows)
            if missing:
                named = dict.fromkeys(f"{row.unit} {row.kind}" for row in missing)
                more = ", …" if len(named) > MOST_NAMED else ""
                yield counted(
                    "{number} report for {month} is missing ({named}): liggare show reporting --month {month}",
                    "{number} reports for {month} are missing ({named}): liggare show reporting --month {month}",
                    len(missing),
                    language(None),
                    month=fact.month,
                    named=visible(", ".join([*named][:MOST_NAMED]) + more),
                )
