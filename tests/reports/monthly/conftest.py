"""Reports of a made-up region and of the published ones, and the programs that people open reports with."""

import example_region
import pytest
from opened_with import JULY, KNOWN, Programs, pango_needed
from paths import ROOT

from cli.main import run


@pytest.fixture(autouse=True)
def _clean_locale(monkeypatch):
    for name in ("LIGGARE_LEDGER", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory):
    """The ledgers by name: the made-up region, and those of the examples."""
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "region.jsonl").write_text(example_region.journal(), encoding="utf-8")
    journals = {
        "region": folder / "region.jsonl",
        "vasterbotten": ROOT / "examples" / "vasterbotten-2024.jsonl",
        "varmland": ROOT / "examples" / "varmland-2022-2024.jsonl",
    }
    for name, journal in journals.items():
        assert run(["--ledger", str(folder / f"{name}.db"), "restore", str(journal)]) == 0
    return {name: folder / f"{name}.db" for name in journals}


@pytest.fixture(scope="session")
def report(ledgers, tmp_path_factory):
    """A report of July 2024 as a file; each is made once."""
    folder, made = tmp_path_factory.mktemp("reports"), {}

    def publish(form, *words, lang="en", of="region"):
        key = (form, words, lang, of)
        if form == "pdf":
            pango_needed()
        if key not in made:
            path = folder / f"{len(made)}.{form}"
            command = ["publish", "--month", "2024-07", *KNOWN, "--lang", lang, *words, "--to", str(path)]
            assert run(["--ledger", str(ledgers[of]), *command]) == 0
            made[key] = path
        return made[key]

    return publish


@pytest.fixture(scope="session")
def book(ledgers):
    """The made-up region in July 2024, as known on 27 August."""
    from ledger.interchange.values.moments import read_known_at
    from ledger.queries.reader import LedgerReader

    with LedgerReader.open(ledgers["region"]) as reader:
        yield reader.at(JULY.last_day, read_known_at("2024-08-27"))


@pytest.fixture(scope="session")
def july(book):
    """What is gathered from them."""
    from ledger.queries.monthly.gathering import gather

    return gather(book, JULY, None)


@pytest.fixture(scope="session")
def one_of_each(tmp_path_factory):
    """A recorded fact of every type."""
    from terminal import Terminal

    liggare = Terminal(tmp_path_factory.mktemp("each") / "liggare.db")
    liggare.done("init")
    assert liggare("import", str(ROOT / "docs" / "one-of-each.jsonl")).status == 0
    from ledger.queries.reader import LedgerReader

    with LedgerReader.open(liggare.ledger) as reader:
        return [recorded.fact for recorded in reader.log.facts()]


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    return Programs(tmp_path_factory.mktemp("programs"))
