"""Bytes that were sound, after something has happened to them."""

import zipfile
from io import BytesIO

from hypothesis import strategies as st

TOKENS = [b"", b'"', b"'", b"{", b"}", b"[", b"]", b":", b"=", b",", b";", b"\t", b"\n", b"\r", b"\x00", b"\x1a",
          b"\\", b"#", b"-", b"0", b"-0", b"1e999", b"9" * 40, b"9" * 5000, b"0.001", b"1.250", b"NaN", b"null",
          b"true", b"[[[[", b"{{{{", b"2024-02-30", b"9999-12-31", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3",
          b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xae", "Å".encode(), "−".encode(), "\u00a0".encode(),
          "\u2028".encode(), "٣".encode(), b"850709-9805", b"<!DOCTYPE x>", b"&amp;", b"&#0;", b"%", b"a" * 3000,
          b"=1+1", b"#DIV/0!", b"..", b"*"]  # fmt: skip
"""What readers stumble over."""

put = st.one_of(st.sampled_from(TOKENS), st.sampled_from(TOKENS), st.binary(max_size=4))
places = st.floats(0, 1, exclude_max=True)


@st.composite
def edits(draw):
    """Changes to bytes, told by where they are as a share of the whole, so that they fit any file."""
    return draw(
        st.lists(
            st.tuples(st.sampled_from(["put", "cut", "double", "swap", "end"]), places, places, put),
            min_size=1,
            max_size=4,
        )
    )


def edited(data, changes):
    """The bytes after the changes: something put in, taken out, said twice, exchanged, or the end missing."""
    for kind, one, other, token in changes:
        at = int(one * len(data))
        lines = data.split(b"\n")
        first, second = int(one * len(lines)), int(other * len(lines))
        if kind == "put":
            data = data[:at] + token + data[at + int(other * 12) :]
        elif kind == "cut":
            data = b"\n".join(lines[:first] + lines[first + 1 :])
        elif kind == "double":
            data = b"\n".join([*lines[: first + 1], *lines[second:]])
        elif kind == "swap":
            lines[first], lines[second] = lines[second], lines[first]
            data = b"\n".join(lines)
        elif one > 0.7:
            data = data[:at]
    return data


def rezipped(data, name, changes):
    """A workbook, one part of which was edited before it was put together again."""
    paper = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(paper, "w") as target:
        for each in source.namelist():
            target.writestr(each, edited(source.read(each), changes) if each == name else source.read(each))
    return paper.getvalue()


def parts(data):
    """The names of the parts that a workbook is made of."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        return source.namelist()
