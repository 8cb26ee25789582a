"""``make rates``: how fast files of every kind are imported, and how much memory that takes: CSV, Excel and SIE.

Each import is a process of its own, from an empty ledger with units and lines to facts durably recorded.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from xlsxwriter import Workbook

UNITS, LINES = 200, 50
MEGABYTE = 1_000_000
Row = tuple[str, str, str, float]


def rows(count: int) -> Iterator[Row]:
    """Outcomes: unit, line, month and amount, all lines of a unit's month one after another."""
    for place in range(count):
        month, rest = divmod(place, UNITS * LINES)
        unit, line = divmod(rest, LINES)
        year, month = divmod(month, 12)
        yield f"U{unit:03d}", str(3000 + line * 20), f"{2021 + year}-{month + 1:02d}", -(unit * 1000 + line * 7) - 0.25


def organisation(path: Path) -> None:
    """The units and lines that the files name."""
    opened = {"effective": "2020-01-01"}
    units = [{"type": "unit.opened", "unit": f"U{number:03d}", "name": f"Enhet {number}"} for number in range(UNITS)]
    line = {"type": "line.opened", "side": "cost", "statement": "operating"}
    lines = [line | {"line": str(3000 + number * 20), "name": f"Konto {number}"} for number in range(LINES)]
    path.write_text("".join(json.dumps(each | opened) + "\n" for each in (*units, *lines)))


def csv(path: Path, count: int, *, references: bool) -> None:
    """With references every row is a fact; without, the lines of a month together are one."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"enhet;konto;månad;belopp{';referens' if references else ''}\n")
        for place, (*words, amount) in enumerate(rows(count)):
            cells = [*words, str(amount).replace(".", ","), *([f"F{place}"] if references else [])]
            stream.write(";".join(cells) + "\n")


def excel(path: Path, count: int) -> None:
    with Workbook(path, {"constant_memory": True}) as book:
        paper = book.add_worksheet("outcome.reported")
        paper.write_row(0, 0, ["enhet", "konto", "månad", "belopp", "referens"])
        for place, row in enumerate(rows(count), 1):
            paper.write_row(place, 0, [*row, f"F{place}"])


def sie(path: Path, size: int) -> int:
    """Balances by month until there are *size* bytes of them; how many there are."""
    written = 0
    with path.open("w", encoding="cp437", newline="") as stream:
        written += stream.write(
            '#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 3\r\n#RAR 0 20240101 20241231\r\n#DIM 1 "Ansvar"\r\n'
        )
        for number in range(size):
            unit, month, account = number // 600 % UNITS, number // 600 // UNITS % 12 + 1, number % 600
            line = 3000 + account // 12 * 20
            written += stream.write(f'#PSALDO 0 2024{month:02d} {line} {{1 "U{unit:03d}"}} {number}.25 {account}\r\n')
            if written >= size:
                return number + 1
    return size


def measured(folder: Path, name: str, count: int) -> None:
    """Import one file into a ledger of its own, and print what it took."""
    ledger = folder / f"{name}.db"
    liggare = [sys.executable, "-m", "cli.main", "--ledger", str(ledger)]
    for words in (["init"], ["import", str(folder / "organisation.jsonl")]):
        subprocess.run([*liggare, *words], check=True, capture_output=True)  # noqa: S603 - our own words
    command = [*liggare, "import", "--type", "outcome.reported", str(folder / name)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    if status:
        raise SystemExit(f"{name} could not be imported")
    size = (folder / name).stat().st_size / MEGABYTE
    cpu = used.ru_utime + used.ru_stime
    print(
        f"{name:<14} {count:>9,} rows {size:>6.1f} MB  {took:>6.1f} s, {cpu:.1f} s of processor:"
        f"  {count / took:>8,.0f} and {count / cpu:>8,.0f} rows/s  {used.ru_maxrss // 1024:>4} MiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the CSV and Excel files")
    parser.add_argument("--megabytes", type=int, default=100, help="size of the SIE file")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        organisation(folder / "organisation.jsonl")
        made: dict[str, Callable[[Path], object]] = {
            "single.csv": lambda path: csv(path, told.rows, references=True),
            "together.csv": lambda path: csv(path, told.rows, references=False),
            "single.xlsx": lambda path: excel(path, told.rows),
        }
        for name, make in made.items():
            make(folder / name)
            measured(folder, name, told.rows)
        measured(folder, "balances.se", sie(folder / "balances.se", told.megabytes * MEGABYTE))


if __name__ == "__main__":
    main()
