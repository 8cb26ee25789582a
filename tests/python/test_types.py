"""Type checkers know every name, and which values fit."""

import re
import subprocess
import sys
from itertools import zip_longest

import pytest
from paths import ROOT

PROGRAM = """
from decimal import Decimal

import ledger
from ledger.errors import TransferExceedsBudget
from ledger.facts import BudgetAdopted

with ledger.open("liggare.db") as region:
    july = region.at(as_of="2024-07", known_at="2024-08-23")
    reveal_type(july.budget(year=2024, unit="HSN", tree="then"))
    reveal_type(july.explain("budget", column="current").rows)
    reveal_type(july.compare("budget", to=region.at()).to_json())
    reveal_type(TransferExceedsBudget.code)
    july.bugdet()
    july.budget(yaer=2024)
    july.budget(tree="zzz")
BudgetAdopted(effective=ledger.Month.of(2024, 1).first_day, unit="A", year="2024", lines={})
BudgetAdopted(effective=ledger.Month.of(2024, 1).first_day, unit="A", year=2024, lines={"N": Decimal(1)})
"""
SAID = [
    'note: Revealed type is "ledger.python.answers.Answer"',
    'note: Revealed type is "tuple[ledger.python.answers.Row, ...]"',
    'note: Revealed type is "str"',
    'note: Revealed type is "str"',
    'error: "LedgerAt" has no attribute "bugdet"',
    'error: Unexpected keyword argument "yaer" for "budget" of "Questions"',
    'error: Argument "tree" to "budget" of "Questions" has incompatible type',
    'error: Argument "year" to "BudgetAdopted" has incompatible type "str"; expected "int"',
    'error: Dict entry 0 has incompatible type "str": "Decimal"; expected "str": "Money"',
]


def test_a_type_checker_knows_every_name(tmp_path):
    """The methods of questions, errors and facts included, though they are found when they are first used."""
    pytest.importorskip("mypy")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--cache-dir", str(ROOT / ".mypy_cache")]
    checked = subprocess.run(
        [*mypy, "program.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT), "PATH": "", "PYTHONPATH": str(ROOT)},
    )
    told = checked.stdout.replace("builtins.", "")
    found = re.findall(r"^program\.py:\d+: ((?:error|note: Revealed).*?)(?:  \[[a-z-]+\])?$", told, re.MULTILINE)

    assert [each[: len(start)] for each, start in zip_longest(found, SAID, fillvalue="")] == SAID, checked.stdout
