"""Savings: kronor, positions and hours against targets, two ways to one target, and units' own parts."""

from decimal import Decimal

import pytest
from given import day, measure, money, month, number, phase, plan
from offering import empty_ledger, given
from savings_ledgers import at, effect, either, rows

from ledger.domain.follow_up.savings import SavingsPlanRevised
from ledger.queries.questions import question

__all__ = ["at", "empty_ledger", "given"]


def test_hours_are_a_target_of_their_own(at):
    """Freed hours are held against the plan's and the phase's, and never added to anything."""
    found = at(
        plan(hours=number("1000")),
        phase(hours=number("400")),
        measure(phase="FAS1", hours=number("300")),
        effect("2024-03", "M1", hours="250"),
    )
    whole, part = rows(found)

    assert (whole.target_hours, whole.decided_hours, whole.realised_hours) == (
        number("1000"),
        number("300"),
        number("250"),
    )
    assert (whole.share_hours, part.share_hours, part.target_hours) == (
        Decimal("0.25"),
        Decimal("0.625"),
        number("400"),
    )


def test_without_a_target_of_hours_there_is_no_share_of_it(at):
    (row,) = rows(at(plan(), measure(), effect("2024-03", "M1", hours="250")))

    assert (row.target_hours, row.share_hours, row.realised_hours) == (None, None, number("250"))


def test_kronor_and_positions_may_be_two_ways_to_one_target(at):
    """A mix of both reaches 109 percent."""
    found = at(
        *either(measure("K", amount="70"), measure("T", positions="50")),
        effect("2024-03", "K", amount="70"),
        effect("2024-04", "T", positions="50.7"),
    )
    (row,) = rows(found)

    assert (row.share_amount, row.share_positions, row.share) == (Decimal("0.7"), Decimal("0.39"), Decimal("1.09"))


@pytest.mark.parametrize(
    ("positions", "in_kronor", "in_positions"),
    [("12.999", "0.1", "0"), ("13", "0.1", "0"), ("13.001", "0", "0.1000076923")],
)
def test_a_measure_counts_once_with_the_larger_of_its_two_shares(at, positions, in_kronor, in_positions):
    """10 kronor of 100 are as much as 13 positions of 130; what is realised is shown whole all the same."""
    found = at(*either(measure("B")), effect("2024-03", "B", amount="10", positions=positions))
    (row,) = rows(found)

    assert (round(row.share_amount, 10), round(row.share_positions, 10)) == (Decimal(in_kronor), Decimal(in_positions))
    assert row.share == row.share_amount + row.share_positions
    assert (row.realised_amount, row.realised_positions) == (money("10"), number(positions))


def test_a_loss_is_not_hidden_by_the_other_way(at):
    """A measure that cost money and took out nobody counts in kronor, below 0."""
    (row,) = rows(at(*either(measure("B")), effect("2024-03", "B", amount="-5")))

    assert (row.share_amount, row.share_positions, row.share) == (Decimal("-0.05"), 0, Decimal("-0.05"))


def test_what_is_left_of_two_ways_is_what_both_have_not_reached(at):
    """Half of 100 kronor in kronor and a quarter in positions: a quarter is left for five months."""
    found = at(
        *either(measure("K"), measure("T"), to=month("2025-01")),
        effect("2024-03", "K", amount="50"),
        effect("2024-03", "T", positions="32.5"),
    )

    assert rows(found)[0].pace_amount == money("5")


def test_two_targets_that_are_not_two_ways_have_no_common_share(at):
    (row,) = rows(at(plan(), measure(), effect("2024-03", "M1", amount="50", positions="5")))

    assert (row.share_amount, row.share_positions, row.share) == (Decimal("0.5"), Decimal("0.5"), None)


def revised(amount, positions, on="2024-06-01", **more):
    return SavingsPlanRevised(plan="PLAN", amount=money(amount), positions=number(positions), effective=day(on), **more)


def test_what_a_grant_takes_over_stands_beside_the_new_target(at):
    """340 and 180 are the 520 that were to be found."""
    grant = revised("340", "320", because_of="VÅR", covered_amount=money("180"), covered_positions=number("180"))
    found = at(plan(amount="520", positions="500"), phase(), grant)
    whole, part = rows(found)

    assert (whole.target_amount, whole.covered_amount) == (money("340"), money("180"))
    assert whole.target_amount + whole.covered_amount == money("520")
    assert (whole.target_positions, whole.covered_positions) == (number("320"), number("180"))
    assert (part.covered_amount, part.covered_positions) == (None, None)


def test_a_revision_states_all_of_the_new_target(at):
    """What an earlier one said of hours and of what was taken over stands no longer."""
    found = at(plan(hours=number("9")), revised("3", "3", covered_amount=money("1")), revised("2", "2", "2024-07-01"))
    (row,) = rows(found)

    assert (row.target_amount, row.target_hours, row.covered_amount) == (money("2"), None, None)


BOARDS = (
    phase(amount="50", positions="5", on="2024-01-01"),
    phase(amount="30", positions="3", unit="DOS"),
    phase(amount="4", positions="0.4", unit="EKO"),
    phase(amount="10", positions="1", unit="HSN"),
)


def test_a_board_is_held_against_its_own_part(at):
    """Its own and that of the units below it; the plan's own stands beside."""
    found = at(plan(), *BOARDS, measure("D", unit="DOS", phase="FAS1"), effect("2024-03", "D", amount="17"))

    whole, part = rows(found, unit="RS")
    assert (whole.target_amount, part.target_amount, part.target_positions) == (money("34"), money("34"), number("3.4"))
    assert {whole.plan_target_amount, part.plan_target_amount} == {money("100")}
    assert whole.share_amount == Decimal("0.5")
    assert [row.target_amount for row in rows(found, unit="DOS")] == [money("30"), money("30")]
    assert [row.target_amount for row in rows(found)] == [money("100"), money("50")]


def test_a_unit_without_a_part_has_no_target(at):
    """Never that of the whole plan."""
    found = at(plan(), phase(), measure("D", unit="DOS"), effect("2024-03", "D", amount="17"))

    for row in rows(found, unit="DOS"):
        assert (row.target_amount, row.target_positions, row.target_hours, row.share_amount) == (None,) * 4
        assert row.plan_target_amount == money("100")


def test_every_unit_with_a_part_has_a_row_of_its_own(at):
    """Also one that has decided nothing yet."""
    found = at(plan(), *BOARDS, measure("D", unit="DOS", phase="FAS1"))
    targets = {row.unit: row.target_amount for row in rows(found, by="unit") if row.phase}

    assert targets == {unit: money(amount) for unit, amount in
                       {"REG": "44", "RS": "34", "DOS": "30", "EKO": "4", "HSN": "10"}.items()}  # fmt: skip


def test_the_newest_part_of_a_unit_replaces_the_one_before(at):
    """By plan, phase and unit."""
    found = at(plan(), *BOARDS, phase(amount="20", positions="2", unit="DOS", on="2024-05-01"))

    assert rows(found, unit="DOS")[1].target_amount == money("20")
    assert rows(found, unit="EKO")[1].target_amount == money("4")


def test_a_phase_that_was_set_for_units_alone_is_the_sum_of_their_parts(at):
    """And that is told."""
    answer = question("savings").ask(at(plan(), *BOARDS[1:]))

    assert answer.rows[1].target_amount == money("44")
    (note,) = answer.notes
    assert note.values["units"] == "DOS, EKO, HSN"
