"""A journal in which somebody changed facts: it is not restored, or every question has an answer."""

import json
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import UNEXPECTED, Terminal

from ledger.domain.values.days import instant_text

QUESTIONS = [
    "status",
    "show budget --year 2024 --by unit,line",
    "show report --month 2024-07",
    "show forecast --year 2024",
    "show staffing --as-of 2024-08 --since 2024-01",
    "show freezes",
    "show exemptions",
    "show savings",
    "show indicators --year 2024",
    "show assignments",
    "show pending",
    "show units",
    "journal",
    "explain budget --year 2024",
    "compare budget --year 2024 --from 2024-01 --to 2024-12",
    "publish --month 2024-07 --to -",
]

places = st.integers(0, 10_000)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("leave out"), places),
        st.tuples(st.just("exchange"), places, places),
        st.tuples(st.just("repeat"), places),
        st.tuples(st.just("another value"), places, places, places),
        st.tuples(st.just("another day"), places, st.sampled_from(["1999-01-01", "2024-06-30", "2098-01-01"])),
        st.tuples(st.just("move"), places, places, places),
        st.tuples(st.just("reverse"), places, places),
    ),
    min_size=1,
    max_size=3,
)


def moved(unit, parent, day, number):
    return {"type": "unit.moved", "id": f"moved-{number}", "effective": day, "unit": unit, "parent": parent}


def reversal(target, number):
    taken_back = {"effective": target["effective"], "reverses": target["id"], "reason": "X"}
    return {"type": "decision.reversed", "id": f"reversed-{number}"} | taken_back


def changed(facts, how):
    """The facts with changes made to them, at positions and instants of their own."""
    facts = [dict(fact) for fact in facts]
    for number, (kind, place, *more) in enumerate(how):
        at, there = place % len(facts), facts[place % len(facts)]
        match kind:
            case "leave out":
                del facts[at]
            case "exchange":
                other = more[0] % len(facts)
                facts[at], facts[other] = facts[other], facts[at]
            case "repeat":
                facts.insert(at, there | {"id": f"again-{number}"})
            case "another value":
                names = [name for name, value in there.items() if isinstance(value, str) and name not in OWN]
                values = [fact[names[0]] for fact in facts if isinstance(fact.get(names[0]), str)] if names else []
                if values:
                    there[names[more[0] % len(names)]] = [*values, "QQ"][more[1] % (len(values) + 1)]
            case "another day":
                there["effective"] = more[0]
            case "move":
                units = [fact["unit"] for fact in facts if fact["type"] == "unit.opened"]
                unit, parent = (units[each % len(units)] for each in more)
                facts.insert(at, moved(unit, parent, there["effective"], number))
            case "reverse":
                facts.insert(at, reversal(facts[more[0] % len(facts)], number))
    first = datetime(2023, 1, 1, tzinfo=UTC)
    return [
        {"position": position, "recorded_at": instant_text(first + timedelta(seconds=position)), **_own(fact)}
        for position, fact in enumerate(facts, 1)
    ]


OWN = {"type", "id", "actor", "note", "recorded_at"}


def _own(fact):
    return {name: value for name, value in fact.items() if name not in ("position", "recorded_at")}


@settings(max_examples=12)
@given(how=changes)
def test_a_journal_in_which_facts_were_changed(desk, how):
    facts = [json.loads(line) for line in desk.sound("journal.jsonl").decode().splitlines()]
    with TemporaryDirectory() as folder:
        liggare = Terminal(f"{folder}/liggare.db")
        journal = "\n".join(json.dumps(fact, ensure_ascii=False) for fact in changed(facts, how))
        ran = liggare("restore", "-", typed=journal.encode())
        assert ran.status in (0, 1, 2), ran
        for words in QUESTIONS if ran.status == 0 else ():
            answered = liggare(*words.split())

            assert answered.status in (0, 1), answered
            assert not any(unexpected in answered.out + answered.err for unexpected in UNEXPECTED), answered
