"""liggare correct at a terminal: every field of the fact is offered with its value, then the reason is asked for."""

import json

import pytest
from paths import TESTS
from person import CTRL_D, started
from story import STORY

from cli.interactive.open_fields import field_texts
from ledger.interchange.journal.reading import to_fact
from ledger.interchange.values.from_text import to_fields

SPELLINGS = sorted((TESTS / "store" / "spellings").glob("*.json"))


def by_hand(told, *words):
    return started("--ledger", told.ledger.name, "correct", *words, folder=told.ledger.parent)


def newest_two(told):
    return [json.loads(line) for line in told.journal.splitlines()[-2:]]


def test_return_keeps_a_value_and_anything_else_changes_it(told):
    """Only what was typed differs; the effect is shown before the last question, and the two facts are linked."""
    with by_hand(told, "b-4") as person:
        person.answers("[HSN]: ", "").answers("[2024]: ", "").answers("[NETTO=-10000000.00]: ", "NETTO=-11 Mkr")
        person.answers("[2024-04]: ", "").answers("[Statsbidraget]: ", "").answers("[2024-03-01]: ", "")
        person.answers("Why should the fact not have counted", "Fel belopp")
        effect = person.sees("Record?")
        person.types("y")
        assert person.leaves() == 0

    reversal, replacement = newest_two(told)
    assert "-1,372,000,000" in effect
    assert (reversal["reverses"], reversal["reason"]) == (15, "Fel belopp")
    assert (replacement["corrects"], replacement["lines"]) == (15, {"NETTO": "-11000000.00"})
    assert {**STORY[14], "id": "", "lines": {}}.items() <= {**replacement, "id": "", "lines": {}}.items()


def test_lists_parts_and_bad_answers(told):
    """Lists and the fields of parts are offered too, and what cannot be read is asked for again."""
    with by_hand(told, "a-1", "--reason", "Fel enhet") as person:
        person.answers("(assignment)", "").answers("(title)", "").answers("(from_body)", "")
        person.answers("[RS, INK]: ", "RS, EKX")
        assert "There is no unit 'EKX'" in person.sees("[RS, INK]: ")
        person.types("rs, eko").answers("[2024-12-31]: ", "2024-13-01")
        assert "is not a date" in person.sees("[2024-12-31]: ")
        person.types("").answers("[tertial]: ", "").answers("(effective", "").answers("Record?", "yes")
        assert person.leaves() == 0

    assert newest_two(told)[1]["units"] == ["RS", "EKO"]


def test_a_table_typed_anew_takes_the_place_of_the_old_one(told):
    """The whole of it stood in the brackets; --set names single entries, and the others stay."""
    told.done("record", "budget.adopted", "--id", "två", "--unit", "EKO", "--year", "2030",
              "--lines", "BIDRAG=50", "--lines", "NETTO=-100")  # fmt: skip
    told.done("correct", "två", "--set", "lines=NETTO=-200", "--reason", "Fel", "--actor", "ekonom2")
    assert newest_two(told)[1]["lines"] == {"BIDRAG": "50.00", "NETTO": "-200.00"}

    with by_hand(told, str(len(told.journal.splitlines())), "--set", "lines=NETTO=-300") as person:
        person.answers("Why should the fact not have counted", "Fel igen").answers("Record?", "lines")
        person.answers("[BIDRAG=50.00, NETTO=-300.00]: ", "NETTO=-400").answers("Record?", "yes")
        assert person.leaves() == 0
    assert newest_two(told)[1]["lines"] == {"NETTO": "-400.00"}


def test_a_dash_takes_a_field_out_of_its_part(told):
    """And the part with it, when it was the last one; --set with nothing behind the = does the same."""
    told.done("record", "unit.renamed", "--id", "namn", "--unit", "EKO", "--name", "Ny", "--effective", "2024-09-01",
              "--body", "Regionstyrelsen", "--case", "RS 1-2024")  # fmt: skip
    with by_hand(told, "namn", "--reason", "Fel") as person:
        person.answers("(unit)", "").answers("[Ny]: ", "").answers("(effective)", "")
        person.answers("[Regionstyrelsen]: ", "").answers("[RS 1-2024]: ", "-").answers("Record?", "yes")
        assert person.leaves() == 0
    replacement = newest_two(told)[1]
    assert replacement["decision"] == {"body": "Regionstyrelsen"}

    told.done(
        "correct", str(replacement["position"]), "--set", "decision.body=", "--reason", "Fel", "--actor", "ekonom2"
    )
    assert "decision" not in newest_two(told)[1]


