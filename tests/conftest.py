"""How thoroughly Hypothesis looks: quickly by default, a hundred times harder with HYPOTHESIS_PROFILE=prove."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = 25

_SLOW_ON_PURPOSE = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A history is recorded in a real ledger for every example."""

settings.register_profile("ci", deadline=None, max_examples=EXAMPLES, suppress_health_check=_SLOW_ON_PURPOSE)
settings.register_profile("prove", settings.get_profile("ci"), max_examples=100 * EXAMPLES)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
