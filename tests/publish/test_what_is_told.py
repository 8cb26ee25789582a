"""What the report says is what the ledger answers, and each figure is referred to the facts that make it."""

import json

import pytest
from opened_with import LANGUAGES, ROOT

from ledger.domain.days import Month, read_known_at
from ledger.domain.measured import Money
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.explain import Cell, explain
from ledger.queries.library import Library
from ledger.queries.monthly.gathering import gather
from ledger.reports.monthly.charts.bridge import MOST_STEPS, Bridge
from ledger.reports.monthly.document import MOST_RANGES, references
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling import told

JULY = Month.of(2024, 7)
BASE = ("ytd_outcome", "ytd_outcome_last_year", "year_budget", "year_forecast")


@pytest.fixture(scope="module")
def july(book):
    return gather(book, JULY, None)


@pytest.fixture(scope="module")
def vasterbotten(ledgers):
    with Library.open(ledgers["vasterbotten"]) as library:
        yield gather(library.books(JULY.last_day, read_known_at("2024-08-27")), JULY, None)


# -- facts in sentences -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one_of_each(tmp_path_factory):
    """A recorded fact of every type."""
    from terminal import Terminal

    liggare = Terminal(tmp_path_factory.mktemp("each") / "liggare.db")
    liggare.done("init")
    liggare.done("import", str(ROOT / "docs" / "one-of-each.jsonl"))
    with Library.open(liggare.ledger) as library:
        return [recorded.fact for recorded in library.log.facts()]


def test_every_type_of_fact_is_told_in_both_languages(one_of_each):
    """A sentence without a full stop and without words of the journal's own; Swedish is not English."""
    said = {lang: [told(fact, Speech(lang=lang, unit="Mkr", decimals=0)) for fact in one_of_each] for lang in LANGUAGES}

    assert {fact.TYPE for fact in one_of_each} == set(FACT_TYPES)
    for swedish, english in zip(said["sv"], said["en"], strict=True):
        assert swedish != english
        for sentence in (swedish, english):
            assert sentence.strip(" .{}") == sentence
            assert "None" not in sentence
            assert "fixed-term" not in swedish


@pytest.mark.parametrize(
    ("kronor", "told_so"),
    [
        ("-12500000", "−12,5 Mkr"), ("-23010000", "−23,01 Mkr"), ("166000000", "166 Mkr"), ("-1000", "−0,001 Mkr"),
        ("-1001", "−1 001 kr"), ("0.5", "0,50 kr"), ("0", "0 Mkr"), ("-9999999999999.99", "−9 999 999 999 999,99 kr"),
    ],
)  # fmt: skip
def test_amounts_in_decisions_are_told_to_the_ore(kronor, told_so):
    """No decision is rounded, whatever unit the report is in."""
    speech = Speech(lang="sv", unit="Mkr", decimals=0)

    assert speech.exact(Money.of(kronor)).replace("\N{NO-BREAK SPACE}", " ") == told_so


def test_a_deviation_that_prints_as_nothing_is_in_line():
    """What is not seen in the table is not told of either."""
    speech = Speech(lang="en", unit="Mkr", decimals=0)

    assert speech.against(Money.of("-499999.99")) == "in line with the budget"
    assert speech.against(Money.of("-500000")) == "1\N{NO-BREAK SPACE}Mkr worse than budgeted"
    assert speech.against(Money.of("500000")) == "1\N{NO-BREAK SPACE}Mkr better than budgeted"


# -- references ---------------------------------------------------------------------------------------------------


def test_rows_refer_to_the_facts_that_explain_them(july, book):
    """For every unit and every column the same facts that liggare explain names."""
    for row, source in zip(july.report.answer.rows, july.report.sources, strict=True):
        for column in BASE:
            explained = explain(book, "report", Cell(unit=row.unit, month=JULY), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)
            assert explained.total == (getattr(row, column) or Money(0))


@pytest.mark.parametrize("statement", ["operating", "investment"])
def test_lines_refer_to_the_facts_that_explain_them(july, book, statement):
    part = july.result if statement == "operating" else july.investments

    assert part.answer.rows
    for row, source in zip(part.answer.rows, part.sources, strict=True):
        for column in (*BASE, "last_year_outcome"):
            explained = explain(book, "result", Cell(line=row.line, month=JULY, statement=statement), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)


def test_every_fact_referred_to_is_at_hand(july):
    for part in (july.report, july.result, july.investments, july.staffing, july.savings):
        for source in part.sources:
            assert {position for positions in source.values() for position in positions} <= july.facts.keys()
    assert all(july.facts[position].position == position for position in july.facts)


