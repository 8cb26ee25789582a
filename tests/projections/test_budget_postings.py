"""What each budget decision posts, to the öre and month by month."""

from datetime import UTC, date, datetime

import pytest

from ledger.domain.fact import Recorded
from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections import tables
from ledger.projections.folds import Fold
from ledger.projections.reading import Reading

JULY = date(2024, 7, 15)
EVER = date(2100, 12, 31)


class OneFact:
    """A log with one fact."""

    def __init__(self, fact):
        self.recorded = Recorded(1, datetime(2024, 1, 1, tzinfo=UTC), fact)

    def last_position(self):
        return 1

    def facts(self, after=0, through=None, types=()):  # noqa: ARG002 - what a log is asked
        return [] if types or after else [self.recorded]

    def stream(self, name, after_version=0):  # noqa: ARG002 - what a log is asked
        return []

    def find(self, reference):  # noqa: ARG002 - it holds nothing that is named
        return None

    def metadata(self):
        return {"identity": "one"}


def months(fact, year=2024):
    """By kind, unit and line: the öre of each month, as SQL and the fold both have it."""
    log = OneFact(fact)
    connection = tables.connect(None)
    tables.make(connection, "one")
    tables.catch_up(connection, log)
    through = [Month.of(year, month) for month in range(1, 13)]
    reading = set(Reading(connection, EVER, 1).totals("budget", year=year, through=through))
    assert reading == set(Fold([log.recorded], EVER).totals("budget", year=year, through=through))
    return {
        (each.kind, each.unit, each.item): [
            part - before for before, part in zip((0, *each.parts), each.parts, strict=False)
        ]
        for each in reading
    }


def test_an_adopted_budget_is_spread_over_twelve_months():
    """Equal months cut to whole öre; December has the rest."""
    fact = BudgetAdopted(effective=date(2024, 1, 1), unit="RS", year=2024, lines={"NETTO": Money(1_000_00)})

    assert months(fact) == {("original", "RS", "NETTO"): [83_33] * 11 + [83_37]}


@pytest.mark.parametrize(
    ("ore", "each", "december"),
    [(-1, 0, -1), (-11, 0, -11), (-12, -1, -1), (-13, -1, -2), (13, 1, 2), (-100_000, -8333, -8337)],
)
def test_a_month_is_cut_toward_zero(ore, each, december):
    """Cost is never rounded up: -13 öre are eleven months of -1 and one of -2."""
    fact = BudgetAdopted(effective=date(2024, 1, 1), unit="RS", year=2024, lines={"NETTO": Money(ore)})

    (spread,) = months(fact).values()
    assert spread == [each] * 11 + [december]
    assert sum(spread) == ore


def test_phasing_puts_amounts_in_their_months():
    """Months not given are 0, and lines without phasing stay even."""
    fact = BudgetAdopted(
        effective=date(2024, 1, 1),
        unit="RS",
        year=2024,
        lines={"NETTO": Money(-700), "INK": Money(1200)},
        phasing={"NETTO": {Month.of(2024, 3): Money(-1000), Month.of(2024, 12): Money(300)}},
    )

    assert months(fact) == {
        ("original", "RS", "NETTO"): [0, 0, -1000, 0, 0, 0, 0, 0, 0, 0, 0, 300],
        ("original", "RS", "INK"): [100] * 12,
    }


def test_phased_months_that_cancel_out_are_still_there():
    """A year of 0 may have months that are not."""
    fact = BudgetAdjusted(
        effective=JULY,
        unit="RS",
        year=2024,
        lines={"NETTO": Money(0)},
        phasing={"NETTO": {Month.of(2024, 1): Money(-500), Month.of(2024, 2): Money(500)}},
    )

    assert months(fact) == {("adjusted", "RS", "NETTO"): [-500, 500] + [0] * 10}


@pytest.mark.parametrize(
    ("effective", "from_month", "first"),
    [
        (JULY, None, 7),
        (JULY, Month.of(2024, 3), 3),
        (JULY, Month.of(2024, 12), 12),
        (date(2023, 11, 20), None, 1),
        (date(2025, 2, 1), None, 12),
        (date(2024, 12, 31), None, 12),
        (date(2024, 1, 1), None, 1),
    ],
)
def test_a_change_runs_from_its_month_through_december(effective, from_month, first):
    """From the effective date's month, January at the earliest and December at the latest, unless one is given."""
    adjusted = BudgetAdjusted(
        effective=effective, unit="RS", year=2024, lines={"NETTO": Money(-1001)}, from_month=from_month
    )
    transferred = BudgetTransferred(
        effective=effective,
        year=2024,
        from_unit="RS",
        to_unit="HSN",
        line="NETTO",
        amount=Money(-1001),
        from_month=from_month,
    )
    count = 13 - first
    even = -(1001 // count)
    spread = [0] * (first - 1) + [even] * (count - 1) + [-1001 - even * (count - 1)]

    assert months(adjusted) == {("adjusted", "RS", "NETTO"): spread}
    assert months(transferred) == {
        ("transferred", "RS", "NETTO"): [-part for part in spread],
        ("transferred", "HSN", "NETTO"): spread,
    }


def test_a_transfer_between_lines_stays_in_the_unit():
    """The receiving line gets the amount, the giving line loses it."""
    fact = BudgetTransferred(
        effective=date(2024, 1, 1),
        year=2024,
        from_unit="RS",
        to_unit="RS",
        line="LÖN",
        to_line="INKÖP",
        amount=Money(-1200),
    )

    assert months(fact) == {("transferred", "RS", "LÖN"): [100] * 12, ("transferred", "RS", "INKÖP"): [-100] * 12}


GRANT = GrantReceived(
    effective=date(2024, 6, 20),
    grant="Vårändringsbudget",
    giver="staten",
    year=2024,
    unit="BIDRAG",
    line="INK",
    amount=Money(176_200_000_00),
    accrual=Accrual(from_=Month.of(2024, 6), to=Month.of(2024, 12)),
    passed_on=(
        PassedOn(unit="HSN", line="NETTO", amount=Money(-100_000_000_00)),
        PassedOn(unit="RUN", line="NETTO", amount=Money(-76_200_000_00)),
    ),
)


def test_a_grant_accrues_over_its_own_months():
    """176.2 Mkr over June-December: 25 171 428.57 kr a month, and December has the rest."""
    spread = months(GRANT)["grants", "BIDRAG", "INK"]

    assert spread == [0] * 5 + [25_171_428_57] * 6 + [25_171_428_58]
    assert sum(spread[:8]) == 75_514_285_71
    assert sum(spread) == 176_200_000_00


def test_what_is_passed_on_follows_the_months_of_the_grant():
    """Each part is cut by itself, toward zero."""
    spread = months(GRANT)

    assert spread["grants", "HSN", "NETTO"] == [0] * 5 + [-14_285_714_28] * 6 + [-14_285_714_32]
    assert sum(spread["grants", "HSN", "NETTO"][:8]) == -42_857_142_84
    assert spread["grants", "RUN", "NETTO"] == [0] * 5 + [-10_885_714_28] * 6 + [-10_885_714_32]


def test_a_grant_may_accrue_in_a_single_month():
    """Then the month has it all."""
    (first, *_) = months(
        GrantReceived(
            effective=JULY,
            grant="G",
            giver="staten",
            year=2024,
            unit="BIDRAG",
            line="INK",
            amount=Money(7),
            accrual=Accrual(from_=Month.of(2024, 7), to=Month.of(2024, 7)),
        )
    ).values()

    assert first == [0] * 6 + [7] + [0] * 5


def test_a_carry_over_leaves_december_and_is_spread_over_the_new_year():
    """Two years change, each in its own months."""
    fact = BudgetCarriedOver(
        effective=date(2024, 3, 1), unit="RS", line="NETTO", from_year=2023, to_year=2024, amount=Money(-1000)
    )

    assert months(fact) == {("carried_over", "RS", "NETTO"): [-83] * 11 + [-87]}
    assert months(fact, 2023) == {("carried_over", "RS", "NETTO"): [0] * 11 + [1000]}
