"""The console blocks of a page: commands, and what the page says they print."""

import re
from collections.abc import Iterator, Sequence

import attrs

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REST_OF_LINE = "…"
"""At the end of a line in a page, for what cannot be known beforehand, such as the instant of recording."""


@attrs.frozen
class Step:
    """One command of a page and the lines it should print."""

    line: int
    """Where it stands in the page."""
    command: str
    expected: tuple[str, ...]

    def prints(self, text: str) -> bool:
        """Whether *text* is what the page says."""
        printed = text.splitlines()
        return len(printed) == len(self.expected) and all(map(_matches, self.expected, printed))


def steps(page: str) -> Iterator[Step]:
    """The commands of all console blocks of a page, in their order."""
    for block in _BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1)) + 1
        lines = block[1].splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield _step(first + start, lines[start:end])


def _step(line: int, lines: Sequence[str]) -> Step:
    command, *rest = lines
    more = 0
    while more < len(rest) and rest[more].startswith("> "):
        more += 1
    typed = [command.removeprefix("$ "), *(each.removeprefix("> ") for each in rest[:more])]
    return Step(line, "\n".join(typed), tuple(rest[more:]))


def _matches(expected: str, printed: str) -> bool:
    if expected.endswith(REST_OF_LINE):
        return printed.startswith(expected.removesuffix(REST_OF_LINE))
    return expected == printed
