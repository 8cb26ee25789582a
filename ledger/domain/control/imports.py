"""Imports: fact, state and rules."""

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, WholeNumber, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import State, folds
from ledger.domain.values.phrases import phrase


@fact
class ImportFinished(Fact):
    """An import has brought the facts from one position through another. It records this itself."""

    TYPE = "import.finished"
    SWEDISH = "import.avslutad"
    BY_HAND = False

    import_: WholeNumber = field("The number of the import, from 1", "import")
    file: str | None = field("The name of the file, without its folder", "fil", default=None)
    sha256: str | None = field("The SHA-256 of the file, in hexadecimal digits", "sha256", default=None)
    first: WholeNumber = field("The position of the first fact it brought", "första")
    last: WholeNumber = field("The position of the last fact it brought", "sista")
    facts: WholeNumber = field("How many facts it brought", "antal")


no_posting(ImportFinished)


class Imports(State):
    """The imports there have been. The number of one is also its version in the stream, which holds nothing else."""

    STREAM = "imports"

    def __init__(self) -> None:
        super().__init__()
        self.positions: list[int] = []
        """Where each of them was recorded, in order."""

    @property
    def number(self) -> int:
        """That of the last one; 0 before the first."""
        return len(self.positions)

    @property
    def position(self) -> int:
        """Where the last one was recorded; 0 before the first."""
        return self.positions[-1] if self.positions else 0


@folds(Imports, ImportFinished)
def _fold(state: Imports, recorded: Recorded, fact: ImportFinished, times: int) -> None:  # noqa: ARG001 - as all folds
    if times > 0:
        state.positions.append(recorded.position)
    else:
        state.positions.remove(recorded.position)


class WrongImport(Refused):
    code = "wrong-import"

    def __init__(self, fact: ImportFinished, why: str) -> None:
        super().__init__(
            phrase("What is said of import {import_} is not true: {why}", import_=fact.import_, why=why),
            hint=phrase("Only liggare import records import.finished; check the ledger: liggare verify"),
        )


class RecordedByImport(Refused):
    code = "recorded-by-import"

    def __init__(self) -> None:
        super().__init__(
            phrase("import.finished is recorded by an import itself, and by nobody else"),
            hint=phrase("Record decisions and reports; see the imports there have been: liggare imports"),
        )


def wrong_in(fact: ImportFinished, before: Imports, last: int) -> str | None:
    """What an import says that is not true after those *before* it, if anything; *last*: the fact right before it."""
    position = before.position
    if fact.import_ != before.number + 1:
        return phrase("import {number} comes next", number=before.number + 1)
    if not position < fact.first <= fact.last:
        return phrase(
            "its facts are said to be #{first} to #{last}, and the import before it ends with #{position}",
            first=fact.first,
            last=fact.last,
            position=position,
        )
    if fact.last != last:
        return phrase(
            "its last fact is said to be #{last}, and #{before} comes directly before it", last=fact.last, before=last
        )
    if fact.facts != fact.last - fact.first + 1:
        return phrase("#{first} to #{last} are not {facts} facts", first=fact.first, last=fact.last, facts=fact.facts)
    return None


@rule(ImportFinished)
def _admit(world: World, fact: ImportFinished) -> None:
    """Numbers rise by one, and the facts it speaks of are the last ones recorded, all of them since its beginning."""
    is_last = world.find(fact.last) is not None and world.find(fact.last + 1) is None
    wrong = wrong_in(fact, world.state(Imports), fact.last if is_last else 0)
    if wrong is not None:
        raise WrongImport(fact, wrong)
