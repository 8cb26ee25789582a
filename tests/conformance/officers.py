"""Officers at work on one ledger at the same time, each a process of its own that notes what it was told."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import attrs
from kept import now
from paths import ROOT

from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.measured import Money
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log

DAY = date(2024, 1, 1)
PAIRS = ("0", "1")
BATCH = 20
"""How many facts an import has. They sum to nothing, so that half of them would show."""
STAKE, HELD = Money(60), Money(40)
"""Before a race a unit gets the stake; with what it holds that is enough for one transfer and not for two."""


def organisation():
    """A region, the units that the officers work with, and one line."""
    yield UnitOpened(effective=DAY, unit="REG", name="Region")
    for unit in (*(f"{side}{pair}" for pair in PAIRS for side in "SAB"), "M", "N", "O", "P", "Q"):
        yield UnitOpened(effective=DAY, unit=unit, name=f"Enhet {unit}", parent="REG")
    yield LineOpened(effective=DAY, line="NETTO", name="Netto", side="net", statement="operating")
    for pair in PAIRS:
        yield adjusted(f"S{pair}", HELD)


def adjusted(unit, amount, **more):
    return BudgetAdjusted(effective=DAY, unit=unit, year=2024, lines={"NETTO": amount}, financing="skatt", **more)


@attrs.define
class Officer:
    """Somebody who records until the time is up, and writes down every acknowledgement."""

    where: object
    name: str
    until: float
    notes: Path
    longest_s: float = 0.0
    told: list = attrs.field(factory=list)

    @property
    def has_time(self):
        return time.time() < self.until

    def acknowledged(self, what, position, id_, started=None):
        """Note what was told, and how long it took if that is of interest, after looking it up as anybody would."""
        if started is not None:
            self.longest_s = max(self.longest_s, time.perf_counter() - started)
        with open_log(self.where) as log:
            found = log.find(position)
        assert found is not None, f"#{position} was acknowledged and cannot be read"
        assert found[0].fact.id == id_
        self.told.append((what, position, id_))

    def leave(self):
        self.notes.write_text(json.dumps({"told": self.told, "longest_s": self.longest_s}), encoding="utf-8")


def at_work(work, where, name, gate, seconds, notes, *more):
    """One officer's work, from the moment everybody is there until the time is up."""
    gate.wait()
    officer = Officer(where, name, time.time() + seconds, notes)
    try:
        work(officer, *more)
    finally:
        officer.leave()


def record(officer):
    """One decision after another, over one open ledger."""
    with Ledger.open(officer.where, now) as ledger:
        number = 0
        while officer.has_time:
            id_, started = f"{officer.name}-{number}", time.perf_counter()
            (took,) = ledger.record(adjusted("M", Money(1), id=id_))
            officer.acknowledged("recorded", took.recorded.position, id_, started)
            number += 1


def import_batches(officer):
    """Files of linked decisions, each of which changes no total."""
    with Ledger.open(officer.where, now) as ledger:
        number = 0
        while officer.has_time:
            started = time.perf_counter()
            with ledger.bulk() as batch:
                facts = [
                    adjusted(
                        "NO"[place % 2], Money(7 if place % 2 else -7), id=f"batch-{officer.name}-{number}-{place}"
                    )
                    for place in range(BATCH)
                ]
                took = [batch.offer(fact, {"id"}) for fact in facts]
            officer.acknowledged("imported", took[-1].recorded.position, facts[-1].id, started)
            number += 1


def type_commands(officer):
    """The command itself, as a person types it: record one decision, and import a file."""
    number = 0
    while officer.has_time:
        id_ = f"{officer.name}-{number}"
        words = f"--unit P --year 2024 --lines NETTO=1 --financing skatt --effective {DAY} --id {id_} --format json"
        ran = liggare(officer.where, "record", "budget.adjusted", *words.split())
        assert ran.returncode == 0, ran.stderr
        officer.acknowledged("typed", json.loads(ran.stdout)["position"], id_)
        line = {"type": "budget.adjusted", "id": f"{id_}-file", "effective": str(DAY), "unit": "P", "year": 2024}
        typed = json.dumps(line | {"lines": {"NETTO": "1"}, "financing": "skatt"})
        ran = liggare(officer.where, "import", "-", typed=typed)
        assert (ran.returncode, ran.stdout) == (0, "1 fact recorded, 0 already there.\n"), ran.stderr
        number += 1


def liggare(where, *words, typed=""):
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "--ledger", str(where), *words],
        input=typed, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT,
    )  # fmt: skip


def die_before_telling(officer):
    """Recorded, and killed before the acknowledgement is out; then the same is said again."""
    number = 0
    while officer.has_time:
        id_ = f"{officer.name}-{number}"
        child = os.fork()
        if child == 0:
            with suppress(BaseException), Ledger.open(officer.where, now) as ledger:
                ledger.record(adjusted("Q", Money(1), id=id_))
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it should have recorded, and been killed"
        with Ledger.open(officer.where, now) as ledger:
            (took,) = ledger.record(adjusted("Q", Money(1), id=id_))
        assert took.already_there, "what was recorded was recorded again"
        officer.acknowledged("said again", took.recorded.position, id_)
        number += 1


def race(officer, pair, side, together, going):
    """Both of a pair want more than half of what a unit has, at the same moment, again and again."""
    number = 0
    with Ledger.open(officer.where, now) as ledger:
        while True:
            if side == "A":
                going.value = officer.has_time
                ledger.record(adjusted(f"S{pair}", STAKE, id=f"stake-{pair}-{number}"))
            together.wait()
            if not going.value:
                return
            officer.told.append(transferred(officer, ledger, pair, side, number))
            together.wait()
            number += 1


def transferred(officer, ledger, pair, side, number):
    id_, started = f"{officer.name}-{number}", time.perf_counter()
    fact = BudgetTransferred(
        effective=DAY, year=2024, from_unit=f"S{pair}", to_unit=f"{side}{pair}", line="NETTO", amount=STAKE, id=id_
    )
    try:
        (took,) = ledger.record(fact)
    except TransferExceedsBudget:
        return "lost the race", number, id_
    officer.acknowledged("moved", took.recorded.position, id_, started)
    return "won the race", number, id_
