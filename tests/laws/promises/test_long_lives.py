"""Whatever a ledger lives through, its answers are those of a plain fold over the facts that were acknowledged."""

import io
import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import asking
import histories
from decisions import KINDS
from expected import Along, budget_rows, key_of, report_rows, said
from histories import EVER, RECORDER, days
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from mortal import Mortal
from oracle import Opinion, shown
from people import staffing_by_unit
from region import prelude

from ledger.domain.control.imports import ImportFinished
from ledger.domain.errors import Refused
from ledger.domain.values.days import Month, swedish_day
from ledger.interchange.importing import NothingImported, import_lines, restore_lines
from ledger.interchange.journal.reading import read_journal
from ledger.interchange.kept_lines import FileEnd
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.money.report import report
from ledger.queries.questions.staff.staffing import staffing
from ledger.recording.ledger import Ledger, evolve
from ledger.store.codec import encode, journal_line
from ledger.store.files.reading import open_log

EXAMPLES = max(1, settings.default.max_examples // 8)
batches = st.lists(st.sampled_from([*KINDS]), min_size=1, max_size=3, unique=True).flatmap(
    lambda kinds: st.lists(st.one_of(*(KINDS[kind] for kind in kinds)), min_size=2, max_size=5)
)
"""Decisions of a few kinds, so that they have to do with each other."""
MONTH_ENDS = [Month.of(2024, month).last_day for month in (7, 12, 2, 9)]


class Life(RuleBasedStateMachine):
    """One ledger in the hands of people, programs and accidents."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="liggare-life-"))
        self.told = histories.Told(self.folder)
        self.copies = 0
        self.steps = 0
        self.remembered = []

    @initialize()
    def begin(self):
        assert self.told.record(*prelude())

    def teardown(self):
        try:
            with self.told.reader() as reader:
                reader.views.current()  # which mends a read model that was harmed
            with Evidence.open(self.told.path) as evidence:
                verification = Verification(evidence)
                verified = verification.run()
            assert (verification.findings.first, verified.refused) == ([], None)
            assert verified.ledger.size == len(self.told.facts)
        finally:
            self.told.close()
            shutil.rmtree(self.folder)

    # -- what people do ----------------------------------------------------------------------------------

    @rule(steps=histories.histories(2, 5))
    def decide(self, steps):
        """People decide, report, reverse, correct and attest; a rule may refuse it."""
        self.told.tell(steps)

    @rule(kind=st.sampled_from(["policies", "closings"]), data=st.data())
    def govern(self, kind, data):
        """Policies and closed months, which change what is admitted and what counts."""
        self.told.tell([histories.Step(1, data.draw(KINDS[kind]))])

    @rule(facts=batches, only_admitted=st.booleans())
    def import_twice(self, facts, only_admitted):
        """All of a file is recorded or none of it, and the second time nothing is."""
        lines = [line_of(fact) for fact in (self.admitted(facts) if only_admitted else facts)]
        try:
            recorded = self.imported(lines)
        except NothingImported:
            assert not only_admitted, "what was rehearsed must be admitted"
            return
        added = self.facts_on_disk()[len(self.told.facts) :]
        finished = [each.fact for each in added if isinstance(each.fact, ImportFinished)]
        assert len(added) == recorded + len(finished)
        assert [each.facts for each in finished] == [recorded][: bool(recorded)]
        assert is_part_of([content(each.fact) for each in decisions(added)], lines)
        self.told.facts += added

        assert self.imported(lines) == 0

    # -- what programs and accidents do ------------------------------------------------------------------

    @rule(
        what=st.sampled_from(["come_back_later", "move_house", "rebuild", "lose_the_read_model"]),
        at=st.none() | st.integers(0, 20_000),
    )
    def keep_house(self, what, at):
        getattr(self, what)(at)

    def come_back_later(self, _):
        """Another program opens the ledger, with nothing in its memory."""
        self.told.ledger.close()
        self.told.ledger = Ledger.open(self.told.path, self.told.clock, self.told._new_id)

    def move_house(self, _):
        """The ledger is exported and restored, and life goes on in the copy."""
        with open_log(self.told.path) as log:
            journal = b"".join(journal_line(*row) + b"\n" for row in log.raw())
        self.copies += 1
        path = self.folder / f"copy-{self.copies}.db"
        histories.make_ledger(path, name="Region X", orgnr="", clock=self.told.clock)
        self.told.ledger.close()
        self.told.ledger = Ledger.open(path, self.told.clock, self.told._new_id)
        restore_lines(self.told.ledger, (("-", fields) for _, fields in read_journal(io.BytesIO(journal), "-")))
        self.told.path = path

    def rebuild(self, _):
        with self.told.reader() as reader:
            reader.views.rebuild()

    def lose_the_read_model(self, at):
        """It is deleted, or cut short, while nobody looks."""
        path = self.told.path.with_name(f"{self.told.path.name}.views")
        with suppress(FileNotFoundError):
            model = path.read_bytes()
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            if at is not None:
                path.write_bytes(model[:at])

    @rule(facts=batches, seen=st.integers(0, 3))
    def kill_who_records(self, facts, seen):
        """What was acknowledged is there, and at most what had been said is."""
        lines = [line_of(fact) | {"id": f"dying-{len(self.told.facts)}-{n}"} for n, fact in enumerate(facts)]
        program = Mortal("record", self.told.path, self.told.clock())
        program.say(lines)
        answers = program.answers(min(seen, len(lines)))
        answers += program.kill()
        added = self.facts_on_disk()[len(self.told.facts) :]

        acknowledged = [int(answer) for answer in answers if answer.isdecimal()]
        assert acknowledged == [each.position for each in added[: len(acknowledged)]]
        assert is_part_of([content(each.fact) for each in added], lines)
        self.told.facts += added

    @rule(facts=batches, said=st.integers(0, 8), after_ms=st.none() | st.integers(0, 60))
    def kill_who_imports(self, facts, said, after_ms):
        """In the middle of the lines nothing is recorded; about the end, all or nothing is."""
        lines = [line_of(fact) for fact in self.admitted(facts)]
        program = Mortal("import", self.told.path, self.told.clock())
        program.say(lines[:said] if after_ms is None else lines)
        if after_ms is not None:
            program.end_of_lines()
        answers = program.kill((5 if after_ms is None else after_ms) / 1000)
        added = self.facts_on_disk()[len(self.told.facts) :]

        if after_ms is None:
            assert (added, answers) == ([], [])
        if answers:
            assert answers == [str(len(decisions(added)))]
        assert is_part_of([content(each.fact) for each in decisions(added)], lines)
        self.told.facts += added
        assert self.imported(lines) == 0 or not added
        self.told.facts = self.facts_on_disk()

    # -- what must hold ----------------------------------------------------------------------------------

    @invariant()
    def nothing_acknowledged_is_lost(self):
        assert self.facts_on_disk() == self.told.facts

    @invariant()
    def every_answer_is_right(self):
        """Two witnesses and an opinion of our own give one answer, as known now and as known at some earlier fact."""
        self.steps += 1
        facts = self.told.facts
        with self.told.reader() as reader:
            for known_at in {EVER, *(each.recorded_at for each in facts[self.steps % len(facts or [0]) :][:1])}:
                self.compare(reader, MONTH_ENDS[self.steps % 4], known_at)

    @rule(as_of=days, back=st.integers(0, 40))
    def ask(self, as_of, back):
        """What was answered before is answered still, whatever has happened since."""
        known_at = self.told.facts[-1 - back % len(self.told.facts)].recorded_at
        with self.told.reader() as reader:
            for earlier in self.remembered[-3:]:
                assert not asking.differences(asking.asked(reader, *earlier[:2]), earlier[2])
            self.remembered.append((as_of, known_at, asking.asked(reader, as_of, known_at)))

    def compare(self, reader, as_of, known_at):
        at = reader.at(as_of, known_at)
        known = [each for each in self.told.facts if each.recorded_at <= known_at]
        along = Along(Opinion(known, as_of), "moment", swedish_day(known_at))
        fold = asking.fold_of(reader.log, as_of, at.position)

        assert asking.told_by(at.figures) == asking.told_by(fold)
        for by in ("unit", "unit,line,month"):
            answer = budget(at, year=2024, by=by)
            assert said(answer.rows, lambda row, by=by: key_of(row, by)) == shown(
                budget_rows(along, 2024, by, "operating")
            )
        reported = report_rows(along, (2024, 7))
        for row in reported.values():
            row.pop("has_forecast", None)
        assert said(report(at, month=asking.JULY).rows, lambda row: row.unit) == shown(reported)
        assert said(staffing(at).rows, lambda row: row.unit) == shown(staffing_by_unit(along))

    # -- how ---------------------------------------------------------------------------------------------

    def facts_on_disk(self):
        with open_log(self.told.path) as log:
            return list(log.facts())

    def imported(self, lines):
        """How many of the lines an import records."""
        kept = [*(("-", line) for line in lines), ("-", FileEnd("beslut.jsonl", "0" * 64))]
        return import_lines(self.told.ledger, kept, actor=RECORDER).recorded

    def admitted(self, facts):
        """Those of the facts that the rules admit after one another."""
        kept = []
        for fact in (evolve(fact, actor=RECORDER) for fact in facts):
            with suppress(Refused):
                self.told.ledger.rehearse(*kept, fact)
                kept.append(fact)
        return [evolve(fact, actor=None) for fact in kept]


def decisions(added):
    """What people decided and reported, without what the ledger says of the import."""
    return [each for each in added if not isinstance(each.fact, ImportFinished)]


def line_of(fact):
    """The fact as a line of a journal, without what a ledger adds."""
    return json.loads(encode(fact))


def content(fact):
    return {name: value for name, value in line_of(fact).items() if name not in ("id", "actor")}


def is_part_of(some, lines):
    """Whether some facts are among the lines, in their order."""
    rest = iter({name: value for name, value in line.items() if name != "id"} for line in lines)
    return all(any(each == line for line in rest) for each in some)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=EXAMPLES, stateful_step_count=12)
