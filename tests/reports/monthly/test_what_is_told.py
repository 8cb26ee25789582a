"""What the report says is what the ledger answers."""

import json

import pytest
from opened_with import JULY
from paths import ROOT

from cli.settings import now
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.interchange.values.moments import read_known_at
from ledger.queries.monthly.gathering import gather
from ledger.queries.monthly.people import workforce_course
from ledger.queries.reader import LedgerReader
from ledger.reports.monthly.charts.bridge import MOST_STEPS, Bridge


@pytest.fixture(scope="module")
def vasterbotten(ledgers):
    with LedgerReader.open(ledgers["vasterbotten"]) as reader:
        yield gather(reader.at(JULY.last_day, read_known_at("2024-08-27")), JULY, None)


# -- forecasts ----------------------------------------------------------------------------------------------------


def test_a_change_is_what_was_decided_and_the_rest(july):
    """For each unit, and for the whole, to the öre."""
    change = july.change

    assert (change.before, change.after) == ("P1", "P2")
    assert len(change.answer.rows) > 5
    for row in change.answer.rows:
        assert row.change == row.after - row.before == row.decided + row.otherwise
        assert bool(row.decisions) >= bool(row.decided)
    assert change.change == change.answer.rows[0].change
    assert change.decided == Money.of(132_000_000 - 96_000_000)


def test_a_published_change_is_explained_by_the_decision_behind_it(vasterbotten):
    """The 23 Mkr that two forecasts of Region Västerbotten differ by are the transfer recorded between them."""
    rows = {row.unit: row for row in vasterbotten.change.answer.rows}

    assert set(rows) == {"10-RS", "101-GEM", "20-HSN"}
    assert rows["20-HSN"].change == rows["20-HSN"].decided == Money.of(-23_010_000)
    assert rows["101-GEM"].decisions == rows["20-HSN"].decisions == (122,)
    assert {row.otherwise for row in rows.values()} == {Money(0)}
    assert [recorded.position for recorded in vasterbotten.change.since] == [125]
    assert vasterbotten.change.change == Money(0)


def test_a_bridge_leads_from_the_budget_to_the_forecast(vasterbotten):
    """The units' own deviations add up, also when the smallest stand together."""
    top = vasterbotten.report.answer.rows[0]
    steps = [(part.unit, part.forecast_deviation) for part in vasterbotten.own_parts if part.forecast_deviation]
    steps.sort(key=lambda step: -abs(step[1].count))
    bridge = Bridge.of(top.year_budget, steps, top.year_forecast)

    assert len(steps) > MOST_STEPS
    assert len(bridge.steps) == MOST_STEPS + 1
    assert bridge.steps[-1][0] is None
    assert bridge.levels[-1] == bridge.closing


# -- the month ----------------------------------------------------------------------------------------------------


def test_decisions_are_those_of_the_month_and_of_the_unit(july, book):
    """By the day of the minutes, or else the day of effect; those of other boards are left out, those above are not."""
    ids = [recorded.fact.id for recorded in july.decisions]
    own = [recorded.fact.TYPE for recorded in gather(book, JULY, "RLK").decisions]

    assert ids[0] == "VÅR-2024"
    assert "RS-2024-112" not in ids  # decided in June
    assert len(ids) == 7
    assert own == ["grant.received"]  # received by the whole region
    assert "exemption.granted" in [recorded.fact.TYPE for recorded in gather(book, JULY, "HSN").decisions]


def test_a_reversed_decision_is_no_decision_of_the_month(tmp_path, ledgers):
    from terminal import Terminal

    liggare = Terminal(tmp_path / "copy.db")
    liggare.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    liggare.done("record", "decision.reversed", "--reverses", "VÅR-2024", "--reason", "Återtogs")
    with LedgerReader.open(liggare.ledger) as reader:
        at = reader.at(JULY.last_day, reader.log.recorded_at(reader.log.last_position()))
        decisions = gather(at, JULY, None).decisions

    assert [recorded.fact.TYPE for recorded in decisions if recorded.fact.id == "VÅR-2024"] == []
    assert decisions[0].fact.TYPE == "decision.reversed"


def test_what_changed_since_the_month_was_closed_is_told(tmp_path, ledgers):
    """The table of figures that differ, and a sentence that leads to it."""
    from terminal import Terminal

    liggare = Terminal(tmp_path / "copy.db")
    liggare.done("restore", str(ledgers["region"].with_suffix(".jsonl")))
    publish = ("publish", "--month", "2024-07", "--lang", "en", "--to", "-")
    liggare.done("record", "month.closed", "--month", "2024-07")
    closed = liggare.done(*publish).out
    liggare.done("record", "outcome.reported", "--unit", "RLK", "--month", "2024-07", "--lines", "40-PERS=-99 Mkr",
                 "--late-reason", "Sen faktura")  # fmt: skip
    restated = liggare.done(*publish).out

    assert "no figure has changed since." in closed
    assert "figures have changed since, see below." in restated
    assert "| RLK | Regionledningskontoret | Month outcome | -29 | -109 | -80 |" in restated


def test_changes_in_fte_are_counted_from_december(july, ledgers):
    """Or from the first month of the year that was reported."""
    with LedgerReader.open(ledgers["varmland"]) as reader:
        august = Month.of(2024, 8)
        varmland = gather(reader.at(august.last_day, read_known_at("2024-12-31")), august, None)

    assert july.since == Month.of(2023, 12)
    assert varmland.since == Month.of(2024, 1)
    assert [span.freeze for span in varmland.workforce.freezes] == ["STOPP-2022", "STOPP-2023"]


