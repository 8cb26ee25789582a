"""The checksum of a SIE file: CRC-32 over labels and fields, between the first #KSUMMA and the last."""

import zlib
from collections.abc import Sequence

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import shown

STANDARD = "cp437"


class ChecksumDiffers(Refused):
    code = "checksum-differs"

    def __init__(self, given: int, computed: int) -> None:
        super().__init__(
            phrase(
                "#KSUMMA says {given}, but the file comes to {computed}: it was changed since it was written",
                given=given,
                computed=computed,
            ),
            hint=phrase(
                "Export it again from the accounting system; to import a file that was changed on "
                "purpose, take out both lines with #KSUMMA"
            ),
        )


class ChecksumMissing(Refused):
    code = "checksum-missing"

    def __init__(self) -> None:
        super().__init__(
            phrase("The file begins with #KSUMMA and does not end with it: its end is missing"),
            hint=phrase("Export it again from the accounting system"),
        )


class ChecksumUnreadable(Unreadable):
    code = "checksum-unreadable"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("#KSUMMA is {words}, not a whole number", words=shown(words)),
            hint=phrase("Export it again from the accounting system"),
        )


class Checksum:
    """The sum over the records added so far, as the standard defines it and as programs take it.

    The standard counts the characters in code page 437. A program that writes another encoding may count its own
    bytes, so that sum is kept too.
    """

    def __init__(self, encoding: str = STANDARD) -> None:
        self._encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self._sum = self._own = 0
        self.is_running = False
        self.was_checked = False

    @property
    def value(self) -> int:
        return self._sum

    def start(self) -> None:
        self.is_running = True
        self._sum = self._own = 0

    def add(self, fields: "Sequence[str | tuple[str, ...]]") -> None:
        """Label and fields count; what separates them, quotes around them and braces do not."""
        text = "".join([field if type(field) is str else "".join(field) for field in fields])
        if fields[0] == "#KSUMMA":
            return
        self._sum = zlib.crc32(text.encode(STANDARD, "replace"), self._sum)
        if self._encoding != STANDARD:
            self._own = zlib.crc32(text.encode(self._encoding, "replace"), self._own)

    def check(self, words: object) -> None:
        """Compare with the sum that the file states. Raises a :class:`LedgerError`."""
        try:
            given = int(str(words)[:40])
        except ValueError:
            raise ChecksumUnreadable(words) from None
        self.is_running, self.was_checked = False, True
        sums = {self._sum, self._own} if self._encoding != STANDARD else {self._sum}
        if given % 2**32 not in sums:  # some write it as a signed number
            raise ChecksumDiffers(given, self._sum)

    def require_checked(self) -> None:
        """Raise :class:`ChecksumMissing` at the end of a file that promised a sum."""
        if self.is_running:
            raise ChecksumMissing
