"""Commands for auditors: checking a ledger, signing what it holds, and proving that a fact is in it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.files.file_errors import FileNotReadable, writing
from cli.files.output_files import require_free
from cli.output.progress import Bar
from cli.output.render import print_error
from cli.settings import Settings, cache
from ledger.domain.errors import LedgerError

if TYPE_CHECKING:
    from ledger.proofs.checkpoints import Checkpoint
    from ledger.proofs.notes import Verifier
    from ledger.proofs.verification import Verification, Verified

FILE = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  liggare verify
  liggare verify --checkpoint 2024-09.checkpoint --public-key auditor.key.pub
  liggare verify --proof fact-7.tlog-proof --public-key auditor.key.pub
  liggare verify --receipt report.receipt"""
)
@click.option("--checkpoint", "checkpoint_file", type=FILE, metavar="FILE", help="Check against what was signed then.")
@click.option("--public-key", "key_file", type=FILE, metavar="FILE", help="The public key of who signed.")
@click.option("--proof", "proof_file", type=FILE, metavar="FILE", help="Check this proof; no ledger is needed.")
@click.option("--receipt", type=FILE, metavar="FILE", help="Make the answer of a receipt again and compare.")
@click.pass_obj
def verify(
    settings: Settings,
    checkpoint_file: Path | None,
    key_file: Path | None,
    proof_file: Path | None,
    receipt: Path | None,
) -> None:
    """Check every fact, every figure and every proof, and say what does not agree.

    Reads the whole ledger and writes nothing: positions, instants, ids, bytes, streams, triggers, the rules applied
    anew, and every row of the read model. With a signed checkpoint it also shows that nothing was changed since then.
    """
    from ledger.proofs.notes import read_verifier

    key = read_verifier(_text(key_file), key_file) if key_file else None
    if checkpoint_file and not key:
        raise click.UsageError("A checkpoint is worth as much as its signature: give --public-key too.")
    if receipt:
        if key or proof_file:
            raise click.UsageError("A receipt is checked on its own: leave the other options out.")
        _verify_receipt(settings, receipt)
    elif proof_file:
        _verify_proof(proof_file, checkpoint_file, key)
    elif key and not checkpoint_file:
        raise click.UsageError("Give what the key has signed: --checkpoint FILE or --proof FILE.")
    else:
        _verify_ledger(settings, _signed(checkpoint_file, key), key)


def _verify_ledger(settings: Settings, checkpoint: "Checkpoint | None", key: "Verifier | None") -> None:
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.verification import Verification

    with Evidence.open(settings.path, cache=cache()) as evidence:
        with Bar("Checking facts") as bar:
            verification = Verification(evidence, checkpoint=checkpoint, progress=bar.of)
            try:
                verified = verification.run()
            except LedgerError:
                _print_findings(verification)
                raise
        _print_findings(verification)
        if verified.refused:
            print_error(verified.refused)
        if verification.findings.count or verified.refused:
            raise SystemExit(1)
    from ledger.proofs.checkpoints import counted

    click.echo(_all_agree(verified))
    if checkpoint and key:
        click.echo(f"They begin with the {counted(checkpoint.size)} that {key.name} signed for {checkpoint.origin}.")
        if checkpoint.origin != verified.origin:
            click.echo(f"This is a copy of that ledger with an identity of its own: {verified.origin}.")


def _all_agree(verified: "Verified") -> str:
    from ledger.proofs.checkpoints import counted, spelled

    compared = "" if verified.model_compared else " There was no read model to compare."
    return f"{counted(verified.facts)}, root {spelled(verified.root)}: all agree.{compared}"


def _print_findings(verification: "Verification") -> None:
    findings = verification.findings
    for finding in findings.first:
        print_error(LedgerError(str(finding)))
    if findings.count > len(findings.first):
        click.echo(f"… and {findings.count - len(findings.first)} more.", err=True)


