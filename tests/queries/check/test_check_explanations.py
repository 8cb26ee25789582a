"""What explains figures that differ: the fewest facts, else another moment, else nothing."""

from datetime import date

from tables import (
    FACTS,
    FIRST,
    LEGEND,
    TABLE,
    adjusted,
    adopted,
    changed,
    checked,
    differing,
    forecast,
    mkr,
    named,
    outcome,
    recorded,
    region,
    transferred,
    unit_opened,
)

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.organisation.units import UnitMoved
from ledger.domain.staff.positions import PositionsEstablished
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.check.explaining import search as search_module


def test_two_facts_recorded_later_are_left_out_together(tmp_path):
    """No single fact explains both boards' budgets; two do, and so does the moment before them."""
    later = [adjusted("A", -7), adjusted("B", -9), adjusted("B", -0.1)]
    found = checked(recorded(tmp_path / "l.db", *FACTS, *later), TABLE)

    assert named(found)["Budget"] == [(9, True), (10, True)]
    assert [each.first for each in found.explanations[0].periods] == [6]
    assert differing(found)["Summa", "Budget"] == "without #9, without #10"
    assert not found.has_findings


def test_one_fact_in_and_another_out(tmp_path):
    """A set may leave out what counts and have what does not count yet."""
    ledger = recorded(tmp_path / "l.db", *FACTS, adjusted("A", -7), adjusted("B", 9))
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-600,-650,\nTrafiken,-191,-190,\nSumma,-791,-840,\n"

    assert named(checked(ledger, table, through=9)) == {"Budget": [(9, True), (10, False)]}


def test_three_facts_are_the_most(tmp_path):
    legend = LEGEND.replace('Summa = "R"\n', 'Summa = "R"\nC = "C"\nD = "D"\n')
    more = [
        *FACTS,
        unit_opened("C"),
        unit_opened("D"),
        adopted("C", -50),
        adopted("D", -70),
    ]
    table = TABLE + "C,-50,,\nD,-70,,\n"
    three = [adjusted("A", -7), adjusted("B", -9), adjusted("C", -11)]
    tampered = changed(table, "D", 1, "-70")

    found = checked(recorded(tmp_path / "three.db", *more, *three), tampered, legend)
    assert named(found)["Budget"] == [(13, True), (14, True), (15, True)]

    found = checked(recorded(tmp_path / "four.db", *more, *three, adjusted("D", -13)), tampered, legend)
    (budget, *_) = found.explanations
    assert (budget.facts, budget.known_through) == ([], 12)
    assert [fact.position for fact in budget.between] == [13, 14, 15, 16]
    assert differing(found)["D", "Budget"] == "known through #12"
    assert not found.has_findings


def test_never_more_facts_than_figures(tmp_path):
    """Two facts that happen to come to a single misprint explain nothing."""
    ledger = recorded(tmp_path / "l.db", *FACTS, adjusted("A", -4), adjusted("A", -3))
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-614,,\nTrafiken,,,\nSumma,,,\n"

    found = checked(ledger, table)
    assert found.has_findings
    assert not found.explanations[0].facts


def test_a_restated_outcome_gives_way_to_the_one_before(tmp_path):
    """Leaving a restatement out brings back what it replaced, line by line."""
    legend = LEGEND.replace('"year_budget"', '"ytd_outcome"')
    facts = [*region(), outcome("A", 6, -50), outcome("A", 7, -60), outcome("B", 7, -20), outcome("A", 6, -55)]
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-110,,\nTrafiken,-20,,\nSumma,-130,,\n"

    assert named(checked(recorded(tmp_path / "l.db", *facts), table, legend)) == {"Budget": [(8, True)]}


def test_a_month_restated_twice_needs_both_left_out(tmp_path):
    """Leaving out only the newer statement brings back the older restatement; both together, the first one."""
    legend = LEGEND.replace('"year_budget"', '"ytd_outcome"')
    facts = [*region(), outcome("A", 6, -50), outcome("B", 6, -20), outcome("A", 6, -55), outcome("A", 6, -58)]
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-50,,\nTrafiken,-20,,\nSumma,-70,,\n"

    assert named(checked(recorded(tmp_path / "l.db", *facts), table, legend)) == {"Budget": [(7, True), (8, True)]}


def test_a_forecast_gives_way_to_the_version_before(tmp_path):
    """… even where the newer version does not mention the line at all."""
    ledger = recorded(tmp_path / "l.db", *FACTS, forecast("A", "P2", -700))
    found = checked(ledger, TABLE)

    assert named(found) == {"Prognos": [(9, True)], "Avvikelse": [(9, True)]}


def test_a_reversed_fact_may_still_be_in(tmp_path):
    """The table counts what has been taken back, and the explanation says so."""
    reversal = DecisionReversed(effective=FIRST, reverses=6, reason="fel")
    found = checked(recorded(tmp_path / "l.db", *FACTS, reversal), TABLE)

    (fact,) = found.explanations[0].facts
    assert (fact.position, fact.is_left_out, fact.state) == (6, False, "reversed")
    assert [(each.first, each.last) for each in found.explanations[0].periods] == [(6, 8)]


def test_a_fact_that_waits_for_attestation_may_be_in(tmp_path):
    """What nobody has vouched for yet is a candidate too."""
    policy = PolicySet(effective=FIRST, policy="FYRA", types=("budget.adjusted",), actor="ekonom1")
    ledger = recorded(tmp_path / "l.db", *FACTS, policy, adjusted("A", -40, actor="ekonom1"))
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-640,,\nTrafiken,-200,,\nSumma,-840,,\n"

    (fact,) = checked(ledger, table).explanations[0].facts
    assert (fact.position, fact.is_left_out, fact.state) == (10, False, "not-attested")


