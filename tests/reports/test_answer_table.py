import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_answers import BudgetRow, SavingsRow, answer, board_budget, board_report, tkr

from cli.output.render import table_text
from ledger.domain.fact import Decision
from ledger.domain.values.days import Moment, Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.answer import column, row
from ledger.reports.formats.table import table


def drawn(asked, *, width=None, **how):
    """The table as text, with ordinary blanks in the groups so that it can be written down here."""
    text = table_text(table(asked, width=width, **how), width=width, colour=False)
    return text.replace("\N{NO-BREAK SPACE}", " ")


WIDE_SWEDISH = """\
Månadsuppföljning: månad 2024-07, enhet RS
Per 2024-07-31, känt 2024-08-27 23:59 (svensk tid), position 123
Belopp i Mkr

                                      Månadens  Månadens   Månadens
Enhet                            Kod    utfall    budget  avvikelse  Årsbudget  Årsprognos  Prognosavvikelse
────────────────────────────────────────────────────────────────────────────────────────────────────────────
Regionstyrelsen                  RS      −245*     −257*        12*    −3 809*      −3 910             −101*
  Regionförvaltningen gemensamt  GEM      −63       −67          4       −924         −974              −50
  Digitalisering och service     DOS      −51       −54          3     −1 031       −1 131             −100
  Regionledning                  RL         0        −1          0*       −17          −16                2*
  Ledningsstaben                 LS        −2        −2          1*       −54          −53                1
  Företagshälsan                 FHV        0         0          0        −13          −12                1
  HR stab                        HR        −1        −2          0*       −54          −55               −1
  Kommunikationsstab             KOM        0        −1          0*       −16          −16                0
  Ekonomistab                    EKO       −1        −2          1        −69          −68                0*
  Smittskydd                     SMI       −1         0          0*        −7           −8               −1
  Primärvård beställning         PVB     −113      −115          2     −1 454       −1 414               40
  Tandvård beställning           TVB      −12       −12          0       −171         −163                8

* De utskrivna delarna summerar inte till talet: summor är exakta, och varje tal avrundas för sig.
"""

ENGLISH_AT_80 = """\
Outcome report: month 2024-07, unit RS
As of 2024-07-31, known at 2024-08-27 23:59 (Swedish time), position 123
Amounts in Mkr

                                     Month   Month      Month     Year      Year
Unit                         Code  outcome  budget  deviation   budget  forecast
────────────────────────────────────────────────────────────────────────────────
Regionstyrelsen              RS      -245*   -257*        12*  -3,809*    -3,910
  Regionförvaltningen        GEM      -63     -67          4     -924       -974
  gemensamt
  Digitalisering och         DOS      -51     -54          3   -1,031     -1,131
  service
  Regionledning              RL         0      -1          0*     -17        -16
  Ledningsstaben             LS        -2      -2          1*     -54        -53
  Företagshälsan             FHV        0       0          0      -13        -12
  HR stab                    HR        -1      -2          0*     -54        -55
  Kommunikationsstab         KOM        0      -1          0*     -16        -16
  Ekonomistab                EKO       -1      -2          1      -69        -68
  Smittskydd                 SMI       -1       0          0*      -7         -8
  Primärvård beställning     PVB     -113    -115          2   -1,454     -1,414
  Tandvård beställning       TVB      -12     -12          0     -171       -163

                                  Forecast
Unit                             deviation
──────────────────────────────────────────
Regionstyrelsen                      -101*
  Regionförvaltningen gemensamt       -50
  Digitalisering och service         -100
  Regionledning                         2*
  Ledningsstaben                        1
  Företagshälsan                        1
  HR stab                              -1
  Kommunikationsstab                    0
  Ekonomistab                           0*
  Smittskydd                           -1
  Primärvård beställning               40
  Tandvård beställning                  8

* The printed parts do not add up to this figure: sums are exact, and each
figure is rounded by itself.
"""

