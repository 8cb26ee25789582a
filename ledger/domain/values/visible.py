r"""Text as it may be shown: nothing in it steers a terminal, turns the reading direction or hides.

Names, ids, notes and file names come from others. What cannot be seen is spelled out, so that it is seen: ``\x1b``.
"""

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_BREAKS = "\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""White space to Python that is more than that to some terminals."""


def visible(text: str) -> str:
    """*text* on one line: white space as blanks, whatever else cannot be printed as an escape."""
    return text if text.isprintable() else "".join(map(_in_line, text))


def visible_lines(text: str) -> str:
    """*text* of several lines, each :func:`visible`; tabulators stay too."""
    return text if text.isprintable() else "".join(each if each in "\n\t" else _escaped(each) for each in text)


def visible_json(text: str) -> str:
    """JSON that says the same in characters that can all be seen."""
    if text.isprintable():
        return text
    return "\n".join(line if line.isprintable() else "".join(map(_in_json, line)) for line in text.split("\n"))


def _in_line(character: str) -> str:
    if character.isspace() and character not in _BREAKS:
        return character if character == _NO_BREAK_SPACE else " "
    return _escaped(character)


def _escaped(character: str) -> str:
    if character.isprintable() or character == _NO_BREAK_SPACE:
        return character
    return repr(character)[1:-1]


def _in_json(character: str) -> str:
    if character.isprintable() or character == _NO_BREAK_SPACE:
        return character
    pairs = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[at]:02x}{pairs[at + 1]:02x}" for at in range(0, len(pairs), 2))