def test_a_freeze_lasts_through_the_last_day_it_is_in_force(tmp_path):
    """The day it runs out, or the one before it is lifted, whichever comes first; the chart is told of in words."""
    from terminal import Terminal

    liggare = Terminal(tmp_path / "liggare.db")
    liggare.done("init")
    since, scope = ("--effective", "2024-01-01"), ("--units", "R", "--categories", "*", "--employment", "permanent")
    liggare.done("record", "unit.opened", "--unit", "R", "--name", "Region", *since)
    for month in ("2024-01", "2024-07"):
        liggare.done("record", "workforce.reported", "--unit", "R", "--month", month, "--measure", "fte",
                     "--employment", "permanent", "--value", "5")  # fmt: skip
    for code, until, lifted in (
        ("LIFTED", None, "2024-06-01"),
        ("RUN-OUT", "2024-03-31", "2024-06-15"),
        ("CUT-SHORT", "2024-06-30", "2024-05-01"),
        ("NEVER", None, "2024-01-01"),
    ):
        last = ("--until", until) if until else ()
        liggare.done("record", "freeze.declared", "--freeze", code, *since, *scope, *last)
        liggare.done("record", "freeze.lifted", "--freeze", code, "--effective", lifted)
    text = liggare.done("publish", "--month", "2024-07", "--lang", "en", "--to", "-").out
    with LedgerReader.open(liggare.ledger) as reader:
        spans = workforce_course(reader.at(JULY.last_day, now()), JULY, None).freezes

    assert {span.freeze: str(span.last) for span in spans} == {
        "LIFTED": "2024-05-31", "RUN-OUT": "2024-03-31", "CUT-SHORT": "2024-04-30",
    }  # fmt: skip
    for code, day in (("LIFTED", "31 May"), ("RUN-OUT", "31 March"), ("CUT-SHORT", "30 April")):
        assert f"Hiring freeze {code} from 1 January 2024 to {day} 2024." in text


def test_a_unit_without_a_forecast_is_named(one_of_each, tmp_path):
    """Its budget is in the sum and no forecast of its own, so a bridge would lead nowhere."""
    from terminal import Terminal

    assert one_of_each
    liggare = Terminal(tmp_path / "liggare.db")
    liggare.done("init")
    assert liggare("import", str(ROOT / "docs" / "one-of-each.jsonl")).status == 0
    text = liggare.done("publish", "--month", "2024-07", "--lang", "en", "--to", "-").out

    assert "No forecast has been submitted for Digitalisering och service (DOS), Ekonomi och styrning (EKO) and" in text
    assert "From budget to forecast" not in text


def test_what_nobody_has_said_anything_of_is_one_line(ledgers):
    from terminal import Terminal

    text = Terminal(ledgers["vasterbotten"]).done(
        "publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "en", "--to", "-"
    ).out  # fmt: skip

    assert (
        "Nothing has been recorded about investments, staffing, hiring freezes, savings, goals, indicators and "
        "assignments." in text
    )
    assert "## Savings" not in text


def test_the_report_of_the_region_in_figures(ledgers):
    """Read off the printed report, which stands for Region Västerbotten's own page of 27 August 2024."""
    from terminal import Terminal

    text = Terminal(ledgers["vasterbotten"]).done(
        "publish", "--month", "2024-07", "--known-at", "2024-08-27", "--unit", "10-RS", "--lang", "sv", "--to", "-"
    ).out.replace("\N{NO-BREAK SPACE}", " ")  # fmt: skip

    assert "- Utfallet för januari–juli 2024 är −2 233 Mkr, 53 Mkr sämre än budget." in text
    assert "- Prognosen för 2024 (JULI-2) är −3 887 Mkr, 101 Mkr sämre än budget." in text
    assert "Digitalisering och service | 102-DOS | −51 | −54 | 3 | −586 | −630 | −56 | −1 031 | −1 131 | −100 |" in text
    assert "Från JULI till JULI-2 ändras prognosen med +23 Mkr, varav +23 Mkr genom beslut om budgeten." in text


def test_the_root_is_that_of_the_checkpoint_at_the_position(ledgers):
    """The hash in the footer is the one an auditor's checkpoint has for as many facts."""
    from terminal import Terminal

    from ledger.proofs.checkpoints import base64_text
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.merkle import Tree

    liggare = Terminal(ledgers["vasterbotten"])
    text = liggare.done("publish", "--month", "2024-07", "--known-at", "2024-08-23", "--lang", "en", "--to", "-").out
    tree = Tree()
    for line in liggare.journal.encode().splitlines()[:124]:
        tree.add(line)
    with Evidence.open(liggare.ledger) as evidence:
        assert len(list(evidence.leaves())) == 174

    assert json.loads(liggare.journal.splitlines()[123])["position"] == 124
    assert "- Position: 124 (the last fact counted)" in text
    assert f"- Hash: {base64_text(tree.root())} (Merkle root" in text


def test_goals_and_computed_indicators_are_told(tmp_path):
    """Goals with how many are met; of computed indicators what has a target, and the whole."""
    from terminal import Terminal

    liggare = Terminal(tmp_path / "liggare.db")
    liggare.done("init")
    assert liggare("import", str(ROOT / "docs" / "one-of-each.jsonl")).status == 0
    text = liggare.done("publish", "--month", "2024-08", "--lang", "en", "--to", "-").out

    assert "| TILLGANG | Vård i tid | ◐ partly | 0 | 1 | 0 | 0 |" in text
    assert "Of the goals at the bottom, 0 are met, 2 partly, 0 not; 0 are not known." in text
    of_hired = [line for line in text.splitlines() if line.startswith("| HYRDA |")]
    assert [line.split("|")[3].strip() for line in of_hired] == [
        "Region Exempel (REG)", "Regionstyrelsen (RS)",
    ]  # fmt: skip
