"""Budgets and outcomes at a moment as a SIE file of type 3: figures by period, for whole accounts and for objects."""

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from ledger.domain.organisation.lines import LineOpened
from ledger.domain.values.days import Month, instant_text
from ledger.interchange.sie.mapping.mapping_file import Mapping as Told
from ledger.interchange.sie.outgoing.numbering import account_numbers, object_numbers
from ledger.interchange.sie.outgoing.spelling import fitting
from ledger.interchange.sie.records.chart import CROWNS
from ledger.interchange.sie.records.checksum import STANDARD, Checksum
from ledger.interchange.sie.records.figures import amount_text
from ledger.queries.at import At
from ledger.queries.contributions.budgets import budget_contributions
from ledger.queries.contributions.outcomes import outcome_contributions

_STATEMENTS = ("operating", "investment", "financing")

Figures = dict[tuple[str, int], dict[str, int]]
"""Öre by line and month, and then by unit. Costs are negative, as everywhere but in the file."""


class Text(str):
    """A field that stands in quotes."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class About:
    """What the file says of itself."""

    name: str
    orgnr: str
    program: str
    version: str
    generated: date


def sie_file(at: At, year: int, told: Told, about: About) -> Iterator[bytes]:
    """The lines of the file, with their endings."""
    checksum = Checksum()
    yield _line("#FLAGGA", "0")
    yield _line("#KSUMMA")
    checksum.start()
    for label, *fields in _records(at, year, told, about):
        checksum.add([label, *fields])
        yield _line(label, *fields)
    yield _line("#KSUMMA", str(checksum.value))


Record = tuple[str | tuple[str, ...], ...]


def _records(at: At, year: int, told: Told, about: About) -> "Iterator[tuple[str, *Record]]":
    outcomes, budgets = _outcomes(at, year), _budgets(at, year)
    used = {line for line, _ in [*outcomes, *budgets]}
    units = {unit for cell in [*outcomes.values(), *budgets.values()] for unit in cell}
    opened = {code: line for code, line in at.lines.items() if code in used}
    accounts, objects = account_numbers(opened, told), object_numbers(units, told)
    yield from _identity(at, year, about, through=max((month for _, month in outcomes), default=None))
    yield from _chart(opened, accounts)
    yield "#DIM", told.dimension, _text("Enhet")
    for unit in sorted(objects, key=objects.__getitem__):
        history = at.organisation.units[unit].names
        name = history.at(at.as_of) or history.first() or ""
        yield "#OBJEKT", told.dimension, Text(objects[unit]), _text(name)
    yield from _results(outcomes, accounts)
    for label, figures in (("#PSALDO", outcomes), ("#PBUDGET", budgets)):
        yield from _by_period(label, figures, accounts, objects, told.dimension)


def _identity(at: At, year: int, about: About, *, through: int | None) -> "Iterator[tuple[str, *Record]]":
    moment = at.moment
    last = Month(through).last_day if through is not None else min(at.as_of, date(year, 12, 31))
    yield "#PROGRAM", _text(about.program), _text(about.version)
    yield "#FORMAT", "PC8"
    yield "#GEN", f"{about.generated:%Y%m%d}"
    yield "#SIETYP", "3"
    yield (
        "#PROSA",
        _text(
            f"Ställning per {moment.as_of}, som den var känd {instant_text(moment.known_at)}, "
            f"position {at.position}. Budget och utfall ur {about.program}."
        ),
    )
    if about.orgnr:
        digits = about.orgnr.replace("-", "")
        yield "#ORGNR", f"{digits[:6]}-{digits[6:]}"
    yield "#FNAMN", _text(about.name or about.program)
    yield "#RAR", "0", f"{year}0101", f"{year}1231"
    yield "#OMFATTN", f"{last:%Y%m%d}"
    yield "#VALUTA", CROWNS


def _chart(opened: Mapping[str, LineOpened], accounts: Mapping[str, str]) -> "Iterator[tuple[str, *Record]]":
    for line in sorted(accounts, key=accounts.__getitem__):
        yield "#KONTO", accounts[line], _text(opened[line].name)
        yield "#KTYP", accounts[line], "I" if opened[line].side == "income" else "K"


def _results(outcomes: Figures, accounts: Mapping[str, str]) -> "Iterator[tuple[str, *Record]]":
    sums: dict[str, int] = {}
    for (line, _), cell in outcomes.items():
        sums[accounts[line]] = sums.get(accounts[line], 0) - sum(cell.values())
    for account in sorted(sums):
        if sums[account]:
            yield "#RES", "0", account, amount_text(sums[account])


def _by_period(
    label: str, figures: Figures, accounts: Mapping[str, str], objects: Mapping[str, str], dimension: str
) -> "Iterator[tuple[str, *Record]]":
    """The whole account first, and then its objects: a reader adds either the one or the others."""
    for line, month in sorted(figures, key=lambda key: (accounts[key[0]], key[1])):
        cell, period = figures[line, month], str(Month(month)).replace("-", "")
        account = accounts[line]
        yield label, "0", period, account, (), amount_text(-sum(cell.values()))
        for unit in sorted(cell, key=objects.__getitem__):
            yield label, "0", period, account, (dimension, Text(objects[unit])), amount_text(-cell[unit])


# -- what is written -----------------------------------------------------------------------------------------


def _outcomes(at: At, year: int) -> Figures:
    figures: Figures = {}
    first, last = Month.of(year, 1), Month.of(year, 12)
    for statement in _STATEMENTS:
        for each in outcome_contributions(at, first, last, statement):
            if each.month is not None:
                _add(figures, each.item, each.month, each.unit, each.amount)
    return _without_zeros(figures)


def _budgets(at: At, year: int) -> Figures:
    figures: Figures = {}
    for statement in _STATEMENTS:
        for each in budget_contributions(at, year, statement, monthly=True):
            if each.month is not None and each.column != "ytd":
                _add(figures, each.item, each.month, each.unit, each.amount)
    return _without_zeros(figures)


def _add(figures: Figures, line: str, month: Month, unit: str, amount: int) -> None:
    cell = figures.setdefault((line, month.number), {})
    cell[unit] = cell.get(unit, 0) + amount


def _without_zeros(figures: Figures) -> Figures:
    cells = ((key, {unit: amount for unit, amount in cell.items() if amount}) for key, cell in figures.items())
    return {key: cell for key, cell in cells if cell}


# -- how it is written ---------------------------------------------------------------------------------------


def _text(text: str) -> Text:
    return Text(fitting(text))


def _line(label: str, *fields: str | tuple[str, ...]) -> bytes:
    written = (
        "{" + " ".join(map(_written, field)) + "}" if isinstance(field, tuple) else _written(field) for field in fields
    )
    return (" ".join([label, *written]) + "\r\n").encode(STANDARD)


def _written(field: str) -> str:
    return '"' + field.replace('"', '\\"') + '"' if isinstance(field, Text) else field
