"""``make bench``: liggare beside its peers and beside what SQLite itself can do, in one run.

All of them get the same decisions and must agree to the öre before anything is measured. Prints medians and
ratios, and writes results.md with the machine described.
"""

import argparse
import csv
import io
import os
import platform
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import peers
from decisions import decisions, exported, offered

AS_OF, KNOWN_AT = date(2024, 7, 31), date(2024, 9, 30)
LIGGARE = [sys.executable, "-m", "cli.main"]
HERE = Path(__file__).parent


@attrs.frozen
class Run:
    """One run of a command: wall seconds, peak memory in MiB, and what it printed."""

    seconds: float
    mib: float
    printed: str


@attrs.define
class Results:
    """Medians by what was measured, in the order they were measured."""

    rows: list[tuple[str, str, float, float]] = attrs.field(factory=list)

    def add(self, what: str, who: str, runs: list[Run]) -> None:
        seconds, mib = statistics.median(run.seconds for run in runs), statistics.median(run.mib for run in runs)
        self.rows.append((what, who, seconds, mib))
        print(f"  {what:<34} {who:<22} {seconds:9.3f} s {mib:8.0f} MiB", flush=True)

    def seconds(self, what: str, who: str) -> float | None:
        return next((row[2] for row in self.rows if row[:2] == (what, who)), None)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default=os.environ.get("SIZE", "10000,100000"), help="numbers of decisions")
    asked.add_argument("--repeat", type=int, default=5)
    asked.add_argument("--beancount", default="", help="the Python of an environment that has beancount")
    asked.add_argument("--results", type=Path, default=HERE / "results.md")
    options = asked.parse_args()
    told = [_machine()]
    for size in map(int, options.sizes.split(",")):
        print(f"{size:,} decisions", flush=True)
        with tempfile.TemporaryDirectory(prefix="liggare-bench-") as made:
            results = _measure(Path(made), size, options.repeat, options.beancount)
        told.append(_told(size, results))
    options.results.write_text("\n\n".join(told) + "\n", encoding="utf-8")
    print(f"Written to {options.results}.")


def _measure(work: Path, size: int, repeat: int, beancount: str) -> Results:
    results = Results()
    asked = _peer_commands(work, size, beancount)
    _import(work, size, results)
    _require_agreement(work, size, asked)
    ours = _question(work)
    results.add("as of and known at, warm", "liggare", _times(ours, repeat))
    results.add("explain one figure", "liggare", _times(_explain(work), repeat))
    for name, command in asked.items():
        results.add("as of and known at, warm", name, _times(["sh", "-c", command], repeat if size <= 100_000 else 1))
    results.add("read model deleted", "liggare", [_cold(work, ours) for _ in range(min(repeat, 3))])
    results.add("verify", "liggare", _times([*LIGGARE, "--ledger", str(work / "ours.db"), "verify"], 1))
    results.add("start-up (--help)", "liggare", _times([*LIGGARE, "--help"], repeat))
    results.add("start-up (--help)", "bare interpreter", _times([sys.executable, "-c", "pass"], repeat))
    _one_by_one(work, results)
    _replay(work, size, results)
    return results


def _peer_commands(work: Path, size: int, beancount: str) -> dict[str, str]:
    made = {"ledger": work / "peer.ledger", "beancount": work / "peer.beancount"}
    peers.write_ledger(made["ledger"], decisions(size))
    found: dict[str, str] = {}
    for peer in (peers.LEDGER, peers.HLEDGER):
        if shutil.which(peer.ending):
            found[peer.name] = peers.command_for(peer, made["ledger"], AS_OF, KNOWN_AT)
    if beancount:
        peers.write_beancount(made["beancount"], decisions(size))
        script = {"python": beancount, "script": str(HERE / "ask_beancount.py")}
        found["beancount"] = peers.command_for(peers.BEANCOUNT, made["beancount"], AS_OF, KNOWN_AT, **script)
    return found


def _import(work: Path, size: int, results: Results) -> None:
    """The journal offered with all rules; then the same decisions restored with their own instants, to be asked."""
    (work / "offered.jsonl").write_text("".join(f"{offered(each)}\n" for each in decisions(size)), encoding="utf-8")
    (work / "exported.jsonl").write_text("".join(f"{exported(each)}\n" for each in decisions(size)), encoding="utf-8")
    _run([*LIGGARE, "--ledger", str(work / "imported.db"), "init"])
    imported = _run([*LIGGARE, "--ledger", str(work / "imported.db"), "import", str(work / "offered.jsonl")])
    results.add("import, rules included", "liggare", [imported])
    results.add("import, rules included", "raw keyed bulk insert", [_raw_bulk(work, size)])
    _run([*LIGGARE, "--ledger", str(work / "ours.db"), "restore", str(work / "exported.jsonl")])


def _question(work: Path) -> list[str]:
    return [*LIGGARE, "--ledger", str(work / "ours.db"), "show", "budget", "--year", "2024", "--by", "unit,line",
            "--as-of", str(AS_OF), "--known-at", str(KNOWN_AT), "--format", "csv"]  # fmt: skip


