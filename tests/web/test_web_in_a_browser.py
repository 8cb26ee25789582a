"""Pages as people see and use them, in a real browser: judged by axe, by keyboard, narrow, and without JavaScript."""

import contextlib
import datetime as dt
import re
import threading

import needed
import pytest
import uvicorn
from axe_playwright_python.base import AXE_SCRIPT
from page_reader import NOW
from playwright.sync_api import sync_playwright

from web.app import make_app
from web.serving import listening
from web.site import Site

MOMENT = "as_of=2024-12-31"
ROUTES = (
    "/",
    f"/budget?year=2024&{MOMENT}",
    f"/report?month=2024-07&{MOMENT}",
    f"/forecast?year=2024&{MOMENT}",
    f"/staffing?{MOMENT}",
    f"/savings?{MOMENT}",
    f"/freezes?{MOMENT}",
    "/journal?unit=HSN",
    "/fact/b-5",
    f"/explain/budget?year=2024&unit=HSN&{MOMENT}",
    f"/history/budget?year=2024&unit=HSN&{MOMENT}",
    f"/compare/budget?{MOMENT}",
    "/compare/budget?year=2024&from=2024-12-31@2025-01-15&to=2024-12-31@2025-04-30",
    f"/budget?year=2024&{MOMENT}&known_at=2025-02-01&fixed=1",
    "/verify",
    "/tillganglighet",
    "/nothing/here",
    "/report/2024-07",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


@pytest.fixture(scope="module")
def served(terminal):
    """The address of a server of the story's ledger, within the test's own process."""
    site = Site(where=terminal.ledger, clock=lambda: NOW, cache=None)
    with listening("127.0.0.1", 0) as where:
        where.listen()
        config = uvicorn.Config(make_app(site), log_config=None, access_log=False, lifespan="on", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [where]})
        thread.start()
        yield f"http://127.0.0.1:{where.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=needed.program("chromium", "chromium"), args=list(FLAGS))
        yield opened
        opened.close()


@contextlib.contextmanager
def page_of(browser, **how):
    """A page in a browser with nothing kept, and what its console says."""
    context = browser.new_context(**how)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_page_violates_the_rules_of_accessibility(served, browser, lang):
    """WCAG 2.1 A and AA by axe; no page asks another server for anything, or scrolls sideways at 320 pixels."""
    with page_of(browser, viewport={"width": 320, "height": 800}) as page:
        for route in ROUTES if lang == "sv" else ROUTES[::3]:  # the words differ, the markup hardly
            page.goto(f"{served}{route}{'&' if '?' in route else '?'}lang={lang}")
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], route
            assert found["passes"]
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, route
        assert [each for each in page.said if "404" not in each] == []
        assert [each for each in page.asked if not each.startswith(served)] == []


def test_a_slider_moves_the_figures_without_a_reload_and_names_what_it_passes(served, browser):
    with page_of(browser) as page:
        page.goto(f"{served}/units?lang=en&as_of=2024-12-31")
        page.evaluate("window.marker = 1")
        slider = page.locator("input.slide[data-for=known_at]")
        slider.wait_for(state="visible")
        page.locator("tbody tr").first.wait_for()
        last = page.locator("#known_at").input_value()
        slider.focus()
        page.keyboard.press("Home")
        page.locator("#known-words").get_by_text("fact 1 of").wait_for()
        assert page.locator("tbody tr").count() == 1
        page.locator("#between li").nth(4).wait_for()
        assert page.locator("#between").inner_text().startswith("Not known any more")
        page.keyboard.press("ArrowRight")
        page.locator("#known-words").get_by_text("fact 2 of").wait_for()
        page.wait_for_function("document.querySelectorAll('#between li').length === 1")
        assert page.locator("#between li").inner_text().startswith("#2 ")
        assert re.search(r"known_at=2025-01-02", page.url)
        page.keyboard.press("End")
        page.locator(f"#known_at[value='{last}']").wait_for(state="attached")
        assert page.evaluate("document.activeElement.dataset.for") == "known_at"
        assert page.evaluate("window.marker") == 1
        assert page.said == []


def test_a_day_that_is_written_moves_the_slider_and_the_figures(served, browser):
    with page_of(browser) as page:
        page.goto(f"{served}/budget?year=2024&lang=en")
        page.fill("#as_of", "2024-03-31")
        page.keyboard.press("Enter")
        page.get_by_text("As of 2024-03-31").wait_for()
        assert "as_of=2024-03-31" in page.url


def test_a_day_that_is_none_is_told_in_the_place_of_the_figures(served, browser):
    with page_of(browser) as page:
        page.goto(f"{served}/budget?year=2024&lang=en")
        page.fill("#as_of", "someday")
        page.keyboard.press("Enter")

        page.get_by_role("alert").get_by_text("'someday' is not a date").wait_for()


def test_everything_is_reached_by_keyboard(served, browser):
    """From the top of a page past the menu to a figure, and on to the facts behind it."""
    with page_of(browser) as page:
        page.goto(f"{served}/budget?year=2024&lang=en&as_of=2024-12-31")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        for _ in range(6):
            page.keyboard.press("Tab")
            href = page.evaluate("document.activeElement.getAttribute('href')")
            if href and href.startswith("/explain/"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/explain/budget**")
        page.locator(".facts a").first.click()
        page.wait_for_url("**/fact/**")
        assert page.locator("h1").inner_text().startswith("#")


def test_pages_work_without_javascript(served, browser):
    """The fields are a form, and the sliders, which would do nothing, are not there."""
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{served}/budget?year=2024&lang=en")
        assert page.locator("input.slide:visible").count() == 0
        page.fill("#as_of", "2024-03-31")
        page.locator("form.time button").click()
        assert "as_of=2024-03-31" in page.url
        assert page.get_by_text("As of 2024-03-31").count()
        page.locator("form.options summary").click()
        page.select_option("#f-by", "line")
        page.locator("form.options button").click()
        assert "by=line" in page.url


def test_in_print_there_is_the_answer_and_no_controls(served, browser):
    with page_of(browser) as page:
        page.goto(f"{served}/budget?year=2024&lang=en&as_of=2024-12-31")
        page.emulate_media(media="print")

        for hidden in ("header nav", "form.time", "form.options"):
            assert not page.locator(hidden).first.is_visible()
        assert page.locator("table").first.is_visible()


def test_a_harmful_name_does_not_run(served, browser):
    """What would be a script elsewhere is text here; and no script could run that is not our own."""
    with page_of(browser) as page:
        page.goto(f"{served}/journal?text=%3Cscript%3Ewindow.harmed%3D1%3C/script%3E")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.harmed=1\">')")
        page.wait_for_load_state("networkidle")

        assert page.evaluate("window.harmed") is None
        assert any("Content Security Policy" in each for each in page.said)


def test_the_day_of_the_server_is_the_day_of_the_page(served, browser):
    with page_of(browser) as page:
        page.goto(f"{served}/units")

        assert page.locator("#as_of").input_value() == (NOW + dt.timedelta(hours=2)).date().isoformat()
