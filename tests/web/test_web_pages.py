"""What pages promise: every question, in both languages, the same figures as the command line."""

import json
import re
import shlex
from html import unescape

import pytest
from generating.catalogue import swedish
from page_reader import links_in, question_names

from ledger.queries.questions import explainable, question
from web.pages.downloads import FORMS

every_question = pytest.mark.parametrize("name", question_names())
every_explained = pytest.mark.parametrize("name", explainable())
NAMED = {"indicators": "&indicator=VÄNTA&unit=HSN"}
"""What has to be named of a figure that is a sum of nothing."""
PLAIN = ("/", "/journal", "/verify", "/tillganglighet", "/between?from=3&to=9", "/fact/20", "/report/2024-07")


def command_on(page):
    """The command that a page says gives the same answer."""
    return unescape(re.search(r"<code>(liggare .*?)</code>", page)[1])


@every_question
def test_every_question_is_a_page_in_both_languages(reader, name):
    words = {message.id: message.string for message in swedish()}
    title = question(name).title
    for lang, expected in (("en", title), ("sv", words[title])):
        page = reader.page(f"/{name}?lang={lang}")
        assert f'<html lang="{lang}">' in page
        assert f"<h1>{expected}</h1>" in page.replace("&#39;", "'")


@every_question
def test_the_command_on_a_page_gives_the_same_json_and_csv_byte_for_byte(reader, terminal, name):
    page = reader.page(f"/{name}")
    words = shlex.split(command_on(page).removeprefix("liggare "))
    day = "" if name == "journal" else f"as_of={words[words.index('--as-of') + 1]}&"
    moment = f"{day}known_at={words[words.index('--known-at') + 1]}"

    assert reader.page(f"/{name}.json?{moment}") == terminal.done(*words, "--format", "json").out
    assert reader.ask(f"/{name}.csv?{moment}").content.decode() == terminal.done(*words, "--format", "csv").out
    swedish_csv = terminal.done(*words, "--format", "csv", "--csv", "sv").out
    assert reader.ask(f"/{name}.csv?{moment}&csv=sv").content.decode() == swedish_csv


def test_a_workbook_is_the_one_that_the_command_line_writes(reader, terminal, tmp_path):
    terminal.done(
        "show", "budget", "--year", "2024", "--as-of", "2024-07", "--known-at", "2025-02-01", "--lang", "sv",
        "--in", "tkr", "--to", str(tmp_path / "budget.xlsx"),
    )  # fmt: skip
    written = (tmp_path / "budget.xlsx").read_bytes()

    address = "/budget.xlsx?year=2024&as_of=2024-07&known_at=2025-02-01&lang=sv&in=tkr"
    assert reader.ask(address).content == written


