"""A method for each question, made from the registry of questions when it is first called."""

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from ledger.queries.questions import names, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.python.answers import Answer


class Questions:
    """What is asked at a moment: ``at.budget(year=2024)``, with the options of ``liggare show``."""

    def ask(self, name: str, **options: Any) -> "Answer":
        """The answer to the question of that name."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in names():
            from ledger.domain.messages import nearest

            raise AttributeError(f"There is no question {name!r}. {nearest(name, names())}".rstrip())
        setattr(Questions, name, _method(name))
        return getattr(self, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *names()})


def _method(name: str) -> "Callable[..., Answer]":
    def asked(self: Questions, **options: Any) -> "Answer":
        return self.ask(name, **options)

    found = question(name)
    asked.__name__, asked.__qualname__ = name, f"Questions.{name}"
    asked.__doc__ = "\n".join([found.sentence, "", *(f"{each.name}: {each.help}" for each in found.options)])
    given = [Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default) for each in found.options]
    asked.__signature__ = Signature([Parameter("self", Parameter.POSITIONAL_ONLY), *given])  # type: ignore[attr-defined]
    return asked
