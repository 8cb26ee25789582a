"""The imports there have been, and what each of them brought."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Recorded
from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import Answer, answer_at, column, counted_note, row
from ledger.queries.at import At
from ledger.queries.importing.totals import ControlRow, ControlTotals
from ledger.queries.options import Option
from ledger.queries.question import Question


@row
class ImportRow:
    """One import: a file, or facts that were recorded together."""

    import_: int = column("Import", "The number of the import, from 1.", key=True)
    recorded_at: str = column("Recorded (UTC)", "The instant it was recorded, in UTC.")
    actor: str | None = column("Actor", "The officer who imported.")
    file: str | None = column("File", "The name of the file; empty where it came from none.")
    first: int = column("First", "The position of the first fact it brought.")
    last: int = column("Last", "The position of the last fact it brought.")
    facts: int = column("Facts", "How many facts it brought.")
    counting: int = column("Still count", "How many of them count: they are neither reversed nor waiting.")
    sha256: str | None = column("SHA-256", "The SHA-256 of the file, in hexadecimal digits.", hidden=True)


class ImportUnknown(Refused):
    code = "import-unknown"

    def __init__(self, number: int, last: int) -> None:
        there_are = phrase("The last one is import {last}", last=last) if last else phrase("Nothing has been imported")
        super().__init__(
            phrase("There was no import {number} at that moment", number=number),
            hint=phrase("{there_are}: liggare imports", there_are=there_are),
        )


def imports(at: At, *, number: int | None = None) -> Answer:
    """All imports, the first one first; or one of them, with what its facts come to."""
    found = at.brought.imports
    if number is not None and number > len(found):
        raise ImportUnknown(number, len(found))
    shown = found if number is None else [found[number - 1]]
    gone = positions_that_do_not_count(at) if shown else []
    rows = [_row(recorded, fact, gone) for recorded, fact in shown]
    if number is None:
        return answer_at(at, "imports", ImportRow, rows, {})
    notes = []
    if rows[0].counting < rows[0].facts:
        left = rows[0].facts - rows[0].counting
        notes.append(
            counted_note(
                "1 of its facts no longer counts, or waits.", "{number} of its facts no longer count, or wait.", left
            )
        )
    beside = answer_at(at, "totals", ControlRow, totals_of(at, shown[0][1]), {})
    return answer_at(at, "imports", ImportRow, rows, {"number": number}, notes=notes, beside=beside)


def totals_of(at: At, fact: ImportFinished) -> Sequence[ControlRow]:
    """What the facts of an import come to, whether they still count or not."""
    known = sides(at)
    totals = ControlTotals(lambda line: known.get(line, ""))
    for recorded in at.log.facts(fact.first - 1, fact.last):
        totals.add(recorded.fact)
    return totals.rows()


def sides(at: At) -> dict[str, str]:
    """The side of each line the ledger knows of, from whatever day."""
    opened = at.things("line")
    return {code: side for code, line in opened.items() if (side := getattr(line, "side", None))}


def positions_that_do_not_count(at: At) -> list[int]:
    """The positions of the facts that are reversed, or wait for an attestation, in order."""
    types = {name for policy in at.policies for name in policy.set.types}
    of_policies = {PolicyLifted.TYPE, PolicySet.TYPE} if types else set()
    facts = list(at.facts_of({DecisionReversed.TYPE, DecisionAttested.TYPE, *types, *of_policies}))
    judge = at.judge(facts)
    gone = {each.position for each in facts if types and not judge.counts(each)}
    for each in facts:
        if isinstance(each.fact, DecisionReversed):
            target = at.find_known(each.fact.reverses)
            if target is not None and judge.is_reversed(target.position):
                gone.add(target.position)
    return sorted(gone)


def _row(recorded: Recorded, fact: ImportFinished, gone: Sequence[int]) -> ImportRow:
    not_counting = bisect_right(gone, fact.last) - bisect_left(gone, fact.first)
    return ImportRow(
        import_=fact.import_,
        recorded_at=instant_text(recorded.recorded_at),
        actor=fact.actor,
        file=fact.file,
        first=fact.first,
        last=fact.last,
        facts=fact.facts,
        counting=fact.facts - not_counting,
        sha256=fact.sha256,
    )


QUESTION = Question(
    name="imports",
    title="Imports",
    sentence="The imports there have been: when, by whom, from which file, and how many of their facts still count.",
    topic="facts",
    rows=ImportRow,
    answer=imports,
    options=(Option(name="number", kind="count", help="Only this import, with what its facts come to in all."),),
    example="",
    is_shown=False,
)
