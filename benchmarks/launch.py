"""Runs a command and tells its wall seconds, its peak memory in KiB and the seconds of processor time it took.

A program of its own and a small one, because Linux counts what the starting process held before it became the command.
"""

import os
import sys
import time
from pathlib import Path

tell, *words = sys.argv[1:]
began = time.perf_counter()
child = os.posix_spawnp(words[0], words, os.environ)
_, status, usage = os.wait4(child, 0)
Path(tell).write_text(
    f"{time.perf_counter() - began} {usage.ru_maxrss} {usage.ru_utime + usage.ru_stime}", encoding="ascii"
)
sys.exit(os.waitstatus_to_exitcode(status))
