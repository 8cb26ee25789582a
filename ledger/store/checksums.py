"""A checksum on every fact in a file, so that decay of the disk is noticed at the first reading.

It guards against accidents, not against people: who can change a fact on purpose can change its checksum too, and is
found by a signed checkpoint. A server has checksums on its pages instead.
"""

from zlib import crc32


def checksum(position: int, recorded_at: int, state: bytes) -> int:
    """Of what the exported line of a fact is made of: position, stored instant and bytes."""
    return crc32(state, crc32(b"%d %d " % (position, recorded_at)))
