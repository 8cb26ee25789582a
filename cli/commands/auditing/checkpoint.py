"""``liggare checkpoint``: sign what a ledger holds, and make the keys to sign with."""

from pathlib import Path

import click

from cli.files.file_errors import writing
from cli.files.input_files import read_file_text
from cli.files.output_files import require_no_ledger, write_or_print
from cli.output.progress import Bar
from cli.output.sentences.saying import say, spoken
from cli.settings import Settings
from ledger.domain.values.phrases import phrase

FILE = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  liggare checkpoint --new-key auditor.key --key-name region.example/revision
  liggare checkpoint --key auditor.key --output 2024-09.checkpoint"""
)
@click.option("--key", "key_file", type=FILE, metavar="FILE", help="The private key to sign with.")
@click.option("--output", type=FILE, metavar="FILE", help="Where to write it; otherwise it is printed.")
@click.option("--overwrite", is_flag=True, help="Replace the output file if it exists.")
@click.option("--new-key", type=FILE, metavar="FILE", help="Make a key: FILE to sign with, FILE.pub to verify with.")
@click.option("--key-name", metavar="NAME", help="Who signs with the new key.")
@click.pass_obj
def checkpoint(
    settings: Settings,
    key_file: Path | None,
    output: Path | None,
    new_key: Path | None,
    key_name: str | None,
    *,
    overwrite: bool,
) -> None:
    """Sign what the ledger holds today: how many facts, and one hash over all of them.

    Kept outside the ledger's reach, a checkpoint shows later whether anything before it was changed.
    """
    from ledger.proofs.checkpoints import number_of_facts, take_checkpoint
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.notes import public_path, read_signer

    if output or new_key:
        settings.require_writing()
    if new_key:
        if key_file or output or not key_name:
            raise click.UsageError(spoken(phrase("A key is made with --new-key FILE --key-name NAME alone.")))
        for each in (new_key, public_path(new_key)):
            require_no_ledger(settings, each)
        _make_key(new_key, key_name)
        return
    if not key_file:
        raise click.UsageError(
            spoken(phrase("Give the key to sign with (--key FILE), or make one: --new-key FILE --key-name NAME."))
        )
    signer = read_signer(read_file_text(key_file), key_file)
    with Evidence.open(settings.path, hands_off=settings.read_only) as evidence, Bar("Hashing facts") as bar:
        taken = take_checkpoint(evidence, bar.of)
    write_or_print(settings, signer.sign(taken.text).encode(), output, overwrite=overwrite)
    if output:
        say(
            phrase(
                "{number_of_facts} signed by {signer} in {output}.",
                number_of_facts=number_of_facts(taken.size),
                signer=signer.name,
                output=output,
            )
        )


def _make_key(path: Path, name: str) -> None:
    from ledger.proofs.notes import new_signer, public_path, write_key_pair

    signer = new_signer(name)
    with writing(path):
        write_key_pair(path, signer)
    say(
        phrase(
            "Made {path} to sign with (keep it secret) and {public_path} to verify with (give it away).",
            path=path,
            public_path=public_path(path),
        )
    )
