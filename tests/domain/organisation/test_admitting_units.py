"""The dated tree: where a unit may stand, and when it may close."""

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    carried_over,
    closed,
    established,
    forecast,
    freeze,
    line,
    moved,
    outcome,
    renamed,
    reversal,
    transferred,
    unit,
)

from ledger.domain.organisation.tree import NamedAfterClosing, NotOpen, NotOpenInYear, StillBelow, TreeWouldLoop


def test_a_unit_takes_facts_from_the_day_it_opens(given):
    """A unit exists from its effective day on, that day included."""
    ledger = given(unit("HSN", on="2024-03-01"), line("NETTO"))

    with pytest.raises(NotOpen, match="HSN is not open on 2024-02-29: it opens on 2024-03-01"):
        ledger.offer(established("HSN", "1", "2024-02-29"))
    ledger.offer(established("HSN", "1", "2024-03-01"))


def test_a_closed_unit_takes_no_facts_from_the_day_it_closes(given):
    """The last day of a unit is the day before it closes; its successor is named in the refusal."""
    ledger = given(unit("RS"), unit("EKO"), line("NETTO"), closed("RS", "2024-07-01", successor="EKO"))

    with pytest.raises(NotOpen, match="it closed on 2024-07-01, succeeded by EKO"):
        ledger.offer(established("RS", "1", "2024-07-01"))
    ledger.offer(established("RS", "1", "2024-06-30"))


MONEY_OF_A_YEAR = {
    "budget.adopted": lambda year: adopted("A", {"NETTO": "-1"}, year=year),
    "budget.adjusted": lambda year: adjusted("A", {"NETTO": "1"}, f"{year}-12-31", year=year),
    "outcome.reported": lambda year: outcome("A", f"{year}-12", {"NETTO": "-1"}),
    "forecast.submitted": lambda year: forecast("A", "P1", {"NETTO": "-1"}, f"{year}-12-31", year=year),
}


@pytest.mark.parametrize("type_", MONEY_OF_A_YEAR)
def test_a_unit_has_money_of_every_year_in_which_it_is_open(given, type_):
    """Budgets, outcomes and forecasts belong to a year: one open day in it is enough, before or after."""
    money = MONEY_OF_A_YEAR[type_]
    ledger = given(*REGION, unit("A", "REG", on="2023-12-31"), closed("A", "2024-01-02"))

    with pytest.raises(NotOpenInYear, match="A is not open on any day of 2025: it closed on 2024-01-02"):
        ledger.offer(money(2025))
    with pytest.raises(NotOpenInYear, match="A is not open on any day of 2022: it opens on 2023-12-31"):
        ledger.offer(money(2022))
    ledger.offer(money(2023), money(2024))


def test_a_unit_that_closes_on_new_years_day_has_no_money_of_the_new_year(given):
    """The closing day is no open day."""
    ledger = given(*REGION, unit("A", "REG", on="2023-07-01"), closed("A", "2024-01-01"))

    with pytest.raises(NotOpenInYear):
        ledger.offer(adopted("A", {"NETTO": "-1"}, year=2024))
    ledger.offer(adopted("A", {"NETTO": "-1"}, year=2023))


def test_budget_leaves_a_closed_unit_and_does_not_reach_it(given):
    """What a closed unit has left can be moved to others."""
    ledger = given(
        *REGION, adopted("HSN", {"NETTO": "-2"}), adopted("RS", {"NETTO": "-2"}), closed("HSN", "2024-07-01")
    )

    with pytest.raises(NotOpen):
        ledger.offer(transferred("RS", "HSN", "-1", "2024-07-01"))
    ledger.offer(transferred("HSN", "RS", "-1", "2024-07-01"))
    with pytest.raises(NotOpen):
        ledger.offer(carried_over("HSN", "-1", 2024, 2025, "2025-02-01"))
    ledger.offer(carried_over("HSN", "-1", 2024, 2025, "2025-02-01", to_unit="RS"))


