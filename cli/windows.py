"""What Windows does in its own way. Nothing here is asked elsewhere."""

import os
import sys
from io import TextIOWrapper

IS_WINDOWS = os.name == "nt"


def cache_folder() -> str | None:
    """Where programs keep what they can make again."""
    return os.environ.get("LOCALAPPDATA")


def locale_variables() -> dict[str, str]:
    """What a user has chosen in the settings, as the variables say it that other systems have for it."""
    import locale

    name = locale.setlocale(locale.LC_CTYPE, "")  # as in Swedish_Sweden.1252, or sv-SE
    return {"LANG": "sv_SE" if name.lower().startswith(("swedish", "sv")) else name}


def write_files_in_utf8() -> None:
    """Have what goes to a file or another program be the same bytes as elsewhere, unless PYTHONIOENCODING is set.

    It would be in the code page of the machine, which lacks the lines of tables. A console is written to as it wants.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            stream.reconfigure(encoding="utf-8", newline="\n")
