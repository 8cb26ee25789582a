"""No circle of files, counting imports for types: whoever reads on from file to file comes to an end."""

import ast
from collections.abc import Iterator

from paths import ROOT

ROOMS = ("ledger", "cli")

KNOWN: set[frozenset[str]] = set()
"""Circles that are still to be taken apart. One that is gone must be taken out of here."""


def modules() -> dict[str, ast.Module]:
    """Every module of the rooms, parsed."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.Module, known: dict[str, ast.Module]) -> Iterator[str]:
    """The modules that a module imports anywhere, in functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in known or node.module in known:
                    yield inner if inner in known else node.module


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """The sets of modules that can all be reached from one another (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[frozenset[str]] = set()

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            together = set()
            while node not in together:
                together.add(stack.pop())
            if len(together) > 1 or node in graph[node]:
                found.add(frozenset(together))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def test_a_circle_is_found_wherever_it_is_entered():
    """Also one of two, and one beside others."""
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == set()
    assert circles({"a": {"b"}, "b": {"c", "a"}, "c": {"d"}, "d": {"c"}}) == {frozenset("ab"), frozenset("cd")}


def test_no_file_imports_another_that_comes_back_to_it():
    """A new circle fails here, and so does an entry of :data:`KNOWN` that is no circle any more."""
    known = modules()
    graph = {name: {other for other in imported(tree, known) if other != name} for name, tree in known.items()}

    found = circles(graph)

    assert sorted(map(sorted, found - KNOWN)) == []
    assert sorted(map(sorted, KNOWN - found)) == [], "taken apart: take it out of KNOWN"
