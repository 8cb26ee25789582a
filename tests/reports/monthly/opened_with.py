"""The programs that people open reports with, each with a profile of its own and nothing of the user's."""

import subprocess
from ctypes.util import find_library
from pathlib import Path

import attrs
import needed

from ledger.domain.values.days import Month
from ledger.reports.monthly.publishing import PANGO

JULY = Month.of(2024, 7)
KNOWN = ("--known-at", "2024-08-27")
LANGUAGES = ("sv", "en")


def pango_needed():
    """Skip what sets the text of a PDF where the library for it is missing."""
    if find_library("pango-1.0") is None:
        needed.skip_without("Pango", " ".join(PANGO))


@attrs.frozen
class Programs:
    """Programs that are started with a profile of their own, and nothing of the user's."""

    folder: Path

    def chromium(self, page, *options):
        """What headless Chromium prints and says of a page, by itself and without a network."""
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                 "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                 "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip
        command = [
            needed.program("chromium", "chromium"),
            *quiet,
            f"--user-data-dir={self.folder / 'chromium'}",
            *options,
        ]
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
            needed.program("soffice", "libreoffice-calc"), f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(out), str(workbook),
        ])  # fmt: skip
        return out / workbook.name

    def pdf(self, program, *words):
        """What one of the PDF programs prints."""
        return self._run([needed.program(program, "poppler-utils"), *map(str, words)]).stdout

    def _run(self, command):
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=self.folder)


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""
