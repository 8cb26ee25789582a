"""``liggare demo``: three ledgers of published figures, and the main questions put to them."""

import shlex
import tempfile
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import attrs
import click

from cli.output.render import print_styled
from cli.output.sentences.saying import say, spoken
from cli.settings import Settings, now
from ledger.domain.values.phrases import phrase

VASTERBOTTEN, VARMLAND, VASTMANLAND = "vasterbotten-2024", "varmland-2022-2024", "vastmanland-2020-2024"
HOURS = "vastmanland-2024-03-hours"


@attrs.frozen
class Step:
    """Something to say, and the command that shows it; ``{folder}`` in it is where the ledgers are."""

    says: str
    ledger: str
    command: str
    finds: bool = False
    """Whether it is a check that finds something, and leaves with 1."""


STEPS: Sequence[Step] = (
    Step(
        phrase(
            "The monthly report of Region Västerbotten for July 2024, from its decisions, as the ledger knew them\n"
            "on 27 August 2024, when the region presented it. (Months were printed for the board's own units only:\n"
            "for the others January-July stands in July.)"
        ),
        VASTERBOTTEN,
        "show report --month 2024-07 --known-at 2024-08-27",
    ),
    Step(
        phrase(
            "The printed table says the health board's budget is -6 392 and its forecast -7 158, which is 766 worse,\n"
            "yet prints a deviation of -600. Its budget column was taken on 23 August, when the ledger knew this:"
        ),
        VASTERBOTTEN,
        "show budget --unit 20-HSN --as-of 2024-07-31 --known-at 2024-08-23",
    ),
    Step(
        phrase(
            "Four days later a grant of 166 Mkr had been recorded and passed on to the health board:\n"
            "-7 158 against -6 558 is the printed -600. Both tables were right, each at its own moment."
        ),
        VASTERBOTTEN,
        "show budget --unit 20-HSN --as-of 2024-07-31 --known-at 2024-08-27",
    ),
    Step(
        phrase("These are the facts that were recorded in between, and the reason for every such difference:"),
        VASTERBOTTEN,
        "journal --recorded-from 2024-08-20 --known-at 2024-08-27",
    ),
    Step(
        phrase(
            "From July's forecast to the year's outcome of the executive board: the decisions in between "
            "with what of the\n"
            "change they explain, then the rest by unit."
        ),
        VASTERBOTTEN,
        "compare forecast --year 2024 --unit 10-RS --from-version JULI --to-version outcome --bridge",
    ),
    Step(
        phrase(
            "The health record programme runs in two administrations: the year, the forecast to date and "
            "the hours worked\n"
            "against those planned."
        ),
        VASTERBOTTEN,
        "show projects --as-of 2024-07 --known-at 2024-09-30",
    ),
    Step(
        phrase("Region Värmland planned to save 500 Mkr and 750 positions, with a first phase of 130:"),
        VARMLAND,
        "show savings --as-of 2024-02",
    ),
    Step(
        phrase(
            "In March a second phase of 370 was set, and the state's money replaced 250 positions of the plan, which\n"
            "leaves 500. (Plan, phases and measured FTE are the region's figures; measures and effects are "
            "illustrations.)"
        ),
        VARMLAND,
        "show savings --as-of 2024-08",
    ),
    Step(
        phrase("Measured in reported FTE since January 2024: -173.8 permanent and -14.6 fixed-term."),
        VARMLAND,
        "show staffing --as-of 2024-08 --since 2024-01 --by unit,category,employment",
    ),
    Step(
        phrase("The state's 176.2 Mkr belongs to June-December: 75.5 Mkr of it through August (year to date)."),
        VARMLAND,
        "show budget --as-of 2024-08 --by line --decimals 1",
    ),
    Step(
        phrase("The hiring freezes, with their scope and exceptions, and how many exemptions were asked for and used:"),
        VARMLAND,
        "show freezes --as-of 2024-08",
    ),
    Step(
        phrase("The life of an exemption (an illustration): 3 positions requested, 2 granted, 2 filled."),
        VARMLAND,
        "show exemptions --as-of 2024-08",
    ),
    Step(
        phrase(
            "A table that Region Västmanland printed, held against the ledger: every figure is as "
            "reported, and yet the\n"
            "hours of 2023 by who worked come to 2 281 more than they are printed as together. No fact explains that."
        ),
        VASTMANLAND,
        f"check {{folder}}/{HOURS}.csv --map {{folder}}/{HOURS}.toml",
        finds=True,
    ),
    Step(
        phrase(
            "And the month as a board reads it, with the facts behind every figure: one file, here in "
            "Markdown, or as a\n"
            "page with charts (.html), for print (.pdf) or to reckon with (.xlsx):"
        ),
        VASTERBOTTEN,
        "publish --month 2024-07 --known-at 2024-08-27 --unit 10-RS --to {folder}/report.md",
    ),
)


@click.command(epilog="Example: liggare demo")
@click.option("--keep", metavar="DIRECTORY", help="Keep the ledgers here, to go on asking; otherwise they are removed.")
@click.pass_obj
def demo(settings: Settings, keep: str | None) -> None:
    """Make ledgers of real published figures and walk through the main questions."""
    from cli.main import run

    settings.require_writing()  # ledgers of its own, but ledgers
    if keep is not None:
        folder = Path(keep)
        folder.mkdir(parents=True, exist_ok=True)
        _walk(folder, run)
        say(
            phrase(
                "The ledgers are in {folder}. Ask on: liggare --ledger {folder_2}.db show --help",
                folder=folder,
                folder_2=folder / VASTERBOTTEN,
            )
        )
        return
    with tempfile.TemporaryDirectory(prefix="liggare-demo-") as made:
        _walk(Path(made), run)
    say(phrase("The ledgers of this demonstration are gone again; liggare demo --keep DIRECTORY keeps them."))


def _walk(folder: Path, run: Callable[[list[str]], int]) -> None:
    for name in (VASTERBOTTEN, VARMLAND, VASTMANLAND):
        say(phrase("{restored} facts of {name} recorded.", restored=_restored(folder / f"{name}.db", name), name=name))
    for kind, ending in (("figures", "csv"), ("check", "toml")):
        printed = files("examples") / kind / f"{HOURS}.{ending}"
        (folder / f"{HOURS}.{ending}").write_bytes(printed.read_bytes())
    for number, step in enumerate(STEPS, 1):
        print_styled(f"\n{number}. {spoken(step.says)}", bold=True)
        shown = step.command.replace("{folder}/", "")
        print_styled(f"\n   liggare --ledger {step.ledger}.db {shown}\n", colour="cyan")
        words = [word.replace("{folder}", str(folder)) for word in shlex.split(step.command)]
        status = run(["--ledger", str(folder / f"{step.ledger}.db"), *words])
        if status != step.finds:
            raise SystemExit(status)
    click.echo()


def _restored(ledger: Path, name: str) -> int:
    from ledger.interchange.importing import restore_lines
    from ledger.interchange.journal.reading import read_journal
    from ledger.recording.ledger import Ledger, make_ledger

    make_ledger(ledger, name=name, orgnr="", clock=now)
    with (
        as_file(files("examples") / f"{name}.jsonl") as journal,
        journal.open("rb") as stream,
        Ledger.open(ledger, now) as opened,
    ):
        lines = ((f"{journal.name}:{number}", line) for number, line in read_journal(stream, journal.name))
        return restore_lines(opened, lines)
