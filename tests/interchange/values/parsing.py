"""Values of a declared type, from JSON and from words."""

from ledger.interchange.values.fields import reader
from ledger.interchange.values.from_text import as_json


def parse_json(annotation, value, path, *, code=False):
    """A JSON value as a value of the declared type."""
    return reader(annotation, code=code)(value, path)


def parse_words(annotation, words, path, *, code=False, unit="kr"):
    """Words as a value of the declared type."""
    return parse_json(annotation, as_json(annotation, words, path, unit=unit), path, code=code)
