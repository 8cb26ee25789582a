"""Command lines made of what each command really takes, with values that suit, nearly suit, or do not."""

import click
from hypothesis import strategies as st

from cli.main import liggare
from ledger.domain.vocabulary import RECORDABLE

WORDS = ["R", "HSN", "EKO", "QQ", "NETTO", "BIDRAG", "b-1", "c-2", "#12", "12", "999", "STOPP", "D-1", "OMST", "1",
         "Å-3", "VÄNTA", "U-12", "FYRA", "P1", "sjuksköterska", "permanent", "fte", "all", "unit,line",
         "unit,line,month", "operating", "net", "done", "on-track", "yes", "no", "*", ",",
         "Region Norr"]  # fmt: skip
DAYS = ["2024", "2024-07", "2024-07-31", "2024-13", "2023-02-29", "1989-12-31", "2100-12-31", "2101-01-01",
        "9999-12-31", "0001-01-01", "2025-01-05T10:00:00Z", "2024-10-27T02:30", "2024-03-31T02:30",
        "2024-07-31@2030-01-01", "P1", "2024-W05", "20240731", "٢٠٢٤-٠٧-٣١", "now", "today"]  # fmt: skip
AMOUNTS = ["-5", "-63,5 mnkr", "−63 Mkr", "1.250", "1 250 000 kr", "1e400", "NaN", "Infinity", "0", "-0", "0,001",
           "0,005 tkr", "99999999999999999999", "10000000000000,00", "-10000000000000,01", "½", "١٢", "2,5",
           "1" * 5000]  # fmt: skip
TABLES = ["NETTO=-5", "NETTO=-5,BIDRAG=7", "NETTO=", "=5", "NETTO=-5;BIDRAG=5", "NETTO:2024-07=5", "NETTO:=5",
          "a:b:c=1", "from=2024-06,to=2024-12", "from=2024-06", "unit=HSN,line=NETTO,amount=-5",
          "body=RS,date=2024-01-01", "text=a,low=1,high=2", "amount=-7", "unit=", "lines=NETTO=-7", "id=x",
          "type=unit.opened", "late_reason="]  # fmt: skip
NOISE = ["", " ", "-", "--", "---", "-x", "=", "{", "[]", "\n", "\t", "\u00a0", "😀", "\u202e", "\udcff", "\x1b[31m",
         "\x9b2J", "\u2028", "\x7f\x08", "=1+1", "a;=1+1", "postgresql://u:hemligt@127.0.0.1:1/db",
         "a" * 300, "%s", "%n", "$HOME", "'", '"', "\\", "850709-9805", "NULL", "é", "e\u0301"]  # fmt: skip
FILES = ["story.jsonl", "journal.jsonl", "unit.opened.csv", "outcome.reported.csv", "book.xlsx", "bokforing.se",
         "liggare.sie.toml", "table.csv", "table.toml", "key", "key.pub", "signed.checkpoint", "fact.tlog-proof",
         "answer.receipt", "liggare.db", "liggare.db-wal", "liggare.db.views", "/dev/zero",
         "new.jsonl", "new.xlsx", "new.csv", "new", "no/where", ".", "..",
         "-"]  # fmt: skip
SUITS = {
    **dict.fromkeys(["DAY", "DAY|MONTH", "DAY|MONTH|INSTANT", "DAY|INSTANT", "MOMENT"], DAYS),
    **dict.fromkeys(["MONTH", "YYYY-MM", "YYYY", "YEAR"], DAYS),
    **dict.fromkeys(["AMOUNT", "NUMBER", "N"], AMOUNTS),
    **dict.fromkeys(["KEY=AMOUNT", "KEY:MONTH=AMOUNT", "FIELD=…,…", "FIELD=VALUE"], TABLES),
    **dict.fromkeys(["FILE", "FILE…", "[FILE]", "FILE.xlsx", "FILE.toml", "TABLE.csv", "MAPPING", "DIRECTORY"], FILES),
    "TYPE": sorted(RECORDABLE),
}  # fmt: skip
"""By what the help calls a value, values for it."""

NOT_TRIED = {"demo"}
"""It takes seconds and makes a ledger of its own."""

some_text = st.text(st.characters(blacklist_characters="/\0", blacklist_categories=[]), max_size=12)
anything = st.one_of(*map(st.sampled_from, (WORDS, DAYS, AMOUNTS, TABLES, NOISE)), some_text)


def commands(group=liggare, path=()):
    """Every command with the words that lead to it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif name not in NOT_TRIED:
            yield (*path, name), command


COMMANDS = list(commands())


def values(parameter):
    """What may be given for an option or argument; most often something it is meant for."""
    if isinstance(parameter.type, click.Choice):
        return st.one_of(st.sampled_from(list(parameter.type.choices)), anything)
    suits = SUITS.get(str(parameter.metavar), WORDS)
    return st.one_of(*[st.sampled_from(suits)] * 3, anything)


@st.composite
def lines(draw, among=COMMANDS):
    """A command with some of its options, each once or twice, and its arguments."""
    path, command = draw(st.sampled_from(among))
    words = list(path)
    options = [each for each in command.params if isinstance(each, click.Option)]
    required = [each for each in options if each.required]
    for option in [*required, *draw(st.lists(st.sampled_from(options or [None]), max_size=5))]:
        if option is not None:
            name = draw(st.sampled_from(option.opts))
            words += [name] if option.is_flag else [name, draw(values(option))]
    for argument in (each for each in command.params if isinstance(each, click.Argument)):
        words += draw(
            st.lists(values(argument), min_size=draw(st.integers(0, 1)), max_size=2 if argument.nargs < 0 else 1)
        )
    return words
