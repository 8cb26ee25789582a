"""The command ``liggare``: its options, its commands, and its exit status."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from cli.exit_status import DAMAGED, INTERRUPTED, NOT_UNDERSTOOD
from cli.help_pages import translate_click
from cli.interactive.completion import complete_files, is_asked, join_what_bash_cut
from cli.language import LANGUAGES, speaking
from cli.lazy_group import LazyGroup
from cli.output.secrets import looks_like_an_address, secrets_in
from cli.output.sentences.saying import say, say_error, spoken
from cli.output.terminal import open_streams, visible_output
from cli.settings import Settings
from cli.stopping import end_in_order, exit_status_of
from cli.version import print_version
from ledger.domain.values.phrases import phrase


@click.group(
    cls=LazyGroup,
    commands_in={
        "init": "cli.commands.recording.files:init",
        "record": "cli.commands.recording.record:record",
        "correct": "cli.commands.recording.correct:correct",
        "import": "cli.commands.recording.import_:import_",
        "imports": "cli.commands.questions.imports:imports",
        "undo": "cli.commands.recording.undo:undo",
        "reorganise": "cli.commands.recording.reorganise:reorganise",
        "template": "cli.commands.recording.template:template",
        "export": "cli.commands.recording.files:export",
        "restore": "cli.commands.recording.files:restore",
        "status": "cli.commands.questions.status:status",
        "show": "cli.commands.questions.show:show",
        "journal": "cli.commands.questions.journal:journal",
        "fact": "cli.commands.questions.fact:fact",
        "explain": "cli.commands.questions.explain:explain",
        "history": "cli.commands.questions.history:history",
        "compare": "cli.commands.questions.compare:compare",
        "serve": "cli.commands.questions.serve:serve",
        "publish": "cli.commands.questions.publish:publish",
        "check": "cli.commands.questions.check:check",
        "verify": "cli.commands.auditing.verify:verify",
        "checkpoint": "cli.commands.auditing.checkpoint:checkpoint",
        "proof": "cli.commands.auditing.proof:proof",
        "backup": "cli.commands.auditing.backup:backup",
        "salvage": "cli.commands.auditing.salvage:salvage",
        "sie-map": "cli.files.sie:sie_map",
        "rebuild": "cli.commands.auditing.rebuild:rebuild",
        "demo": "cli.commands.questions.demo:demo",
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
    help="The ledger: a file, or postgresql://user@host/db.",
    shell_complete=complete_files,
)
@click.option("--read-only", is_flag=True, help="Write nothing anywhere, whatever the command.")
@click.option("--clock-is-right", is_flag=True, help="Record although nothing has been for more than a year.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help="The language; that of the locale if left out."
)
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_version,
    help="Show the version and exit.",
)
@click.pass_context
def liggare(context: click.Context, /, *, where: str, read_only: bool, clock_is_right: bool, debug: bool) -> None:
    """A ledger of budget and staffing decisions that can be replayed to any date.

    Every decision is recorded once and never changed; every figure is computed from the decisions, as of any day
    and as it was known at any earlier moment.
    """
    if not Path(where).name:
        raise click.BadParameter(
            spoken(phrase("{where!r} is not the name of a file.", where=where)), context, param_hint="'--ledger'"
        )
    context.obj = settings = Settings(
        where=where,
        debug=debug,
        read_only=read_only,
        clock_is_right=clock_is_right,
        is_named=context.get_parameter_source("where") is ParameterSource.COMMANDLINE,
    )
    if looks_like_an_address(where) and not settings.is_server:  # it is not repeated, as it may hold a password
        message = "That is no address of a ledger. Give the name of a file, or postgresql://user@host/db."
        raise click.BadParameter(message, context, param_hint="'--ledger'")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit status. No traceback ever reaches a user, unless asked for."""
    open_streams()
    end_in_order()
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """The exit status of the command: 0 done, 1 refused, 2 not understood, 3 the ledger is damaged or unreachable."""
    secrets = secrets_in([*arguments, os.environ.get("LIGGARE_LEDGER", "")])
    with visible_output(secrets), speaking(arguments):
        translate_click()
        return _ran(arguments)


def _ran(arguments: list[str]) -> int:
    debug, output = "--debug" in arguments, sys.stdout
    try:
        join_what_bash_cut()
        status = liggare.main(args=arguments, prog_name="liggare", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        _print_usage_error(error)
        return NOT_UNDERSTOOD
    except (click.Abort, KeyboardInterrupt) as error:
        say(phrase("\nStopped. Nothing was left half done."), err=True)
        return exit_status_of(error, INTERRUPTED)
    except SystemExit as exiting:
        if sys.stdout is not output:  # click put a stopper on it: its reader has left, as a reader may
            return 0
        return exiting.code if isinstance(exiting.code, int) else 0
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the last room before the user
        return _print_failure(error, debug=debug)
    return status if isinstance(status, int) else 0


def _print_usage_error(error: click.ClickException) -> None:
    if is_asked():
        return
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "liggare"
    say_error(error.format_message(), f"{command} --help")


def _print_failure(error: Exception, *, debug: bool) -> int:
    from cli.output.render import print_error
    from ledger.domain.errors import LedgerError

    if is_asked():  # by a shell, in the middle of somebody's typing
        return DAMAGED
    if debug:
        traceback.print_exception(error)
    if isinstance(error, LedgerError):
        print_error(error)
        return error.exit_status
    if isinstance(error, OSError):
        return _print_out_of_reach(error)
    say_error(
        phrase("something unexpected went wrong ({type}: {error})", type=type(error).__name__, error=error),
        phrase("liggare journal --last 1 shows what was recorded; --debug shows where it happened"),
    )
    return DAMAGED


def _print_out_of_reach(error: OSError) -> int:
    from ledger.interchange.values.messages import shown

    if error.filename is None:  # standard output has no name
        say_error(
            phrase("The output could not be written: {why}", why=error.strerror or error),
            phrase("What was recorded stays recorded, see liggare journal --last 1"),
        )
        return DAMAGED
    say_error(
        phrase("The file {name} is out of reach: {why}", name=shown(str(error.filename)), why=error.strerror or error),
        phrase("Check its name, and that you may read and write there"),
    )
    return NOT_UNDERSTOOD


if __name__ == "__main__":
    main()
