"""Which liggare this is: the version, and in a checkout the commit."""

from pathlib import Path

import click

import ledger
from ledger.reports.reproducing.program import program_version

__all__ = ["commit", "print_version", "program_version"]


def commit() -> str | None:
    """The commit that is checked out, where the program runs from a checkout and git can tell."""
    import subprocess
    from shutil import which

    checkout, git = Path(ledger.__file__).parents[1], which("git")
    if git is None or not (checkout / ".git").exists():
        return None
    command = [git, "-C", str(checkout), "rev-parse", "--short=12", "HEAD"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=5)  # noqa: S603 - no words of a user
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.strip() if ran.returncode == 0 else None


def print_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 - as click calls it
    """Answer ``--version`` and leave."""
    if is_asked and not context.resilient_parsing:
        checked_out = commit()
        click.echo(f"liggare {program_version()}" + (f" (commit {checked_out})" if checked_out else ""))
        context.exit()
