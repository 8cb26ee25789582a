"""The page of every refusal: what provokes it is really run, and what it printed is shown."""

import importlib
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from generating.markdown import block, page
from generating.terminal import ONE_OF_EACH, ROOT, Terminal
from ledger.domain.errors import LedgerError, Refused, Unreadable, Unusable

SCENARIOS = "docs/refusals.toml"
_PACKAGES = ("ledger", "cli")

_INTRODUCTION = f"""
Everything that liggare refuses, with a command that provokes it and what is then printed. Errors go to standard error:
what is wrong, with the values, after `Error:`, and the way out after `Hint:`. Of what is refused, nothing has been
recorded. A refusal's name here is its `code` in the program.

The commands start from a ledger made of [{Path(ONE_OF_EACH).name}]({Path(ONE_OF_EACH).name}):

```sh
liggare init
liggare import {ONE_OF_EACH}
```
"""

_FAMILIES = (
    (1, "Refused", "A rule was applied, and it says no. Exit status 1."),
    (2, "Not understood", "Words, files or bytes that cannot be read. Exit status 2."),
    (3, "The ledger itself", "The ledger is missing, damaged or out of reach. Exit status 3."),
)


class Stale(Exception):
    """A scenario does not come to what it is for."""


@attrs.frozen
class Scenario:
    """How a refusal comes about."""

    run: str = ""
    journal: str = ""
    arises: str = ""

    def commands(self) -> Sequence[str]:
        return [line for line in self.run.replace("\\\n", " ").splitlines() if line.strip()]


def refusals() -> str:
    """The whole page. Raises :class:`Stale` where a scenario does not come to the refusal it is for."""
    told = scenarios()
    kinds = [kind for kind in all_kinds() if kind.code in told]
    with tempfile.TemporaryDirectory(prefix="liggare-") as made:
        pristine = Path(made) / "pristine.db"
        _fill(pristine)
        sections = [
            part
            for status, title, meaning in _FAMILIES
            for part in _family(title, meaning, [each for each in kinds if each.exit_status == status], pristine)
        ]
    return page("Refusals", SCENARIOS, _INTRODUCTION.strip(), *sections)


def untold() -> list[str]:
    """The refusals that the code has and the scenarios lack, or the other way round, in sentences."""
    told = scenarios().keys()
    known = {kind.code: kind for kind in all_kinds()}
    families = {kind.code for kind in (Refused, Unreadable, Unusable)}
    missing = [code for code in known if code not in told and code not in families]
    return [f"{SCENARIOS} does not say what provokes {code} ({known[code].__module__})" for code in missing] + [
        f"{SCENARIOS} tells of {code}, which is no refusal" for code in sorted(told - known.keys())
    ]


def scenarios() -> dict[str, Scenario]:
    """What provokes each refusal, by its code."""
    with (ROOT / SCENARIOS).open("rb") as file:
        return {code: Scenario(**fields) for code, fields in tomllib.load(file).items()}


def all_kinds() -> list[type[LedgerError]]:
    """Every class of refusal in the program, in the order a reader of the code meets them."""
    for package in _PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    found = [kind for kind in _below(LedgerError) if kind.__module__.partition(".")[0] in _PACKAGES]
    return sorted(
        found, key=lambda kind: (not kind.__module__.startswith("ledger.domain"), kind.__module__, _line(kind))
    )


def _below(kind: type[LedgerError]) -> Iterator[type[LedgerError]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _below(inner)


def _line(kind: type) -> int:
    """Where the class stands in its module."""
    return list(vars(sys.modules[kind.__module__])).index(kind.__name__)


def _family(title: str, meaning: str, kinds: Sequence[type[LedgerError]], pristine: Path) -> Iterator[str]:
    yield f"## {title}"
    yield meaning
    yield ", ".join(f"[`{kind.code}`](#{kind.code})" for kind in kinds)
    told = scenarios()
    for kind in kinds:
        yield f"### {kind.code}"
        scenario = told[kind.code]
        yield scenario.arises
        if scenario.run:
            yield from _provoked(kind, scenario, pristine)


def _provoked(kind: type[LedgerError], scenario: Scenario, pristine: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="liggare-") as folder, Terminal(Path(folder)) as terminal:
        shutil.copy(pristine, "liggare.db")
        if scenario.journal:
            Path("bad.jsonl").write_text(scenario.journal.lstrip("\n"), encoding="utf-8")
            yield "With this in `bad.jsonl`:"
            yield block("json", scenario.journal.strip())
        *before, last = scenario.commands()
        printed = []
        for command in before:
            done = terminal.run(command)
            if done.status:
                message = f"{SCENARIOS}, {kind.code}: {command} fails: {done.text}"
                raise Stale(message)
            printed.append(f"$ {command}\n{done.text}")
        printed.append(_refused(terminal, kind, last))
    yield block("text", "".join(printed))


def _refused(terminal: Terminal, kind: type[LedgerError], command: str) -> str:
    with _watching() as made:
        done = terminal.run(command)
    if done.status != kind.exit_status or (kind.code not in made and "$" not in command):
        message = f"{SCENARIOS}, {kind.code}: {command} leaves with {done.status}, {sorted(made)}: {done.text}"
        raise Stale(message)
    return f"$ {command}\n{done.text}"


@contextmanager
def _watching() -> Iterator[set[str]]:
    """The codes of the errors that come into being meanwhile."""
    made: set[str] = set()
    usual = LedgerError.__init__

    def noted(self: LedgerError, *words: Any, **more: Any) -> None:
        made.add(self.code)
        usual(self, *words, **more)

    LedgerError.__init__ = noted  # type: ignore[method-assign]
    try:
        yield made
    finally:
        LedgerError.__init__ = usual  # type: ignore[method-assign]


def _fill(pristine: Path) -> None:
    with Terminal(pristine.parent) as terminal:
        for command in ("init", f"import {ROOT / ONE_OF_EACH}"):
            done = terminal.run(f"liggare --ledger {pristine.name} {command}")
            if done.status:
                raise Stale(done.text)
