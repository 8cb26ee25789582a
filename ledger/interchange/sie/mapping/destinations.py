"""Where the rows of one file go: accounts to lines and objects to units, each looked up once."""

from collections.abc import Iterator, Mapping

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.mapping.holdings import Holdings
from ledger.interchange.sie.mapping.mapping_file import IGNORED, MappedTwice
from ledger.interchange.sie.mapping.mapping_file import Mapping as Told
from ledger.interchange.sie.records.chart import Chart


class AccountsUnmapped(Refused):
    code = "sie-accounts-unmapped"

    def __init__(self, accounts: Mapping[str, str], mapping: str) -> None:
        listed = ", ".join(f"{code} {name}".strip() for code, name in accounts.items())
        super().__init__(
            phrase(
                "No line is told for {counted}: {listed}", counted=_counted(len(accounts), "account"), listed=listed
            ),
            hint=phrase(
                "Give each its line under [accounts] in {mapping}, or name it in ignore; a proposal "
                "is made by: liggare sie-map FILE",
                mapping=mapping,
            ),
        )


class ObjectsUnmapped(Refused):
    code = "sie-objects-unmapped"

    def __init__(self, dimension: str, objects: Mapping[str, str], mapping: str) -> None:
        listed = ", ".join(f"{code} {name}".strip() for code, name in objects.items())
        super().__init__(
            phrase(
                "No unit is told for {counted} of dimension {dimension}: {listed}",
                counted=_counted(len(objects), "object"),
                dimension=dimension,
                listed=listed,
            ),
            hint=phrase(
                "Give each its unit under [units] in {mapping}; a proposal is made by: liggare sie-map FILE",
                mapping=mapping,
            ),
        )


class NoUnitForRest(Refused):
    code = "sie-no-object"

    def __init__(self, dimension: str, accounts: Mapping[str, int], mapping: str) -> None:
        super().__init__(
            phrase(
                "The figures of {counted} are for no object of dimension {dimension}: {accounts}",
                counted=_counted(len(accounts), "account"),
                dimension=dimension,
                accounts=", ".join(accounts),
            ),
            hint=phrase(
                "Say in {mapping} which unit they belong to (default_unit), or choose another dimension",
                mapping=mapping,
            ),
        )


class TargetsUnknown(Refused):
    code = "sie-targets-unknown"

    def __init__(self, kind: str, targets: Mapping[str, int], mapping: str) -> None:
        super().__init__(
            phrase(
                "{mapping} names {targets}, and the ledger has no such {kind}",
                mapping=mapping,
                targets=", ".join(sorted(targets)),
                kind=kind,
            ),
            hint=phrase(
                "Mend the mapping, or open the {kind} first, in an import of its own: liggare record "
                "{kind}.opened --help",
                kind=kind,
            ),
        )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


class Destinations:
    """Lines by account and units by object, and what no place is told for."""

    def __init__(self, told: Told, chart: Chart, holdings: Holdings) -> None:
        self._told = told
        self.chart = chart
        self._holdings = holdings
        self._lines: dict[str, str | None] = {}
        self._units: dict[str, str | None] = {}
        self.unmapped_accounts: dict[str, int] = {}
        """With the first row that names them."""
        self.unmapped_objects: dict[str, int] = {}
        self.balance_accounts: set[str] = set()
        """Assets and liabilities."""
        self.ignored_accounts: set[str] = set()
        self.without_object: dict[str, int] = {}
        self._unknown_lines: dict[str, int] = {}
        self._unknown_units: dict[str, int] = {}

    @property
    def lines(self) -> set[str]:
        """The lines that the accounting system has figures for."""
        return self._told.accounts.targets | {line for line in self._lines.values() if line is not None}

    def is_taken(self, account: str) -> bool:
        """Whether figures of the account would be taken, if there were any."""
        try:
            found = self._told.accounts.of(account)
        except MappedTwice:
            return True
        return found != IGNORED and (found is not None or not self.chart.is_balance(account))

    def line(self, account: str, row: int) -> str | None:
        """The line of an account; None if its figures are not wanted, or nobody has said where they go."""
        try:
            return self._lines[account]
        except KeyError:
            self._lines[account] = None  # so that what is wrong with it is said once
            found = self._lines[account] = self._line(account, row)
            return found

    def _line(self, account: str, row: int) -> str | None:
        found = self._told.accounts.of(account)
        if found == IGNORED:
            self.ignored_accounts.add(account)
            return None
        if found is None:
            if self.chart.is_balance(account):
                self.balance_accounts.add(account)
                return None
            if account in self._holdings.lines:
                return account
            self.unmapped_accounts[account] = row
        elif found not in self._holdings.lines:
            self._unknown_lines.setdefault(found, row)
        return found

    def unit(self, number: str, row: int) -> str | None:
        """The unit of an object; None if nobody has said which."""
        try:
            return self._units[number]
        except KeyError:
            self._units[number] = None
            found = self._told.units.of(number)
            if found is None and number in self._holdings.units:
                found = number
            if found is None:
                self.unmapped_objects[number] = row
            elif found not in self._holdings.units:
                self._unknown_units.setdefault(found, row)
            self._units[number] = found
            return found

    def rest(self, account: str, amount: int, row: int) -> str | None:
        """The unit of figures without an object; None if nobody has said which."""
        unit = self._told.default_unit
        if unit is None and amount:
            self.without_object.setdefault(account, row)
        elif unit is not None and unit not in self._holdings.units:
            self._unknown_units.setdefault(unit, row)
        return unit

    def refusals(self) -> Iterator[tuple[int, LedgerError]]:
        """What no place is told for, each kind at once, with the first row it stands in."""
        told, chart = self._told, self.chart
        if self.unmapped_accounts:
            named = {code: chart.accounts.get(code, "") for code in sorted(self.unmapped_accounts)}
            yield min(self.unmapped_accounts.values()), AccountsUnmapped(named, told.name)
        if self.unmapped_objects:
            objects = {
                number: chart.objects.get((told.dimension, number), "") for number in sorted(self.unmapped_objects)
            }
            yield min(self.unmapped_objects.values()), ObjectsUnmapped(told.dimension, objects, told.name)
        if self.without_object:
            accounts = dict(sorted(self.without_object.items()))
            yield min(accounts.values()), NoUnitForRest(told.dimension, accounts, told.name)
        for kind, targets in (("line", self._unknown_lines), ("unit", self._unknown_units)):
            if targets:
                yield min(targets.values()), TargetsUnknown(kind, targets, told.name)
