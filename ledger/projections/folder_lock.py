"""Having a folder to oneself while a file in it is put in the place of another."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 30.0
_NAP_S = 0.005


@contextmanager
def undisturbed(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Nobody else is in here for the folder; *shared*: nobody but others who share it.

    The lock is on the folder itself, so that no file is left behind, and ends with the process however that ends.
    Raises :class:`OSError` when it cannot be had, or not in time.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, kind: int) -> None:
    patience = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                raise
            time.sleep(_NAP_S)
        else:
            return