BUDGET_AT_64 = """\
Budget: year 2024
As of 2024-07-31, known at 2024-08-27 23:59 (Swedish time),
position 123
Amounts in Mkr

Unit                             Code  Original  Current
────────────────────────────────────────────────────────
Regionstyrelsen                  RS      -1,955   -1,955
  Regionförvaltningen gemensamt  GEM       -924     -924
  Digitalisering och service     DOS     -1,031   -1,031
────────────────────────────────────────────────────────
Total                                    -1,955   -1,955

Left out to fit the width, being empty or zero on every row:
Adjusted, Transferred, Grants, Carried over.
"""


def test_a_report_as_wide_as_it_needs():
    """Swedish: real minus signs, names set in under their unit, figures in line beside the marks."""
    assert drawn(board_report(), lang="sv") == WIDE_SWEDISH


def test_a_report_on_a_terminal_of_80_columns():
    """Names are wrapped within their indentation, and what does not fit beside stands below."""
    assert drawn(board_report(), width=80) == ENGLISH_AT_80


def test_columns_that_are_zero_throughout_make_room_and_are_named():
    """They are left out only when the width asks for it, and never silently."""
    assert drawn(board_budget(), width=64) == BUDGET_AT_64
    assert drawn(board_budget()).splitlines()[5].split()[-3:] == ["Grants", "over", "Current"]
    assert "Left out" not in drawn(board_budget(), width=120)


def test_a_column_with_one_figure_is_never_left_out():
    """Half a million that is printed as 0 is not empty."""
    budget = board_budget()
    first = attrs.evolve(budget.rows[0], transferred=Money(1))

    text = drawn(attrs.evolve(budget, rows=[first, *budget.rows[1:]]), width=64)

    assert "Transferred" in text
    assert "Adjusted, Grants, Carried over." in text


@given(width=st.integers(20, 200), lang=st.sampled_from(["en", "sv"]), unit=st.sampled_from(["kr", "tkr", "Mkr"]))
def test_whatever_the_width_no_figure_is_cut(width, lang, unit):
    """A narrow terminal moves figures around and loses none."""
    wide = drawn(board_report(), lang=lang, unit=unit)
    narrow = drawn(board_report(), lang=lang, unit=unit, width=width)

    assert "…" not in narrow
    assert figures(narrow) == figures(wide)


def figures(text):
    """The figures in the rows of a table: digits with a single blank or comma between their groups."""
    rows = text.partition("──")[2]
    return Counter(re.findall(r"[-−]?\d{1,3}(?:[ ,]\d{3})*(?![\d ,])|[-−]?\d{1,3}(?:[ ,]\d{3})*(?=  )", rows))


def test_cells_of_every_kind():
    """Unknown figures are a dash and unknown words empty; people share their decimals; truths are yes and no."""
    rows = [
        SavingsRow(
            plan="OMST",
            phase=None,
            from_=Month.of(2024, 2),
            due=date(2024, 12, 31),
            positions=Quantity.of("1173.8"),
            share_positions=Decimal(2) / 3,
            value=Decimal("1049.325"),
            units=("RS", "HSN"),
            count=3,
        ),
        SavingsRow(plan="OMST", phase="1", positions=Quantity(-14000), share_positions=None, recurring=False),
    ]

    lines = drawn(answer(rows, SavingsRow, question="savings", notes=["En anmärkning."]), lang="sv").splitlines()

    assert lines[3:] == [
        "                                             Andel",
        "Plan  Fas  Från     Att göra    Tjänster  tjänster      Värde  Gäller  Enheter  Antal",
        "─────────────────────────────────────────────────────────────────────────────────────",
        "OMST       2024-02  2024-12-31   1 173,8    66,7 %  1 049,325  ja      RS, HSN      3",
        "OMST  1                            −14,0         –          –  nej                  0",
        "",
        "En anmärkning.",
    ]


def test_a_table_without_amounts_names_no_unit_of_amount():
    """Two lines stand above it: what was asked and the moment."""
    rows = [SavingsRow(plan="P", phase=None, positions=None, share_positions=None)]

    assert len(table(answer(rows, SavingsRow, question="savings")).titles) == 2


def test_no_rows_are_said_in_words():
    """An empty table would leave the reader wondering."""
    assert drawn(answer([], SavingsRow, question="savings"), lang="sv").splitlines()[-1] == "Inga rader."


