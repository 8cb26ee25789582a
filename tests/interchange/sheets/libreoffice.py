"""LibreOffice, where it is installed: it opens a workbook, calculates it, and saves it as another."""

import shutil
import subprocess

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def converted(path, form, folder):
    """The file as LibreOffice saves it in another form, in *folder*."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--norestore", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{form.partition(':')[0]}"
