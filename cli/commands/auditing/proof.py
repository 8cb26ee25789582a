"""``liggare proof``: the proof that a fact is in a ledger."""

from pathlib import Path

import click

from cli.files.input_files import read_file
from cli.files.output_files import write_or_print
from cli.output.sentences.saying import say
from cli.settings import Settings
from ledger.domain.values.phrases import phrase

FILE = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  liggare proof 7
  liggare proof 7 --checkpoint 2024-09.checkpoint --output fact-7.tlog-proof"""
)
@click.argument("position", metavar="POSITION")
@click.option("--checkpoint", "checkpoint_file", type=FILE, metavar="FILE", help="Prove it under this checkpoint.")
@click.option("--output", type=FILE, metavar="FILE", help="Where to write it; otherwise it is printed.")
@click.option("--overwrite", is_flag=True, help="Replace the output file if it exists.")
@click.pass_obj
def proof(
    settings: Settings, position: str, checkpoint_file: Path | None, output: Path | None, *, overwrite: bool
) -> None:
    """Write the proof that the fact at POSITION (or with this id) is in the ledger.

    The proof holds the fact, the hashes that lead from it to the root, and the checkpoint. It is checked without
    the ledger: liggare verify --proof FILE.
    """
    from ledger.domain.control.reversals import UnknownFact
    from ledger.interchange.values.codes import read_lookup
    from ledger.proofs.checkpoints import read_checkpoint
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.inclusion import prove
    from ledger.proofs.notes import split

    if output:
        settings.require_writing()
    note = read_file(checkpoint_file) if checkpoint_file else None
    signed = read_checkpoint(split(note, checkpoint_file)[0], checkpoint_file) if note else None
    with Evidence.open(settings.path, hands_off=settings.read_only) as evidence:
        found = evidence.log.find(read_lookup(position, "POSITION"))
        if found is None:
            raise UnknownFact(position)
        made = prove(evidence, found[0].position, signed, note)
    write_or_print(settings, made.text, output, overwrite=overwrite)
    if output:
        say(
            phrase("The proof that #{position} is in the ledger is in {output}.", position=made.position, output=output)
        )
