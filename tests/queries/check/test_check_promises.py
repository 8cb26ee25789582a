"""What a check promises, whatever has been recorded."""

import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import histories
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import (
    EVER,
    FIRST,
    adjusted,
    adopted,
    checked,
    forecast,
    outcome,
    printed_table,
    recorded,
    region,
    transferred,
)

from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.values.days import Month
from ledger.interchange.published.mapping import read_legend
from ledger.projections.counting import standing
from ledger.queries.check.explaining.column import Column, Drawn, Supposed
from ledger.queries.check.explaining.history import History, streams_behind
from ledger.queries.check.explaining.parts import Parts
from ledger.queries.contributions.workforce import STAFF_FLOWS
from ledger.queries.questions import explainable
from ledger.queries.questions.money.report import report
from ledger.queries.reader import LedgerReader
from ledger.reports.numbers import ORE_IN, rounded

JULY = Month.of(2024, 7)
COLUMNS = ("month_outcome", "month_budget", "month_deviation", "ytd_outcome", "ytd_budget", "ytd_deviation",
           "year_budget", "year_forecast", "forecast_deviation")  # fmt: skip
UNITS = ("R", "A", "B")
MOST = settings(max_examples=settings.default.max_examples // 3)
"""A third of the usual, since every example makes a ledger or two and checks whole tables."""

units = st.sampled_from(["A", "B"])
amounts = st.integers(-(10**7), 10**7).filter(bool).map(lambda thousands: thousands / 1000)
"""In Mkr, to the thousandth."""
facts = st.one_of(
    st.builds(adopted, units, amounts),
    st.builds(adjusted, units, amounts, st.dates(FIRST, date(2024, 9, 30))),
    st.builds(transferred, st.just("A"), st.just("B"), amounts),
    st.builds(outcome, units, st.integers(5, 7), amounts),
)
versions = st.lists(st.tuples(units, amounts), max_size=3).map(
    lambda given_: [forecast(unit, f"P{number}", amount) for number, (unit, amount) in enumerate(given_)]
)
ledgers = st.builds(lambda one, other: once_adopted(one) + other, st.lists(facts, min_size=1, max_size=12), versions)


def once_adopted(told):
    """Facts in which a unit's budget is adopted once; what comes later adjusts it."""
    stands = set()
    for place, fact in enumerate(told):
        if isinstance(fact, BudgetAdopted):
            if fact.unit in stands:
                told[place] = adjusted(fact.unit, fact.lines["N"].count / 10**8)
            stands.add(fact.unit)
    return told


@contextmanager
def folder():
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def legend(unit="kr", decimals=2):
    rows = "".join(f'{each} = "{each}"\n' for each in UNITS)
    columns = "".join(f'{each} = "{each}"\n' for each in COLUMNS)
    options = f'question = "report"\nmonth = "2024-07"\nin = "{unit}"\ndecimals = {decimals}\n'
    return f"{options}[rows]\n{rows}[columns]\n{columns}"


def printed(path, unit="kr", decimals=2, through=None):
    """The ledger's own report as somebody would print it."""
    with LedgerReader.open(path) as reader:
        known_at = reader.log.recorded_at(through) if through else EVER
        answer = report(reader.at(JULY.last_day, known_at), month=JULY)
    lines = [",".join(["unit", *COLUMNS])]
    for row in answer.rows:
        figures = [getattr(row, column) for column in COLUMNS]
        lines.append(",".join([row.unit, *(written(each, unit, decimals) for each in figures)]))
    return "\n".join(lines)


def written(money, unit, decimals):
    if money is None:
        return "–"
    shown = rounded(money.count, ORE_IN[unit], decimals)
    whole, rest = divmod(abs(shown), 10**decimals)
    return f"{'-' if shown < 0 else ''}{whole}" + (f".{rest:0{decimals}d} {unit}" if decimals else "")


@MOST
@given(
    told=ledgers,
    how=st.sampled_from([("kr", 2), ("kr", 0), ("tkr", 0), ("tkr", 1), ("Mkr", 0), ("Mkr", 1), ("Mkr", 2)]),
    data=st.data(),
)
def test_the_ledger_s_own_table_always_checks_clean(told, how, data):
    """A report, printed at any moment in any unit, agrees with the ledger at that moment."""
    with folder() as made:
        path = recorded(made / "l.db", *region(), *told)
        through = data.draw(st.integers(4, 4 + len(told)))
        found = checked(path, printed(path, *how, through=through), legend(*how), through=through)

        assert not found.has_findings
        assert found.count("different") == 0
        assert found.contradictions == []


@MOST
@given(told=ledgers, data=st.data())
def test_a_table_known_at_another_moment_is_explained(told, data):
    """Whatever was recorded in between, few facts or the moment itself explain it, and the moment is found."""
    with folder() as made:
        path = recorded(made / "l.db", *region(), *told)
        through = data.draw(st.integers(4, 3 + len(told)))
        table = printed(path, through=through)
        found = checked(path, table, legend())

        assert not found.has_findings
        if found.explanations:
            assert any(each.first <= through and (each.last is None or through <= each.last) for each in found.periods)


@MOST
@given(told=ledgers, data=st.data())
def test_a_fact_that_was_left_out_is_found(told, data):
    """A table made without one of the facts is explained by leaving out that fact, or one just like it."""
    with folder() as made:
        out = data.draw(st.integers(0, len(told) - 1))
        whole = recorded(made / "whole.db", *region(), *told)
        without = recorded(made / "without.db", *region(), *told[:out], *told[out + 1 :])
        table = printed(without)
        found = checked(whole, table, legend())

        assert not found.has_findings
        for each in found.explanations:
            (fact,) = each.facts
            assert fact.is_left_out
            assert fact.position == 5 + out or each.others


@MOST
@given(steps=histories.histories(6, 16), as_of=st.sampled_from([date(2024, 7, 31), date(2024, 12, 31)]))
def test_parts_of_facts_are_those_of_the_books(steps, as_of):
    """The figures as known through any position, summed from the parts of facts, are what a fold of the facts gives."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, histories.EVER)
        for column in columns_of("A", "R"):
            history = History(
                at, streams_behind(column, at), question=column.question, has_versions=column.has_versions
            )
            parts = Parts(column, history)
            for position in range(len(told.facts) + 1):
                counting = history.counting(position)
                known = standing_at(reader, at, position)
                expected = column.values(Drawn(Supposed(at, known)))

                assert [sum(parts.of(place, counting).values()) for place in range(len(column.cells))] == expected
                shift = parts.effect(parts.counting ^ counting)
                now = column.values(Drawn(at))
                assert [value + shift.get(place, 0) for place, value in enumerate(now)] == expected


def standing_at(reader, at, position):
    policies = at.known_through(position, at.moment).policies
    found = list(standing(reader.log.facts(0, position), policies, at.find))
    return [each for each in found if each.fact.TYPE.partition(".")[0] not in ("decision", "policy", "month")]


def columns_of(*units_):
    """Columns of questions with rules of their own."""
    month = '"2024-07"'
    asked = [
        ("report", "forecast_deviation", f"month = {month}"),
        ("report", "ytd_deviation", f'month = {month}\ntree = "then"'),
        ("result", "last_year_outcome", f"month = {month}"),
        ("outcome", "r12", f"month = {month}"),
        ("budget", "ytd", "year = 2024"),
        ("forecast", "deviation", "year = 2024"),
        ("forecast", "amount", 'year = 2024\nversion = "P1"'),
        *(("staffing", each, 'category = "läkare"\nemployment = "permanent"') for each in (*STAFF_FLOWS, "fte")),
        *(("staffing", each, 'since = "2024-06"') for each in ("vacancies", "fte_change", "fte_agency", "headcount")),
        ("savings", "realised_positions", 'plan = "PLAN"'),
        ("savings", "decided_amount", 'plan = "PLAN"\nphase = "1"'),
        ("measures", "realised_amount", 'measure = "M1"'),
        ("measures", "decided_hours", 'plan = "PLAN"'),
    ]
    for question, name, options in asked:
        rows = "".join(f'{unit} = {{ unit = "{unit}" }}\n' for unit in units_)
        words = f'question = "{question}"\n{options}\n[rows]\n{rows}[columns]\nx = "{name}"\n'
        table = "row,x\n" + "".join(f"{unit},0\n" for unit in units_)
        published = printed_table(table, read_legend(words.encode(), "m.toml"))
        yield Column(published, published.columns[0])


def test_every_question_is_asked():
    """All whose figures are sums of facts; others are read off their answers."""
    summed = {name for name, found in explainable().items() if found.explained_by is None}

    assert {column.question for column in columns_of("A")} == summed
