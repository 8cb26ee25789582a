"""Read the lines of a journal file as JSON objects, one line at a time, in bounded memory."""

import codecs
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn

import msgspec

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import shown

LONGEST_LINE = 1024 * 1024
"""In bytes, without the line ending."""

ENDLESS = 64 * LONGEST_LINE
"""In bytes: what comes after so long a line is not looked at."""

DEEPEST = 16
"""How many braces and brackets may be nested."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class NotJson(Unreadable):
    code = "not-json"

    def __init__(self, why: str, column: int) -> None:
        super().__init__(
            phrase("The line is not JSON at character {column}: {why}", column=column, why=why),
            hint=phrase(
                'Write one object a line, names and text in double quotes: {{"type": "unit.opened", "unit": "HSN"}}'
            ),
        )


class NotAnObject(Unreadable):
    code = "not-an-object"

    def __init__(self, value: object) -> None:
        super().__init__(
            phrase("The line is {value}, not an object", value=shown(value)),
            hint=phrase("Write one object a line, in braces; a list of them is unpacked by: jq -c '.[]' FILE"),
        )


class DuplicateField(Unreadable):
    code = "duplicate-field"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} stands twice in the same object", name=shown(name)),
            hint=phrase("Keep the one that is right"),
        )


class NotFinite(Unreadable):
    code = "not-finite"

    def __init__(self, word: str) -> None:
        super().__init__(
            phrase("{word} is not a number that can be recorded", word=word),
            hint=phrase("Write the number, or leave the field out"),
        )


class TooDeep(Unreadable):
    code = "too-deep"

    def __init__(self) -> None:
        super().__init__(
            phrase("The line has more than {deepest} braces or brackets inside each other", deepest=DEEPEST),
            hint=phrase("No fact is built that way: is it a journal?"),
        )


class NumberBeyondReading(Unreadable):
    code = "number-beyond-reading"

    def __init__(self) -> None:
        super().__init__(phrase("The line holds a number beyond all measure"), hint=phrase("Is it a typing error?"))


class LineTooLong(Unreadable):
    code = "line-too-long"

    def __init__(self, length: int) -> None:
        super().__init__(
            phrase("The line has {length} bytes, more than {longest_line}", length=length, longest_line=LONGEST_LINE),
            hint=phrase("One fact stands on one line: are the line breaks missing?"),
        )


class NotUtf8(Unreadable):
    code = "not-utf-8"

    def __init__(self, byte: int, offset: int) -> None:
        super().__init__(
            phrase(
                "The byte 0x{byte:02X} at byte {offset} of the file is not UTF-8; the file may be Latin-1 (Windows)",
                byte=byte,
                offset=offset,
            ),
            hint=phrase("Save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 FILE"),
        )


class WrongEncoding(Unreadable):
    code = "wrong-encoding"

    def __init__(self, name: str, sign: str, encoding: str, offset: int) -> None:
        super().__init__(
            phrase(
                "{name} is {encoding}, not UTF-8: it has a {sign} at byte {offset}",
                name=name,
                encoding=encoding,
                sign=sign,
                offset=offset,
            ),
            hint=phrase("Save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE"),
        )


def read_line(text: str) -> dict[str, Any]:
    """The JSON object on one line, with numbers exact. Raises a subclass of :class:`Unreadable`."""
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise TooDeep
    plain = _read_plain(text)
    if plain is not None:
        return plain
    text = text.strip()
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(error.msg, error.colno) from None
    except RecursionError:
        raise TooDeep from None
    except (ValueError, ArithmeticError):  # Python's own limits on the digits of a whole number, and on exponents
        raise NumberBeyondReading from None
    if end != len(text):
        raise NotJson(phrase("more follows where the line should end"), end + 1)
    if type(value) is not dict:
        raise NotAnObject(value)
    return value


def _read_plain(text: str) -> dict[str, Any] | None:
    """The object on a line as programs write it, decoded several times faster; None if it has to be read with care.

    The quick decoder silently takes the last of two fields with the same name. Without spaces before colons, a line has
    as many names as colons after quotes, unless a name stands twice or a text contains such a colon.
    """
    if '" ' in text or '"\t' in text or '"\r' in text:
        return None
    try:
        value = _QUICK(text)
    except (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError):
        return None  # the careful decoder says what is wrong
    return value if type(value) is dict and _names_in(value) == text.count('":') else None


def _names_in(value: dict[str, Any]) -> int:
    """How many fields an object has, including those of objects inside it."""
    names = len(value)
    for inner in value.values():
        if type(inner) is dict:
            names += _names_in(inner)
        elif type(inner) is list:
            names += sum(_names_in(each) if type(each) is dict else _names_in({"": each}) - 1 for each in inner)
    return names


def read_journal(stream: BinaryIO, name: str) -> Iterator[tuple[int, dict[str, Any] | LedgerError]]:
    """Yield the number of each line, with its fields or the error about it. Blank lines are skipped.

    Stops at a sign that the whole file has another encoding than UTF-8.
    """
    offset = 0
    for number, (line, length) in enumerate(_bounded_lines(stream), 1):
        found = _wrong_encoding(line, name, offset)
        if found:
            yield number, found
            return
        try:
            if length > LONGEST_LINE:
                raise LineTooLong(length)
            text = _decoded(line, offset)
            if text:
                yield number, read_line(text)
        except LedgerError as error:
            yield number, error
        offset += length + 1


def _bounded_lines(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Each line without its ending, cut a little beyond the limit, and the length it really has.

    Nothing more comes after one that does not seem to end.
    """
    while chunk := stream.readline(LONGEST_LINE + 1):
        line, length = chunk, len(chunk)
        while not chunk.endswith(b"\n") and (chunk := stream.readline(LONGEST_LINE + 1)):
            length += len(chunk)
            if length > ENDLESS:
                yield line, length
                return
        yield line.removesuffix(b"\n"), length - chunk.endswith(b"\n")


def _wrong_encoding(line: bytes, name: str, offset: int) -> WrongEncoding | None:
    if offset == 0:
        for mark, encoding in _MARKS:
            if line.startswith(mark):
                return WrongEncoding(name, phrase("byte order mark"), encoding, 0)
    zero = line.find(0)
    return (
        None
        if zero < 0
        else WrongEncoding(name, phrase("zero byte"), phrase("UTF-16 or no text at all"), offset + zero)
    )


def _decoded(line: bytes, offset: int) -> str:
    skipped = len(codecs.BOM_UTF8) if offset == 0 and line.startswith(codecs.BOM_UTF8) else 0
    try:
        return line[skipped:].decode().strip()
    except UnicodeDecodeError as error:
        raise NotUtf8(line[skipped + error.start], offset + skipped + error.start) from None


def _depth(text: str) -> int:
    """How deeply braces and brackets are nested, not counting those in quotes."""
    deepest = depth = 0
    quoted = escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif quoted:
            quoted, escaped = character != '"', character == "\\"
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise DuplicateField(next(name for name in names if names.count(name) > 1))
    return found


def _not_finite(word: str) -> NoReturn:
    raise NotFinite(word)


_QUICK = msgspec.json.Decoder(float_hook=Decimal).decode
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=Decimal, parse_constant=_not_finite)
