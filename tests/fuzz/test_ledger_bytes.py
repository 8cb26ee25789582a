"""A ledger or a read model of which bytes have changed: an answer or an error in words, whatever is asked."""

from damaging import edited, edits
from desk import LEDGER, patience
from hypothesis import given
from hypothesis import strategies as st
from terminal import UNEXPECTED

from ledger.domain.values.days import instant_text
from ledger.store.files import schema
from ledger.store.instants import instant

MODEL = f"{LEDGER}.views"
RECORDED_AT = schema.COLUMNS.index("recorded_at")
COMMANDS = st.sampled_from(
    [
        ["show", "budget", "--year", "2024", "--by", "unit,line,month"],
        ["show", "report", "--month", "2024-07"],
        ["show", "staffing", "--format", "json"],
        ["show", "exemptions"],
        ["journal", "--text", "Inköp"],
        ["explain", "budget", "--unit", "HSN", "--year", "2024"],
        ["compare", "budget", "--from", "2024-03-01", "--to", "2024-12-31"],
        ["verify"],
        ["status"],
        ["export"],
        ["rebuild"],
        ["record", "unit.opened", "--unit", "NY", "--name", "Ny", "--effective", "2024-01-01"],
        ["import", "story.jsonl"],
        ["import", "bokforing.se"],
        ["checkpoint", "--key", "key"],
        ["proof", "3", "--checkpoint", "signed.checkpoint"],
    ]
)


def told(desk, words):
    with patience():
        ran = desk.terminal(*words)

    assert ran.status in (0, 1, 2, 3), ran
    assert not any(unexpected in ran.out + ran.err for unexpected in UNEXPECTED), ran
    assert ran.status == 0 or "Error: " in ran.err, ran
    return ran


@given(words=COMMANDS, changes=edits())
def test_a_damaged_ledger(desk, words, changes):
    desk.tidy(**{LEDGER: edited(desk.sound(LEDGER), changes)})
    told(desk, words)


@given(words=COMMANDS, changes=edits())
def test_a_damaged_read_model(desk, words, changes):
    """Nothing in it is truth: the facts stay, and derived anew it gives the answer that it gave before."""
    desk.tidy()
    facts = desk.facts()
    known = instant_text(instant(facts[-1][RECORDED_AT]))
    question = ["show", "budget", "--year", "2024", "--as-of", "2024-12-31", "--known-at", known, "--format", "csv"]
    right = told(desk, question).out
    desk.tidy(**{MODEL: edited((desk.folder / MODEL).read_bytes(), changes)})
    told(desk, words)

    assert desk.facts()[: len(facts)] == facts
    told(desk, ["rebuild"])
    assert told(desk, question).out == right
