"""Answers for programs: byte for byte what the command line prints or writes."""

from collections.abc import Callable, Mapping

from ledger.reports.formats.csv_text import csv_text
from ledger.reports.formats.json_text import json_text
from ledger.reports.reproducing.receipts import Receipt
from web.kept import Page
from web.pages.answering import Answered
from web.visit import Visit

Downloading = Callable[[Visit, Answered], Page]


def _json(_: Visit, found: Answered) -> Page:
    return Page(body=json_text(found.answer).encode(), kind="application/json")


def _csv(visit: Visit, found: Answered) -> Page:
    text = csv_text(found.answer, visit.asked.dialect)
    return Page(body=text.encode(), kind="text/csv; charset=utf-8", name=f"{found.answer.question}.csv")


def _xlsx(visit: Visit, found: Answered) -> Page:
    from ledger.reports.formats.workbook import workbook_bytes

    asked = visit.asked
    data = workbook_bytes(found.answer, unit=asked.unit, decimals=asked.decimals, lang=asked.lang, empty=asked.empty)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Page(body=data, kind=kind, name=f"{found.answer.question}.xlsx")


def _receipt(visit: Visit, found: Answered) -> Page:
    """What ``liggare verify --receipt`` makes the JSON answer from again."""
    ledger = visit.reader.log.metadata()["identity"]
    receipt = Receipt.of(found.answer, json_text(found.answer), found.arguments("json"), ledger)
    return Page(body=receipt.text.encode(), kind="application/json", name=f"{found.answer.question}.receipt")


FORMS: Mapping[str, Downloading] = {"json": _json, "csv": _csv, "xlsx": _xlsx, "receipt": _receipt}
"""What an address may end in."""
