"""``make growth``: every command on ever longer histories of the same region, and what grows faster than its answer.

Prints processor time (which a loaded machine changes little), peak memory and the length of what was printed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import attrs
from measuring import Run, command
from mix import Mix

LIGGARE = [sys.executable, "-m", "cli.main"]
MOST_SECONDS, MOST_MIB = 3.0, 160.0
"""What a command may take at a million facts, unless its answer is larger."""
SLACK = 1.5
MOMENTS = "--from 2024-06@2024-07-15 --to 2024-09@2024-10-15"

ASKED = {
    "help": "--help",
    "budget unit": "show budget --year 2024",
    "budget unit,line": "show budget --year 2024 --by unit,line",
    "budget month": "show budget --year 2024 --by month",
    "budget unit,month": "show budget --year 2024 --by unit,month",
    "budget unit,line,month": "show budget --year 2024 --by unit,line,month",
    "budget then": "show budget --year 2020 --by unit,line --as-of 2020-07-17 --known-at 2020-09-13",
    "budget tree then": "show budget --year 2024 --tree then",
    "outcome": "show outcome --year 2024",
    "outcome one unit": "show outcome --year 2024 --unit U100",
    "outcome month csv": "show outcome --month 2024-07 --format csv",
    "outcome known": "show outcome --year 2020 --known-at 2020-09-13",
    "forecast": "show forecast --year 2024",
    "forecast unit,line": "show forecast --year 2024 --by unit,line",
    "forecast one unit": "show forecast --year 2024 --unit U100",
    "staffing": "show staffing",
    "staffing one unit": "show staffing --unit U100",
    "freezes": "show freezes",
    "exemptions": "show exemptions",
    "savings": "show savings",
    "indicators": "show indicators --year 2024",
    "assignments": "show assignments",
    "pending": "show pending",
    "units": "show units",
    "report": "show report --month 2024-07",
    "report one unit": "show report --month 2024-07 --unit U003",
    "report tree then": "show report --month 2024-07 --tree then",
    "result": "show result --month 2024-07",
    "status": "status",
    "journal last": "journal --last 20",
    "journal unit": "journal --unit U100 --last 20",
    "journal type": "journal --type policy",
    "journal text": "journal --text B1234",
    "journal recorded": "journal --recorded-from 2024-11-01 --last 20",
    "explain budget unit": "explain budget --year 2024 --unit U100",
    "explain budget column": "explain budget --year 2024 --column grants",
    "explain report": "explain report --month 2024-07 --unit U100",
    "explain outcome": "explain outcome --year 2024 --unit U100",
    "explain forecast": "explain forecast --year 2024 --unit U100",
    "explain staffing": "explain staffing --unit U100",
    "explain savings": "explain savings --plan PLAN-2024",
    "compare budget": f"compare budget --year 2024 {MOMENTS}",
    "compare budget bridge": f"compare budget --year 2024 {MOMENTS} --bridge --kinds",
    "compare budget tree then": f"compare budget --year 2024 {MOMENTS} --tree then --bridge --kinds",
    "compare report": f"compare report --month 2024-05 --column ytd_outcome {MOMENTS}",
    "compare outcome": f"compare outcome --year 2024 {MOMENTS}",
    "compare forecast": "compare forecast --year 2024 --from-version P1 --to-version P2",
    "compare staffing": f"compare staffing {MOMENTS}",
    "check": "check {folder}/board.csv --map {folder}/board.toml --known-at 2024-08-20",
    "publish md": "publish --month 2024-07 --to {folder}/report.md --overwrite",
    "publish md unit": "publish --month 2024-07 --unit U003 --to {folder}/report.md --overwrite",
    "record transfer": "record budget.transferred --effective 2024-12-01 --year 2024 --from-unit U001 --to-unit U002"
    " --line K05 --amount=-1",
    "record outcome": "record outcome.reported --unit U100 --month 2024-12 --lines K05=-1",
    "record unit.closed": "record unit.closed --unit U299 --effective 2024-12-01",
}
OF_ALL = {"verify": "verify", "export": "export {folder}/all.jsonl --overwrite", "rebuild": "rebuild"}
"""What goes through every fact, because that is what was asked for."""


@attrs.frozen
class Growth:
    """One command on histories of several lengths, the shortest first."""

    name: str
    runs: list[Run]

    def told(self) -> str:
        cells = (f"{run.cpu:.2f} ({run.mib:.0f}, {run.printed.count(chr(10))})" for run in self.runs)
        return f"| {self.name} | {' | '.join(cells)} |"

    def is_faster_than_its_answer(self, start: float) -> bool:
        """Whether it grew more than what it printed, beyond what a program takes to *start*."""
        if len(self.runs) < 2:
            return False
        first, last = self.runs[0], self.runs[-1]
        longer = max(len(last.printed) / max(len(first.printed), 1), 1)
        own, then = max(first.cpu - start, 0.02), last.cpu - start
        return then > SLACK * longer * own and last.cpu > 2 * start

    @property
    def is_slow(self) -> bool:
        """Whether it takes more than anything may, and not because it prints so much."""
        last = self.runs[-1]
        return (last.cpu > MOST_SECONDS or last.mib > MOST_MIB) and len(last.printed) < 1_000_000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="10000,100000", help="numbers of facts")
    asked.add_argument("--only", default="", help="commands whose names begin so")
    options = asked.parse_args()
    sizes = list(map(int, options.sizes.split(",")))
    found: dict[str, Growth] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="liggare-growth-") as made:
            for name, run in _measured(Path(made), size, options.only):
                found.setdefault(name, Growth(name, [])).runs.append(run)
                print(f"  {size:,} {name}: {run.cpu:.2f} s, {run.mib:.0f} MiB", file=sys.stderr, flush=True)
    print(f"| seconds of processor time (MiB, lines) | {' | '.join(f'{size:,}' for size in sizes)} |")
    print("|---|" + "---:|" * len(sizes))
    for each in found.values():
        print(each.told())
    start = found["help"].runs[-1].cpu if "help" in found else 0.1
    faster = [each.name for each in found.values() if each.name not in OF_ALL and each.is_faster_than_its_answer(start)]
    slow = [each.name for each in found.values() if each.name not in OF_ALL and each.is_slow]
    print(f"\nGrows faster than its answer: {', '.join(faster) or 'nothing'}.")
    print(f"More than {MOST_SECONDS:g} s or {MOST_MIB:g} MiB for a short answer: {', '.join(slow) or 'nothing'}.")


def _measured(folder: Path, size: int, only: str) -> "list[tuple[str, Run]]":
    """Every command once on a history of a size, with its read model there and in use."""
    journal, ledger = folder / "mix.jsonl", [*LIGGARE, "--ledger", str(folder / "mix.db")]
    with journal.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in Mix(size).journal())
    for words in (["init"], ["restore", str(journal)], ["rebuild"]):
        command([*ledger, *words])
    _print_board(folder, ledger)
    chosen = {name: words for name, words in (ASKED | OF_ALL).items() if name == "help" or name.startswith(only)}
    return [
        (name, command([*ledger, *words.format(folder=folder).split()], fails=True)) for name, words in chosen.items()
    ]


def _print_board(folder: Path, ledger: list[str]) -> None:
    """The table that ``check`` holds against the ledger: budgets of the boards, as they were a few weeks before."""
    answer = command(
        [*ledger, *["show", "budget", "--year", "2024", "--known-at", "2024-07-15", "--format", "csv"]]
    ).printed
    rows = [line.split(",") for line in answer.splitlines()]
    place = rows[0].index("current")
    boards = {row[0]: row[place] for row in rows[1:] if row[0] in {f"U{number:03d}" for number in range(13)}}
    table = "".join(f"{code},{amount}\n" for code, amount in boards.items())
    (folder / "board.csv").write_text(f"unit,budget\n{table}", encoding="utf-8")
    named = "".join(f'"{code}" = "{code}"\n' for code in boards)
    mapping = (
        f'question = "budget"\nyear = 2024\nin = "kr"\ndecimals = 2\n\n[rows]\n{named}\n[columns]\nbudget = "current"\n'
    )
    (folder / "board.toml").write_text(mapping, encoding="utf-8")


if __name__ == "__main__":
    main()
