"""The same decisions are admitted and refused, and the same questions get the same answers, wherever the ledger is."""

import json

import pytest
from given import (
    REGION,
    adopted,
    closed,
    established,
    freeze,
    month_closed,
    outcome,
    reduced,
    reversal,
    transferred,
    unit,
)
from kept import FILE, KINDS, SERVER, now, owned
from paths import ROOT
from postgres_server import SUPERUSER

from cli.main import run
from ledger.domain.control.months import MonthIsClosed
from ledger.domain.control.reversals import AlreadyReversed, UnknownFact
from ledger.domain.judging import CodeTaken, UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.organisation.tree import StillBelow
from ledger.domain.staff.hiring import HiringFrozen
from ledger.domain.staff.positions import PositionsBelowZero
from ledger.proofs.checkpoints import take_checkpoint
from ledger.proofs.evidence import Evidence
from ledger.recording.ledger import IdTaken, Ledger
from ledger.store.errors import LedgerNotEmpty

ONE_OF_EACH = ROOT / "docs" / "one-of-each.jsonl"
EXAMPLES = [ROOT / "examples" / "vasterbotten-2024.jsonl", ROOT / "examples" / "varmland-2022-2024.jsonl"]

STORY = (
    *REGION,
    adopted("RS", {"NETTO": "-100"}, id="B"),
    transferred("RS", "HSN", "-60", id="T"),
    established("RS", "5", id="P"),
    freeze(on="2024-03-01"),
    outcome("RS", "2024-01", {"NETTO": "-8"}),
    month_closed("2024-01"),
)
REFUSED = [
    (transferred("RS", "EKO", "-40.01"), TransferExceedsBudget),
    (unit("HSN"), CodeTaken),
    (adopted("XXX", {"NETTO": "-1"}), UnknownCode),
    (closed("RS", "2024-06-01"), StillBelow),
    (reduced("RS", "5.001"), PositionsBelowZero),
    (established("RS", "1", on="2024-04-01"), HiringFrozen),
    (outcome("RS", "2024-01", {"NETTO": "-9"}), MonthIsClosed),
    (reversal("#99"), UnknownFact),
    (adopted("RS", {"NETTO": "-101"}, id="B"), IdTaken),
]
QUESTIONS = [
    "show budget --year 2024 --by unit,line",
    "show budget --year 2024 --by month --tree then",
    "show outcome",
    "show report --month 2024-08",
    "show result --month 2024-08",
    "show forecast --by unit,line",
    "show staffing --since 2024-01",
    "show freezes",
    "show exemptions",
    "show savings --by unit",
    "show indicators",
    "show assignments",
    "show units",
    "journal",
    "explain budget --unit HSN --year 2024",
    "compare budget --from 2024-03-31@2030-01-01 --to 2024-12-31@2030-01-01",
]
MOMENT = "--as-of 2024-12-31 --known-at 2030-01-01"


