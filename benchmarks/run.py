"""``make bench``: liggare beside its peers and beside what SQLite itself can do, in one run.

All of them get the same decisions and must agree to the öre before anything is measured. Prints medians and
ratios, and writes results.md with the machine described.
"""

import argparse
import csv
import io
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import limits
import peers
from decisions import decisions, exported, offered
from goals import ANY_DAY, COLD, EXPLAIN, HELP, IMPORT, LARGE, MONTH_END, ONE, REPLAY, VERIFY, WARM, goals
from measuring import Results, Run, command, exhaust, side_by_side, timed, work

AS_OF, KNOWN_AT = date(2024, 7, 31), date(2024, 9, 30)
OTHER_DAYS = date(2024, 7, 17), date(2024, 9, 13)
LIGGARE = [sys.executable, "-m", "cli.main"]
HERE = Path(__file__).parent
ONE_BY_ONE = 500


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default=os.environ.get("SIZE", "10000,100000"), help="numbers of decisions")
    asked.add_argument("--repeat", type=int, default=5)
    asked.add_argument("--beancount", default="", help="the Python of an environment that has beancount")
    asked.add_argument("--results", type=Path, default=HERE / "results.md")
    options = asked.parse_args()
    told, measured = [_machine()], []
    for size in map(int, options.sizes.split(",")):
        print(f"{size:,} decisions", flush=True)
        with tempfile.TemporaryDirectory(prefix="liggare-bench-") as made:
            bench = Bench(Path(made), size, options.repeat if size < LARGE else min(options.repeat, 3))
            bench.run(options.beancount)
        measured.append(bench.results)
        told.append(_told(bench))
    told.append(_growth(measured))
    options.results.write_text("\n\n".join(told) + "\n", encoding="utf-8")
    print(f"Written to {options.results}.")


