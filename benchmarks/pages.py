"""``make bench-web``: pages of a ledger of a realistic mix, first and kept, and recording beside readers.

Every page is asked of a server process over one connection each; a page is *first* when nothing is kept of it.
"""

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import attrs
from measuring import ROOT, command
from mix import Mix

LIGGARE = [sys.executable, "-m", "cli.main"]
MOMENT = "as_of=2024-12-31"
PAGES = {
    "start": f"/?{MOMENT}",
    "budget": f"/budget?year=2024&{MOMENT}",
    "budget by unit and line": f"/budget?year=2024&by=unit,line&{MOMENT}",
    "report": "/report?month=2024-07",
    "forecast": f"/forecast?year=2024&{MOMENT}",
    "staffing": f"/staffing?{MOMENT}",
    "journal": "/journal",
    "journal searched": "/journal?text=B12345678",
    "explain one unit": f"/explain/budget?year=2024&unit=U100&{MOMENT}",
    "history one unit": f"/history/budget?year=2024&unit=U100&{MOMENT}",
    "history of all": f"/history/budget?year=2024&{MOMENT}",
    "fact": "/fact/1000",
}
GOALS = {"budget": 0.150, "journal": 0.100}
"""Seconds that the first of these may take."""
KEPT_A_SECOND, MIB, RECORDED_S, CONNECTIONS = 1000, 200, 0.010, 8


@attrs.frozen
class Server:
    """A server process."""

    process: "subprocess.Popen[str]"
    address: str

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address, timeout=120)

    @property
    def mib(self) -> float:
        """The most memory it has had."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) / 1024


@contextmanager
def serving(ledger: Path) -> Iterator[Server]:
    words = [*LIGGARE, "--ledger", str(ledger), "serve", "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603 - our own command
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            yield Server(process, process.stdout.readline().strip().rpartition("http://")[2].rstrip("/"))
        finally:
            process.terminate()


def asked(connection: http.client.HTTPConnection, address: str) -> float:
    """The seconds until the whole page is there."""
    began = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{address}: {answer.status} {body[-300:]!r}")
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="20000,100000", help="numbers of facts")
    for size in map(int, options.parse_args().sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="liggare-pages-") as made:
            print(f"\n{size:,} facts")
            _measure(_made(Path(made), size))


def _made(folder: Path, size: int) -> Path:
    journal, ledger = folder / "mix.jsonl", folder / "mix.db"
    with journal.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in Mix(size).journal())
    for words in (["init"], ["restore", str(journal)], ["rebuild"]):
        command([*LIGGARE, "--ledger", str(ledger), *words])
    return ledger


def _measure(ledger: Path) -> None:
    with serving(ledger) as server:
        connection = server.connection()
        asked(connection, "/units")
        for name, address in PAGES.items():
            first = asked(connection, address)
            again = statistics.median(asked(connection, address) for _ in range(5))
            goal = f"  goal {GOALS[name] * 1000:.0f}" if name in GOALS else ""
            print(f"  {name:<26} first {first * 1000:7.0f} ms, kept {again * 1000:6.1f} ms{goal}", flush=True)
        _kept(server)
        _recording(server, ledger)
        print(f"  memory at its most {server.mib:.0f} MiB  goal {MIB}")


def _kept(server: Server, seconds: float = 3) -> None:
    """How many kept pages a second eight connections are given."""
    end, counts = time.perf_counter() + seconds, [0] * CONNECTIONS

    def read(number: int) -> None:
        connection = server.connection()
        while time.perf_counter() < end:
            asked(connection, PAGES["budget"])
            counts[number] += 1

    _together(read)
    print(f"  kept, {CONNECTIONS} connections       {sum(counts) / seconds:7.0f} pages/s  goal {KEPT_A_SECOND}")


def _recording(server: Server, ledger: Path, facts: int = 200) -> None:
    """One decision after another, while eight readers ask for pages."""
    from ledger.domain.organisation.units import UnitRenamed
    from ledger.recording.ledger import Ledger

    stopping = threading.Event()

    def read(_: int) -> None:
        connection = server.connection()
        while not stopping.is_set():
            asked(connection, PAGES["budget"])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(CONNECTIONS)]
    for reader in readers:
        reader.start()
    took = []
    with Ledger.open(ledger, lambda: datetime.now(UTC)) as recording:
        for number in range(facts):
            fact = UnitRenamed(unit="U100", name=f"Unit {number}", effective=datetime.now(UTC).date(), actor="bench")
            began = time.perf_counter()
            recording.record(fact)
            took.append(time.perf_counter() - began)
            time.sleep(0.01)
    stopping.set()
    for reader in readers:
        reader.join()
    middle, late = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    told = json.dumps({"p50_ms": round(middle * 1000, 1), "p95_ms": round(late * 1000, 1)})
    print(f"  record beside {CONNECTIONS} readers    {told}  goal p50 {RECORDED_S * 1000:.0f}")


def _together(read: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=read, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
