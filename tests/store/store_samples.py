"""One fact of every type, written by hand beside its spelling in the directory ``spellings``."""

from samples.control_samples import CONTROL
from samples.follow_up_samples import FOLLOW_UP
from samples.money_samples import MONEY, TRANSFER
from samples.organisation_samples import ORGANISATION
from samples.sample_values import NEW_YEAR
from samples.staff_samples import STAFF

from ledger.domain.organisation.units import UnitRenamed

__all__ = ["SAMPLES", "TRANSFER", "renamed"]

SAMPLES = {sample.TYPE: sample for sample in (*ORGANISATION, *MONEY, *STAFF, *FOLLOW_UP, *CONTROL)}


def renamed(number: int, stream_unit: str = "RS") -> UnitRenamed:
    """A small fact, for tests that need many."""
    return UnitRenamed(id=f"n-{number}", effective=NEW_YEAR, unit=stream_unit, name=f"Namn {number}")
