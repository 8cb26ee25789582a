"""The sections of a number format, as ECMA-376 part 1, 18.8.31 spells them, cut into what they show.

Only what bears on the meaning of a number is kept: its scale, percent signs, the text around and between the digits,
and how many digits are shown at least. Colours, widths and thousands separators change nothing that anybody reads.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal

import attrs

Kind = Literal["number", "day", "text", "nothing"]
"""What a section shows: digits, a day or time, the text of the cell, or literal text alone."""

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<width>.) | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General) | (?P<clock>AM/PM|A/P) | (?P<exponent>E[+-])
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<at>@)
    | (?P<day>[dmyhsbeg]+) | (?P<slash>/) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CHANGES_DIGITS = frozenset("0123456789-−–+()%.,")
"""Characters that make another number of the digits beside them when a cell is filled up with them."""


@attrs.frozen
class Piece:
    """A placeholder (``0``, ``#``, ``?``), the decimal point, or literal text."""

    kind: Literal["digit", "point", "text", "general"]
    text: str


@attrs.frozen(kw_only=True)
class Section:
    """One section of a number format."""

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    percents: int = 0
    thousands: int = 0
    """How many times the number is divided by a thousand before it is shown."""
    condition: tuple[str, Decimal] | None = None
    is_other_notation: bool = False
    """Whether the number is shown as a fraction or with an exponent."""
    is_strange: bool = False
    """Whether it holds something that this reader does not know, or that looks like other digits."""

    @property
    def before(self) -> str:
        """The literal text before the digits."""
        return "".join(piece.text for piece in self.pieces[: self._first()] if piece.kind == "text")

    @property
    def after(self) -> str:
        """The literal text after the digits."""
        return "".join(piece.text for piece in self.pieces[self._last() + 1 :] if piece.kind == "text")

    @property
    def inside(self) -> str:
        """The literal text between the digits."""
        return "".join(piece.text for piece in self.pieces[self._first() : self._last() + 1] if piece.kind == "text")

    @property
    def literal(self) -> str:
        """All the literal text."""
        return "".join(piece.text for piece in self.pieces if piece.kind == "text")

    @property
    def least_digits(self) -> int:
        """So many digits are shown before the decimal point, with zeros in front where there are fewer."""
        whole = self._whole()
        zeros = [place for place, piece in enumerate(whole) if piece.text == "0"]
        return len(whole) - zeros[0] if zeros else 0

    @property
    def shows_no_zero(self) -> bool:
        """Whether no digit is shown of 0."""
        placeholders = [piece.text for piece in self.pieces if piece.kind in ("digit", "general")]
        return bool(placeholders) and not self.is_other_notation and set(placeholders) <= {"#", "?"}

    @property
    def decimals(self) -> int | None:
        """How many decimals are shown at most; None: as many as there are."""
        if any(piece.kind == "general" for piece in self.pieces):
            return None
        points = [place for place, piece in enumerate(self.pieces) if piece.kind == "point"]
        return sum(piece.kind == "digit" for piece in self.pieces[points[0] :]) if points else 0

    def _whole(self) -> list[Piece]:
        """The placeholders before the decimal point."""
        found = []
        for piece in self.pieces:
            if piece.kind == "point":
                break
            if piece.kind == "digit":
                found.append(piece)
        return found

    def _numeric(self) -> list[int]:
        return [place for place, piece in enumerate(self.pieces) if piece.kind != "text"]

    def _first(self) -> int:
        return next(iter(self._numeric()), len(self.pieces))

    def _last(self) -> int:
        return next(reversed(self._numeric()), len(self.pieces) - 1)


@cache
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, at most four."""
    return tuple(_section(part) for part in _split(code))[:4]


def _split(code: str) -> Iterator[str]:
    """The format at its semicolons, but for those in quotes and brackets."""
    start = 0
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            yield code[start : token.start()]
            start = token.end()
    yield code[start:]


def _section(part: str) -> Section:
    cut = _Cutting()
    for token in _TOKEN.finditer(part):
        cut.take(token)
    return cut.finished()


class _Cutting:
    """A section on its way from text."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._percents = self._commas = self._scaled = 0
        self._condition: tuple[str, Decimal] | None = None
        self._kinds: set[str] = set()
        self._is_strange = False

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup or "other"
        text = token[kind]
        if kind in ("digit", "point", "general"):
            self._digits(kind, text)
        elif kind == "bracket":
            self._bracket(text)
        elif kind == "percent":
            self._percents += 1
            self._text("%")
        elif kind == "comma":
            self._commas += 1
        elif kind in ("day", "clock"):
            self._kinds.add("day")
        elif kind == "at":
            self._kinds.add("text")
            self._pieces.append(Piece("general", "@"))
        elif kind == "width":
            self._text(" ")
        elif kind == "fill":
            self._is_strange |= text in _CHANGES_DIGITS
        elif kind == "exponent" or (kind == "slash" and "number" in self._kinds):
            self._kinds.add("other notation")
        else:
            self._text(text)

    def _digits(self, kind: str, text: str) -> None:
        if kind != "point":
            self._kinds.add("number")
        if kind == "digit":
            self._commas = 0  # those before it stand between digits, and separate groups
            self._pieces.append(Piece("digit", text))
        elif kind == "general":
            self._pieces.append(Piece("general", text))
        else:
            self._pieces.append(Piece("point", text))
            self._scaled, self._commas = self._scaled + self._commas, 0

    def _text(self, text: str) -> None:
        if text:
            self._pieces.append(Piece("text", text))

    def _bracket(self, inside: str) -> None:
        condition, currency = _CONDITION.fullmatch(inside), _CURRENCY.fullmatch(inside)
        if condition:
            self._condition = condition[1], Decimal(condition[2])
        elif currency:
            self._text(currency[1])
        elif _ELAPSED.fullmatch(inside):
            self._kinds.add("day")

    def finished(self) -> Section:
        kind: Kind = "nothing"
        if "day" in self._kinds and "number" not in self._kinds:
            kind = "day"
        elif "text" in self._kinds:
            kind = "text"
        elif "number" in self._kinds:
            kind = "number"
        return Section(
            kind=kind,
            pieces=() if kind == "day" else tuple(self._pieces),
            percents=self._percents,
            thousands=self._scaled + self._commas,
            condition=self._condition,
            is_other_notation="other notation" in self._kinds,
            is_strange=self._is_strange or ("day" in self._kinds and "number" in self._kinds),
        )
