"""A checksum on every fact in a file, so that decay of the disk is noticed at the first reading.

It guards against accidents, not against people: who can change a fact on purpose can change its checksum too, and is
found by a signed checkpoint. A server has checksums on its pages instead.
"""

from zlib import crc32

from ledger.domain.values.phrases import phrase
from ledger.store.errors import DamagedFact


def checksum(position: int, recorded_at: int, state: bytes) -> int:
    """Of what the exported line of a fact is made of: position, stored instant and bytes."""
    return crc32(state, crc32(b"%d %d " % (position, recorded_at)))


def require_unchanged(position: int, recorded_at: int, state: bytes, summed: object) -> None:
    """Raise :class:`DamagedFact` unless the bytes have the checksum that they were recorded with."""
    try:
        if checksum(position, recorded_at, state) == summed:
            return
    except TypeError:  # another kind of value, which has no checksum
        pass
    raise DamagedFact(position, phrase("its bytes are not those that were recorded, as their checksum shows"))
