"""A report on paper."""

import re

import pytest

A4 = (595.0, 842.0)


@pytest.fixture(scope="module")
def printed(report):
    return report("pdf", lang="sv")


def test_the_pages_are_counted_and_say_so(printed, programs):
    """Each page is A4 and bears its number and the number of all."""
    told = programs.pdf("pdfinfo", printed)
    pages = int(re.search(r"Pages: +(\d+)", told)[1])

    assert 10 <= pages <= 25
    assert "A4" in re.search(r"Page size: .*", told)[0]
    assert re.search(r"Tagged: +yes", told)
    for page in range(1, pages + 1):
        assert f"{page} / {pages}" in programs.pdf("pdftotext", "-f", page, "-l", page, "-layout", printed, "-")


def test_what_the_report_says_is_in_it(printed, programs):
    """As text, with Swedish letters and signs."""
    text = " ".join(programs.pdf("pdftotext", "-layout", printed, "-").split())

    for words in (
        "Månadsrapport juli 2024", "Nettokostnad per enhet, juli 2024 (Mkr)", "Investeringar, januari–juli 2024 (Mkr)",
        "Anställningsstopp och dispenser", "Digitalisering och service", "Från budget till prognos", "§ 112", "#246",
        "Så är rapporten gjord", "liggare publish --month 2024-07",
    ):  # fmt: skip
        assert words in text


def test_nothing_is_cut_off(printed, programs):
    """Every word lies on its page, within the margins: no table is wider than the paper."""
    boxes = programs.pdf("pdftotext", "-bbox", printed, "-")
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"', boxes)
    words = [tuple(map(float, box)) for box in found]

    assert len(words) > 3000
    for left, top, right, bottom in words:
        assert left > 20
        assert right < A4[0] - 20
        assert top > 20
        assert bottom < A4[1] - 20


def test_short_tables_are_not_broken(printed, programs):
    """The first and the last row of the net-cost table stand on the same page."""
    pages = programs.pdf("pdftotext", "-layout", printed, "-").split("\f")
    found = [page for page in pages if "Nettokostnad per enhet, juli 2024" in page and "Avvikelse" in page]

    assert len(found) == 1
    assert "Regionledningskontoret" in found[0]
