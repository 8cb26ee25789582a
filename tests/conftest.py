"""How hard the tests look: quickly by default, much harder when asked to.

``--no-skips`` makes a test that is skipped fail, as CI wants it, where everything is installed.
HYPOTHESIS_PROFILE=prove has the laws tried on a hundred times as many examples, others each time (`make prove`);
LIGGARE_ENDURE=15 has faults happen fifteen times as often (`make endure`). Both are read here and nowhere else.
"""

import os
import signal
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = 25

_SLOW_ON_PURPOSE = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A history is recorded in a real ledger for every example."""

_USUAL = settings(deadline=None, suppress_health_check=_SLOW_ON_PURPOSE)
settings.register_profile("ci", _USUAL, max_examples=EXAMPLES, derandomize=True)
"""The same examples each time: what was green stays green until something is changed."""
settings.register_profile("prove", _USUAL, max_examples=100 * EXAMPLES)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ENDURANCE = int(os.environ.get("LIGGARE_ENDURE", "1"))


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a script: tests interrupt programs
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails: everything it needs has to be here")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Under ``--no-skips`` what would be skipped fails with the reason for the skip."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome, (_, _, report.longrepr) = "failed", report.longrepr
    return report


def pytest_generate_tests(metafunc):
    """Give a test marked ``rounds(n)`` so many seeds, times the endurance."""
    marker = metafunc.definition.get_closest_marker("rounds")
    if marker:
        metafunc.parametrize("seed", range(marker.args[0] * ENDURANCE))


@pytest.fixture
def chance(seed):
    """The same chance for the same seed."""
    return Random(seed)  # noqa: S311 - nobody needs to be unable to guess it


@pytest.fixture
def endurance():
    """How many times harder than usual."""
    return ENDURANCE


@pytest.fixture
def survived(record_property):
    """Counts what was survived, for the line at the end of the run."""

    def survived(kind, times=1):
        record_property(f"survived {kind}", times)

    return survived


def pytest_terminal_summary(terminalreporter):
    """One line with what was survived: kills, power cuts, full disks, …"""
    survived: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, times in report.user_properties if report.when == "call" else ():
            if name.startswith("survived "):
                survived[name.removeprefix("survived ")] += times
    if survived:
        terminalreporter.write_line("Survived: " + ", ".join(f"{times} {kind}" for kind, times in survived.items()))
