"""Reports of a made-up region and of the published ones, and the programs that people open reports with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
import region

from cli.main import run

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))

KNOWN = ("--known-at", "2024-08-27")
LANGUAGES = ("sv", "en")


@pytest.fixture(autouse=True)
def _clean_locale(monkeypatch):
    for name in ("LIGGARE_LEDGER", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory):
    """The ledgers by name: the made-up region, and those of the examples."""
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "region.jsonl").write_text(region.journal(), encoding="utf-8")
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
        if key not in made:
            path = folder / f"{len(made)}.{form}"
            command = ["publish", "--month", "2024-07", *KNOWN, "--lang", lang, *words, "--to", str(path)]
            assert run(["--ledger", str(ledgers[of]), *command]) == 0
            made[key] = path
        return made[key]

    return publish


@pytest.fixture(scope="session")
def book(ledgers):
    """The books of the made-up region for July 2024, as known on 27 August."""
    from ledger.domain.days import Month, read_known_at
    from ledger.queries.library import Library

    with Library.open(ledgers["region"]) as library:
        yield library.books(Month.of(2024, 7).last_day, read_known_at("2024-08-27"))


def needed(program, package):
    """The path of a program. Where it is not installed the test is skipped, and in CI it fails."""
    found = shutil.which(program)
    if found is None:
        why = f"{program} is not installed (Debian: apt install {package})"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


@attrs.frozen
class Programs:
    """Programs that are started with a profile of their own, and nothing of the user's."""

    folder: Path

    def chromium(self, page, *options):
        """What headless Chromium prints and says of a page, by itself and without a network."""
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                 "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                 "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip
        command = [needed("chromium", "chromium"), *quiet, f"--user-data-dir={self.folder / 'chromium'}", *options]
        return self._run([*command, page.as_uri()])

    def recalculated(self, workbook):
        """A workbook as LibreOffice saves it after working out every formula anew."""
        profile = self.folder / "libreoffice"
        settings = profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        out = self.folder / f"recalculated-{workbook.stem}"
        self._run([
            needed("soffice", "libreoffice-calc"), f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(out), str(workbook),
        ])  # fmt: skip
        return out / workbook.name

    def pdf(self, program, *words):
        """What one of the PDF programs prints."""
        return self._run([needed(program, "poppler-utils"), *map(str, words)]).stdout

    def _run(self, command):
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=self.folder)


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    return Programs(tmp_path_factory.mktemp("programs"))