def test_the_receiver_of_a_transfer_must_be_open(given):
    """Budget only reaches a unit that is open on the effective date."""
    ledger = given(
        *REGION, adopted("RS", {"NETTO": "-1"}), adopted("HSN", {"NETTO": "-1"}), closed("HSN", "2024-07-02")
    )

    with pytest.raises(NotOpen):
        ledger.offer(transferred("RS", "HSN", "-1", "2024-07-02"))
    ledger.offer(transferred("RS", "HSN", "-1", "2024-07-01"))


def test_every_unit_in_a_list_must_be_open(given):
    """A freeze cannot cover a unit that has closed."""
    ledger = given(*REGION, closed("HSN", "2024-02-01"))

    with pytest.raises(NotOpen):
        ledger.offer(freeze(on="2024-02-01", units=("RS", "HSN")))
    ledger.offer(freeze(on="2024-01-31", units=("RS", "HSN")))


def test_a_unit_cannot_open_under_a_parent_that_is_closed(given):
    """The unit above is open when a unit opens below it."""
    ledger = given(*REGION, closed("HSN", "2024-07-01"))

    with pytest.raises(NotOpen):
        ledger.offer(unit("VC", "HSN", on="2024-07-01"))
    ledger.offer(unit("VC", "RS", on="2024-07-01"))


def test_a_unit_cannot_open_under_a_parent_that_is_to_close(given):
    """The unit above stays open for as long as the unit is below it, whatever was recorded first."""
    ledger = given(*REGION, closed("HSN", "2024-07-01"))

    with pytest.raises(NotOpen, match="2024-07-01"):
        ledger.offer(unit("VC", "HSN", on="2024-06-30"))


@pytest.mark.parametrize("parent", ["REG", "RS", "EKO"])
def test_a_unit_cannot_move_under_itself_or_what_is_below_it(given, parent):
    """The tree has no loops."""
    ledger = given(*REGION)

    with pytest.raises(TreeWouldLoop, match="Unit REG cannot be placed under"):
        ledger.offer(moved("REG", parent, "2024-03-01"))


def test_a_unit_that_moves_on_the_day_it_opens_is_judged_that_day(given):
    """The last word about a day counts, and it must be right on that day too."""
    ledger = given(unit("REG"), unit("A", "REG", on="2024-03-01"), unit("B", "A", on="2024-03-01"))

    with pytest.raises(TreeWouldLoop):
        ledger.offer(moved("A", "B", "2024-03-01"))
    ledger.offer(moved("B", "REG", "2024-03-01"), moved("A", "B", "2024-03-01"))


def test_a_unit_can_move_beside_its_parent(given):
    """A move to anywhere outside the unit is admitted, also to where its own children once were."""
    ledger = given(*REGION, moved("EKO", "REG", "2024-03-01"))

    ledger.offer(moved("RS", "EKO", "2024-03-01"))


def test_a_move_is_judged_with_later_moves_that_are_already_recorded(given):
    """A loop that would close on a later day is refused on the day it would, and a day when it would not is fine."""
    ledger = given(unit("REG"), unit("A", "REG"), unit("B", "REG"), moved("A", "B", "2024-10-01"))

    with pytest.raises(TreeWouldLoop, match="B cannot be placed under A, which belongs to B on 2024-10-01"):
        ledger.offer(moved("B", "A", "2024-03-01"))
    ledger.offer(moved("A", "REG", "2024-10-01"))
    ledger.offer(moved("B", "A", "2024-03-01"))


def test_a_move_counts_until_the_next_move_only(given):
    """A unit may stand under another that later moves under it, if it has left by then."""
    ledger = given(unit("REG"), unit("A", "REG"), unit("B", "REG"))
    ledger.offer(moved("B", "REG", "2024-10-01"), moved("A", "B", "2024-10-02"))

    ledger.offer(moved("B", "A", "2024-03-01"))


