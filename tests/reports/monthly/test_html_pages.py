"""A page stands by itself, can be read by everybody, and leads from every figure to its facts."""

import hashlib
import re
from itertools import pairwise

import pytest
from html_page import Page
from opened_with import LANGUAGES

from ledger.reports.monthly.charts import drawing
from ledger.reports.monthly.formats.html import TEMPLATES

CHARTS = {"course", "bridge", "workforce", "progress"}


@pytest.fixture(params=LANGUAGES)
def page(request, report):
    return Page(report("html", lang=request.param).read_text(encoding="utf-8"))


def test_a_page_is_well_formed_and_says_its_language(page):
    assert page.declarations == ["DOCTYPE html"]
    assert page.lang in LANGUAGES
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))


def test_headings_come_in_order(page):
    """One h1, and no level is passed over on the way down."""
    levels = [level for level, _ in page.headings]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert all(words.strip() for _, words in page.headings)


def test_every_table_has_a_caption_and_says_what_its_headings_are_for(page):
    assert len(page.tables) > 15
    for table in page.tables:
        assert table["caption"]
        assert table["cells"]
        assert set(table["scopes"]) <= {"col", "row", "colgroup"}
        assert table["scopes"]["col"]
        assert table["scopes"]["row"]


def test_every_chart_is_told_in_words(page):
    """Each is one image with a title and a description, and what is drawn in it is not read out."""
    drawn = re.findall(r'<figure id="chart-(\w+)">', page.text)

    assert set(drawn) == CHARTS
    assert len(page.images) == page.tags["svg"] == len(CHARTS)
    for image in page.images:
        assert {image["aria-labelledby"], image["aria-describedby"]} <= set(page.ids)
    assert page.text.count('aria-hidden="true" focusable="false"') == len(CHARTS)
    assert all(len(words) > 60 for words in re.findall(r"<figcaption[^>]*>([^<]+)", page.text))


def test_a_page_needs_nothing_but_itself(page):
    """No script, no address outside the page, and a policy that would forbid both."""
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == page.tags["iframe"] == 0
    assert page.addresses == []
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(r"@import|url\((?!#)", page.text)
    assert "default-src 'none'" in page.text


def test_every_link_leads_somewhere(page):
    assert len(page.links) > 300
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_every_row_of_a_money_table_leads_to_its_facts(page):
    """The name of each unit leads to a row of the appendix, and that to facts that have rows of their own."""
    for key, rows in (("net-cost", 8), ("result", 6), ("investments", 2), ("forecast", 8)):
        for at in range(1, rows + 1):
            assert f'<a href="#{key}-{at}">' in page.text
            behind = page.text[page.text.index(f'<tr id="{key}-{at}">') :].partition("</tr>")[0]
            assert re.search(r'<a href="#f\d+">#\d+</a>', behind)


def test_what_people_wrote_is_text_and_nothing_else(tmp_path):
    """Names and reasons are shown as they are, whatever they look like."""
    from terminal import Terminal

    liggare = Terminal(tmp_path / "liggare.db")
    liggare.done("init")
    wicked = '<script>alert("1")</script>&amp;'
    day = ("--effective", "2024-01-01")
    liggare.done("record", "unit.opened", "--unit", "A", "--name", wicked, *day)
    liggare.done("record", "line.opened", "--line", "N", "--name", "*|N|* `x`", "--side", "net", *day,
                 "--statement", "operating")  # fmt: skip
    liggare.done("record", "outcome.reported", "--unit", "A", "--month", "2024-07", "--lines", "N=-1")
    written = {}
    for form in ("html", "md", "xlsx"):
        path = tmp_path / f"a.{form}"
        liggare.done("publish", "--month", "2024-07", "--lang", "en", "--in", "kr", "--to", str(path))
        written[form] = path.read_bytes()

    page = Page(written["html"].decode())

    assert page.tags["script"] == 0
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&amp;amp;" in page.text
    assert "\\*\\|N\\|\\* \\`x\\`" in written["md"].decode()


@pytest.mark.parametrize(("form", "unit"), [("html", "RS"), ("md", "RS"), ("xlsx", "RS"), ("pdf", "RUN")])
def test_the_same_command_gives_the_same_bytes(form, unit, report, ledgers, tmp_path):
    """Nothing in a report comes from the clock, the name of the file or the order of a set."""
    from terminal import process

    again = tmp_path / f"other-name.{form}"
    first = report(form, "--unit", unit, lang="sv").read_bytes()
    command = ("--month", "2024-07", "--known-at", "2024-08-27", "--unit", unit, "--lang", "sv", "--to", str(again))
    ran = process("--ledger", str(ledgers["region"]), "publish", *command, folder=tmp_path,
                  environment={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})  # fmt: skip

    assert (ran.status, ran.err) == (0, "")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(first).digest()


def test_words_stand_out_against_their_ground():
    """WCAG AA: at least 4.5 to 1 for every colour that text or a line is drawn in."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(ink|muted|link): (#[0-9a-f]{6})", style))
    lines = [drawing.INK, drawing.MUTED, drawing.BLUE, drawing.ORANGE, drawing.GREY, drawing.GREEN, drawing.RED]

    assert set(named) == {"ink", "muted", "link"}
    for colour in (*named.values(), *lines):
        assert contrast(colour, "#ffffff") >= 4.5, colour
    assert contrast(named["ink"], "#eef2f5") >= 4.5
    assert contrast(drawing.INK, drawing.LIGHT) >= 4.5


def contrast(one, other):
    lights = sorted(map(luminance, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
