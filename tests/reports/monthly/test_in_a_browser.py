"""A page as a person sees it, in a real browser."""

import json
import re

import pytest
from PIL import Image

from ledger.reports.monthly.charts import drawing

CHARTS = ("course", "bridge", "workforce", "progress")
SIZE = (1200, 8000)


@pytest.fixture(scope="module")
def opened(report, programs):
    """The page, opened once: its DOM, what the console said, what was fetched, and a picture."""
    page, folder = report("html", lang="sv"), programs.folder
    log, picture = folder / "net.json", folder / "page.png"
    drawn = programs.chromium(
        page, f"--screenshot={picture}", f"--window-size={SIZE[0]},{SIZE[1]}", f"--log-net-log={log}",
        "--enable-logging=stderr", "--v=0",
    )  # fmt: skip
    dom = programs.chromium(page, "--dump-dom").stdout
    return {"dom": dom, "said": drawn.stderr, "net": log, "picture": picture}


def asked_by_the_page(log):
    """The addresses that a page asks for; what the browser asks for itself has no origin."""
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    told = [event["params"] for event in events if "url" in event.get("params", {})]
    assert told
    return [each["url"] for each in told if each.get("initiator", "not an origin") != "not an origin"]


def test_the_charts_are_in_the_page(opened):
    """Each with its lines and bars; nothing of it is left out by the browser."""
    for chart in CHARTS:
        drawn = opened["dom"].partition(f'<figure id="chart-{chart}">')[2].partition("</figure>")[0]
        assert drawn.count("<svg") == 1
        assert len(re.findall(r"<path[^>]* d=\"M", drawn)) > 10


def test_the_browser_has_nothing_to_complain_of(opened):
    """No error, no warning and no message on the console."""
    assert "CONSOLE" not in opened["said"]


def test_nothing_is_fetched(opened):
    """The page asks for nothing."""
    assert asked_by_the_page(opened["net"]) == []


def test_what_a_page_would_fetch_is_noticed(programs, tmp_path):
    """The log of the browser is one in which a request would stand."""
    page, log = tmp_path / "page.html", tmp_path / "net.json"
    page.write_text('<img src="https://example.org/a.png">', encoding="utf-8")
    programs.chromium(page, "--dump-dom", f"--log-net-log={log}")

    assert asked_by_the_page(log) == ["https://example.org/a.png"]


def test_the_charts_are_seen(opened):
    """The picture holds the colours that only charts are drawn in, and as many dots of them as lines and bars take."""
    with Image.open(opened["picture"]) as picture:
        assert picture.size == SIZE
        dots = picture.convert("RGB").getcolors(maxcolors=2**24)
    seen = {colour: number for number, colour in dots}

    for colour, least in ((drawing.ORANGE, 200), (drawing.RED, 3000), (drawing.GREEN, 1500), (drawing.LIGHT, 5000)):
        assert seen.get(tuple(bytes.fromhex(colour[1:])), 0) > least, colour


def test_a_script_would_not_run(report, programs, tmp_path):
    """Whatever came into a page, its policy forbids to run it or to fetch anything."""
    page = report("html", "--unit", "RS").read_text(encoding="utf-8")
    spoilt = tmp_path / "spoilt.html"
    spoilt.write_text(page.replace("</h1>", '</h1><script>document.title = "run"</script>'), encoding="utf-8")
    opened = programs.chromium(spoilt, "--dump-dom", "--enable-logging=stderr", "--v=0")

    assert "<title>run</title>" not in opened.stdout
    assert "Content Security Policy" in opened.stderr
