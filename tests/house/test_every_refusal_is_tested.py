"""No refusal without a test: each one is named by some test, in code and not in passing."""

import ast
import importlib
import pkgutil

from paths import TESTS

import cli
import ledger
from ledger.domain.errors import Refused


def refusals():
    for package in (ledger, cli):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return sorted(set(below(Refused)), key=lambda refusal: refusal.code)


def below(cls):
    for subclass in cls.__subclasses__():
        yield subclass
        yield from below(subclass)


def words_used():
    """Every name and every text that tests use; what they only import does not count."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_refusal_is_tested():
    """A test expects it, by the name of its class or by its code."""
    used = set(words_used())
    untested = [refusal.code for refusal in refusals() if not {refusal.__name__, refusal.code} & used]

    assert untested == []


def test_every_refusal_has_a_code_of_its_own():
    """A code means one refusal, also to programs that read it."""
    codes = [refusal.code for refusal in refusals()]

    assert len(codes) == len(set(codes))
    assert Refused.code not in codes
