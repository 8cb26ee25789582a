"""The command ``liggare``: words become values at the door, answers become lines on the way out."""

import sys
import traceback
from collections.abc import Sequence

import click

from cli.lazy import LazyGroup
from cli.settings import Settings

DAMAGED = 3
INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    commands_in={
        "init": "cli.files:init",
        "record": "cli.record:record",
        "correct": "cli.correct:correct",
        "import": "cli.files:import_",
        "export": "cli.files:export",
        "restore": "cli.files:restore",
        "show": "cli.show:show",
        "journal": "cli.show:journal",
        "explain": "cli.why:explain",
        "compare": "cli.why:compare",
        "verify": "cli.verify:verify",
        "checkpoint": "cli.verify:checkpoint",
        "proof": "cli.verify:proof",
        "rebuild": "cli.files:rebuild",
        "demo": "cli.demo:demo",
    },
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": None, "max_content_width": 100},
    epilog="Begin with: liggare demo. Then: liggare init, liggare record --help, liggare show --help.",
)
@click.option(
    "--ledger",
    "where",
    metavar="WHERE",
    envvar="LIGGARE_LEDGER",
    default="liggare.db",
    show_default=True,
    show_envvar=True,
    help="The ledger: a file.",
)
@click.option("--read-only", is_flag=True, help="Write nothing anywhere, whatever the command.")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.version_option(package_name="liggare", message="%(prog)s %(version)s")
@click.pass_context
def liggare(context: click.Context, /, *, where: str, read_only: bool, debug: bool) -> None:
    """A ledger of budget and staffing decisions that can be replayed to any date.

    Every decision is recorded once and never changed; every figure is computed from the decisions, as of any day
    and as it was known at any earlier moment.
    """
    context.obj = Settings(where=where, debug=debug, read_only=read_only)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit status. No traceback ever reaches a user, unless asked for."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """The exit status of the command: 0 done, 1 refused, 2 not understood, 3 the ledger is damaged or unreachable."""
    debug = "--debug" in arguments
    try:
        status = liggare.main(args=arguments, prog_name="liggare", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        _print_usage_error(error)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped. Nothing was left half done.", err=True)
        return INTERRUPTED
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the last room before the user
        return _print_failure(error, debug=debug)
    return status if isinstance(status, int) else 0


def _print_usage_error(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    click.echo(f"Error: {error.format_message()}", err=True)
    if context is not None:
        click.echo(f"Hint: {context.command_path} --help", err=True)


def _print_failure(error: Exception, *, debug: bool) -> int:
    from cli.render import print_error
    from ledger.domain.errors import LedgerError

    if debug:
        traceback.print_exception(error)
    if isinstance(error, LedgerError):
        print_error(error)
        return error.exit_status
    click.echo(f"Error: something unexpected went wrong ({type(error).__name__}: {error})", err=True)
    click.echo("Hint: nothing was recorded by this command; --debug shows where it happened", err=True)
    return DAMAGED


if __name__ == "__main__":
    main()
