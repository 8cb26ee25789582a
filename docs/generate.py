#!/usr/bin/env python3
"""Write what is made from the code (pages, and the catalogue of Swedish words); with --check, say what is stale."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

from generating import catalogue  # noqa: E402 - found only from here on
from generating.commands import commands  # noqa: E402
from generating.questions import questions_page  # noqa: E402
from generating.refusals import Stale, refusals, untold  # noqa: E402
from generating.stubs import errors, fact_classes, question_methods  # noqa: E402
from generating.vocabulary import vocabulary  # noqa: E402

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "questions.md": questions_page,
    "refusals.md": refusals,
    "vocabulary.md": vocabulary,
    "../ledger/errors.pyi": errors,
    "../ledger/facts.pyi": fact_classes,
    "../ledger/python/questions.pyi": question_methods,
}
"""By the file that is written, seen from this folder."""


def main(arguments: Sequence[str]) -> int:
    """0 when all is well; 1 if a page is stale and was only to be checked, or does not tell of everything."""
    only_check = list(arguments) == ["--check"]
    if arguments and not only_check:
        print("Usage: generate.py [--check]", file=sys.stderr)
        return 2
    try:
        stale = _checked() if only_check else _written()
    except Stale as error:
        stale = [str(error)]
    for sentence in (*stale, *untold()):
        print(f"Error: {sentence}", file=sys.stderr)
    return 1 if stale or untold() else 0


def _written() -> list[str]:
    catalogue.SWEDISH.write_bytes(catalogue.updated())
    catalogue.COMPILED.write_bytes(catalogue.compiled())
    print(f"Wrote {catalogue.SWEDISH.relative_to(DOCS.parent)} and compiled it")
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"Wrote {_from_root(name)}")
    return catalogue.complaints()


def _checked() -> list[str]:
    stale = [f"{_from_root(name)} is stale: make docs" for name in PAGES if not _is_current(name)]
    if not catalogue.is_compiled():
        stale.append(f"{catalogue.COMPILED.name} is not compiled from {catalogue.SWEDISH.name}: make docs")
    return stale + catalogue.complaints()


def _from_root(name: str) -> Path:
    return (DOCS / name).resolve().relative_to(DOCS.parent)


def _is_current(name: str) -> bool:
    page = DOCS / name
    return page.exists() and page.read_text(encoding="utf-8") == PAGES[name]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
