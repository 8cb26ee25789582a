"""A ledger's files, and what can become of them."""

import json
import shutil
import sqlite3
from contextlib import closing

from terminal import Terminal

EXAMPLE = "vasterbotten-2024.jsonl"


def filled(folder, example):
    """A ledger with small facts and large ones, the newest of which stand in its ``-wal`` only; its terminal."""
    liggare = Terminal(folder / "liggare.db")
    liggare.done("restore", str(example))
    with closing(sqlite3.connect(liggare.ledger)) as holder:
        holder.execute("BEGIN")
        holder.execute("SELECT count(*) FROM stored_events").fetchone()  # as long as it reads, nothing is merged
        liggare.done("import", "-", typed=large_facts().encode())
        snapshot = folder / "snapshot"
        snapshot.mkdir()
        copied(liggare.ledger, snapshot)
    return Terminal(snapshot / "liggare.db")


def large_facts():
    """Facts that do not fit on a page, and some that do."""
    shared = {"type": "workforce.reported", "unit": "102-DOS", "measure": "fte", "value": "7"}
    lines = (
        {
            **shared,
            "id": f"w-{number}",
            "month": f"2024-{number % 12 + 1:02d}",
            "employment": "agency" if number < 12 else "permanent",
            "causes": {f"orsak {cause} av {number}": "1" for cause in range(3 if number % 5 else 300)},
            "note": f"Frånvaro vecka {number}",
        }
        for number in range(24)
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def copied(ledger, folder):
    """The ledger's files, without what SQLite keeps beside them for the programs that are running."""
    for ending in ("", "-wal"):
        file = ledger.with_name(ledger.name + ending)
        if file.exists():
            shutil.copy(file, folder / file.name)
    return folder / ledger.name


def flip(data, chance, most=8):
    """Change some bytes."""
    for _ in range(chance.randint(1, most)):
        data[chance.randrange(len(data))] ^= chance.randint(1, 255)


def flip_bit(data, chance):
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data, chance):
    """Put zeros or noise over a piece, as a broken sector or another program does."""
    start = chance.randrange(len(data))
    length = min(chance.choice([64, 512, 4096, 20_000]), len(data) - start)
    data[start : start + length] = bytes(length) if chance.random() < 0.5 else chance.randbytes(length)


def cut(data, chance):
    """Lose the end."""
    del data[chance.randrange(len(data)) :]


def wipe_a_page(data, chance):
    page = chance.randrange(max(1, len(data) // 4096))
    data[page * 4096 : (page + 1) * 4096] = bytes(4096)


DAMAGE = (flip_bit, flip, overwrite, cut, wipe_a_page)


def damage(file, chance):
    """Do something to a file; what."""
    data = bytearray(file.read_bytes())
    done = chance.choice(DAMAGE)
    done(data, chance)
    file.write_bytes(data)
    return done.__name__


def lines(path):
    return path.read_text().splitlines(keepends=True) if path.exists() else []


def break_fact(ledger, position):
    """Change a byte in the middle of one stored fact, on the one page that it is on."""
    with closing(merged(ledger)) as connection:
        (state,) = connection.execute("SELECT state FROM stored_events WHERE position = ?", (position,)).fetchone()
    data = bytearray(ledger.read_bytes())
    assert data.count(state) == 1
    data[data.find(state) + len(state) // 2] ^= 1
    ledger.write_bytes(data)


def merged(ledger):
    """A connection to the file, into which all that stood beside it has been merged."""
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection
