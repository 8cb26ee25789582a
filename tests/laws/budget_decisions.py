"""Random decisions about budgets."""

from datetime import date

from hypothesis import strategies as st
from region import amounts, days, lines, months_of, phased, projects, tables, units, years

from ledger.domain.money.budgets import BudgetAdjusted, BudgetAdopted
from ledger.domain.money.carry_overs import BudgetCarriedOver
from ledger.domain.money.grants import Accrual, GrantReceived, PassedOn
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.values.measured import Money


@st.composite
def adopted(draw):
    year = draw(years)
    table, phasing = draw(phased(year))
    effective = draw(st.one_of(st.just(date(year, 1, 1)), days))
    return BudgetAdopted(
        effective=effective, unit=draw(units), year=year, lines=table, phasing=phasing, project=draw(projects)
    )


@st.composite
def adjusted(draw):
    year = draw(years)
    table, phasing = draw(phased(year))
    return BudgetAdjusted(
        effective=draw(days),
        unit=draw(units),
        year=year,
        lines=table,
        phasing=phasing,
        from_month=draw(st.none() | months_of(year)),
        financing="eget kapital",
        project=draw(projects),
    )


@st.composite
def transferred(draw):
    year = draw(years)
    one = {"line": draw(lines), "to_line": draw(st.none() | lines), "amount": draw(amounts)}
    return BudgetTransferred(
        effective=draw(days),
        year=year,
        from_unit=draw(units),
        to_unit=draw(units),
        **draw(st.sampled_from([one, one, {"lines": draw(tables)}])),
        project=draw(projects),
        to_project=draw(st.sampled_from([None, "none", "P1"])),
        from_month=draw(st.none() | months_of(year)),
        overdraft_reason=draw(st.sampled_from([None, "styrelsen beslutade"])),
    )


@st.composite
def granted(draw):
    year = draw(years)
    amount = draw(st.integers(1, 10**11))
    first, last = sorted((draw(months_of(year)), draw(months_of(year))))
    passed_on = [
        PassedOn(
            unit=draw(units), line=draw(lines), amount=Money(draw(st.integers(-part, part))), project=draw(projects)
        )
        for part in draw(st.sampled_from([(), (amount,), (amount // 2, amount // 2)]))
    ]
    return GrantReceived(
        effective=draw(days),
        grant="statsbidrag",
        giver="staten",
        year=year,
        unit=draw(units),
        line=draw(lines),
        amount=Money(amount),
        accrual=Accrual(from_=first, to=last),
        passed_on=tuple(passed_on),
    )


@st.composite
def carried_over(draw):
    year = draw(years)
    return BudgetCarriedOver(
        effective=draw(st.dates(date(year, 1, 1), date(year, 12, 31))),
        unit=draw(units),
        line=draw(lines),
        from_year=year - draw(st.sampled_from([1, 1, 2])),
        to_year=year,
        amount=draw(amounts),
        to_unit=draw(st.none() | units),
        project=draw(projects),
        overdraft_reason=draw(st.sampled_from([None, "fullmäktige beslutade"])),
    )


budgets = st.one_of(adopted(), adjusted(), transferred(), granted(), carried_over())
