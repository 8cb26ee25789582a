"""Keep an answer to the upper levels of its trees of units, lines and projects."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ledger.queries.answer import Answer, headings

if TYPE_CHECKING:
    from ledger.projections.tree import Tree
    from ledger.queries.at import At, TreeMode

TREES = ("unit", "line", "project", "goal")
"""The columns whose codes stand in a tree."""


def within_depth(at: "At", answer: Answer, depth: int) -> Answer:
    """*answer* without rows of what stands more than *depth* levels below the top of the answer; 0 is the top alone."""
    kept = list(answer.rows)
    for name, tree in _trees(at, answer).items():
        levels = {code: len(tree.above(code)) for row in answer.rows if (code := getattr(row, name)) is not None}
        deepest = min(levels.values(), default=0) + depth
        kept = [row for row in kept if levels.get(getattr(row, name), 0) <= deepest]
    return attrs.evolve(answer, rows=kept, options={**answer.options, "depth": depth})


def _trees(at: "At", answer: Answer) -> Mapping[str, "Tree"]:
    keys = [name for name, heading in headings(answer.columns).items() if heading.key and name in TREES]
    mode: TreeMode = answer.options.get("tree") or "moment"
    return {name: at.tree_of(mode) if name == "unit" else getattr(at, f"{name}_tree") for name in keys}
