"""What tests need of the machine. Where it is missing they are skipped, with the Debian package to install.

In CI, which installs all of it, ``--no-skips`` makes every skipped test a failed one.
"""

import os
import shutil

import pytest


def skip_without(name, package):
    """Skip the test that runs, for want of something that a Debian package brings."""
    pytest.skip(f"{name} is not installed (Debian: apt install {package})")


def program(name, package):
    """The path of a program; without it the test is skipped."""
    found = shutil.which(name)
    if found is None:
        skip_without(name, package)
    return found


def bound_by_permissions():
    """What to put before a command so that the permissions of files hold for it, though root runs the tests."""
    if os.geteuid():
        return []
    return [program("setpriv", "util-linux"), "--bounding-set=-dac_override,-dac_read_search"]
