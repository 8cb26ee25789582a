"""What is read past SQLite takes none of its locks away."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from store_samples import renamed

from ledger.store.files.beneath.one_history import require_one_history
from ledger.store.files.beneath.raw_bytes import raw_bytes
from ledger.store.files.merging import is_cut_short
from ledger.store.files.recorder import Log, create

COUNT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM stored_events").fetchone()[0])
connection.close()
"""


def now():
    return datetime.now(UTC)


def counted_by_another(path):
    """How many facts another program sees; it closes the file, as the last one would."""
    ran = subprocess.run([sys.executable, "-c", COUNT, path], capture_output=True, text=True, check=True)
    return int(ran.stdout)


@pytest.mark.parametrize("look", [require_one_history, is_cut_short], ids=lambda look: look.__name__)
def test_looking_at_a_file_keeps_it_locked_while_it_is_open(tmp_path, look):
    """Another program that comes and goes must not take the -wal away from beneath the one that records."""
    path = tmp_path / "liggare.db"
    create(path, clock=now)
    with Log.open(path, now) as log:
        log.append([("organisation", 1, renamed(1))], {})
        look(path)
        assert counted_by_another(path) == 1
        log.append([("organisation", 2, renamed(2))], {})

        assert counted_by_another(path) == 2


def test_bytes_are_read_and_descriptors_of_files_that_are_gone_are_closed(tmp_path):
    """As from any file; a name that stands for another file now is read anew."""
    path = tmp_path / "a"
    for content in (b"first", b"second"):
        path.write_bytes(content)
        with raw_bytes(path) as file:
            assert file.read(3) == content[:3]
            file.seek(1)
            assert file.read(100) == content[1:]
        path.unlink()
