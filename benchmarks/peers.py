"""The same decisions in the formats of other ledgers, and the question put to each of them in its own words."""

import shlex
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import attrs
from decisions import Decision, parent_of, unit_code

Balances = dict[tuple[str, str], int]
"""Öre by unit and line, each unit's own part."""


@attrs.frozen
class Peer:
    """Another ledger program: how its file is written and how it is asked."""

    name: str
    ending: str
    command: str
    """A shell command with {file}, {as_of} and {known_at}; prints one balance a line."""


LEDGER = Peer(
    "ledger-cli",
    "ledger",
    "ledger -f {file} bal ^U --flat --no-total -F '%(account) %(quantity(scrub(display_total)))\\n' "
    "-l 'primary_date <= [{known_at}] & aux_date <= [{as_of}]'",
)
HLEDGER = Peer(
    "hledger",
    "hledger",
    "hledger -f {file} print date:..{after_known_at} date2:..{after_as_of} | hledger -f - bal U --flat -N -O csv",
)
BEANCOUNT = Peer("beancount", "beancount", "{python} {script} {file} {as_of} {known_at}")


def write_ledger(path: Path, decisions: Iterable[Decision]) -> None:
    """ledger-cli and hledger: the recorded day is the date, the effective day the second date."""
    with path.open("w", encoding="utf-8") as file:
        for each in decisions:
            if each.moves:
                file.write(f"{each.recorded_day}={each.effective} D{each.position}\n")
                file.writelines(f"    {unit}:{line}    {_kronor(ore)}\n" for unit, line, ore in each.moves)
                file.write("    Motkonto\n\n")


def write_beancount(path: Path, decisions: Iterable[Decision]) -> None:
    """Beancount has one date; the recorded day stands in the metadata."""
    with path.open("w", encoding="utf-8") as file:
        file.write('option "operating_currency" "SEK"\n2021-01-01 open Equity:Motkonto\n')
        opened: set[tuple[str, str]] = set()
        for each in decisions:
            for unit, line, _ in each.moves:
                if (unit, line) not in opened:
                    opened.add((unit, line))
                    file.write(f"2021-01-01 open Expenses:{unit}:{line}\n")
            if each.moves:
                file.write(f'{each.effective} * "D{each.position}"\n  recorded: {each.recorded_day}\n')
                file.writelines(f"  Expenses:{unit}:{line}  {_kronor(ore)} SEK\n" for unit, line, ore in each.moves)
                file.write("  Equity:Motkonto\n\n")


def read_balances(name: str, printed: str) -> Balances:
    """What a peer printed, as öre by unit and line; zero balances left out."""
    found: Balances = {}
    for row in printed.splitlines():
        account, _, amount = row.strip().replace('"', "").rpartition("," if name == "hledger" else " ")
        unit, _, line = account.strip().removeprefix("Expenses:").partition(":")
        if line:
            found[unit, line] = _ore(amount)
    return {key: ore for key, ore in found.items() if ore}


def fold(decisions: Iterable[Decision], as_of: date, known_at: date) -> Balances:
    """The answer by the plainest means there is."""
    found: Balances = {}
    for each in decisions:
        if each.effective <= as_of and each.recorded_day <= known_at:
            for unit, line, ore in each.moves:
                found[unit, line] = found.get((unit, line), 0) + ore
    return {key: ore for key, ore in found.items() if ore}


def rolled_up(own: Balances) -> Balances:
    """Every unit with all below it, as liggare answers."""
    numbers = {unit_code(number): number for number in range(1000)}
    found: Balances = {}
    for (unit, line), ore in own.items():
        above: int | None = numbers[unit]
        while above is not None:
            key = (unit_code(above), line)
            found[key] = found.get(key, 0) + ore
            above = parent_of(above)
    return {key: ore for key, ore in found.items() if ore}


def command_for(peer: Peer, file: Path, as_of: date, known_at: date, **more: str) -> str:
    """The peer's command line for the question."""
    day = timedelta(days=1)  # hledger leaves the end of a period out
    after = {"after_as_of": as_of + day, "after_known_at": known_at + day}
    return peer.command.format(file=shlex.quote(str(file)), as_of=as_of, known_at=known_at, **after, **more)


def _kronor(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def _ore(words: str) -> int:
    words = words.strip().replace(",", "") or "0"
    whole, _, decimals = words.removeprefix("-").partition(".")
    ore = int(whole or "0") * 100 + int((decimals + "00")[:2])
    return -ore if words.startswith("-") else ore
