"""An import keeps nobody waiting while it is read and judged, and is judged with all that others have recorded."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from given import REGION, adopted, transferred, unit
from kept import KINDS, now
from terminal import clean_environment

from ledger.domain.control.reversals import DecisionReversed
from ledger.interchange.importing import NothingImported, import_lines
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_for_recording, open_log


def lines(*dicts):
    return [(f"j.jsonl:{number}", fields) for number, fields in enumerate(dicts, 1)]


def opened(code, **more):
    return {"type": "unit.opened", "unit": code, "name": code, "effective": "2024-01-01", **more}


def moved(amount, **more):
    return {"type": "budget.transferred", "effective": "2024-02-01", "year": 2024, "from_unit": "RS", "to_unit": "HSN",
            "line": "NETTO", "amount": amount, **more}  # fmt: skip


def written(where):
    """The facts of a ledger without their instants and actors."""
    with open_log(where) as log:
        return [(recorded.position, recorded.fact.TYPE, recorded.fact.id) for recorded in log.facts()]


@pytest.fixture
def region(ledger):
    """A budget of −100 that half is left of."""
    for fact in (*REGION, adopted("RS", {"NETTO": "-100"}, id="B")):
        ledger.record(fact)
    return ledger


def when_judged(do):
    """Called with how far an import has come: does something once, when all has been read and judged."""
    done = []

    def progress(number, total):
        if total == number and not done:
            done.append(do())

    return progress


@contextmanager
def import_from_a_pipe(where, folder):
    """An import that goes on reading until the pipe is closed."""
    words = [sys.executable, "-m", "cli.main", "--ledger", str(where), "import", "-"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
        env=clean_environment() | {"LIGGARE_ACTOR": ""},
    ) as started:  # fmt: skip
        yield started


def test_a_pipe_that_stalls_keeps_nobody_waiting(region, where, tmp_path):
    """Others record at once while an import waits for its lines, and the import is judged with what they recorded."""
    with import_from_a_pipe(where, tmp_path) as importing:
        importing.stdin.write(b"".join(json.dumps(opened(f"I{number}")).encode() + b"\n" for number in range(700)))
        importing.stdin.flush()
        time.sleep(1.5)
        begun = time.monotonic()
        region.record(unit("EMELLAN"))
        took = time.monotonic() - begun
        out, err = importing.communicate(json.dumps(opened("SIST")).encode() + b"\n", timeout=60)

    assert took < 1
    assert (importing.returncode, out.decode(), err.decode()) == (0, "701 facts recorded, 0 already there.\n", "")
    assert [kind for _, kind, _ in written(where)].count("unit.opened") == len(REGION) - 1 + 1 + 701


def test_a_rehearsal_needs_no_turn(region, where):
    """While somebody else records without an end, --dry-run tells what would come of the lines, and writes nothing."""
    with open_for_recording(where, now) as other, other.bulk():
        done = import_lines(region, lines(opened("A"), moved("-100")), actor=None, dry_run=True)

    assert (done.recorded, [took.recorded.fact.TYPE for took in done.facts]) == (
        2,
        ["unit.opened", "budget.transferred"],
    )
    assert len(written(where)) == len(REGION) + 1


def test_what_others_record_between_judging_and_recording_is_judged_with(region, where):
    """The transfer was possible when it was judged, and is no more: nothing is recorded."""
    with Ledger.open(where, now) as other:
        progress = when_judged(lambda: other.record(transferred("RS", "HSN", "-60")))
        with pytest.raises(NothingImported) as refused:
            import_lines(region, lines(opened("A"), moved("-60")), actor=None, progress=progress)

    assert "has -40 kr" in str(refused.value.bad[0].error)
    assert [kind for _, kind, _ in written(where)][len(REGION) :] == ["budget.adopted", "budget.transferred"]


def test_a_refusal_does_not_stand_when_others_have_recorded(region, where):
    """What was refused before may be right by then."""
    with Ledger.open(where, now) as other:
        progress = when_judged(lambda: other.record(adopted("RS", {"NETTO": "-50"}, year=2025)))
        told = [{**moved("-50"), "year": 2025, "effective": "2025-02-01"}]
        assert import_lines(region, lines(*told), actor=None, progress=progress).recorded == 1


def test_what_others_record_meanwhile_comes_first(region, where):
    """The import follows at the next positions, and a fact that was recorded meanwhile is not recorded again."""
    with Ledger.open(where, now) as other:
        progress = when_judged(lambda: other.record(unit("A", id="a")))
        there = unit("A", id="a")
        fields = [opened("A", id="a", name=there.name, effective=str(there.effective)), opened("C", id="c")]
        with open_log(where) as log:
            held = log.last_position()
        done = import_lines(region, lines(*fields), actor=None, progress=progress)

    assert (done.recorded, done.already_there) == (1, 1)
    assert written(where)[held:] == [(held + 1, "unit.opened", "a"), (held + 2, "unit.opened", "c")]


STORIES = {
    "reversed and replaced in one file": [
        moved("-60", id="T"),
        {"type": "decision.reversed", "reverses": "T", "reason": "fel"},
        moved("-40", id="T2", corrects="T"),
        moved("-60", id="T3"),
    ],
    "named by position": [
        opened("A", id="a"),
        {"type": "decision.reversed", "reverses": "FIRST", "reason": "fel"},
        opened("A", id="a2"),
    ],
    "a fact from before is reversed": [
        {"type": "decision.reversed", "reverses": "B", "reason": "fel", "id": "R"},
        {"type": "budget.adopted", "unit": "RS", "year": 2024, "lines": {"NETTO": "-5"}},
    ],
    "many, so that they do not wait in memory": [opened(f"M{number}", id=f"m-{number}") for number in range(2300)]
    + [{"type": "decision.reversed", "reverses": "m-7", "reason": "fel"}, opened("M7", id="igen")],
    "identical lines": [moved("-1"), moved("-1"), moved("-1")],
}
REFUSED = {
    "an id twice": [opened("A", id="x"), opened("B", id="x")],
    "an id of long ago twice": [
        opened("A", id="x"),
        *(opened(f"M{number}") for number in range(1700)),
        opened("B", id="x"),
    ],
    "a code twice": [opened("A"), opened("A")],
    "more than there is": [moved("-60"), moved("-41")],
    "an id that is taken": [opened("A", id="B")],
    "what nobody has recorded": [{"type": "decision.reversed", "reverses": "SAKNAS", "reason": "fel"}],
    "a reversal that others depend on": [moved("-60"), {"type": "decision.reversed", "reverses": "B", "reason": "fel"}],
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_judged_before_its_turn_or_in_it_the_same_is_recorded(stores, kind, story):
    """With an import that is judged in its turn, because somebody has recorded meanwhile, for comparison."""
    found = []
    for meanwhile in (False, True):
        where = stores.make(kind)
        with Ledger.open(where, now) as ledger, Ledger.open(where, now) as other:
            for fact in (*REGION, adopted("RS", {"NETTO": "-100"}, id="B")):
                ledger.record(fact)
            before = len(written(where))
            do = when_judged(lambda other=other: other.record(unit("EMELLAN", id="emellan")))
            told = [_placed(fields, before + 1 + meanwhile) for fields in STORIES[story]]
            done = import_lines(ledger, lines(*told), actor=None, progress=do if meanwhile else None)
            names = [each.fact.id for each in ledger.log.facts(before) if each.fact.id != "emellan"]
            reversals = [each.fact for each in ledger.log.facts(before) if isinstance(each.fact, DecisionReversed)]
            found.append((done.recorded, len(names), len(reversals)))
            assert ledger.log.last_position() == before + done.recorded + meanwhile
    assert found[0] == found[1]


def _placed(fields, first):
    """The line with the position in it that the import's first fact gets."""
    return {**fields, "reverses": f"#{first}"} if fields.get("reverses") == "FIRST" else fields


@pytest.mark.parametrize("story", REFUSED)
def test_what_is_refused_is_refused_without_a_turn(region, where, story):
    """And nothing is recorded."""
    before = written(where)
    with open_for_recording(where, now) as other, other.bulk(), pytest.raises(NothingImported) as refused:
        import_lines(region, lines(*REFUSED[story]), actor=None)

    assert refused.value.bad
    assert written(where) == before


def test_lines_are_kept_in_no_file_that_has_a_name(region, tmp_path, monkeypatch):
    """So that none is left by a program that is killed, and nobody else can read them."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    seen = []
    import_lines(
        region,
        lines(*(opened(f"M{number}", note="x" * 400) for number in range(3000))),
        actor=None,
        progress=lambda *_: seen.extend(
            path.name for path in Path(tmp_path).iterdir() if not path.name.endswith(".db")
        ),
    )

    assert not [name for name in seen if not name.startswith(("1.db", "etilqs"))]
