"""One fact whole, as JSON: its journal line, what is said of it, and the figures it changed."""

from typing import Any

import msgspec

from ledger.domain.values.days import instant_text
from ledger.domain.values.visible import visible_json
from ledger.queries.answer import Answer
from ledger.queries.facts.whole_fact import WholeFact
from ledger.reports.exact import field_names
from ledger.reports.formats.json_text import plain
from ledger.store.codec import encode


def fact_json(found: WholeFact) -> str:
    """One object; ``fact`` holds the fields as the journal has them."""
    recorded = found.recorded
    contents: dict[str, Any] = {
        "position": recorded.position,
        "recorded_at": instant_text(recorded.recorded_at),
        "type": recorded.fact.TYPE,
        "state": found.state,
        "attesters": list(found.attesters),
        "fact": msgspec.Raw(encode(recorded.fact)),
        "links": [
            {"link": each.link, "position": each.recorded.position, "type": each.recorded.fact.TYPE}
            for each in found.links
        ],
        "import": found.brought_by.position if found.brought_by else None,
        "changes": [row for answer in found.effects for row in _rows(answer)],
    }
    return visible_json(msgspec.json.format(msgspec.json.encode(contents), indent=2).decode()) + "\n"


def _rows(answer: Answer) -> list[dict[str, Any]]:
    names = field_names(answer.columns)
    return [{outside: plain(getattr(row, name), name) for name, outside in names.items()} for row in answer.rows]