def test_an_attestation_counts_from_when_it_was_recorded(tmp_path):
    """The moment that gives the table is the attestation's, not the fact's."""
    policy = PolicySet(effective=FIRST, policy="FYRA", types=("budget.adjusted",), actor="ekonom1")
    attested = DecisionAttested(effective=FIRST, attests=10, actor="chef1")
    ledger = recorded(
        tmp_path / "l.db", *FACTS, policy, adjusted("A", -40, actor="ekonom1"), transferred("A", "B", -1), attested
    )

    (explanation, _) = checked(ledger, TABLE, through=12).explanations
    assert [(each.first, each.last) for each in explanation.periods] == [(6, 10)]


def test_of_two_sets_the_one_that_explains_more_columns(tmp_path):
    """Either adjustment explains the budget; only one of them is in the months so far."""
    legend = LEGEND.replace('Prognos = "year_forecast"', 'Prognos = "ytd_budget"').replace("Avvikelse", "# Avvikelse")
    late = adjusted("A", -12, date(2024, 7, 1), phasing={"N": {Month.of(2024, 12): mkr(-12)}})
    early = adjusted("A", -12, date(2024, 7, 1), phasing={"N": {Month.of(2024, 7): mkr(-12)}})
    ledger = recorded(tmp_path / "l.db", *region(), adopted("A", -600), early, late)
    table = "Rad,Budget,Prognos\nVården,-612,-350\nTrafiken,0,0\nSumma,-612,-350\n"

    found = checked(ledger, table, legend)
    assert named(found) == {"Budget": [(6, True)], "Prognos": [(6, True)]}
    assert [each.others for each in found.explanations] == [1, 0]


def test_facts_of_a_later_day_are_no_candidates(tmp_path):
    """What takes effect after the as-of day is in no figure, whenever the ledger learnt of it."""
    ledger = recorded(tmp_path / "l.db", *FACTS, adjusted("A", -40, date(2024, 9, 1)))
    table = TABLE.replace("-600", "-640").replace("-800", "-840")

    assert not checked(ledger, table, through=9).explanations[0].facts
    assert checked(ledger, table, as_of=date(2024, 9, 30)).count("different") < 4


def test_another_moment_is_asked_of_the_books_of_that_time(tmp_path):
    """A unit that moved since belongs where it belonged then."""
    station = unit_opened("S", parent="A")
    moved = UnitMoved(effective=date(2024, 1, 2), unit="S", parent="B")
    facts = [*region(), station, adopted("A", -600), adopted("B", -200), adopted("S", -30)]
    ledger = recorded(tmp_path / "l.db", *facts, moved)
    table = "Rad,Budget,Prognos,Avvikelse\nVården,-630,,\nTrafiken,-200,,\nSumma,-830,,\n"

    assert checked(ledger, table, through=8).count("equal") == 3
    found = checked(ledger, table)
    assert found.has_findings
    assert not found.explanations[0].periods


def test_staff_of_the_latest_month_is_judged_together(tmp_path):
    """Without its newest report, FTE is that of the month before, and the change is from there."""
    nurses = {"unit": "A", "category": "sjuksköterska", "employment": "permanent"}
    counted = {"measure": "fte", **nurses}
    reported = [(Month.of(2024, of), Quantity.of(fte)) for of, fte in ((1, 100), (6, 104), (7, 107))]
    facts = [
        *region(),
        *(WorkforceReported(effective=each.last_day, month=each, value=fte, **counted) for each, fte in reported),
        PositionsEstablished(effective=date(2024, 2, 1), positions=Quantity.of(12), underway_reason="pågick", **nurses),
    ]
    legend = """question = "staffing"
since = "2024-01"
category = "sjuksköterska"
employment = "permanent"
[rows]
"Vården" = "A"
Regionen = "R"
[columns]
Heltider = "fte"
Mer = "fte_change"
"Tjänster" = "positions"
"""
    table = "Rad;Heltider;Mer;Tjänster\nVården;104,0;4;12\nRegionen;104,0;4;12\n"
    found = checked(recorded(tmp_path / "l.db", *facts), table, legend)

    assert named(found) == {"Heltider": [(7, True)], "Mer": [(7, True)]}
    assert not found.has_findings


def test_too_many_sets_are_not_all_tried(tmp_path, monkeypatch):
    """The search is given up, and the answer says so."""
    monkeypatch.setattr(search_module, "MOST_TRIED", 3)
    later = [adjusted(unit, -amount) for amount in (0.7, 0.9, 1.1, 1.3) for unit in "AB"]
    ledger = recorded(tmp_path / "l.db", *FACTS, *later)
    table = TABLE.replace("-600", "-603").replace("-200", "-205").replace("-800", "-888")

    (budget, *_) = checked(ledger, table).explanations
    assert not budget.was_searched
    assert not budget.facts


def test_a_transfer_taken_the_other_way_round_is_unexplained(tmp_path):
    """The sum hides it, the boards do not."""
    ledger = recorded(tmp_path / "l.db", *FACTS, transferred("A", "B", -25))
    table = TABLE.replace("-600", "-625").replace("-200", "-175")

    found = checked(ledger, table)
    assert {(each.row, each.column) for each in found.unexplained} == {("Vården", "Budget"), ("Trafiken", "Budget")}