class Bench:
    """One size of history, in a folder of its own."""

    def __init__(self, folder: Path, size: int, repeat: int) -> None:
        self.folder, self.size, self.repeat = folder, size, repeat
        self.results = Results(size)
        self.read_model = 0.0
        """The bytes of the read model, as a share of those of the facts."""

    def run(self, beancount: str) -> None:
        asked = self._peers(beancount)
        self._import()
        self._questions(asked, self._require_agreement(asked))
        self._one_by_one()
        self._in_process()
        self.read_model = _bytes(self.folder, "ours.db.views*") / _bytes(self.folder, "ours.db")

    def _ledger(self, name: str, *words: str) -> list[str]:
        return [*LIGGARE, "--ledger", str(self.folder / name), *words]

    def _question(self, year: int = AS_OF.year) -> list[str]:
        return self._ledger("ours.db", "show", "budget", "--year", str(year), "--by", "unit,line",
                            "--as-of", str(AS_OF), "--known-at", str(KNOWN_AT), "--format", "csv")  # fmt: skip

    def _peers(self, beancount: str) -> dict[str, list[str]]:
        """The question to each peer that is there, in its own words."""
        file, other = self.folder / "peer.ledger", self.folder / "peer.beancount"
        peers.write_ledger(file, decisions(self.size))
        there = [peer for peer in (peers.LEDGER, peers.HLEDGER) if shutil.which(peer.ending)]
        asked = {peer.name: peers.command_for(peer, file, AS_OF, KNOWN_AT) for peer in there}
        if beancount:
            peers.write_beancount(other, decisions(self.size))
            script = {"python": beancount, "script": str(HERE / "ask_beancount.py")}
            asked["beancount"] = peers.command_for(peers.BEANCOUNT, other, AS_OF, KNOWN_AT, **script)
        return {name: ["sh", "-c", words] for name, words in asked.items()}

    def _import(self) -> None:
        """The journal offered with all rules; then the same decisions restored with their own instants, to be asked."""
        with (self.folder / "offered.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{offered(each)}\n" for each in decisions(self.size))
        with (self.folder / "exported.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{exported(each)}\n" for each in decisions(self.size))
        insert = limits.bulk_insert(self.folder / "raw-bulk.db", self.size)
        command(self._ledger("imported.db", "init"))
        self.results.add(
            IMPORT, "liggare", command(self._ledger("imported.db", "import", f"{self.folder}/offered.jsonl"))
        )
        self.results.add(IMPORT, "raw keyed bulk insert", timed(insert))
        self.results.tell(IMPORT)
        command(self._ledger("ours.db", "restore", f"{self.folder}/exported.jsonl"))

    def _require_agreement(self, asked: dict[str, list[str]]) -> dict[str, Run]:
        """Nothing is measured before all answers are the same to the öre; how each peer came to its own."""
        expected = peers.fold(decisions(self.size), AS_OF, KNOWN_AT)
        answered = {name: command(words) for name, words in asked.items()}
        for name, run in answered.items():
            if peers.read_balances(name, run.printed) != expected:
                sys.exit(f"{name} does not agree with the plain fold")
        ours: peers.Balances = {}
        for year in (2022, 2023, 2024):
            for row in csv.DictReader(io.StringIO(command(self._question(year)).printed)):
                key = (row["unit"], row["line"])
                ours[key] = ours.get(key, 0) + int(row["current"].replace(".", ""))
        if {key: ore for key, ore in ours.items() if ore} != peers.rolled_up(expected):
            sys.exit("liggare does not agree with the plain fold")
        return answered

    def _questions(self, asked: dict[str, list[str]], answered: dict[str, Run]) -> None:
        """By turns; of a large history, peers that take minutes are measured the one time they had to agree."""
        often, results = self.repeat, self.results
        patient = {name for name in asked if self.size < LARGE or name == "ledger-cli"}
        for name in asked.keys() - patient:
            results.add(WARM, name, answered[name])
        by_turns = {name: words for name, words in asked.items() if name in patient}
        side_by_side(results, WARM, {"liggare": self._question(), **by_turns}, often)
        explain = self._ledger("ours.db", "explain", "budget", "--year", "2024", "--unit", "U150",
                               "--as-of", str(AS_OF), "--known-at", str(KNOWN_AT), "--format", "csv")  # fmt: skip
        side_by_side(results, EXPLAIN, {"liggare": explain}, often)
        for _ in range(min(often, 3)):
            results.add(COLD, "liggare", self._cold())
        results.tell(COLD)
        side_by_side(results, VERIFY, {"liggare": self._ledger("ours.db", "verify")}, 0)
        start = {"liggare": [*LIGGARE, "--help"], "bare interpreter": [sys.executable, "-c", "pass"]}
        side_by_side(results, HELP, start, often)

    def _cold(self) -> Run:
        for left in self.folder.glob("ours.db.views*"):
            left.unlink()
        return command(self._question())

    def _one_by_one(self) -> None:
        """One durable decision after another, beside a raw durable insert of as many bytes with the same keys."""
        from ledger.domain.money.transfers import BudgetTransferred
        from ledger.domain.values.measured import Money
        from ledger.recording.ledger import Ledger
        from ledger.store.codec import encode

        number = count(1)

        def transfer() -> BudgetTransferred:
            fresh = next(number)
            return BudgetTransferred(effective=date(2024, 9, 1), id=f"E{fresh}", actor="ekonom1", year=2024,
                                     from_unit="U001", to_unit="U002", line="K05", amount=Money(-fresh))  # fmt: skip

        state = encode(transfer())
        with (
            Ledger.open(self.folder / "imported.db", lambda: datetime.now(UTC)) as ledger,
            limits.raw(self.folder / "raw.db") as connection,
        ):
            ledger.record(transfer())
            rows = ((n, "s", n, "t", state, n, f"E{n}") for n in count(1))
            pieces = {
                "liggare": lambda: [ledger.record(transfer()) for _ in range(ONE_BY_ONE)],
                "raw durable insert": lambda: [
                    connection.execute(limits.INSERT, next(rows)) for _ in range(ONE_BY_ONE)
                ],
            }
            work(self.results, ONE, pieces, self.repeat)

    def _in_process(self) -> None:
        ledger = self.folder / "ours.db"
        replays = {"liggare": lambda: exhaust(limits.replay(ledger)),
                   "cursor and msgspec": lambda: exhaust(limits.bare_replay(ledger))}  # fmt: skip
        work(self.results, REPLAY, replays, min(self.repeat, 3))
        aggregate = limits.Aggregate(ledger, self.folder / "postings.db", self.size, AS_OF.year)
        for what, days in ((MONTH_END, (AS_OF, KNOWN_AT)), (ANY_DAY, OTHER_DAYS)):
            aggregate.require_agreement(*days)
            pieces = {
                "liggare": lambda days=days: aggregate.ours(*days),
                "SQLite covering index": lambda days=days: aggregate.covering_index(*days),
            }
            work(self.results, what, pieces, self.repeat)


def _bytes(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        "# Measured\n\nMade by `make bench`; nothing here is written by hand. Medians of several runs by turns; "
        f"one run where it says so by its size.\n\n{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{datetime.now(UTC).date()}."
    )


def _told(bench: Bench) -> str:
    results = bench.results
    lines = [
        f"## {bench.size:,} decisions",
        "",
        "| measured | by | seconds | MiB | ÷ liggare |",
        "|---|---|---:|---:|---:|",
    ]
    for what, who in results.runs:
        ratio = f"{results.ratio(what, who):.2f}" if who != "liggare" else ""
        mib = f"{results.mib(what, who):.0f}" if results.mib(what, who) else ""
        lines.append(f"| {what} | {who} | {results.seconds(what, who):.4f} | {mib} | {ratio} |")
    lines += ["", "| goal | wanted | found | reached |", "|---|---|---|---|"]
    lines += filter(None, (goal.told(results) for goal in goals(bench.size, bench.read_model)))
    for line in lines[lines.index("| goal | wanted | found | reached |") + 2 :]:
        print(f"  {line}")
    return "\n".join(lines)


def _growth(measured: list[Results]) -> str:
    """The same question to ever longer histories."""
    asked = [what for what in (WARM, EXPLAIN, MONTH_END, ANY_DAY) if all(r.seconds(what, "liggare") for r in measured)]
    sizes = " | ".join(f"{results.size:,}" for results in measured)
    lines = ["## Growth", "", f"| seconds, liggare | {sizes} |", "|---|" + "---:|" * len(measured)]
    lines += [
        f"| {what} | " + " | ".join(f"{r.seconds(what, 'liggare'):.4f}" for r in measured) + " |" for what in asked
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
