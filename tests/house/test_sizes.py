"""What a newcomer can hold: functions that fit in the eye, files with one subject, folders of about a dozen files."""

import ast

from paths import ROOT

ROOMS = ("ledger", "cli", "web", "tests", "docs", "benchmarks")
LINES_OF_A_FUNCTION = 40
LINES_OF_A_FILE = 300
FILES_OF_A_FOLDER = 14


def modules():
    for room in ROOMS:
        yield from sorted(each for each in (ROOT / room).rglob("*.py") if each.name != "__init__.py")


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    """The lines of what a function does. Its name, arguments and docstring are a table that is read by itself."""
    first, *rest = function.body
    begins = rest[0] if rest and ast.get_docstring(function) else first
    return function.end_lineno - begins.lineno + 1


def test_functions_fit_in_the_eye():
    long = [
        (path.relative_to(ROOT).as_posix(), function.name, length(function))
        for path in modules()
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if length(function) > LINES_OF_A_FUNCTION
    ]

    assert long == []


def test_files_have_one_subject():
    long = [
        (path.relative_to(ROOT).as_posix(), lines)
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_A_FILE
    ]

    assert long == []


def test_folders_are_taken_in_at_a_glance():
    inside = [path.parent for path in modules()]
    crowded = {
        each.relative_to(ROOT).as_posix(): n for each in set(inside) if (n := inside.count(each)) > FILES_OF_A_FOLDER
    }

    assert crowded == {}
