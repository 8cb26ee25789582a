"""How thoroughly Hypothesis looks: quickly by default, a hundred times harder with HYPOTHESIS_PROFILE=prove.

And what the tests of faults have survived, told at the end of a run.
"""

import os
from collections import Counter

from hypothesis import HealthCheck, settings

EXAMPLES = 25

_SLOW_ON_PURPOSE = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A history is recorded in a real ledger for every example."""

settings.register_profile("ci", deadline=None, max_examples=EXAMPLES, suppress_health_check=_SLOW_ON_PURPOSE)
settings.register_profile("prove", settings.get_profile("ci"), max_examples=100 * EXAMPLES)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_terminal_summary(terminalreporter):
    """One line with what was survived: kills, power cuts, full disks, …"""
    survived: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, times in report.user_properties if report.when == "call" else ():
            if name.startswith("survived "):
                survived[name.removeprefix("survived ")] += times
    if survived:
        terminalreporter.write_line("Survived: " + ", ".join(f"{times} {kind}" for kind, times in survived.items()))
