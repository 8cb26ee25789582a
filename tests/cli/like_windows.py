"""Runs liggare in a Python that lacks what Windows lacks, and is refused what Windows refuses.

As near as another system comes to it: modules and functions that exist only elsewhere are gone; files that somebody has
open are neither removed nor replaced; a folder is not opened as a file; names hold no sign that Windows keeps
for itself; and text is read and written in an encoding that is named.
"""

import errno
import os
import shutil
import signal
import sys
import warnings
from contextlib import suppress
from pathlib import Path

MODULES = ("crypt", "fcntl", "grp", "nis", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty")
FUNCTIONS = """
    chroot confstr copy_file_range ctermid eventfd fchdir fchown fdatasync fork forkpty fpathconf fstatvfs getegid
    geteuid getgid getgrouplist getgroups getloadavg getpgid getpgrp getpriority getresgid getresuid getsid getuid
    getxattr initgroups killpg lchown listxattr lockf major makedev memfd_create minor mkfifo mknod nice openpty
    pathconf pidfd_open posix_fadvise posix_fallocate posix_spawn posix_spawnp pread preadv pwrite pwritev readv
    register_at_fork removexattr sched_getaffinity sched_setaffinity sched_yield sendfile setegid seteuid setgid
    setgroups setpgid setpriority setregid setresgid setresuid setreuid setsid setuid setxattr splice statvfs sync
    sysconf tcgetpgrp tcsetpgrp ttyname unshare wait wait3 wait4 waitid writev
    O_CLOEXEC O_DIRECTORY O_DIRECT O_DSYNC O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RSYNC O_SYNC O_TMPFILE
"""
SIGNALS = """
    SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGPROF SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGXFSZ
    alarm getitimer pause pthread_kill pthread_sigmask setitimer sigwait
"""
ALONE = frozenset('<>:"|?*')
"""What no name of a file may hold there."""


def be_windows():
    """From here on."""
    for module in MODULES:
        sys.modules[module] = None
    for place, names in ((os, FUNCTIONS), (signal, SIGNALS)):
        for name in names.split():
            with suppress(AttributeError):
                delattr(place, name)
    shutil._use_fd_functions = False
    warnings.filterwarnings("error", category=EncodingWarning, module=r"(ledger|cli|examples)\b")
    sys.addaudithook(refuse)


def refuse(event, arguments):
    """Raise what Windows would."""
    if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        path = os.fsdecode(arguments[0])
        if ALONE & set(path) or (path.startswith("/dev/") and path != os.devnull):
            raise OSError(errno.EINVAL, "Invalid argument", path)
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", path)
    elif event in ("os.remove", "os.rename"):
        for path in arguments[: 1 + (event == "os.rename")]:
            if is_open(os.fsdecode(path)):
                raise PermissionError(errno.EACCES, "The file is being used by another process", path)


def is_open(path):
    """Whether any process has it open."""
    there = os.path.realpath(path)
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(descriptor.readlink()) == there:
                return True
    return False


if __name__ == "__main__":
    be_windows()
    from cli import windows

    windows.IS_WINDOWS = True
    from cli.main import main

    main()
