"""What keeps pages safe and the server going."""

import re
from pathlib import Path

import pytest
from page_reader import Reader, links_in

from web.asked import language
from web.site import WrongBaseUrl, read_base_url


def test_nothing_but_reading_is_answered(reader):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = reader.ask("/budget", method)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert reader.ask("/budget", "HEAD").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[::1", "127.0.0.1@evil.example"])
def test_a_name_that_is_not_ours_is_refused(reader, host):
    assert reader.ask("/budget", Host=host).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8710", "localhost:1"])
def test_our_own_name_is_answered_with_any_port(reader, host):
    assert reader.ask("/budget", Host=host).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/budget", "/budget.json", "/nonsense", "/static/site.css", "/report/2024-07"]
)
def test_every_answer_has_the_headers_that_keep_pages_apart(reader, address):
    headers = reader.ask(address).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("address", ["/", "/budget", "/explain/budget?year=2024", "/fact/20", "/journal"])
def test_pages_have_nothing_that_the_policy_forbids(reader, address):
    page = reader.page(address)

    assert " style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert re.findall(r"<script(?! src=)", page) == []


def test_the_script_of_our_own_is_short():
    script = Path(__file__).resolve().parents[2] / "web/static/site.js"

    assert len(script.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/budget?year=99999999999", 400, "99999999999"),
        ("/budget?unit=NOWHERE", 404, "There is no unit &#39;NOWHERE&#39;"),
        ("/budget?line=NOLINE", 404, "There is no line &#39;NOLINE&#39;"),
        ("/budget?tree=zzz", 400, "none of moment, then, today"),
        ("/budget?by=colour", 400, "colour"),
        ("/budget?decimals=100000000", 400, "from 0 to 6"),
        ("/budget?colour=red", 400, "has no option &#39;colour&#39;"),
        ("/budget?year=2024&year=2023", 400, "stands twice"),
        ("/budget?as_of=yesterday", 400, "&#39;yesterday&#39; is not a date"),
        ("/budget?known_at=2024-13", 400, "2024-13"),
        ("/budget?lang=de", 400, "sv, en"),
        ("/budget?fixed=1", 400, "needs both dates"),
        ("/budget?fixed=1&as_of=2024-07&known_at=2099-01", 400, "no later than"),
        ("/journal?last=-1", 400, "-1"),
        ("/journal?before=1", 400, "from 2"),
        ("/journal?type=nothing", 404, "no facts of type"),
        ("/explain/units", 404, "is not a sum of facts"),
        ("/explain/budget?column=colour", 404, "is not a sum of facts"),
        ("/compare/budget?from=2024-07&to=2024-07", 400, "the same moment"),
        ("/fact/999999", 404, "There is no fact 999999"),
        ("/fact/nobody", 404, "There is no fact nobody"),
        ("/report/2024-13", 400, "2024-13"),
        ("/report/1999-01", 400, "There is nothing to report"),
        ("/colours", 404, "There is no question &#39;colours&#39;"),
        ("/a/b/c", 404, "There is no page"),
        ("/between?from=1", 400, "no facts between"),
        ("/verify?colour=red", 400, "There is no parameter"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_a_sentence_and_the_way_out(reader, address, status, sentence):
    """In both languages, and on a page like the others."""
    for lang in ("sv", "en"):
        answer = reader.ask(address if "lang=" in address else f"{address}{'&' if '?' in address else '?'}lang={lang}")
        assert answer.status_code == status
        assert answer.text.count('<p class="wrong">') == 1
        is_words = " " in sentence and "lang=" not in address  # a name or a figure is alike in both
        assert (sentence in answer.text) == (lang == "en" or not is_words)
        assert links_in(answer.text)


def test_more_than_an_address_can_hold_is_refused(reader):
    many = "&".join(f"p{number}=1" for number in range(100))

    assert reader.ask(f"/budget?{many}").status_code == 400
    assert reader.ask(f"/budget?text={'x' * 9000}").status_code == 400


def test_the_language_is_that_of_the_address_or_the_browser():
    assert language("en", "sv", "sv") == "en"
    assert language(None, "de, en-GB;q=0.8, sv;q=0.9", "en") == "sv"
    assert language(None, "en-US,en;q=0.5", "sv") == "en"
    assert language(None, "de, fr;q=x", "sv") == "sv"
    assert language("xx", "", "en") == "en"


def test_a_permanent_link_gives_the_same_bytes_whatever_is_recorded_later(own):
    """Also when what it shows is reversed, or an earlier day is spoken of."""
    terminal, reader = own
    for number, path in enumerate(("/budget?year=2024", "/explain/budget?year=2024&unit=HSN", "/savings", "/")):
        permanent = _permanent(reader, path)
        before = reader.ask(permanent)
        assert before.status_code == 200
        if number == 0:
            reverse = ("--reverses", "b-6", "--reason", "fel", "--actor", "ekonom2")
            terminal.done("record", "decision.reversed", *reverse)
        opened = ("--unit", f"NY{number}", "--name", "Ny", "--parent", "R", "--effective", "2024-01-01")
        terminal.done("record", "unit.opened", *opened, "--actor", "ekonom2")
        assert reader.ask(permanent).content == before.content
        assert reader.ask(path).content != before.content


def _permanent(reader, path):
    if path == "/":
        return "/?as_of=2024-12-31&known_at=2025-02-01&lang=sv&fixed=1"
    page = reader.page(path)
    return next(each for each in links_in(page) if "fixed=1" in each)


def test_names_that_would_harm_a_page_are_shown_as_text(own):
    terminal, reader = own
    name = "<script>alert(1)</script>\"'&amp; onload=x"
    opened = ("--unit", "<b>", "--name", name, "--parent", "R", "--effective", "2024-01-01", "--actor", "ekonom1")
    terminal.done("record", "unit.opened", *opened)
    for address in ("/units", "/", "/journal", "/fact/%3Cb%3E", "/budget?unit=%3Cb%3E"):
        text = reader.ask(address).text
        assert "<script>alert" not in text
        assert "<b>" not in text.replace("<b>Before", "").replace("<b>After", "")


def test_a_ledger_that_is_away_or_damaged_is_told_and_heals_by_itself(own):
    terminal, reader = own
    before = reader.ask("/budget?year=2024").content
    away = terminal.ledger.with_name("away.db")
    terminal.ledger.rename(away)
    gone = reader.ask("/budget?year=2024")
    terminal.ledger.write_bytes(b"not a database" * 1000)
    broken = reader.ask("/budget?year=2024")
    away.rename(terminal.ledger)

    for answer in (gone, broken):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "liggare.db" in answer.text
    assert reader.ask("/budget?year=2024").content == before


def test_what_is_recorded_is_seen_at_once(own):
    terminal, reader = own
    assert "Nytt namn" not in reader.page("/units?as_of=2024-12-31")
    terminal.done("record", "unit.renamed", "--unit", "RS", "--name", "Nytt namn", "--effective", "2024-02-01",
                  "--actor", "ekonom1")  # fmt: skip

    assert "Nytt namn" in reader.page("/units?as_of=2024-12-31")


def test_the_ledger_is_left_as_it_is(own):
    """Not a byte of its file, while every kind of page is read."""
    terminal, reader = own
    before = terminal.ledger.read_bytes()
    for address in ("/", "/budget", "/journal", "/fact/3", "/explain/budget?year=2024", "/verify", "/report/2024-07"):
        reader.ask(address)
    reader.site.verifying  # noqa: B018 - it is asked for, to end before the file is looked at

    assert terminal.ledger.read_bytes() == before


def test_pages_stand_under_the_prefix_of_a_proxy(terminal):
    """Whether the proxy takes the prefix away or not."""
    with Reader(terminal.ledger, None, prefix="/budget") as reading:
        for address in ("/budget/units", "/units"):
            found = [each for each in links_in(reading.page(address)) if not each.startswith("#")]
            assert found
            assert all(each.startswith("/budget/") for each in found)


def test_an_address_for_a_proxy_is_read_or_refused():
    assert read_base_url("https://Ledger.Region.se:8443/a/b/") == ("ledger.region.se", "/a/b")
    assert read_base_url("http://[::1]") == ("::1", "")
    for wrong in (
        "ledger.region.se",
        "ftp://x",
        "https://",
        "https://x/?y",
        "https://u:p@x",
        "https://x:y",
        "https://å",
    ):
        with pytest.raises(WrongBaseUrl):
            read_base_url(wrong)


def test_who_asks_is_believed_of_a_named_proxy_alone(terminal):
    for proxies, told in ((frozenset(), "127.0.0.1"), (frozenset({"127.0.0.1"}), "anna")):
        with Reader(terminal.ledger, None, user_header="X-User", proxies=proxies) as reading:
            reading.ask("/units?as_of=2024-01-01", X_User="an na")
            line = reading.logged[-1]
        assert line.startswith(f"{told} GET /units?as_of=2024-01-01 200 ")


def test_a_line_of_the_log_cannot_be_forged(reader):
    reader.ask("/x%0Aanna%20GET%20/secret%20200")

    assert "\n" not in reader.logged[-1]