def _explain(work: Path) -> list[str]:
    return [*LIGGARE, "--ledger", str(work / "ours.db"), "explain", "budget", "--year", "2024", "--unit", "U150",
            "--as-of", str(AS_OF), "--known-at", str(KNOWN_AT), "--format", "csv"]  # fmt: skip


def _require_agreement(work: Path, size: int, asked: dict[str, str]) -> None:
    """Nothing is measured before all answers are the same to the öre."""
    expected = peers.fold(decisions(size), AS_OF, KNOWN_AT)
    for name, command in asked.items():
        if peers.read_balances(name, _run(["sh", "-c", command]).printed) != expected:
            sys.exit(f"{name} does not agree with the plain fold")
    ours: peers.Balances = {}
    for year in (2022, 2023, 2024):
        question = _question(work)
        question[question.index("2024")] = str(year)
        for row in csv.DictReader(io.StringIO(_run(question).printed)):
            key = (row["unit"], row["line"])
            ours[key] = ours.get(key, 0) + int(row["current"].replace(".", ""))
    if {key: ore for key, ore in ours.items() if ore} != peers.rolled_up(expected):
        sys.exit("liggare does not agree with the plain fold")


def _times(command: list[str], repeat: int) -> list[Run]:
    return [_run(command) for _ in range(repeat)]


def _run(command: list[str]) -> Run:
    """Run a command; wall time and the peak memory of it and what it starts."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=HERE.parent)  # noqa: S603 - our own commands
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return Run(seconds, usage.ru_maxrss / 1024, printed)


def _cold(work: Path, question: list[str]) -> Run:
    for left in work.glob("ours.db.views*"):
        left.unlink()
    return _run(question)


def _raw_bulk(work: Path, size: int) -> Run:
    """What SQLite takes for the same bytes with the same keys, and no rules."""
    rows = [(each.position, f"budget-{each.effective.year}", each.position, each.fact["type"],
             offered(each).encode(), each.position, f"D{each.position}") for each in decisions(size)]  # fmt: skip
    with _raw(work / "raw-bulk.db") as connection:
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?,?,?,?)", rows)
        connection.commit()
        return Run(time.perf_counter() - began, 0, "")


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE stored_events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,"
        " topic TEXT, state BLOB, recorded_at INTEGER, fact_id TEXT UNIQUE, UNIQUE (originator_id, originator_version))"
    )
    return connection


COUNT = 500


def _one_by_one(work: Path, results: Results) -> None:
    """One durable decision after another, beside a raw durable insert with the same keys."""
    from ledger.application import Ledger
    from ledger.domain.budget import BudgetTransferred
    from ledger.domain.measured import Money

    def transfer(number: int) -> BudgetTransferred:
        return BudgetTransferred(effective=date(2024, 9, 1), id=f"E{number}", actor="ekonom1", year=2024,
                                 from_unit="U001", to_unit="U002", line="K05", amount=Money(-1 - number))  # fmt: skip

    with Ledger.open(work / "imported.db", lambda: datetime.now(UTC)) as ledger:
        ledger.record(transfer(0))
        seconds = _timed(lambda: [ledger.record(transfer(number)) for number in range(1, COUNT + 1)])
    results.add(f"{COUNT} recorded one by one", "liggare", [Run(seconds, _own_mib(), "")])
    with _raw(work / "raw.db") as connection:
        insert = "INSERT INTO stored_events VALUES (?,?,?,?,?,?,?)"
        rows = [(n, "s", n, "t", b"x" * 200, n, f"E{n}") for n in range(1, COUNT + 1)]
        seconds = _timed(lambda: [connection.execute(insert, row) for row in rows])
    results.add(f"{COUNT} recorded one by one", "raw durable insert", [Run(seconds, 0, "")])


def _replay(work: Path, size: int, results: Results) -> None:
    """Reading and building every fact, beside a cursor and msgspec building nothing but dicts."""
    import msgspec

    from ledger.store.log import open_log

    def built() -> Iterator[object]:
        with open_log(work / "ours.db") as log:
            yield from log.facts()

    def bare() -> Iterator[object]:
        decode = msgspec.json.Decoder().decode
        connection = sqlite3.connect(work / "ours.db")
        for (state,) in connection.execute("SELECT state FROM stored_events ORDER BY position"):
            yield decode(state)
        connection.close()

    results.add(f"{size:,} facts replayed", "liggare", [Run(_timed(lambda: _exhaust(built())), _own_mib(), "")])
    results.add(f"{size:,} facts replayed", "cursor and msgspec", [Run(_timed(lambda: _exhaust(bare())), 0, "")])


def _exhaust(facts: Iterator[object]) -> None:
    for _ in facts:
        pass


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _own_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _machine() -> str:
    return (
        "# Measured\n\nMade by `make bench`; nothing here is written by hand.\n\n"
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {datetime.now(UTC).date()}."
    )


def _told(size: int, results: Results) -> str:
    lines = [f"## {size:,} decisions", "", "| measured | by | seconds | MiB | ÷ liggare |", "|---|---|---:|---:|---:|"]
    for what, who, seconds, mib in results.rows:
        ours = results.seconds(what, "liggare")
        ratio = f"{seconds / ours:.2f}" if ours and who != "liggare" else ""
        lines.append(f"| {what} | {who} | {seconds:.3f} | {mib:.0f} | {ratio} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
