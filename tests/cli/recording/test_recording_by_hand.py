"""At a terminal, what a decision lacks is asked for, its effect is shown, and one more question put."""

import json
import re
from datetime import timedelta

import pytest
from person import CTRL_C, CTRL_D, TAB, started, started_script
from story import STORY, command, written
from terminal import Terminal, process

from cli.interactive.open_fields import missing_fields
from cli.settings import now
from ledger.domain.values.days import Month, swedish_day
from ledger.domain.vocabulary import RECORDABLE

QUESTION = re.compile(
    r"\((?P<path>[a-z_.]+)[^()\n]*\)[^()\n]*: (?=$)|  (?P<kind>line): (?=$)|  amount on (?P<key>\S+): (?=$)"
)
TYPED = json.loads(json.dumps(STORY).replace(r"\n", " "))
"""The story on single lines: return ends an answer."""
RUN_ALL = "import json, sys; from cli.main import run\nfor line in open('commands.jsonl'): run(json.loads(line))"


def by_hand(told, *words, **how):
    return started("--ledger", told.ledger.name, "record", *words, folder=told.ledger.parent, **how)


def asked_for(line):
    """The fields of a journal line that must be given, by the paths they are asked under, and those that may."""
    missing = missing_fields(RECORDABLE[line["type"]], ())
    paths = [blank.path for blank in missing if blank.meaning.unless not in line]
    answers = {path: line[path] if path in line else line[path.split(".")[0]][path.split(".")[1]] for path in paths}
    names = {path.partition(".")[0] for path in paths}
    return answers, {name: value for name, value in line.items() if name not in names}


def test_the_whole_story_can_be_told_by_hand(liggare, tmp_path):
    """What must be given is asked for, of every type of fact; what is answered is recorded as if it had been typed."""
    imported = Terminal(tmp_path / "imported.db")
    imported.done("init")
    imported.done("import", written(tmp_path, TYPED))
    facts = [asked_for(line) for line in TYPED]
    commands = [["--ledger", "liggare.db", *command(given), "--yes"] for _, given in facts]
    (tmp_path / "commands.jsonl").write_text("".join(json.dumps(each) + "\n" for each in commands), encoding="utf-8")

    with started_script(RUN_ALL, folder=tmp_path) as person:
        for line, (answers, _) in zip(TYPED, facts, strict=True):
            answered(person, answers)
            person.sees(f"{line['type']}: ")
        assert person.leaves() == 0

    recorded = [{**fact, "recorded_at": None} for fact in liggare.decisions]
    assert recorded == [{**fact, "recorded_at": None} for fact in imported.decisions]


def answered(person, answers):
    """Answer every question about one fact, each field once."""
    left, entries, ended = dict(answers), {}, True
    while left or entries or not ended:
        question = person.is_asked(QUESTION)
        if question["path"]:
            value = left.pop(question["path"])
            person.types(", ".join(value) if isinstance(value, list) else str(value))
        elif question["kind"]:
            if not entries and ended:
                entries, ended = dict(left.pop("lines")), False
            person.types(next(iter(entries), ""))
            ended = not entries
        else:
            person.types(entries.pop(question["key"]))


def test_the_effect_is_shown_before_the_last_question(told):
    """Codes come with their names, the figures with what they would be; only then is anything recorded."""
    with by_hand(told, "budget.transferred", "--year", "2024", "--from-unit", "INK") as person:
        listed = person.sees("(to_unit): ")
        person.types("eko")
        person.answers("(line): ", "NETTO").answers("(amount): ", "-1 Mkr").answers("(effective)", "2024-09-01")
        effect = person.sees("Record?")
        person.types("yes")
        person.sees(f"#{len(STORY) + 2} budget.transferred: ")
        assert person.leaves() == 0

    assert 'EKO  Stab "Ekonomi & inköp", R' in listed
    assert "INK  Inköp (closed)" in listed
    assert re.search(r"INK +budget 2024 NETTO +-11,500,000.00 +1,000,000.00 +-10,500,000.00", effect)
    assert json.loads(told.journal.splitlines()[-1])["to_unit"] == "EKO"


def test_what_cannot_be_read_or_is_not_there_is_asked_for_again(told):
    """Each answer is held against the readers of the options and the codes of the ledger, with the same sentences."""
    with by_hand(told, "exemption.requested", "--reason", "Vård") as person:
        person.answers("(exemption): ", "D-1")
        assert "There already is a exemption D-1" in person.sees("(exemption): ")
        person.types("D-9").answers("(freeze)", "").answers("(unit): ", "HSX")
        assert "Did you mean HSN?" in person.sees("(unit): ")
        person.types("HSN").answers("(category): ", "sjuksköterska").answers("(employment): ", "fast")
        assert "employment is 'fast', which is none of permanent, fixed-term" in person.sees("(employment): ")
        person.types("permanent").answers("(positions): ", "1.250")
        assert "can be read as 1250 or as 1,25" in person.sees("(positions): ")
        person.types("1").answers("(effective)", "2024-05-01").answers("Record?", "no")
        person.sees("Nothing was recorded.")
        assert person.leaves() == 0

    assert "D-9" not in told.journal


