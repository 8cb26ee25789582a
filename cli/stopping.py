"""Being stopped from outside: what is half done is put away first, as on Ctrl-C."""

import signal
from types import FrameType

STOPPED_BY = 128
"""Added to a signal's number, it is the exit status of a command that the signal stopped."""


class Stopped(KeyboardInterrupt):
    """Somebody asked the program to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_status = STOPPED_BY + number


def end_in_order() -> None:
    """Let requests to end take the way of Ctrl-C, so that temporary files and locks go away.

    A request that is ignored, as under nohup, stays ignored. Once is enough: a second one does not disturb the tidying.
    """
    for name in ("SIGTERM", "SIGHUP"):  # the second is unknown on Windows
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Stopped(number)


def exit_status_of(error: BaseException, otherwise: int) -> int:
    """The exit status of a command that was stopped; *otherwise* where it was somebody at the keyboard."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, Stopped):
            return at.exit_status
        at = at.__cause__ or at.__context__
    return otherwise