def test_entries_with_commas_stay_whole(told):
    """Those that stood in the brackets are told from what was typed beside them."""
    line = {"type": "freeze.declared", "id": "komma", "effective": "2024-01-01", "freeze": "KOMMA", "units": ["EKO"],
            "categories": ["Läkare, ST", "Jurist"], "employment": ["permanent"]}  # fmt: skip
    told.done("import", "-", typed=json.dumps(line).encode())
    with by_hand(told, "komma", "--reason", "Fel") as person:
        person.answers("(freeze)", "").answers("[EKO]: ", "")
        person.answers("[Läkare, ST, Jurist]: ", "Läkare, ST, Kock")
        person.answers("(employment", "").answers("(effective)", "")
        person.answers("Record?", "categories").answers("[Läkare, ST, Kock]: ", "").answers("Record?", "yes")
        assert person.leaves() == 0

    assert newest_two(told)[1]["categories"] == ["Läkare, ST", "Kock"]


def test_a_month_takes_its_effective_date_along(told):
    """Where the effective date follows from the month, changing the month changes it."""
    with by_hand(told, "i-3", "--reason", "Fel månad") as person:
        person.answers("(indicator)", "").answers("(unit)", "").answers("[2024-07]: ", "2024-06")
        person.answers("[91.25]: ", "").answers("(effective", "").answers("Record?", "yes")
        assert person.leaves() == 0

    assert newest_two(told)[1] | {"month": "2024-06", "effective": "2024-06-30"} == newest_two(told)[1]


def test_only_the_reason_is_asked_for_when_the_change_was_given(told):
    """--set says what changes, --yes that it is meant."""
    with by_hand(told, "b-5", "--set", "note=Flyttas", "--yes") as person:
        person.answers("Why should the fact not have counted", " ")
        assert "says nothing" in person.sees("Why should the fact not have counted")
        person.types("Fel anteckning")
        assert person.leaves() == 0

    assert newest_two(told)[1]["note"] == "Flyttas"


@pytest.mark.parametrize("end", ["no", CTRL_D], ids=["no", "Ctrl-D"])
def test_nothing_is_corrected_without_a_change_or_a_yes(told, end):
    """A replacement that says the same is no correction; whoever leaves has recorded nothing."""
    before = told.journal
    with by_hand(told, "s-7", "--reason", "Fel") as person:
        person.answers("(measure)", "").answers("[Ersatt]: ", "").answers("(effective)", "")
        assert "would say the same as #" in person.sees("A field to change or to add; or no")
        person.types("note").answers("(note; ", "Ersatt av Å-3")
        person.sees("Record?")
        if end == "no":
            person.types("no")
        else:
            person.leaves_with(end)
        person.sees("Nothing was recorded.")
        assert person.leaves() == (0 if end == "no" else 130)

    assert told.journal == before


@pytest.mark.parametrize("sample", SPELLINGS, ids=lambda path: path.name.removesuffix(".json"))
def test_what_is_offered_reads_back_to_the_same_fact(sample):
    """Keeping every value of any fact changes nothing, whatever fields it has."""
    line = json.loads(sample.read_text(encoding="utf-8"))
    fact = to_fact(line, restoring=True)

    assert to_fact(to_fields(type(fact), field_texts(fact)), restoring=True) == fact


def test_a_field_can_be_taken_out_at_the_end(told):
    """What the fact holds is offered at the last question too, and a dash takes it out."""
    with by_hand(told, "b-5", "--set", "amount=-12 Mkr") as person:
        person.answers("Why should the fact not have counted", "Fel").answers("Record?", "note")
        person.answers("[Inköp flyttas]: ", "-").answers("Record?", "yes")
        assert person.leaves() == 0

    replacement = newest_two(told)[1]
    assert (replacement["amount"], replacement.get("note")) == ("-12000000.00", None)
