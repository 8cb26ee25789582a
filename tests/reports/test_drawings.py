"""Shares and trends are drawn beside their figures, on terminals and only there."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_answers import answer, board_report

from cli.output.render import answer_text, table_text
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import column, row
from ledger.reports.drawings import BAR, bar, drawing_for, spark
from ledger.reports.formats.table import table


@row
class MonthRow:
    unit: str = column("Unit")
    month: Month = column("Month")
    amount: Money = column("Outcome", trend=("unit",))
    share: Decimal | None = column("Share")


ROWS = [
    MonthRow(unit="HSN", month=Month.of(2024, month), amount=Money(amount), share=share)
    for month, amount, share in ((1, -400, None), (2, -300, Decimal("0.5")), (3, -50, Decimal("1.25")))
] + [MonthRow(unit="RS", month=Month.of(2024, 1), amount=Money(7), share=Decimal("-0.1"))]
ASKED = answer(ROWS, MonthRow)


def drawn(width=None, drawing="blocks"):
    text = table_text(table(ASKED, unit="kr", width=width, drawing=drawing), width=width, colour=False)
    return [line.rstrip() for line in text.splitlines() if "2024-0" in line and "As of" not in line]


@pytest.mark.parametrize(
    ("share", "blocks", "plain"),
    [
        (None, "", ""),
        ("-0.5", "", ""),
        ("0", "", ""),
        ("0.01", "", ""),
        ("0.0125", "▏", ""),
        ("0.5", "█████", "#####"),
        ("0.99", "█████████▉", "#########"),
        ("1", "██████████", "##########"),
        ("1.001", "██████████+", "##########+"),
    ],
)
def test_a_share_is_a_bar_of_ten(share, blocks, plain):
    """A whole bar is the whole; more is a plus, and what is unknown or below zero is not drawn."""
    share = None if share is None else Decimal(share)

    assert (bar(share, "blocks"), bar(share, "ascii")) == (blocks, plain)


@given(st.lists(st.integers(-(10**17), 10**17), min_size=1, max_size=40), st.sampled_from(["blocks", "ascii"]))
def test_a_trend_rises_when_the_figure_rises(values, drawing):
    """One character a value, the highest for the greatest, and never a step down where the figure goes up."""
    heights = "▁▂▃▄▅▆▇█" if drawing == "blocks" else ".:-=+*#@"
    steps = [heights.index(character) for character in spark(values, drawing)]

    assert len(steps) == len(values)
    for one, other in zip(range(len(values)), range(1, len(values)), strict=False):
        assert (steps[one] <= steps[other]) or (values[one] > values[other])
    if len(set(values)) > 1:
        assert (steps[values.index(min(values))], steps[values.index(max(values))]) == (0, 7)


@given(st.decimals(0, 3, places=4))
def test_a_longer_bar_is_never_a_smaller_share(share):
    """Bars are cut towards zero, so that only the whole is drawn whole."""
    assert len(bar(share, "blocks").rstrip("+")) <= BAR
    assert (bar(share, "blocks")[:BAR] == "█" * BAR) == (share >= 1)


def test_drawings_stand_after_their_figures():
    """A trend at the last row of its series, if there is more than one; a bar on every row with a share."""
    assert [" ".join(line.split()) for line in drawn()] == [
        "HSN 2024-01 -4 –",
        "HSN 2024-02 -3 50.0% █████",
        "HSN 2024-03 -1 ▁▃█ 125.0% ██████████+",
        "RS 2024-01 0 -10.0%",
    ]
    assert len({line.index("%") for line in drawn()[1:]}) == 1
    assert drawn(drawing="ascii")[2].split()[-3:] == [".-@", "125.0%", "##########+"]


def test_drawings_give_way_to_figures_and_are_never_elsewhere():
    """Where they would break the table they are left out; pipes, files and receipts never have them."""
    assert drawn(width=40) == drawn(drawing=None)
    for form in ("table", "csv", "json"):
        text = answer_text(ASKED, form=form, unit="kr", lang="en", decimals=0)
        assert not set(text) & set("▁▂▃▄▅▆▇█▏")


def test_what_has_no_share_and_no_trend_is_not_drawn():
    """The monthly report stays as it is."""
    plain, with_drawing = (table(board_report(), drawing=how) for how in (None, "blocks"))

    assert attrs.asdict(plain) == attrs.asdict(with_drawing)


@pytest.mark.parametrize(
    ("encoding", "drawing"),
    [("utf-8", "blocks"), ("latin-1", "ascii"), ("ascii", "ascii"), ("no such", "ascii"), (None, "ascii")],
)
def test_a_terminal_without_blocks_gets_plain_characters(encoding, drawing):
    """What a terminal cannot show is not sent to it."""
    assert drawing_for(encoding) == drawing