def test_an_instant_within_a_day_is_told_to_the_second_on_swedish_clocks():
    """Half past eight in UTC is half past ten in a Swedish summer."""
    asked = attrs.evolve(board_budget(), moment=Moment(date(2024, 7, 31), datetime(2024, 7, 31, 8, 30, 5, tzinfo=UTC)))

    assert table(asked).titles[1].startswith("As of 2024-07-31, known at 2024-07-31 10:30:05 (Swedish time)")


def test_options_that_were_not_given_are_not_in_the_title():
    """A flag is named; what is off or absent is not."""
    asked = attrs.evolve(
        board_budget(), options={"year": 2024, "unit": None, "by": ("unit", "line"), "restated": True, "late": False}
    )

    assert table(asked).titles[0] == "Budget: year 2024, by unit, line, restated"


def test_a_subtree_stands_at_the_margin():
    """The highest unit of the answer is not set in, whatever its level in the region."""
    assert table(board_report()).indents == [0] + [2] * 11


def test_a_name_cannot_steer_the_terminal_or_the_table():
    """Escape sequences, line breaks and the table library's own markup are shown, not obeyed."""
    name = "[red]A\x1b[31m\nB\u202e:smile:"
    asked = BudgetRow(unit="A", name=name, parent=None, level=0, original=tkr(0), current=tkr(0))

    text = drawn(answer([asked], BudgetRow))

    assert r"[red]A\x1b[31m B\u202e:smile:" in text
    assert "\x1b" not in text


def test_a_word_longer_than_its_column_goes_on_below():
    """Even a word without an end is folded, not cut."""
    asked = SavingsRow(plan="P", phase="x" * 100, positions=None, share_positions=None)

    text = drawn(answer([asked], SavingsRow, question="savings"), width=60)

    assert text.count("x") == 100
    assert max(map(len, text.splitlines())) <= 60


def test_a_decision_is_told_in_one_line():
    """Body, day, paragraph and case, as far as they are known."""

    @row
    class FactRow:
        position: int = column("Position")
        recorded_at: datetime = column("Recorded")
        decision: Decision | None = column("Decision")
        amount: Money | None = column("Amount")

    decision = Decision(body="Regionstyrelsen", date=date(2024, 6, 4), paragraph="§ 112")
    at = datetime(2024, 6, 5, 8, 30, tzinfo=UTC)
    asked = FactRow(position=1200, recorded_at=at, decision=decision, amount=None)

    lines = drawn(answer([asked], FactRow, question="explain")).splitlines()

    assert lines[3:] == [
        "Position  Recorded             Decision                          Amount",
        "───────────────────────────────────────────────────────────────────────",
        "    1200  2024-06-05 10:30:00  Regionstyrelsen 2024-06-04 § 112       –",
    ]


@pytest.mark.parametrize(("unit", "figure"), [("kr", "-1,955,000,000.00"), ("tkr", "-1,955,000.00")])
def test_decimals_are_printed_where_they_are_asked_for(unit, figure):
    """Amounts are whole in their unit unless decimals are given."""
    assert figure in drawn(board_budget(), unit=unit, decimals=2)


def test_keys_that_leave_no_room_for_a_figure_give_way():
    """What tells the rows apart is repeated as far as it can be; the figure is never what is lost."""

    @row
    class KeyedRow:
        place: str = column("Place", key=True)
        trade: str = column("Trade", key=True)
        form: str = column("Form", key=True)
        first: Money = column("First")
        second: Money = column("Second")

    rows = [KeyedRow(place="HSN", trade=name, form="permanent", first=tkr(1), second=tkr(2)) for name in ("aaaa", "bb")]

    def parts(width):
        shown = table(answer(rows, KeyedRow), unit="kr", width=width).parts
        return [[each.heading[-1] for each in part] for part in shown]

    assert parts(38) == [["Place", "Trade", "Form", "First", "Second"]]
    assert parts(37) == [["Place", "Trade", "Form", "First"], ["Place", "Trade", "Form", "Second"]]
    assert parts(31) == [["Place", "Trade", "Form", "First"], ["Place", "Trade", "Form", "Second"]]
    assert parts(30) == [["Place", "Trade", "Form", "First"], ["Place", "Trade", "Second"]]
