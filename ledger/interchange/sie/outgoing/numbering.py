"""What lines and units are called in a file for an accounting system: accounts in digits, objects in its characters."""

from collections.abc import Iterable, Mapping
from itertools import count

from ledger.domain.errors import Refused
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.mapping.mapping_file import Mapping as Told
from ledger.interchange.sie.outgoing.spelling import fitting

_INCOME, _COST, _OTHER = "3", "4", "9"
"""The classes of accounts that are made up: those of BAS for income and costs, and one of no statement."""
_MOST = 10_000
"""How many accounts of a class are tried before it counts as full."""


class NoAccountLeft(Refused):
    code = "sie-no-account-left"

    def __init__(self, line: str, told: Told, leading: str) -> None:
        super().__init__(
            phrase(
                "{line} can get no account: {told} gives all that begin with {leading} to other lines",
                line=line,
                told=told.name,
                leading=leading,
            ),
            hint=phrase(
                'Give it one under [accounts], such as "{leading}999" = "{line}": what is more exact wins',
                leading=leading,
                line=line,
            ),
        )


def account_numbers(lines: Mapping[str, LineOpened], told: Told) -> dict[str, str]:
    """An account for each line: as mapped, or its own code if that is a number, or one that is free."""
    numbers: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(lines):
        mapped = [each for each in told.accounts.codes_for(code) if each.isdecimal() and told.accounts.of(each) == code]
        own = [code] if code.isascii() and code.isdecimal() and told.accounts.of(code) in (None, code) else []
        found = next((each for each in [*(each.ljust(4, "0") for each in mapped), *own] if each not in taken), None)
        if found is not None and told.accounts.of(found) in (None, code):
            numbers[code] = found
            taken.add(found)
    for code in sorted(lines):
        if code not in numbers:
            numbers[code] = _free(lines[code], taken, told)
            taken.add(numbers[code])
    return numbers


def _free(line: LineOpened, taken: set[str], told: Told) -> str:
    """An account that belongs to nothing else. Raises :class:`NoAccountLeft`."""
    first = _OTHER if line.statement != "operating" else _INCOME if line.side == "income" else _COST
    for number in (f"{first}{place:03d}" for place in range(1, _MOST)):
        if number not in taken and told.accounts.of(number) is None:
            return number
    raise NoAccountLeft(line.line, told, first)


def object_numbers(units: Iterable[str], told: Told) -> dict[str, str]:
    """An object for each unit: as mapped, or its own code, in characters that the file can hold."""
    numbers: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(units):
        mapped = [each for each in told.units.codes_for(code) if told.units.of(each) == code]
        own = fitting(code)
        wanted = [*mapped, *([own] if told.units.of(own) in (None, code) else [])]
        wanted = [each for each in wanted if each and fitting(each) == each]
        found = next((each for each in wanted if each not in taken), None)
        if found is None:
            found = next(each for each in (f"{own}-{n}" for n in count(2)) if each not in taken)
        numbers[code] = found
        taken.add(found)
    return numbers