def test_positions_in_a_row_are_written_as_a_range():
    assert references([7, 3, 4, 5, 9]).translate({0xE000: "<", 0xE001: ">"}) == "<3>–<5>, <7>, <9>"


def test_of_many_facts_decisions_are_listed_and_reports_counted(july, monkeypatch):
    """Nobody reads ten thousand rows; what is not listed is counted, with the command that lists it."""
    from ledger.reports.monthly import facts
    from ledger.reports.monthly.reporting import Reporting

    of = Reporting(monthly=july, speech=Speech(lang="en", unit="Mkr", decimals=0, units=july.units))
    everything, listed = facts.facts_grid(of)
    monkeypatch.setattr(facts, "MOST_LISTED", len(july.facts) - 1)
    shorter, decisions = facts.facts_grid(of)

    assert listed == july.facts.keys()
    assert {july.facts[position].fact.TYPE.partition(".")[2] for position in decisions} & {
        "reported",
        "submitted",
    } == set()
    outcomes = sum(recorded.fact.TYPE == "outcome.reported" for recorded in july.facts.values())
    listing = "(liggare journal --type outcome.reported)"
    note = f"Not listed for their number: {outcomes} facts of type outcome.reported {listing}."
    assert note in shorter.footnotes
    assert not any("Not listed" in note for note in everything.footnotes)


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
    with Library.open(liggare.ledger) as library:
        books = library.books(JULY.last_day, library.log.recorded_at(library.log.last_position()))
        decisions = gather(books, JULY, None).decisions

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
    with Library.open(ledgers["varmland"]) as library:
        august = Month.of(2024, 8)
        varmland = gather(library.books(august.last_day, read_known_at("2024-12-31")), august, None)

    assert july.since == Month.of(2023, 12)
    assert varmland.since == Month.of(2024, 1)
    assert [span.freeze for span in varmland.workforce.freezes] == ["STOPP-2022", "STOPP-2023"]


def test_a_unit_without_a_forecast_is_named(one_of_each, tmp_path):
    """Its budget is in the sum and no forecast of its own, so a bridge would lead nowhere."""
    from terminal import Terminal

    assert one_of_each
    liggare = Terminal(tmp_path / "liggare.db")
    liggare.done("init")
    liggare.done("import", str(ROOT / "docs" / "one-of-each.jsonl"))
    text = liggare.done("publish", "--month", "2024-07", "--lang", "en", "--to", "-").out

    assert "No forecast has been submitted for Digitalisering och service (DOS), Ekonomi och styrning (EKO) and" in text
    assert "From budget to forecast" not in text


def test_what_nobody_has_said_anything_of_is_one_line(ledgers):
    from terminal import Terminal

    text = Terminal(ledgers["vasterbotten"]).done(
        "publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "en", "--to", "-"
    ).out  # fmt: skip

    assert (
        "Nothing has been recorded about investments, staffing, hiring freezes, savings, indicators and assignments."
        in text
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

    from ledger.proofs.checkpoints import spelled
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.merkle import Tree

    liggare = Terminal(ledgers["vasterbotten"])
    text = liggare.done("publish", "--month", "2024-07", "--known-at", "2024-08-23", "--lang", "en", "--to", "-").out
    tree = Tree()
    for line in liggare.journal.encode().splitlines()[:124]:
        tree.add(line)
    with Evidence.open(liggare.ledger) as evidence:
        assert len(list(evidence.leaves())) == 125

    assert json.loads(liggare.journal.splitlines()[123])["position"] == 124
    assert "- Position: 124 (the last fact counted)" in text
    assert f"- Hash: {spelled(tree.root())} (Merkle root" in text


def test_people_and_savings_refer_to_the_facts_that_explain_them(july, book):
    """Each row of staff and of savings, column by column."""
    for row, source in zip(july.staffing.answer.rows, july.staffing.sources, strict=True):
        cell = Cell(unit=row.unit, category=row.category, employment=row.employment)
        for column in ("positions", "fte", "headcount", "annual_workers", "hours"):
            explained = explain(book, "staffing", cell, column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)
    for row, source in zip(july.savings.answer.rows, july.savings.sources, strict=True):
        for column in ("decided_amount", "realised_amount", "realised_positions"):
            explained = explain(book, "savings", Cell(plan=row.plan, phase=row.phase), column)

            assert source.get(column, ()) == tuple(each.position for each in explained.rows)


def test_a_row_made_of_very_many_facts_names_some_and_counts_the_rest():
    named = references(range(0, 1000, 2), lambda number: f"and {number} more")

    assert named.count(",") == MOST_RANGES
    assert named.endswith(f", and {500 - MOST_RANGES} more")
