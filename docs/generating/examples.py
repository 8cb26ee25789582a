"""Python in pages and notebooks, run as it stands there."""

import json
import re
import traceback
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import attrs

_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Example:
    """Some lines of Python, and what the page says they print."""

    line: int
    code: str
    expected: str


def of_page(page: Path) -> list[Example]:
    """The ``python`` blocks of a page, each with the ``text`` block that follows it."""
    text = page.read_text(encoding="utf-8")
    found: list[Example] = []
    for block in _BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 2
        if block[1] == "python":
            found.append(Example(line, block[2], ""))
        elif found:
            found[-1] = attrs.evolve(found[-1], expected=block[2])
    return found


def of_notebook(notebook: Path) -> list[Example]:
    """The code cells of a notebook, each with what it printed when it was last run."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [
        Example(number, "".join(cell["source"]), "".join(_printed(cell)))
        for number, cell in enumerate(cells, 1)
        if cell["cell_type"] == "code"
    ]


def _printed(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        yield from output["text"]


def ran(examples: list[Example], name: str) -> Iterator[tuple[Example, str]]:
    """Run them as one program; each with what it prints, which ends with the traceback if it fails."""
    known: dict[str, Any] = {"__name__": "__main__"}
    for example in examples:
        printed = StringIO()
        with redirect_stdout(printed):
            try:
                exec(compile("\n" * (example.line - 1) + example.code, name, "exec"), known)  # noqa: S102 - our own page
            except Exception:  # noqa: BLE001 - told where it happened
                traceback.print_exc(file=printed)
        yield example, printed.getvalue()
