"""The page of every question: what it answers, its options, its columns, and what explain can take apart."""

from collections.abc import Iterator, Sequence

from cli.options import flag
from generating.markdown import block, page, table
from ledger.queries.answer import Heading, headings
from ledger.queries.options import NARROWING, Option
from ledger.queries.question import TOPICS, Question
from ledger.queries.questions import questions
from ledger.reports.exact import field_names

_INTRODUCTION = """
What can be asked of a ledger, as of any day and as it was known at any moment: with `liggare show QUESTION` (the
journal with `liggare journal`), and from programs by the same names and options. The names of the columns are those in
JSON and CSV. Figures marked *explain* can be taken apart into the facts behind them with `liggare explain`, and set
side by side at two moments with `liggare compare`.

Every question also takes `--as-of`, `--known-at` and what says how an answer is printed:
[commands](commands.md#liggare-show).
"""


def questions_page() -> str:
    """The whole page."""
    parts = [part for each in questions() for part in _question(each)]
    return page("Questions", "ledger/queries/questions", _INTRODUCTION.strip(), _contents(), *parts)


def _contents() -> str:
    listed = ((topic, [each for each in questions() if each.topic == name]) for name, topic in TOPICS.items())
    links = ((topic, ", ".join(f"[{each.name}](#{each.name})" for each in found)) for topic, found in listed)
    return table(("About", "Questions"), links)


def _question(question: Question) -> Iterator[str]:
    yield f"## {question.name}"
    yield question.sentence
    command = f"liggare {'show ' if question.is_shown else ''}{question.name}"
    yield block("sh", f"{command} {question.example}".rstrip())
    yield table(("Option", "Meaning"), _options([*question.options, *(question.shared if question.is_shown else ())]))
    explained = question.explained.columns if question.explained else ()
    yield table(("Column", "In tables", "Holds", ""), _columns(question, explained))
    if question.explained:
        names = [each for each in NARROWING if each.name in (*question.explained.narrowed_by, "year")]
        flags = ", ".join(f"`{flag(each.name)}`" for each in names)
        yield (
            f"`liggare explain {question.name}` and `liggare compare {question.name}` narrow a figure down with "
            f"{flags}. Without `--column` they mean `{question.explained.usual}`."
        )


def _options(options: Sequence[Option]) -> Iterator[tuple[str, str]]:
    for each in options:
        usual = f" Usually `{each.default}`." if each.default else ""
        wanted = f"[{'|'.join(each.choices)}]" if each.kind == "choice" else each.metavar
        yield f"`{flag(each.name)} {wanted}`", f"{each.help}{usual}"


def _columns(question: Question, explained: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    for name, (outside, heading) in every_column(question).items():
        shown = "" if heading.hidden else heading.english
        yield f"`{outside}`", shown, heading.meaning, "explain" if name in explained else ""


def every_column(question: Question) -> dict[str, tuple[str, Heading]]:
    """The columns of a question, whichever way it is grouped: their names outside and their headings, by name."""
    by = next((each for each in question.options if each.kind == "grouping"), None)
    groupings = [",".join(by.choices), None] if by else [None]
    found: dict[str, tuple[str, Heading]] = {}
    for grouping in groupings:
        columns = question.columns(grouping)
        outside = field_names(columns)
        found |= {name: (outside[name], heading) for name, heading in headings(columns).items()}
    return found