def test_a_loop_over_three_units_is_found(given):
    """Belonging is followed all the way up."""
    ledger = given(unit("A"), unit("B"), unit("C"), moved("A", "B", "2024-05-01"), moved("B", "C", "2024-06-01"))

    with pytest.raises(TreeWouldLoop, match="2024-06-01"):
        ledger.offer(moved("C", "A", "2024-04-01"))


def test_a_unit_cannot_move_under_one_that_closes_while_it_is_there(given):
    """The unit above is open for as long as the move counts."""
    ledger = given(*REGION, closed("HSN", "2024-07-01"))

    with pytest.raises(NotOpen):
        ledger.offer(moved("EKO", "HSN", "2024-03-01"))
    ledger.offer(moved("EKO", "RS", "2024-07-01"))
    ledger.offer(moved("EKO", "HSN", "2024-03-01"))


def test_a_unit_cannot_close_while_facts_take_effect_in_it_later(given):
    """The closing day lies after the last day on which a fact names the unit, but for the money of open years."""
    ledger = given(*REGION, established("HSN", "1", "2024-06-30"), outcome("HSN", "2024-11", {"NETTO": "-1"}))

    with pytest.raises(NamedAfterClosing, match="facts take effect in it until 2024-06-30"):
        ledger.offer(closed("HSN", "2024-06-30"))
    ledger.offer(closed("HSN", "2024-07-01"))


def test_a_unit_cannot_close_before_a_year_it_has_money_of(given):
    """It has to be open on some day of that year."""
    ledger = given(*REGION, adopted("HSN", {"NETTO": "-1"}))

    with pytest.raises(NamedAfterClosing, match="facts take effect in it until 2024-01-01"):
        ledger.offer(closed("HSN", "2024-01-01"))
    ledger.offer(closed("HSN", "2024-01-02"))


def test_a_reversed_fact_does_not_keep_a_unit_open(given):
    """Only facts that count name a unit."""
    ledger = given(*REGION, established("HSN", "1", "2024-06-30", id="U"), reversal("U", "2024-06-30"))

    ledger.offer(closed("HSN", "2024-03-01"))


def test_a_unit_cannot_close_with_units_below_it(given):
    """Units below are moved or closed first, at the latest on the same day."""
    ledger = given(*REGION)

    with pytest.raises(StillBelow, match="EKO still belongs to it on 2024-07-01"):
        ledger.offer(closed("RS", "2024-07-01"))
    ledger.offer(closed("EKO", "2024-07-01"), closed("RS", "2024-07-01"))


def test_a_unit_cannot_close_before_the_units_below_it_leave(given):
    """A unit that moves away later still belongs until then."""
    ledger = given(*REGION, moved("EKO", "REG", "2024-08-01"))

    with pytest.raises(StillBelow):
        ledger.offer(closed("RS", "2024-07-31"))
    ledger.offer(closed("RS", "2024-08-01"))


def test_a_unit_closes_once(given):
    """A closed unit is not there to be closed again."""
    ledger = given(*REGION, closed("HSN", "2024-07-01"))

    with pytest.raises(NotOpen):
        ledger.offer(closed("HSN", "2024-08-01"))
    with pytest.raises(NamedAfterClosing):
        ledger.offer(closed("HSN", "2024-06-01"))


def test_a_unit_does_not_succeed_itself(given):
    """A successor is another unit."""
    ledger = given(*REGION)

    with pytest.raises(TreeWouldLoop):
        ledger.offer(closed("HSN", "2024-07-01", successor="HSN"))
    ledger.offer(closed("HSN", "2024-07-01", successor="RS"))


def test_a_renamed_unit_keeps_its_code(given):
    """A new name is admitted from the day the unit is open, and not before."""
    ledger = given(unit("HSN", on="2024-03-01"))

    with pytest.raises(NotOpen):
        ledger.offer(renamed("HSN", "Vårdnämnden", "2024-02-29"))
    ledger.offer(renamed("HSN", "Vårdnämnden", "2024-03-01"))
