"""A report as the bytes of a file, in one of four formats."""

import contextlib
import io
from collections.abc import Callable, Mapping

from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase
from ledger.reports.monthly.document import Document

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's packages of the libraries that set the text of a PDF."""


class PackageMissing(Refused):
    code = "package-missing"

    def __init__(self, form: str, package: str) -> None:
        super().__init__(
            phrase(
                "A report cannot be written as {form} here: the Python package {package} is not installed",
                form=form,
                package=package,
            ),
            hint=phrase("Install what reports need: pip install 'liggare[publish]'; or publish to .md or .xlsx"),
        )


class LibraryMissing(Refused):
    code = "library-missing"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase(
                "A report cannot be written as pdf here: the system library Pango cannot be loaded ({why})", why=why
            ),
            hint=phrase(
                "Debian and Ubuntu: apt install {pango}; or publish to .html and print that", pango=" ".join(PANGO)
            ),
        )


def published(document: Document, form: str) -> bytes:
    """The report in a format of :data:`FORMS`. Raises :class:`PackageMissing` or :class:`LibraryMissing`."""
    try:
        return FORMS[form](document)
    except ModuleNotFoundError as error:
        raise PackageMissing(form, error.name or str(error)) from None


def _markdown(document: Document) -> bytes:
    from ledger.reports.monthly.formats.markdown import markdown

    return markdown(document).encode()


def _html(document: Document) -> bytes:
    from ledger.reports.monthly.formats.html import html

    return html(document).encode()


def _excel(document: Document) -> bytes:
    from ledger.reports.monthly.formats.excel import workbook

    return workbook(document)


def _pdf(document: Document) -> bytes:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # where it would print advice of its own
            import weasyprint
    except OSError as error:  # what cffi says of a library that is not there, over several lines
        raise LibraryMissing(str(error).partition(":")[0].splitlines()[0]) from None
    from ledger.reports.monthly.formats.html import html

    printed: bytes = weasyprint.HTML(string=html(document)).write_pdf(pdf_identifier=b"liggare", pdf_tags=True)
    return printed


FORMS: Mapping[str, Callable[[Document], bytes]] = {"html": _html, "md": _markdown, "xlsx": _excel, "pdf": _pdf}