def test_a_refusal_can_be_met_with_another_field(told):
    """Where a rule says no, a field is changed or added, and everything is shown again."""
    before = told.journal
    with by_hand(told, "budget.adjusted", "--unit", "HSN", "--year", "2024", "--effective", "2024-09-24") as person:
        person.answers("line: ", "netto").answers("amount on NETTO: ", "-40 Mkr").answers("line: ", "")
        assert "does not say how it is financed" in person.sees("A field to change or to add; or no")
        person.types("?")
        assert re.search(r"\n  financing +\S", person.sees("A field to change or to add; or no"))
        person.types("yes")
        assert "'yes' is neither yes nor no" in person.sees("A field to change or to add; or no")
        person.types("financing").answers("(financing; - for nothing): ", "Statsbidrag").answers("Record?", "lines")
        person.answers("[NETTO=-40 Mkr]: ", "NETTO=-41 Mkr")
        assert "-41,000,000" in person.sees("Record?")
        person.types("financing").answers("(financing; ", "-")
        assert "does not say how it is financed" in person.sees("A field to change or to add; or no")
        person.types("no")
        assert person.leaves() == 0

    assert told.journal == before


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("place", ["Type of fact", "(month)", "Record?"])
def test_whoever_leaves_has_recorded_nothing(told, key, place):
    """Ctrl-C and Ctrl-D end the conversation at any question, and that nothing came of it is said."""
    before = told.journal
    with by_hand(told, *(["month.closed"] if place != "Type of fact" else [])) as person:
        if place == "Record?":
            person.answers("(month)", "2024-01")
        person.sees(place)
        person.leaves_with(key)
        person.sees("Nothing was recorded.")
        assert person.leaves() == 130

    assert told.journal == before


def test_without_a_type_the_types_are_offered(liggare, tmp_path):
    """Somebody who does not know the word finds it, and the tabulator key completes it."""
    with person_on(tmp_path, "record") as person:
        assert re.search(r"unit\.  opened  renamed  moved  closed", person.sees("Type of fact"))
        person.types("unit.op", key=TAB).types("").answers("(unit): ", "R").answers("(name): ", "Region Norr")
        person.answers("(effective)", "").answers("Record?", "y")
        person.sees("#1 unit.opened: R, name Region Norr")
        assert person.leaves() == 0

    assert json.loads(liggare.journal)["effective"] == str(swedish_day(now()))


def test_a_report_is_likely_about_the_month_that_has_ended(told):
    """The default of a reported month is the last one that is over; --dry-run shows the effect and asks no more."""
    today = swedish_day(now())
    ended = Month.containing(today.replace(day=1) - timedelta(days=1))
    with by_hand(told, "indicator.reported", "--value", "90", "--unit", "HSN", "--dry-run") as person:
        person.answers("(indicator) [VÄNTA]: ", "").answers(f"[{ended}]: ", "")
        person.sees("Nothing was recorded.")
        assert person.leaves() == 0


def person_on(folder, *words):
    return started("--ledger", "liggare.db", *words, folder=folder)


def test_nobody_is_asked_where_nobody_sits(told):
    """Without a terminal on both sides a missing option is wrong usage, and record alone is its help."""
    ran = process(
        "--ledger", told.ledger.name, "record", "month.closed", folder=told.ledger.parent, input=b"2024-01\ny\n"
    )
    alone = process("record", folder=told.ledger.parent)

    assert (ran.status, ran.out) == (2, "")
    assert "month.closed lacks month" in ran.err
    assert (alone.status, "Types of fact" in alone.out) == (0, True)


def test_where_the_decision_can_be_read_is_added_at_the_end(told):
    """The name of a part asks for all its fields; return or a dash leaves one out; bodies used before are offered."""
    with by_hand(told, "unit.renamed", "--unit", "RS", "--name", "Styrelsen") as person:
        person.answers("(effective)", "2025-01-01").answers("Record?", "decision")
        offered = person.sees("(decision.body; - for nothing): ")
        person.types("regionstyrelsen").answers("(decision.date; ", "2024-12-40")
        assert "is not a date" in person.sees("(decision.date; ")
        person.types("2024-12-10").answers("(decision.paragraph; ", "§ 200").answers("(decision.case; ", "")
        person.answers("Record?", "decision.paragraph").answers("[§ 200]: ", "-").answers("Record?", "yes")
        assert person.leaves() == 0

    assert "(Regiondirektören, Regionfullmäktige, Regionstyrelsen)" in offered
    assert json.loads(told.journal.splitlines()[-1])["decision"] == {"body": "Regionstyrelsen", "date": "2024-12-10"}