@pytest.fixture
def liggare(capsys, tmp_path, monkeypatch):
    """Runs a command on a ledger; its exit status, and what it printed on standard output."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LIGGARE_ACTOR", "ekonom1")

    def liggare(where, *words):
        status = run(["--ledger", str(where), *map(str, words)])
        return status, capsys.readouterr().out

    return liggare


@pytest.mark.parametrize(("offered", "refusal"), REFUSED, ids=[refusal.code for _, refusal in REFUSED])
def test_what_a_rule_refuses_is_not_recorded(ledger, offered, refusal):
    ledger.record(*STORY)
    with pytest.raises(refusal):
        ledger.record(offered)

    assert ledger.log.last_position() == len(STORY)


def test_a_fact_offered_again_is_there_already(where):
    """Also to somebody who has just opened the ledger."""
    with Ledger.open(where, now) as ledger:
        ledger.record(*STORY)
    with Ledger.open(where, now) as ledger:
        took = ledger.record(*(fact for fact in STORY if fact.id))

        assert [each.already_there for each in took] == [True] * 3
        assert ledger.log.last_position() == len(STORY)


def test_a_reversal_counts_once(ledger):
    ledger.record(*STORY)
    ledger.record(reversal("T", on="2024-07-01"))
    with pytest.raises(AlreadyReversed):
        ledger.record(reversal("T", on="2024-07-01"))
    ledger.record(transferred("RS", "EKO", "-100"))

    assert ledger.log.last_position() == len(STORY) + 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("journal", EXAMPLES, ids=lambda path: path.stem)
def test_a_ledger_goes_to_a_server_and_back(stores, liggare, tmp_path, journal, kind):
    """Restored on either and exported again, the journal is the same byte for byte."""
    where = owned(stores.make(kind))
    assert liggare(where, "restore", journal)[0] == 0
    assert liggare(where, "export", tmp_path / "once.jsonl")[0] == 0
    for other in (SERVER, FILE):
        copy = owned(stores.make(other))
        assert liggare(copy, "restore", tmp_path / "once.jsonl")[0] == 0
        assert liggare(copy, "export", tmp_path / f"{other}.jsonl")[0] == 0

        assert (tmp_path / f"{other}.jsonl").read_bytes() == journal.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_ledger_with_facts_is_no_place_to_restore(stores, liggare, kind, capsys):
    where = owned(stores.make(kind))
    assert liggare(where, "restore", EXAMPLES[0])[0] == 0

    assert run(["--ledger", str(where), "restore", str(EXAMPLES[1])]) == LedgerNotEmpty.exit_status
    assert "already holds 174 facts" in capsys.readouterr().err


@pytest.fixture
def twins(stores, liggare, tmp_path):
    """The same journal, with facts of every type, in a file and on a server."""
    first = stores.make(FILE)
    assert liggare(first, "import", ONE_OF_EACH)[0] == 0
    assert liggare(first, "export", tmp_path / "all.jsonl")[0] == 0
    made = [stores.make(kind) for kind in KINDS]
    for where in made:
        assert liggare(owned(where), "restore", tmp_path / "all.jsonl")[0] == 0
    return made


def test_the_same_questions_get_the_same_answers(twins, liggare):
    """Asked twice, so that the read model is first derived and then found."""
    for question in QUESTIONS:
        moment = [] if question.startswith("compare") else MOMENT.split()
        words = [*question.split(), *moment, "--format", "json"]
        answers = [liggare(where, *words) for where in (*twins, *twins)]

        assert answers[0][0] == 0, question
        assert json.loads(answers[0][1])["rows"], question
        assert [answer for _, answer in answers] == [answers[0][1]] * 4, question


def test_both_are_verified_alike(twins, liggare):
    """With the same root: who holds a checkpoint of one can check the other. The read model is compared too."""
    facts = len(ONE_OF_EACH.read_text(encoding="utf-8").splitlines()) + 1
    for where in twins:
        assert liggare(where, "rebuild") == (0, f"The read model holds {facts} facts.\n")
    said = [liggare(where, "verify") for where in twins]

    assert said[0] == said[1]
    assert said[0][0] == 0
    assert "all agree.\n" in said[0][1]
    assert len({root_of(where) for where in twins}) == 1


def test_a_guard_that_was_taken_away_is_missed(twins, capsys, server):
    """Whoever may alter a trigger or give away rights is found out by the next who verifies."""
    schema = twins[1].rpartition("=")[2]
    with server.connect(SUPERUSER) as connection:
        connection.execute(f"ALTER TABLE {schema}.stored_events DISABLE TRIGGER facts_never_change")
        connection.execute(f"GRANT INSERT ON {schema}.stored_events TO ekonom1")
    status = run(["--ledger", twins[1], "verify"])

    said = capsys.readouterr().err
    assert status == 1
    assert "The trigger facts_never_change is not as liggare makes it" in said
    assert "The right to INSERT on the table stored_events of ekonom1 was put" in said


def root_of(where):
    with Evidence.open(where) as evidence:
        return take_checkpoint(evidence).root


def test_facts_of_every_type_are_recorded_by_their_actors(stores, liggare, tmp_path, server):
    """An import on a server, in which another user attests, says what an import into a file says."""
    lines = ONE_OF_EACH.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [place for place, line in enumerate(lines) if '"actor":"chef2"' in line]
    on_file, on_server = (stores.make(kind) for kind in KINDS)
    server.login("chef2", f"region_{on_server.rpartition('=')[2]}_recorder")
    assert liggare(on_file, "import", ONE_OF_EACH)[0] == 0
    for user, part in (("ekonom1", lines[:at]), ("chef2", [lines[at]]), ("ekonom1", lines[at + 1 :])):
        (tmp_path / "part.jsonl").write_text("".join(part), encoding="utf-8")
        assert liggare(on_server.replace("ekonom1", user), "import", tmp_path / "part.jsonl")[0] == 0

    assert told(liggare, on_server) == told(liggare, on_file)


def told(liggare, where):
    _, text = liggare(where, "export", "-")
    """Its facts without their positions: among them stand those of the imports."""
    facts = map(json.loads, text.splitlines())
    return [{**fact, "recorded_at": 0, "position": 0} for fact in facts if fact["type"] != "import.finished"]
