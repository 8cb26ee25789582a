"""A large file takes no more memory than its figures by unit, line and month."""

import subprocess
import sys

import pytest
from paths import ROOT

READ = """
import re, sys
from pathlib import Path
from ledger.interchange.sie.mapping.holdings import Holdings
from ledger.interchange.sie.incoming.facts import sie_lines
from ledger.interchange.sie.mapping.mapping_file import Mapping, Places

held = Holdings({"L": ""}, {"U": ""}, {}, (), "", lambda _, __: (), lambda _: False)
told = Mapping("m", Places({"*": "L"}), Places({"*": "U"}), default_unit="U")
lines = list(sie_lines(Path(sys.argv[1]), "a.se", told, held, print))
assert all(isinstance(fields, dict) for _, fields in lines), lines[:3]
# its own peak: what getrusage tells would be that of the process it was started from, if that was higher
print(len(lines), re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
MEGABYTE = 1_000_000


def balances(size):
    """Rows for many objects and accounts, until there are *size* bytes of them."""
    rows = (
        f'#PSALDO 0 2024{month:02d} {4000 + account} {{1 "{number:05d}"}} {number * 7 + month}.{account % 100:02d}\r\n'
        for number in range(10**6)
        for account in range(0, 600, 10)
        for month in range(1, 13)
    )
    return until(size, rows)


def vouchers(size):
    rows = (
        f'#VER A {number} 2024{number % 12 + 1:02d}15 "Leverantörsfaktura"\r\n{{\r\n'
        f'#TRANS {4000 + number % 600} {{1 "{number % 900:05d}" 6 "P1"}} {number}.00 20240115 "Köp" 1\r\n'
        f"#TRANS 2440 {{}} -{number}.00\r\n}}\r\n"
        for number in range(10**7)
    )
    return until(size, rows)


def until(size, rows):
    for row in rows:
        yield row
        size -= len(row)
        if size <= 0:
            return


@pytest.mark.parametrize("rows", [balances, vouchers])
def test_memory_does_not_grow_with_the_file(tmp_path, rows):
    """Eight times the rows take a few megabytes more, not eight times as many."""
    memory = []
    for size in (MEGABYTE // 2, 4 * MEGABYTE):
        path = tmp_path / "large.se"
        path.write_text("#FLAGGA 0\r\n" + "".join(rows(size)), encoding="cp437", newline="")
        ran = subprocess.run(
            [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        memory.append(int(ran.stdout.split()[-1]))

    assert memory[1] < memory[0] + 8 * 1024
    assert memory[1] < 100 * 1024
