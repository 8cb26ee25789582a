"""A proposal of the mapping, from a file's own accounts and objects and the ledger's lines and units."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import attrs

from ledger.domain.errors import LedgerError
from ledger.interchange.sie.mapping.holdings import Holdings
from ledger.interchange.sie.records.chart import Chart
from ledger.interchange.sie.records.checksum import Checksum
from ledger.interchange.sie.records.lexer import Field, read_records
from ledger.interchange.sie.records.survey import survey

_NEAR = 0.75
"""How alike names must be to be proposed at all, of 1."""
_OBJECTS_AT = {"#PSALDO": (2, 3), "#PBUDGET": (2, 3), "#TRANS": (0, 1)}
"""Where account and objects stand in the records with figures."""
_RESULT_OF_THE_YEAR = "8999"
"""Where BAS closes the year: with it, every year would come to 0."""


@attrs.frozen
class Proposed:
    """Where a code would go, and why; nowhere if nothing is like it."""

    code: str
    name: str
    target: str
    why: str


@attrs.frozen
class Proposal:
    """A mapping that a person should look through."""

    company: str
    dimension: str
    dimension_name: str
    accounts: tuple[Proposed, ...]
    units: tuple[Proposed, ...]
    ignored: tuple[str, ...]
    default_unit: str
    """The unit that might have the figures without an object."""
    has_objects: bool

    @property
    def placed(self) -> tuple[int, int]:
        """How many accounts and objects have been given a place."""
        return sum(bool(each.target) for each in self.accounts), sum(bool(each.target) for each in self.units)


class _Contents:
    """What stands in a file, whatever it comes to."""

    def __init__(self) -> None:
        self.chart = Chart()
        self.accounts: set[str] = set()
        self.objects: dict[str, Counter[str]] = {}
        """How many figures each object has, by dimension."""

    def take(self, label: str, fields: list[Field]) -> None:
        places = _OBJECTS_AT.get(label)
        if places is None:
            self.chart.take(label, fields)
            return
        account, objects = (fields[place] if place < len(fields) else "" for place in places)
        if type(account) is str and account:
            self.accounts.add(account)
        if type(objects) is tuple:
            for dimension, number in zip(objects[::2], objects[1::2], strict=False):
                self.objects.setdefault(dimension, Counter())[number] += 1


def propose(path: Path, held: Holdings, dimension: str | None = None) -> Proposal:
    """Look through a file. Raises :class:`~ledger.interchange.sie.records.survey.NotSie` and :class:`OSError`."""
    contents = _contents(path)
    chart = contents.chart
    dimension = dimension or _dimension(contents, held)
    used = contents.objects.get(dimension, Counter())
    declared = {number for of, number in chart.objects if of == dimension}
    names = {number: chart.objects.get((dimension, number), "") for number in sorted({*used, *declared})}
    accounts = tuple(_accounts(contents, held))
    return Proposal(
        company=chart.name,
        dimension=dimension,
        dimension_name=chart.dimensions.get(dimension, ""),
        accounts=tuple(each for each in accounts if each.code != _RESULT_OF_THE_YEAR),
        units=tuple(_proposed(number, name, held.units) for number, name in names.items()),
        ignored=(_RESULT_OF_THE_YEAR,) if any(each.code == _RESULT_OF_THE_YEAR for each in accounts) else (),
        default_unit=held.tops[0] if len(held.tops) == 1 else "",
        has_objects=bool(names),
    )


def _contents(path: Path) -> _Contents:
    encoding = survey(path).encoding
    contents = _Contents()
    with path.open(encoding=encoding, errors="replace", newline=None) as stream:
        for _, label, fields in read_records(stream, Checksum()):
            try:
                contents.take(label, fields)
            except LedgerError:
                continue  # the import will tell of it
    return contents


def _dimension(contents: _Contents, held: Holdings) -> str:
    """The dimension with most units of the ledger in it, or else with most figures."""

    def likeness(dimension: str) -> tuple[int, int]:
        numbers, names = contents.objects[dimension], contents.chart.objects
        known = {_folded(name) for name in held.units.values() if name}
        alike = sum(
            number in held.units or _folded(names.get((dimension, number), number).removeprefix(number)) in known
            for number in numbers
        )
        return alike, numbers.total()

    return max(sorted(contents.objects), key=likeness, default="1")


def _accounts(contents: _Contents, held: Holdings) -> Iterator[Proposed]:
    """Those with figures, and of the others those that are surely a line of the ledger."""
    chart = contents.chart
    for account in sorted({*contents.accounts, *chart.accounts}):
        found = _proposed(account, chart.accounts.get(account, ""), held.lines)
        if chart.is_balance(account):
            if found.why.startswith("same"):
                yield found
        elif account in contents.accounts or found.why.startswith("same"):
            yield found if found.target else _only_one(found, chart, held)


def _proposed(code: str, name: str, known: Mapping[str, str]) -> Proposed:
    """Where an account or object would go: by its code, else by its name, else by a name that is alike."""
    folded = _folded(name.removeprefix(code))
    by_name: dict[str, list[str]] = {}
    for each, called in known.items():
        if called:
            by_name.setdefault(_folded(called), []).append(each)
    same = by_name.get(folded) or by_name.get(_folded(code), []) if folded or code else []
    if code in known:
        elsewhere = [each for each in same if each != code] if _folded(known[code]) != folded else []
        why = f"same code; {elsewhere[0]} has the same name, to be checked" if elsewhere else "same code"
        return Proposed(code, name, code, why)
    if len(same) == 1:
        return Proposed(code, name, same[0], "same name")
    if same:
        return Proposed(code, name, "", f"which of {', '.join(same)}? They have this name")
    near = get_close_matches(folded, by_name, n=1, cutoff=_NEAR) if folded else []
    if near and len(by_name[near[0]]) == 1:
        (target,) = by_name[near[0]]
        return Proposed(code, name, target, f"like {known[target]}, to be checked")
    return Proposed(code, name, "", "")


def _folded(name: str) -> str:
    """A name as names are compared: in any case, with any blanks, whatever sets a code apart from it."""
    return " ".join(name.casefold().split()).strip(" -–:.,")


def _only_one(found: Proposed, chart: Chart, held: Holdings) -> Proposed:
    """The only line there is for income or for cost, if there is but one."""
    side = {"I": "income", "K": "cost"}.get(chart.types.get(found.code, ""), "")
    side = side or ("income" if found.code.startswith("3") else "cost")
    lines = [line for line, of in held.sides.items() if of in (side, "net")]
    if len(lines) != 1:
        return found
    return attrs.evolve(found, target=lines[0], why=f"the only line of {side}, to be checked")


def proposal_text(proposal: Proposal, file: str) -> str:
    """The proposal as TOML, with comments on what is to be looked at."""
    return "\n".join([*_head(proposal, file), "", *_told(proposal), ""])


def _head(proposal: Proposal, file: str) -> Iterable[str]:
    of = f"{proposal.company}, " if proposal.company else ""
    yield _comment(f"Accounts of the accounting system as lines, and its objects as units ({of}{file}).")
    yield "# Look it through and fill in what is empty. Codes may be single (3010), beginnings (30*) or ranges"
    yield "# (3000-3999); the most exact counts. Assets and liabilities are left out unless they stand here."
    yield ""
    named = f"  {_comment(proposal.dimension_name)}" if proposal.dimension_name else ""
    yield f"dimension = {_quoted(proposal.dimension)}{named}"
    unit = f"default_unit = {_quoted(proposal.default_unit)}"
    yield f"{'# ' if proposal.has_objects else ''}{unit}  # the unit of figures that belong to no object"
    yield "# rest_to_default = true  # … and of what a whole account has beyond its objects"
    yield '# take = ["outcomes"]  # leave the budgets of the file out'
    yield "# years = [0]  # leave earlier years out"
    yield f"ignore = [{', '.join(map(_quoted, proposal.ignored))}]  # accounts whose figures are not wanted"


def _told(proposal: Proposal) -> Iterable[str]:
    for heading, places, asked in (("accounts", proposal.accounts, "line"), ("units", proposal.units, "unit")):
        yield f"[{heading}]"
        for each in places:
            why = each.why or f"which {asked}?"
            remark = _comment(f"{each.name}: {why}" if each.name else why)
            yield f"{_quoted(each.code)} = {_quoted(each.target)}  {remark}"
        if heading == "accounts":
            yield ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "# " + "".join(each if each.isprintable() else " " for each in text)
