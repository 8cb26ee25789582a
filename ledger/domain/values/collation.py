"""The order that Swedish readers expect: å, ä and ö after z, capitals beside small letters."""

_LAST = str.maketrans({"å": "\U0010fffd", "ä": "\U0010fffe", "ö": "\U0010ffff"})


def swedish_order(text: str) -> tuple[str, str]:
    """A key to sort codes and names by; texts that differ in case alone stay in a fixed order."""
    return text.casefold().translate(_LAST), text
