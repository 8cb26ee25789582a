"""Whatever stands in an address, the answer is one of those that there are: never a fault, and never a long wait."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_reader import question_names

from ledger.queries.options import NARROWING
from ledger.queries.questions import explainable, question
from web.asked import SHOWING
from web.pages.answering import COMPARED
from web.pages.downloads import FORMS

ANSWERED = ("", "explain", "history")
ANSWERS = {200, 400, 404}
LONGEST_S = 2
"""Of the processor: other programs may be running."""

DAYS = ["2024", "2024-07", "2024-07-31", "2025-02-01", "2024-02-30", "2024-07@", "@2025-01-15", "2024-12-31@2025-03-01",
        "2025-01-05T10:00:00Z", "9999-12-31T23:59:59+14:00"]  # fmt: skip
CODES = [
    "HSN",
    "RS",
    "R",
    "INK",
    "NETTO",
    "BIDRAG",
    "P1",
    "P2",
    "OMST",
    "sjuksköterska",
    "permanent",
    "VÄNTA",
    "b-5",
    "#5",
]
CHOICES = ["unit", "unit,line", "unit,line,month", "month", "operating", "investment", "moment", "then", "today",
           "budget", "budget.adopted", "current", "ytd_outcome", "value", "kr", "tkr", "Mkr", "sv"]  # fmt: skip
ODD = ["0", "1", "-1", "99999999999", "1e9", "١٢", "none", "*", "%", "\x00", "\ud7ff\u202e", "🏥" * 9, "' OR 1=1 --",
       "<script>", "../../etc/passwd", "{{7*7}}", "a" * 300, "", " ", "true"]  # fmt: skip
NEAR = [*DAYS, *CODES, *CHOICES, *ODD]
CHARTS = ["/chart/course.svg", "/chart/history/budget.svg", "/chart/compare/report.svg"]
WORDS = st.one_of(st.sampled_from(NEAR), st.sampled_from(NEAR), st.text(max_size=40), st.integers().map(str))


@st.composite
def addresses(draw):
    """A page of each kind, with parameters that it has and some that it has not."""
    kind = draw(st.sampled_from(["", "", "", "explain", "history", "compare", "fact", "report", "chart", "other"]))
    if kind in ("explain", "history", "compare"):
        name = draw(st.sampled_from([*explainable(), *question_names()[:2]]))
        own = [each.name for each in NARROWING] + (list(COMPARED) if kind == "compare" else ["column"])
        path = f"/{kind}/{name}"
    elif kind == "":
        name = draw(st.sampled_from(question_names()))
        own, path = [each.name for each in (*question(name).options, *question(name).shared)], f"/{name}"
    else:
        word = draw(st.sampled_from(["5", "b-5", "2024-07", "2024-13", "0", "x", "9" * 30, "%F0%9F", "%00"]))
        own = ["unit", "from", "to", "before"]
        path = {
            "fact": f"/fact/{word}",
            "report": f"/report/{word}",
            "chart": draw(
                st.sampled_from(["/chart/course.svg", "/chart/history/budget.svg", "/chart/compare/report.svg"])
            ),
            "other": draw(st.sampled_from(["/", "/journal", "/between", "/moments.json", "/verify", f"/{word}"])),
        }[kind]
    form = (
        draw(st.sampled_from(["", "", *(f".{each}" for each in FORMS)])) if kind in ("", "explain", "history") else ""
    )
    names = st.one_of(
        st.sampled_from(own or ["x"]), st.sampled_from(SHOWING), st.text(string.ascii_letters, max_size=8)
    )
    return path + form, draw(st.lists(st.tuples(names, WORDS), max_size=6))


@pytest.fixture(scope="module", autouse=True)
def _what_draws_is_loaded(reader):
    """The first picture of a process loads what draws them all."""
    reader.page("/chart/course.svg")


@given(asked=addresses())
def test_whatever_is_asked_is_answered_or_refused_in_time(reader, asked):
    path, parameters = asked
    began = time.process_time()
    answer = reader.ask_with(path, parameters)

    assert answer.status_code in ANSWERS, (path, parameters, answer.text[-300:])
    assert time.process_time() - began < LONGEST_S, (path, parameters)
