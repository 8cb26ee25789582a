"""What a person should know of a file from the accounting system: what was read, what was left out, and why."""

from collections import Counter
from collections.abc import Iterator

from ledger.domain.values.measured import Money
from ledger.interchange.notices import information
from ledger.interchange.sie.incoming.reading import Reading
from ledger.interchange.sie.incoming.restating import some
from ledger.interchange.sie.incoming.sources import THIS_YEAR, Account
from ledger.interchange.sie.records.encodings import NAMES


def summary(reading: Reading, encoding: str, orgnr: str) -> Iterator[str]:
    """Sentences about a file that has been read; *orgnr* is that of the ledger."""
    if encoding != "cp437":
        yield information(f"read as {NAMES[encoding]}, whatever it says of itself.")
    chart = reading.chart
    ours, theirs = (number.replace("-", "").strip() for number in (orgnr, chart.orgnr))
    if ours and theirs and ours != theirs:
        yield f"is of {chart.orgnr} {chart.name}".rstrip() + f", and the ledger is of {orgnr}."
    yield from _read(reading)
    left_out = list(_left_out(reading))
    if left_out:
        yield information(f"left out: {'; '.join(left_out)}.")
    yield from _against_results(reading)
    yield from _repeated(reading)
    if reading.unopened_checksum:
        yield "#KSUMMA stands at the end and not at the beginning, so nothing could be checked against it."


def _read(reading: Reading) -> Iterator[str]:
    accounts = reading.sources.accounts
    taken = {key: each for key, each in accounts.items() if each.taken is not None}
    balances = sorted({account for (_, account), each in taken.items() if each.balances is not None})
    vouchers = sorted({account for (_, account), each in taken.items() if each.balances is None})
    parts = []
    if balances:
        parts.append(f"{_accounts(balances)} from #PSALDO")
    if vouchers:
        parts.append(f"{_accounts(vouchers)} from vouchers")
    if parts:
        yield information(f"outcomes of {' and '.join(parts)}.")
    budgeted = sorted({account for account, _, _ in reading.budgets.by_account()})
    if budgeted:
        yield information(f"budgets of {_accounts(budgeted)} from #PBUDGET.")
    better = sorted(account for _, account in reading.from_vouchers)
    if better:
        yield f"{_accounts(better)} read from vouchers, which come to #RES, and not from #PSALDO, which do not."
    apart = [
        f"{account} {_kr(each.balances)} by #PSALDO and {_kr(each.vouchers)} by vouchers"
        for (_, account), each in sorted(accounts.items())
        if each.has_both and each.balances != each.vouchers
    ]
    if apart:
        yield f"#PSALDO and not vouchers, which may not be all there, were taken where they differ: {some(apart)}."


def _left_out(reading: Reading) -> Iterator[str]:
    places, periods = reading.destinations, reading.periods
    if places.balance_accounts:
        yield f"{_accounts(sorted(places.balance_accounts))} of assets and liabilities"
    if places.ignored_accounts:
        yield f"{_accounts(sorted(places.ignored_accounts))} that the mapping ignores"
    for (label, year), number in sorted(periods.unwanted.items()):
        yield f"{_rows(number, label)} of the year {year}, which is not asked for"
    impossible: Counter[tuple[str, str]] = Counter()
    months: dict[tuple[str, str], list[str]] = {}
    for (label, year, month), number in sorted(periods.impossible.items()):
        impossible[label, year] += number
        months.setdefault((label, year), []).append(str(month))
    for (label, year), number in impossible.items():
        yield f"{_rows(number, label)} of the year {year} with periods of another year ({some(months[label, year])})"
    for balances in (reading.outcomes, reading.budgets):
        if balances.repeating_several:
            yield f"{_rows(balances.repeating_several, balances.label)} for several objects, which are parts of others"
    if reading.of_other_dimensions:
        yield f"{_rows(reading.of_other_dimensions, '#PSALDO and #PBUDGET')} for objects of other dimensions"
    if reading.unknown:
        yield f"labels that are not known here ({some(sorted(reading.unknown))})"


def _against_results(reading: Reading) -> Iterator[str]:
    """The sum of what was read against that of #RES, both signed as in the file, for each year."""
    by_year: dict[str, dict[str, Account]] = {}
    for (year, account), each in sorted(reading.sources.accounts.items()):
        by_year.setdefault(year, {})[account] = each
    with_results = {year for year, _ in reading.chart.results}
    for year, accounts in sorted(by_year.items(), key=lambda item: item[0] != THIS_YEAR):
        taken = sum(each.taken or 0 for each in accounts.values())
        if year not in with_results:
            yield information(
                f"the accounts of the year {year} come to {_kr(taken)} (costs positive); no #RES to compare with."
            )
            continue
        results = sum(each.result or 0 for each in accounts.values())
        differing = [
            f"account {account} {_kr(each.taken)} against {_kr(each.result)}"
            for account, each in accounts.items()
            if (each.taken or 0) != (each.result or 0)
        ]
        if not differing:
            yield information(
                f"the accounts of the year {year} come to {_kr(taken)} (costs positive), and so do their #RES."
            )
        else:
            yield (
                f"the accounts of the year {year} come to {_kr(taken)} (costs positive), but their #RES to "
                f"{_kr(results)}: {some(differing)}."
            )


def _repeated(reading: Reading) -> Iterator[str]:
    for repeats, what in ((reading.rows, "rows"), (reading.vouchers, "vouchers")):
        pairs = repeats.found()
        if pairs:
            again = some([f"row {row} as row {first}" for row, first in pairs])
            yield f"{what} that stand more than once, and were added each time ({len(pairs)}): {again}."


def _kr(amount: int | None) -> str:
    return "nothing" if amount is None else Money(amount).text


def _accounts(codes: list[str]) -> str:
    return f"{len(codes)} account{'s' * (len(codes) != 1)} ({some(codes)})"


def _rows(number: int, label: str) -> str:
    return f"{number} {label} row{'s' * (number != 1)}"
