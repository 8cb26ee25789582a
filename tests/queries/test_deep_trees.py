"""A tree may be deeper than Python's stack."""

from datetime import UTC, date, datetime

import pytest
from terminal import Terminal

from ledger.domain.fact import Recorded
from ledger.domain.organisation.units import Organisation, UnitOpened
from ledger.projections.tree import Tree

DAY = date(2024, 1, 1)
WHEN = datetime(2024, 1, 1, tzinfo=UTC)


def chain(length):
    organisation = Organisation()
    for number in range(length):
        opened = UnitOpened(unit=f"U{number:04}", name="U", effective=DAY)
        parent = f"U{number - 1:04}" if number else None
        organisation.open(Recorded(number + 1, WHEN, opened), opened.unit, "U", parent, None, 1)
    return organisation


def test_a_chain_of_five_thousand_units_is_walked():
    """From the top down, each with its level, and up again."""
    tree = Tree(chain(5000), DAY)

    assert [place.level for place in tree.places()] == list(range(5000))
    assert [place.unit for place in tree.places("U4998")] == ["U4998", "U4999"]
    assert len(tree.above("U4999")) == 5000


ASKED = [
    "show units",
    "show budget --year 2024",
    "status",
    "explain budget --year 2024",
    "compare budget --year 2024 --from 2023-12 --to 2024-01",
]


@pytest.mark.parametrize("words", ASKED)
def test_questions_answer_about_a_deep_tree(tmp_path, monkeypatch, words):
    """Deeper than the stack of Python allows to call oneself, and no wider on paper than the names need."""
    monkeypatch.chdir(tmp_path)
    liggare = Terminal(tmp_path / "deep.db")
    liggare.done("init")
    lines = ['{"type":"unit.opened","unit":"U0","name":"U","effective":"2024-01-01"}']
    lines += [
        f'{{"type":"unit.opened","unit":"U{n}","name":"U","parent":"U{n - 1}","effective":"2024-01-01"}}'
        for n in range(1, 1200)
    ]
    lines += [
        '{"type":"line.opened","line":"N","name":"N","side":"net","statement":"operating","effective":"2024-01-01"}',
        '{"type":"budget.adopted","unit":"U1199","year":2024,"lines":{"N":"-12000000"}}',
    ]
    liggare.done("import", "-", typed="\n".join(lines).encode())

    ran = liggare(*words.split())
    assert ran.status == 0
    assert max(map(len, ran.out.splitlines())) < 300