@every_explained
def test_every_figure_that_is_a_link_leads_to_facts_that_sum_to_it(reader, name):
    """To the öre, and to the last decimal of people."""
    page = reader.page(f"/{name}?in=kr&decimals=2&lang=en&as_of=2024-12-31&empty=1")
    found = re.findall(r'<td class="n"><a href="(/explain/[^"]+)">([^<]+)</a>', page)
    assert found
    for href, text in found[:: max(len(found) // 12, 1)]:
        address = unescape(href).replace(f"/explain/{name}?", f"/explain/{name}.json?")
        total = json.loads(reader.page(address))["total"]
        assert float(text.replace(",", "").rstrip("*")) == pytest.approx(total, abs=0.0051), address


@every_question
def test_whatever_a_page_leads_to_is_there_and_on_the_same_server(reader, name):
    """A few of each kind of address."""
    kinds = {}
    for address in links_in(reader.page(f"/{name}")):
        assert address.startswith(("/", "#")), address
        if address.startswith("/"):
            kinds.setdefault(re.sub(r"\?.*|\d+", "", address), address)
    for address in kinds.values():
        assert reader.ask(address).status_code == 200, address


@pytest.mark.parametrize("address", PLAIN)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_other_pages_are_there_in_both_languages(reader, address, lang):
    page = reader.page(f"{address}{'&' if '?' in address else '?'}lang={lang}")

    assert f'lang="{lang}"' in page[:400]
    for each in links_in(page):
        assert each.startswith(("/", "#")), each


@every_explained
def test_a_comparison_is_asked_for_by_a_form_and_told_with_its_facts(reader, terminal, name):
    assert 'name="from"' in reader.page(f"/compare/{name}?as_of=2024-12-31")
    sides = NAMED.get(name, "").removeprefix("&") + "&from=2024-12-31@2025-01-15&to=2024-12-31@2025-04-30"
    page = reader.page(f"/compare/{name}?{sides}")
    words = shlex.split(command_on(page).removeprefix("liggare "))

    assert reader.page(f"/compare/{name}.json?{sides}") == terminal.done(*words, "--format", "json").out


@every_explained
def test_a_history_ends_with_the_figure_and_is_that_of_the_command_line(reader, terminal, name):
    which = f"as_of=2024-12-31{NAMED.get(name, '')}"
    page = reader.page(f"/history/{name}?{which}")
    words = shlex.split(command_on(page).removeprefix("liggare "))
    known_at = words[words.index("--known-at") + 1]
    told = reader.page(f"/history/{name}.json?{which}&known_at={known_at}")
    figure = json.loads(reader.page(f"/explain/{name}.json?{which}&known_at={known_at}"))["total"]

    assert told == terminal.done(*words, "--format", "json").out
    assert [each["value"] for each in json.loads(told)["rows"]][-1:] in ([figure], [])
    assert re.search(r'<li><a href="/fact/\d+[^"]*">#\d+ ', page) or not figure


def test_a_history_has_a_picture_of_its_steps(reader):
    page = reader.page("/history/budget?year=2024&as_of=2024-12-31&unit=HSN")
    picture = next(each for each in links_in(page) if each.startswith("/chart/"))

    assert reader.ask(picture).text.startswith("<svg")


def test_a_bridge_names_its_facts_and_has_a_picture(reader):
    page = reader.page("/compare/budget?year=2024&from=2024-12-31@2025-01-15&to=2024-12-31@2025-04-30&lang=en")
    picture = next(each for each in links_in(page) if each.startswith("/chart/"))

    assert re.search(r'<li><a href="/fact/\d+[^"]*">#\d+ ', page)
    assert reader.ask(picture).headers["content-type"] == "image/svg+xml"


def test_one_fact_is_shown_whole(reader):
    """Its fields by name, where it was decided, who recorded it, what it changed, and what is about the same."""
    page = reader.page("/fact/b-5?lang=sv")

    for words in (
        "Inköp (INK)",
        "RS 1179-2024",
        "§ 112",
        "Regionstyrelsen",
        "ekonom1",
        "−12,5\N{NO-BREAK SPACE}Mkr",
        "Inköp flyttas",
    ):
        assert words in page
    assert re.search(r"budget 2024 NETTO</td><td class=\"n\">", page)
    assert "/journal?lang=sv&amp;text=RS+1179-2024" in page


def test_the_journal_is_shown_newest_first_and_page_by_page(reader, terminal):
    """All pages together have every fact once, and only those that are searched for."""
    facts = [json.loads(line)["position"] for line in terminal.journal.splitlines()]
    seen, address = [], "/journal"
    while address:
        page = reader.page(address)
        seen += [int(each) for each in re.findall(r'<li><a href="/fact/(\d+)', page)]
        address = next((unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="next"', page)), None)
    assert seen == facts[::-1]

    found = reader.page("/journal?type=budget.transferred")
    transfers = [
        each for each in map(json.loads, terminal.journal.splitlines()) if each["type"] == "budget.transferred"
    ]
    newest_first = [str(each["position"]) for each in reversed(transfers)]
    assert re.findall(r'<li><a href="/fact/(\d+)', found) == newest_first


def test_days_on_which_something_was_recorded_are_told_for_the_slider(reader, terminal):
    days = json.loads(reader.page("/moments.json"))["days"]

    assert days == [json.loads(line)["recorded_at"][:10] for line in terminal.journal.splitlines()]


def test_facts_that_a_slider_passes_are_named_in_either_direction(reader):
    later, earlier = (reader.page(f"/between?from={a}&to={b}&lang=en") for a, b in ((3, 5), (5, 3)))

    assert [re.findall(r"<li><a href=\"/fact/(\d+)", page) for page in (later, earlier)] == [["4", "5"]] * 2
    assert "Known from then on" in later
    assert "Not known any more" in earlier


def test_a_receipt_makes_the_answer_again(reader, terminal, tmp_path):
    receipt = tmp_path / "budget.receipt"
    receipt.write_text(reader.page("/budget.receipt?year=2024&unit=HSN"), encoding="utf-8")

    assert "byte for byte" in terminal.done("verify", "--receipt", str(receipt)).out


def test_the_description_for_programs_names_every_question_in_every_form(reader):
    described = json.loads(reader.page("/openapi.json"))

    for name in question_names():
        assert {f"/{name}", *(f"/{name}.{form}" for form in FORMS)} <= described["paths"].keys()
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            assert parameter["$ref"].rpartition("/")[2] in described["components"]["parameters"]


def test_the_outcome_so_far_is_the_last_version(reader):
    """The page shows the command that says so; without it, what is missing is named."""
    asked = "year=2024&from_version=P1&to_version=outcome&lang=en"
    page = reader.page(f"/compare/forecast?{asked}&so_far=1")

    assert "--so-far" in page
    assert "is counted so far" in page
    assert "Other change in" in page
    assert "is not there yet" in reader.ask(f"/compare/forecast?{asked}").text
