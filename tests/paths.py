"""Where the checkout and its tests lie, however deep a test's own folder is."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
