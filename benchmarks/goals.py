"""What liggare is to reach, all as ratios within one run, so that they mean the same on any machine."""

from collections.abc import Callable, Iterator, Mapping

import attrs
from measuring import Results

WARM, COLD, IMPORT, ONE, REPLAY = "as of, known at", "read model deleted", "import", "one by one", "replay"
MONTH_END, ANY_DAY, HELP = "in process, month end", "in process, any two days", "start-up (--help)"
VERIFY, EXPLAIN = "verify", "explain"
LARGE = 1_000_000
MIB_OF_A_QUESTION, MIB_OF_MUCH = 64, 160


@attrs.frozen
class Goal:
    """A figure that is to be at least, or at most, so much."""

    what: str
    found: Callable[[Results], float]
    least: float | None = None
    most: float | None = None
    unit: str = "×"

    def told(self, results: Results) -> str | None:
        """The goal and what was found, as a row of a table; None if it was not measured."""
        found = self.found(results)
        if not found:
            return None
        reached = (self.least is None or found >= self.least) and (self.most is None or found <= self.most)
        wanted = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"
        return f"| {self.what} | {wanted} {self.unit} | {found:.3g} {self.unit} | {'yes' if reached else '**no**'} |"


def goals(size: int, read_model: float) -> Iterator[Goal]:
    """The goals for so many decisions. *read_model*: its bytes, as a share of those of the facts."""
    by_size: Mapping[str, Mapping[int, float]] = {
        "ledger-cli": {10_000: 2, 100_000: 12, 1_000_000: 80},
        "hledger": {10_000: 6, 100_000: 50, 1_000_000: 400},
    }
    for peer, least in by_size.items():
        if size in least:
            yield Goal(f"answer at two dates: {peer} ÷ liggare", lambda r, p=peer: r.ratio(WARM, p), least=least[size])
    if size >= LARGE:
        found = "derive and answer: ledger-cli ÷ liggare"
        yield Goal(found, lambda r: r.seconds(WARM, "ledger-cli") / r.seconds(COLD, "liggare"), least=1.5)
    limit = "SQLite covering index"
    yield Goal("month ends in process: liggare ÷ covering index", lambda r: 1 / r.ratio(MONTH_END, limit), most=0.05)
    yield Goal("any two days in process: liggare ÷ covering index", lambda r: 1 / r.ratio(ANY_DAY, limit), most=0.5)
    yield Goal("one decision: raw durable insert ÷ liggare", lambda r: r.ratio(ONE, "raw durable insert"), least=0.6)
    yield Goal(
        "import: raw keyed bulk insert ÷ liggare", lambda r: r.ratio(IMPORT, "raw keyed bulk insert"), least=0.25
    )
    yield Goal("import", lambda r: r.size / r.seconds(IMPORT, "liggare"), least=30_000, unit="facts/s")
    yield Goal("replay: cursor and msgspec ÷ liggare", lambda r: r.ratio(REPLAY, "cursor and msgspec"), least=0.5)
    yield Goal("memory of a question", lambda r: r.mib(WARM, "liggare"), most=MIB_OF_A_QUESTION, unit="MiB")
    for what in (IMPORT, COLD, VERIFY):
        yield Goal(f"memory: {what}", lambda r, w=what: r.mib(w, "liggare"), most=MIB_OF_MUCH, unit="MiB")
    yield Goal("read model ÷ bytes of the facts", lambda _: read_model, most=0.5)
    bare = "bare interpreter"
    more = "liggare --help beyond the bare interpreter"
    yield Goal(more, lambda r: 1000 * (r.seconds(HELP, "liggare") - r.seconds(HELP, bare)), most=100, unit="ms")
