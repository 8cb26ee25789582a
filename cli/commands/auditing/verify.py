"""``liggare verify``: check a ledger, a proof or a receipt."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.files.input_files import read_file, read_file_text
from cli.output.progress import Bar
from cli.output.render import print_error
from cli.output.sentences.saying import say, spoken
from cli.settings import Settings, cache
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import phrase
from ledger.domain.values.visible import visible_json

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

    key = read_verifier(read_file_text(key_file), key_file) if key_file else None
    if checkpoint_file and not key:
        raise click.UsageError(spoken(phrase("A checkpoint is worth as much as its signature: give --public-key too.")))
    if receipt:
        if key or proof_file:
            raise click.UsageError(spoken(phrase("A receipt is checked on its own: leave the other options out.")))
        _verify_receipt(settings, receipt)
    elif proof_file:
        _verify_proof(proof_file, checkpoint_file, key)
    elif key and not checkpoint_file:
        raise click.UsageError(spoken(phrase("Give what the key has signed: --checkpoint FILE or --proof FILE.")))
    else:
        _verify_ledger(settings, _signed(checkpoint_file, key), key)


def _verify_ledger(settings: Settings, checkpoint: "Checkpoint | None", key: "Verifier | None") -> None:
    from ledger.proofs.evidence import Evidence
    from ledger.proofs.verification import Verification

    with Evidence.open(settings.path, cache=cache(), hands_off=settings.read_only) as evidence:
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
    from ledger.proofs.checkpoints import number_of_facts

    say(_all_agree(verified))
    if checkpoint and key:
        say(
            phrase(
                "They begin with the {number_of_facts} that {key} signed for {origin}.",
                number_of_facts=number_of_facts(checkpoint.size),
                key=key.name,
                origin=checkpoint.origin,
            )
        )
        _tell_which_ledger(checkpoint, verified.ledger)


def _tell_which_ledger(signed: "Checkpoint", found: "Checkpoint") -> None:
    """Say what the signature does not cover: another identity, another name, or any name at all."""
    if signed.identity != found.identity:
        say(phrase("This is a copy of that ledger with an identity of its own: {origin}.", origin=found.origin))
        for difference in signed.differences(found.described or {}):
            say(phrase("Its {difference}.", difference=difference))
    if signed.described is None:
        say(phrase("The checkpoint does not say what the ledger is called and when it was made: sign a new one."))


def _all_agree(verified: "Verified") -> str:
    from ledger.proofs.checkpoints import base64_text, number_of_facts

    compared = "" if verified.model_compared else phrase(" There was no read model to compare.")
    size, root = number_of_facts(verified.ledger.size), base64_text(verified.ledger.root)
    return phrase("{facts}, root {root}: all agree.{compared}", facts=size, root=root, compared=compared)


def _print_findings(verification: "Verification") -> None:
    findings = verification.findings
    for finding in findings.first:
        print_error(LedgerError(str(finding)))
    if findings.count > len(findings.first):
        say(phrase("… and {count} more.", count=findings.count - len(findings.first)), err=True)


def _verify_proof(path: Path, checkpoint_file: Path | None, key: "Verifier | None") -> None:
    """Say what a proof proves, by itself or under a key. Raises a refusal when it does not hold."""
    from ledger.proofs.checkpoints import base64_text, read_checkpoint
    from ledger.proofs.inclusion import ProofOfAnother, read_proof, unsigned_checkpoint

    proof = read_proof(read_file(path), path)
    own = unsigned_checkpoint(proof, path)
    given = _signed(checkpoint_file, key)
    if given and (own.size, own.root) != (given.size, given.root):
        raise ProofOfAnother(own, given)
    signed = given or (read_checkpoint(key.open(proof.note, path), path) if key else None)
    proof.check(signed or own)
    if signed and key:
        say(
            phrase(
                "Fact #{position} is among the {size} that {key} signed for {origin}:",
                position=proof.position,
                size=signed.size,
                key=key.name,
                origin=signed.origin,
            )
        )
    else:
        say(
            phrase(
                "Fact #{position} is among the {size} with the root {base64_text}:",
                position=proof.position,
                size=own.size,
                base64_text=base64_text(own.root),
            )
        )
    click.echo(visible_json(proof.leaf.decode(errors="backslashreplace").replace("\n", "\\n")))
    if not signed:
        say(
            phrase("Nobody's signature was checked: compare the root with a checkpoint, or give --public-key."),
            err=True,
        )


def _verify_receipt(settings: Settings, path: Path) -> None:
    from cli.output.receipts import verify_receipt

    receipt, found = verify_receipt(settings, path)
    say(
        phrase(
            "The answer of {known_at} comes out again, byte for byte: SHA-256 {sha256}.",
            known_at=receipt.known_at,
            sha256=receipt.sha256,
        )
    )
    if found.ledger != receipt.ledger:
        say(
            phrase(
                "This is a copy of the ledger {ledger} with an identity of its own: {ledger_2}.",
                ledger=receipt.ledger,
                ledger_2=found.ledger,
            )
        )


def _signed(path: Path | None, key: "Verifier | None") -> "Checkpoint | None":
    """The checkpoint in a file, when the key has signed it."""
    from ledger.proofs.checkpoints import read_checkpoint

    return read_checkpoint(key.open(read_file(path), path), path) if path and key else None
