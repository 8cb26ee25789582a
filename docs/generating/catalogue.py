"""The catalogue of Swedish words: brought in line with the code, checked, and compiled."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from types import ModuleType

import attrs
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

import ledger.queries
import ledger.reports
from generating.help_texts import of_click, of_commands
from ledger.domain.fact import own_fields
from ledger.domain.nouns import NOUNS
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.answer import Heading
from ledger.queries.options import NARROWING, SHARED, label
from ledger.queries.question import TOPICS
from ledger.queries.questions import questions
from ledger.queries.summary import field_words

ROOT = Path(__file__).resolve().parents[2]
SWEDISH = ROOT / "ledger/reports/locale/sv/LC_MESSAGES/liggare.po"
COMPILED = SWEDISH.with_suffix(".mo")
_ROOMS = ("ledger", "cli", "web")
_KEYWORDS = {
    "translated": 1, "msg": 1, "say": 1, "noted": 1, "phrase": 1,
    "counted": 2, "count": 2, "counted_note": 2, "counted_phrase": 2,
}  # fmt: skip
"""What marks a sentence, and in how many forms it is given: one, or one and many."""
_ANYWHERE = {name: _KEYWORDS[name] for name in ("msg", "noted", "phrase", "counted_note", "counted_phrase")}
"""Those that mean nothing else in the rooms that do not speak to people."""
_PLACE = re.compile(r"\{(\w*)")

Found = dict[tuple[str | None, str], str | tuple[str, str]]
"""What is said in the code: by context and English words, the words (one and many)."""


def found_in_code() -> Found:
    """Every sentence marked in the code, and every heading of an answer."""
    found: Found = {}
    for _, call, forms in _calls():
        words = _constants(call.args[:forms])
        if len(words) == forms:
            found[None, words[0]] = words[0] if forms == 1 else (words[0], words[1])
    keywords = {name: None if forms == 1 else (1, forms) for name, forms in _KEYWORDS.items()}
    for room in ("ledger/reports", "web"):
        for _, _, text, _, context in extract_from_dir(ROOT / room, [("**.j2", "jinja2")], keywords=keywords):
            found[context, text if isinstance(text, str) else text[0]] = (
                text if isinstance(text, str) else (text[0], text[1])
            )
    for one, many in of_click():
        found.setdefault((None, one), (one, many) if many else one)
    for english in (*(heading.english for _, heading in _headings()), *_of_questions(), *of_commands(), *_of_facts()):
        found.setdefault((None, english), english)
    return found


def _of_questions() -> Iterator[str]:
    """What questions, their topics and their options are called, and what is said of them."""
    yield from TOPICS.values()
    for question in questions():
        yield from (question.title, question.sentence)
        for option in (*question.options, *NARROWING, *SHARED):
            yield from (label(option.name), option.help)


def _of_facts() -> Iterator[str]:
    """What fields of facts are called in a sentence, and the kinds of things that facts bring into being."""
    yield from (noun.defines for noun in NOUNS.values() if noun.defines)
    for cls in FACT_TYPES.values():
        yield from (field_words(attribute) for attribute in own_fields(cls))


def _calls() -> Iterator[tuple[Path, ast.Call, int]]:
    """Every call that marks a sentence, with its file and the number of its forms.

    Python's own grammar finds them: a variable that happens to be called like a marker is none.
    """
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            keywords = _KEYWORDS if _is_for_people(path) else _ANYWHERE
            for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", None))
                    if name in keywords:
                        yield path, node, keywords[name]


def _is_for_people(path: Path) -> bool:
    """Whether a file of the ledger writes what people read, and so may use every mark."""
    room, *rest = path.relative_to(ROOT).parts
    return room != "ledger" or rest[0] in {"reports", "queries"}


def _constants(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _headings() -> Iterator[tuple[str, Heading]]:
    """The column and what stands above it, for every row class of the questions."""
    for module in (*_modules(ledger.queries), *_modules(ledger.reports)):
        for cls in vars(importlib.import_module(module)).values():
            if isinstance(cls, type) and attrs.has(cls):
                for attribute in attrs.fields(cls):
                    if "heading" in attribute.metadata:
                        yield f"{cls.__name__}.{attribute.name}", attribute.metadata["heading"]


def _modules(room: ModuleType) -> list[str]:
    return [module.name for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]


def swedish() -> Catalog:
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv", domain="liggare")


def complaints() -> list[str]:
    """What the catalogue lacks, has too much of, or has translated so that it cannot be used; in sentences."""
    found, catalogue = found_in_code(), swedish()
    known = {(message.context, _english(message)): message for message in catalogue if message.id}
    columns = {(column, heading.english) for column, heading in _headings()}
    lacking = [f"{SWEDISH.name} lacks {english!r}: make docs, and translate it" for _, english in found.keys() - known]
    useless = [f"{SWEDISH.name} has {key[1]!r}, which nobody says: make docs" for key in known.keys() - found - columns]
    built = [
        f"{path.relative_to(ROOT)}:{call.lineno}: what is put together here cannot be translated: give it values"
        for path, call, forms in _calls()
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args[:forms])
    ]
    return sorted(lacking + useless) + built + [told for message in known.values() for told in _faults(message)]


def _faults(message: Message) -> Iterator[str]:
    originals, translations = _forms(message.id), _forms(message.string)
    if message.fuzzy or not all(translations):
        yield f"{SWEDISH.name} does not translate {originals[0]!r}"
    for original, translation in zip(originals, translations, strict=True):
        if translation and places(original) != places(translation):
            yield f"{SWEDISH.name} has other values in {translation!r} than {original!r} has"


def updated() -> bytes:
    """The catalogue with what the code says and nothing else; what is new waits for its translation."""
    catalogue, known = _Undated(locale="sv", fuzzy=False), swedish()
    columns = {(column, heading.english) for column, heading in _headings()}
    for (context, english), words in found_in_code().items():
        old = known.get(english, context)
        catalogue.add(words, old.string if old else None, context=context)
    for message in known:
        if message.context and (message.context, _english(message)) in columns:
            catalogue.add(message.id, message.string, context=message.context)
    paper = BytesIO()
    write_po(paper, catalogue, sort_output=True, width=120)
    return paper.getvalue()


def is_compiled() -> bool:
    """Whether programs read what is written."""
    with COMPILED.open("rb") as file:
        return _contents(read_mo(file)) == _contents(swedish())


def is_updated() -> bool:
    """Whether the catalogue has what the code says, however a version of Babel breaks its lines."""
    return _contents(swedish()) == _contents(read_po(BytesIO(updated()), locale="sv"))


def _contents(catalogue: Catalog) -> list[tuple[str, list[str], list[str]]]:
    return sorted((each.context or "", _forms(each.id), _forms(each.string)) for each in catalogue if each.id)


def _forms(words: str | Iterable[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def compiled() -> bytes:
    """The catalogue in the form that programs read."""
    catalogue, paper = _Undated(locale="sv", fuzzy=False), BytesIO()
    for message in swedish():
        if message.id:
            catalogue.add(message.id, message.string, context=message.context)
    write_mo(paper, catalogue)
    return paper.getvalue()


class _Undated(Catalog):
    """A catalogue that tells neither when nor by which program it was written, so it changes with its words alone."""

    header_comment = "# What liggare says in Swedish. English is in the code; make docs brings the two in line."
    mime_headers = (
        ("Language", "sv"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )


def _english(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def places(words: str | tuple[str, ...]) -> set[str]:
    """The values that stand in a sentence."""
    return set(_PLACE.findall(words if isinstance(words, str) else " ".join(words)))
