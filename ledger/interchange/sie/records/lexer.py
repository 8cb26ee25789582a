"""The lines of a SIE file into records: a label and its fields, with quotes, escapes and object lists undone."""

import re
from collections.abc import Iterator
from typing import IO

from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.records.checksum import Checksum
from ledger.interchange.sie.records.encodings import NotSie
from ledger.interchange.values.messages import shown

LONGEST_LINE = 1024 * 1024
"""In characters."""

Field = str | tuple[str, ...]
"""A field; or what stood in braces, an object list: dimension, object, dimension, object …"""

Record = tuple[int, str, list[Field]]
"""The number of its line, its label in capitals (or a brace that stands alone), and its fields."""

_FIELD = re.compile(r'"([^"\\]*(?:\\"?[^"\\]*)*)"|([^ \t"{}]+)|([{}])|("[^\n]*)')
"""In quotes; bare; a brace; quotes that are never closed. Only a quote is escaped: other backslashes are themselves."""

_BARE = r'[^ \t"{}]+'
_usual = re.compile(
    rf"(#{_BARE})[ \t]+({_BARE})(?:[ \t]+({_BARE})[ \t]+({_BARE}))?[ \t]*"
    rf'{{[ \t]*(?:({_BARE})[ \t]+(?:"([^"\\]*)"|({_BARE}))[ \t]*)?}}[ \t]*({_BARE})(?:[ \t]+({_BARE}))?'
).fullmatch
"""The shape that nearly all rows with figures have: read at once, it is read in half the time."""

_END_OF_FILE = "\x1a"
"""How DOS programs end a text."""


def read_records(stream: IO[str], checksum: Checksum) -> Iterator[Record]:
    """Record by record. What is checked by *checksum* is added to it. Raises :class:`NotSie`."""
    number, unclosed = 0, False
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            why = phrase(
                "line {number} has more than {longest_line} characters", number=number, longest_line=LONGEST_LINE
            )
            raise NotSie(why)
        text = line.strip(" \t\n" + _END_OF_FILE)
        if not text:
            continue
        first = text[0]
        if first == "#":
            fields, unclosed = split(text)
            label = fields[0]
            assert isinstance(label, str)  # noqa: S101 - it begins with #
            if checksum.is_running:
                checksum.add(fields)
            del fields[0]
            yield number, label.upper(), fields
        elif text in ("{", "}"):
            unclosed = False
            yield number, text, []
        elif not unclosed:  # the rest of a text with a line break in it is no record
            why = phrase("line {number} begins with no label: {text}", number=number, text=shown(text))
            raise NotSie(why)
        elif checksum.is_running:
            checksum.add(split(text)[0])


def split(text: str) -> tuple[list[Field], bool]:
    """The fields of a line, its label first, and whether a quote in it is never closed."""
    usual = _usual(text)
    if usual is None:
        return split_any(text)
    label, first, second, third, dimension, quoted, bare, amount, quantity = usual.groups()
    objects = () if dimension is None else (dimension, bare if quoted is None else quoted)
    fields = [label, first, objects, amount] if second is None else [label, first, second, third, objects, amount]
    if quantity is not None:
        fields.append(quantity)
    return fields, False


def split_any(text: str) -> tuple[list[Field], bool]:
    """As :func:`split`, whatever shape the line has."""
    fields: list[Field] = []
    objects: list[str] | None = None
    unclosed = False
    for quoted, bare, brace, rest in _FIELD.findall(text):
        if bare:
            field = bare
        elif brace:
            if brace == "{" and objects is None:
                objects = []
                continue
            if brace == "}" and objects is not None:
                fields.append(tuple(objects))
                objects = None
                continue
            field = brace
        elif rest:
            field, unclosed = rest[1:], True
        else:
            field = quoted.replace('\\"', '"') if "\\" in quoted else quoted
        if objects is None:
            fields.append(field)
        else:
            objects.append(field)
    if objects is not None:
        fields.append(tuple(objects))
    return fields, unclosed
