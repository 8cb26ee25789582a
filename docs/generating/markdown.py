"""Small pieces of Markdown."""

from collections.abc import Iterable, Sequence

MADE_BY = "<!-- Made by docs/generate.py from the code. Change the code (or {source}), then run: make docs -->"


def page(title: str, source: str, *paragraphs: str) -> str:
    """A whole page, with a remark that it is generated and from where."""
    return "\n\n".join([f"# {title}", MADE_BY.format(source=source), *(each for each in paragraphs if each)]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars inside a cell are spelled so that they do not end it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def block(language: str, text: str) -> str:
    """A block in fixed-width letters."""
    return f"```{language}\n{text.rstrip()}\n```"


def sentence(text: str) -> str:
    """*text* with a capital at its start and a full stop at its end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', ':')) else '.'}"


def paragraphs(docstring: str | None) -> str:
    """A docstring as running text: what its lines were broken for does not matter here."""
    return "\n\n".join(" ".join(part.split()) for part in (docstring or "").strip().split("\n\n"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
