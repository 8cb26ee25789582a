"""What one cell of a sheet holds, whatever kind of file it stands in."""

from datetime import date
from decimal import Decimal

import attrs

from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.formats.number_formats import Shown


@attrs.frozen
class Broken:
    """A cell that holds nothing one could record."""

    why: str
    hint: str
    shown: str = ""
    """What a reader of the sheet sees in the cell."""


@attrs.frozen
class Raised:
    """A text of which some characters are raised or lowered, as marks of footnotes are."""

    text: str
    plain: str
    """The text without them."""

    def __str__(self) -> str:
        return self.text


class Computed(Decimal):
    """A number that a formula came to, with more decimals than people type."""

    __slots__ = ()


class Unseen(Decimal):
    """A number of whose format nothing is known: it may be shown with a unit, as percent, or with zeros in front."""

    __slots__ = ()


Cell = str | Decimal | date | bool | Shown | Raised | Broken | None
"""What a cell holds; None: nothing."""


def error_shown(text: str) -> Broken | None:
    """The error value of a spreadsheet that stands as text, as it does in a CSV file and in pasted cells."""
    if text in _ERROR_WORDS or (len(text) >= _NARROW and not text.strip("#")):
        return error_cell(text)
    return None


def error_cell(shown: str) -> Broken:
    """A cell with an error value."""
    return Broken(
        phrase("{shown}, an error in the sheet", shown=shown),
        phrase("Mend the formula, or write the value itself"),
        shown,
    )


_NARROW = 3
"""So many # stand where a column was too narrow to be printed or saved as text."""
_SHOWN_BY_EXCEL = (
    "#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #GETTING_DATA",
    "#DIVISION/0! #SAKNAS! #NAMN? #SKÄRNING! #OGILTIGT! #REFERENS! #VÄRDEFEL! #SPILL! #BERÄKNA!",
)
"""What stands, in English and in Swedish, where a formula came to nothing."""
_ERROR_WORDS = frozenset(word for words in _SHOWN_BY_EXCEL for word in words.split())
