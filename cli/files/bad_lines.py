"""What is wrong with the lines of an import, told line by line."""

from itertools import zip_longest

from cli.output.render import print_error
from cli.output.sentences.saying import say
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import joined, phrase, sentence_case
from ledger.interchange.importing import BadLine, NothingImported

MOST_SHOWN = 20
"""How many bad lines are listed before only their number is told."""


def print_bad_lines(error: NothingImported) -> None:
    told = [*{_sentence(bad): bad for bad in error.bad}.values()]  # once, where the months of a row share it
    shown = told[:MOST_SHOWN]
    for bad, following in zip_longest(shown, shown[1:]):
        told_again = following is not None and following.error.hint == bad.error.hint
        print_error(LedgerError(_sentence(bad), hint="" if told_again else bad.error.hint))
    if len(told) > MOST_SHOWN:
        say(phrase("… and {number} more.", number=len(told) - MOST_SHOWN), err=True)
    say(joined("", (sentence_case(error.sentence), ".")), err=True)


def _sentence(bad: BadLine) -> str:
    """What is wrong and where, the name of a file once."""
    told = bad.error.sentence
    return told if told.startswith(f"{bad.where} ") else joined(": ", (bad.where, told))
