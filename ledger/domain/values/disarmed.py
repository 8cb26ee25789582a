"""Text in files that spreadsheets open: nothing in it is taken for a formula, whatever separates the cells."""

import re

SEPARATORS = ',;\t\n\r|"'
"""What a spreadsheet may be told to cut lines at, and the quotes it may take for the beginning of a cell."""

_STARTS = re.compile(rf"""(^|[{SEPARATORS}])([\s'"\x00-\x20]*)(?=[=+\-@＝＋－＠])""")
"""The place before a sign that makes a formula, at the beginning of the text or behind a separator."""


def disarmed(text: str) -> str:
    """*text* with an apostrophe before every sign that a spreadsheet might begin a formula with.

    A text is put in quotes, but whoever opens the file with another separator than it was written with has lines cut
    within the quotes: ``Vård;=HYPERLINK(…);x`` would be three cells, one of them a formula.
    """
    return _STARTS.sub(r"\1\2'", text)