def _verify_proof(path: Path, checkpoint_file: Path | None, key: "Verifier | None") -> None:
    """Say what a proof proves, by itself or under a key. Raises a refusal when it does not hold."""
    from ledger.proofs.checkpoints import read_checkpoint, spelled
    from ledger.proofs.inclusion import ProofOfAnother, read_proof, unsigned_checkpoint

    proof = read_proof(_bytes(path), path)
    own = unsigned_checkpoint(proof, path)
    given = _signed(checkpoint_file, key)
    if given and (own.size, own.root) != (given.size, given.root):
        raise ProofOfAnother(own, given)
    signed = given or (read_checkpoint(key.open(proof.note, path), path) if key else None)
    proof.check(signed or own)
    if signed and key:
        click.echo(f"Fact #{proof.position} is among the {signed.size} that {key.name} signed for {signed.origin}:")
    else:
        click.echo(f"Fact #{proof.position} is among the {own.size} with the root {spelled(own.root)}:")
    sys.stdout.flush()
    sys.stdout.buffer.write(proof.leaf + b"\n")
    sys.stdout.buffer.flush()
    if not signed:
        click.echo(
            "Nobody's signature was checked: compare the root with a checkpoint, or give --public-key.", err=True
        )


def _verify_receipt(settings: Settings, path: Path) -> None:
    from cli.output.receipts import verify_receipt

    receipt, found = verify_receipt(settings, path)
    click.echo(f"The answer of {receipt.known_at} comes out again, byte for byte: SHA-256 {receipt.sha256}.")
    if found.ledger != receipt.ledger:
        click.echo(f"This is a copy of the ledger {receipt.ledger} with an identity of its own: {found.ledger}.")


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
    from ledger.proofs.checkpoints import counted, take_checkpoint
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.notes import read_signer

    if output or new_key:
        settings.require_writing()
    if new_key:
        if key_file or output or not key_name:
            raise click.UsageError("A key is made with --new-key FILE --key-name NAME alone.")
        _make_key(new_key, key_name)
        return
    if not key_file:
        raise click.UsageError("Give the key to sign with (--key FILE), or make one: --new-key FILE --key-name NAME.")
    signer = read_signer(_text(key_file), key_file)
    with Evidence.open(settings.path) as evidence, Bar("Hashing facts") as bar:
        taken = take_checkpoint(evidence, bar.of)
    _write(settings, signer.sign(taken.text).encode(), output, overwrite=overwrite)
    if output:
        click.echo(f"{counted(taken.size)} signed by {signer.name} in {output}.")


def _make_key(path: Path, name: str) -> None:
    from ledger.proofs.notes import new_signer, public_path, write_key_pair

    signer = new_signer(name)
    with writing(path):
        write_key_pair(path, signer)
    click.echo(f"Made {path} to sign with (keep it secret) and {public_path(path)} to verify with (give it away).")


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
    from ledger.domain.control import UnknownFact
    from ledger.proofs.checkpoints import read_checkpoint
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.inclusion import prove
    from ledger.proofs.notes import split

    if output:
        settings.require_writing()
    note = _bytes(checkpoint_file) if checkpoint_file else None
    signed = read_checkpoint(split(note, checkpoint_file)[0], checkpoint_file) if note else None
    with Evidence.open(settings.path) as evidence:
        found = evidence.log.find(position)
        if found is None:
            raise UnknownFact(position)
        made = prove(evidence, found[0].position, signed, note)
    _write(settings, made.text, output, overwrite=overwrite)
    if output:
        click.echo(f"The proof that #{made.position} is in the ledger is in {output}.")


def _signed(path: Path | None, key: "Verifier | None") -> "Checkpoint | None":
    """The checkpoint in a file, when the key has signed it."""
    from ledger.proofs.checkpoints import read_checkpoint

    return read_checkpoint(key.open(_bytes(path), path), path) if path and key else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or str(error)) from None


def _text(path: Path) -> str:
    return _bytes(path).decode(errors="replace")


def _write(settings: Settings, data: bytes, output: Path | None, *, overwrite: bool) -> None:
    from ledger.interchange.journal.exporting import write_whole

    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    require_free(settings, output, overwrite=overwrite)
    with writing(output):
        write_whole(output, [data])
