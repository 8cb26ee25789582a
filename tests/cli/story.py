"""One year of a small region, in which every type of fact occurs: as journal lines and as commands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]

_DAY = "2024-01-01"
_ASSEMBLY = {"body": "Regionfullmäktige", "date": "2023-11-28", "paragraph": "§ 120", "case": "RS 1500-2023"}
_NURSES = {"category": "sjuksköterska", "employment": "permanent"}
_CLERKS = {"category": "administratör", "employment": "permanent"}


def _fact(type_: str, id_: str, effective: str | None = _DAY, **fields: Any) -> dict[str, Any]:
    dated = {} if effective is None else {"effective": effective}
    return {"type": type_, "id": id_, **dated, **{name.removesuffix("_"): value for name, value in fields.items()}}


ORGANISATION = (
    _fact("unit.opened", "o-1", "2022-01-01", unit="R", name="Region Norr", decision=_ASSEMBLY),
    _fact("unit.opened", "o-2", "2022-01-01", unit="HSN", name="Hälso- och sjukvårdsnämnden", parent="R"),
    _fact("unit.opened", "o-3", "2022-01-01", unit="RS", name="Regionstyrelsen", parent="R"),
    _fact("unit.opened", "o-4", "2022-01-01", unit="EKO", name="Ekonomistaben", parent="RS"),
    _fact("unit.opened", "o-5", "2022-01-01", unit="INK", name="Inköp", parent="RS"),
    _fact("unit.moved", "o-6", "2023-01-01", unit="INK", parent="EKO"),
    _fact("unit.renamed", "o-7", unit="EKO", name='Stab "Ekonomi & inköp", R'),
    _fact("unit.closed", "o-8", "2026-01-01", unit="INK", successor="EKO"),
    _fact("line.opened", "o-9", "2022-01-01", line="NETTO", name="Nettokostnad", side="net", statement="operating"),
    _fact("line.opened", "o-10", "2022-01-01", line="BIDRAG", name="Statsbidrag", side="income", statement="operating"),
    _fact("line.opened", "o-11", "2022-01-01", line="BYGG", name="Byggen", side="cost", statement="investment"),
)
MONEY = (
    _fact("budget.adopted", "b-1", None, unit="HSN", year=2024, lines={"NETTO": "-1200000000.00"}, decision=_ASSEMBLY),
    _fact(
        "budget.adopted",
        "b-2",
        None,
        unit="RS",
        year=2024,
        lines={"NETTO": "-120000000.00", "BIDRAG": "60000000.00"},
        phasing={"BIDRAG": {"2024-01": "10000000.00", "2024-12": "50000000.00"}},
    ),
    _fact("budget.adopted", "b-3", None, unit="INK", year=2024, lines={"NETTO": "-24000000.00", "BYGG": "-3000000.00"}),
    _fact(
        "budget.adjusted",
        "b-4",
        "2024-03-01",
        unit="HSN",
        year=2024,
        lines={"NETTO": "-10000000.00"},
        from_month="2024-04",
        financing="Statsbidraget",
    ),
    _fact(
        "budget.transferred",
        "b-5",
        "2024-07-01",
        year=2024,
        from_unit="INK",
        to_unit="EKO",
        line="NETTO",
        amount="-12500000.00",
        decision={"body": "Regionstyrelsen", "date": "2024-06-04", "paragraph": "§ 112", "case": "RS 1179-2024"},
        note="Inköp flyttas",
    ),
    _fact(
        "grant.received",
        "b-6",
        "2024-06-18",
        grant="Vårändringsbudget",
        giver="Staten",
        year=2024,
        unit="RS",
        line="BIDRAG",
        amount="176200000.00",
        accrual={"from": "2024-06", "to": "2024-12"},
        passed_on=[
            {"unit": "HSN", "line": "NETTO", "amount": "-166000000.00"},
            {"unit": "EKO", "line": "NETTO", "amount": "-0.50"},
        ],
    ),
    _fact(
        "budget.carried-over",
        "b-7",
        "2025-01-01",
        unit="RS",
        line="NETTO",
        from_year=2024,
        to_year=2025,
        amount="-3000000.00",
    ),
    _fact("outcome.reported", "u-1", None, unit="HSN", month="2023-07", lines={"NETTO": "-95000000.00"}),
    _fact("outcome.reported", "u-2", None, unit="HSN", month="2024-07", lines={"NETTO": "-110000000.00"}),
    _fact(
        "outcome.reported", "u-3", None, unit="RS", month="2024-07", lines={"NETTO": "-9500000.00", "BIDRAG": "0.04"}
    ),
    _fact(
        "forecast.submitted",
        "u-4",
        "2024-04-30",
        unit="HSN",
        year=2024,
        version="P1",
        lines={"NETTO": "-1300000000.00"},
    ),
    _fact(
        "forecast.submitted",
        "u-5",
        "2024-07-31",
        unit="HSN",
        year=2024,
        version="P2",
        lines={"NETTO": "-1320000000.00"},
        uncertainties=[{"text": "Läkemedel, hyrpersonal", "low": "-40000000.00", "high": "15000000.00"}],
    ),
)
PEOPLE = (
    _fact("savings-plan.adopted", "s-1", plan="OMST", name="Omställning", amount="450000000.00", positions="400",
          from_="2024-01", to="2026-12"),
    _fact("savings-plan.phase-set", "s-2", plan="OMST", phase="1", name="Fas 1", amount="150000000.00",
          positions="173.8", categories=["administratör"]),
    _fact("savings-plan.revised", "s-3", "2024-06-18", plan="OMST", amount="300000000.00", positions="250",
          because_of="b-6"),
    _fact("measure.decided", "s-4", "2024-02-01", measure="Å-3", plan="OMST", phase="1", unit="HSN",
          name="Färre hyrda", amount="25000000.00", positions="10", hours="17280", full_effect="2024-10",
          recurring=True),
    _fact("measure.decided", "s-5", "2024-02-01", measure="Å-4", plan="OMST", unit="RS", name="Färre resor"),
    _fact("effect.reported", "s-6", None, measure="Å-3", month="2024-07", amount="2000000.00", positions="1",
          hours="1440"),
    _fact("measure.cancelled", "s-7", "2024-09-01", measure="Å-4", reason="Ersatt"),
    _fact("freeze.declared", "f-1", freeze="STOPP", units=["R"], categories=["*"], except_categories=["läkare"],
          employment=["permanent", "fixed-term"], until="2024-12-31"),
    _fact("freeze.amended", "f-2", "2024-02-01", freeze="STOPP", units=["HSN", "RS"]),
    _fact("freeze.extended", "f-3", "2024-06-01", freeze="STOPP", until="2025-06-30"),
    _fact("exemption.requested", "f-4", "2024-02-10", exemption="D-1", freeze="STOPP", unit="HSN", positions="3",
          reason="Patientsäkerhet", **_NURSES),
    _fact("exemption.granted", "f-5", "2024-02-20", exemption="D-1", positions="2.5", lapses="2024-12-31",
          decision={"body": "Regiondirektören", "date": "2024-02-20"}),
    _fact("exemption.used", "f-6", "2024-04-01", exemption="D-1", positions="0.5"),
    _fact("exemption.requested", "f-7", "2024-02-10", exemption="D-2", freeze="STOPP", unit="EKO", positions="1",
          reason="Bokslut", **_CLERKS),
    _fact("exemption.denied", "f-8", "2024-02-20", exemption="D-2", reason="Kan vänta"),
    _fact("exemption.requested", "f-9", "2024-03-10", exemption="D-3", freeze="STOPP", unit="EKO", positions="1",
          reason="Bokslut", **_CLERKS),
    _fact("exemption.withdrawn", "f-10", "2024-03-20", exemption="D-3"),
    _fact("positions.established", "p-1", "2023-01-01", unit="INK", positions="14", **_CLERKS),
    _fact("positions.established", "p-2", "2024-04-01", unit="HSN", positions="2", exemption="D-1", **_NURSES),
    _fact("positions.transferred", "p-3", "2024-07-01", from_unit="INK", to_unit="EKO", positions="4", **_CLERKS),
    _fact("positions.reduced", "p-4", "2024-09-01", unit="INK", positions="1.5", measure="Å-3", **_CLERKS),
    _fact("workforce.reported", "p-5", None, unit="HSN", month="2024-01", measure="fte", employment="permanent",
          value="7500.5"),
    _fact("workforce.reported", "p-6", None, unit="HSN", month="2024-07", measure="fte", employment="permanent",
          value="7412.125", causes={"inhyrda": "-12.4", "sommar": "3"}),
    _fact("workforce.reported", "p-7", None, unit="HSN", month="2024-07", measure="annual-workers", employment="all",
          value="7412.125", hours="1067346", hours_per_year="1728"),
    _fact("freeze.lifted", "f-11", "2025-03-01", freeze="STOPP"),
)  # fmt: skip
THE_REST = (
    _fact("indicator.defined", "i-1", indicator="VÄNTA", name="Väntetid", of="dagar", better="lower"),
    _fact("target.set", "i-2", None, indicator="VÄNTA", unit="HSN", year=2024, change="-15", baseline="100.00"),
    _fact("indicator.reported", "i-3", None, indicator="VÄNTA", unit="HSN", month="2024-07", value="91.25"),
    _fact("assignment.given", "a-1", "2024-02-01", assignment="U-12", title="Se över lokalerna",
          from_body="Regionfullmäktige", units=["RS", "INK"], due="2024-12-31", follow_up="tertial"),
    _fact("assignment.reported", "a-2", "2024-08-31", assignment="U-12", unit="RS", status="partly",
          comment="Två hus kvar\nKlart i höst"),
    _fact("assignment.closed", "a-3", "2024-12-31", assignment="U-12", status="done-with-deviation"),
    _fact("policy.set", "c-1", policy="FYRA", types=["budget.transferred"], from_amount="1000000.00",
          attesters=["chef1", "chef2"]),
    _fact("budget.transferred", "c-2", "2024-08-01", year=2024, from_unit="HSN", to_unit="RS", line="NETTO",
          amount="-5000000.00", actor="ekonom1"),
    _fact("decision.attested", "c-3", None, attests="c-2", actor="chef2"),
    _fact("policy.lifted", "c-4", "2025-01-01", policy="FYRA"),
    _fact("outcome.reported", "c-5", None, unit="EKO", month="2024-07", lines={"NETTO": "-1000000.00"}),
    _fact("decision.reversed", "c-6", None, reverses="c-5", reason="Fel månad"),
    _fact("month.closed", "c-7", None, month="2024-07", unit="HSN", reason="Bokslut juli"),
    _fact("outcome.reported", "c-8", None, unit="HSN", month="2024-07", lines={"NETTO": "-111000000.00"},
          late_reason="Sen faktura"),
    _fact("month.reopened", "c-9", None, month="2024-01", unit="HSN"),
    _fact("decision.attested", "c-10", None, attests="c-4", actor="chef1"),
    _fact("line.opened", "o-12", "2025-01-01", line="INV", name="Investeringar", side="cost", statement="investment"),
    _fact("line.renamed", "o-13", "2025-01-01", line="INV", name="Summa investeringar", order=1),
    _fact("line.moved", "o-14", "2025-01-01", line="BYGG", parent="INV"),
    _fact("line.opened", "o-15", "2025-01-01", line="IT", name="IT", side="cost", statement="investment", parent="INV"),
    _fact("line.closed", "o-16", "2026-01-01", line="IT"),
    _fact("project.opened", "j-1", "2025-01-01", project="FVIS", name="Vårdinformation", unit="RS", from_="2025-01",
          to="2026-12", approved="-250000000.00", hours="22700"),
    _fact("project.revised", "j-2", "2025-06-01", project="FVIS", approved="-342000000.00", reason="Senare start"),
    _fact("project.closed", "j-3", "2027-01-01", project="FVIS"),
    _fact("goal.set", "g-1", "2025-01-01", goal="VÅRD", name="En god vård", from_body="Regionfullmäktige"),
    _fact("goal.set", "g-2", "2025-01-01", goal="TID", name="Vård i tid", parent="VÅRD"),
    _fact("goal.judged", "g-3", "2025-08-31", goal="TID", unit="HSN", month="2025-08", status="partly"),
)  # fmt: skip

STORY: Sequence[Line] = (*ORGANISATION, *MONEY, *PEOPLE, *THE_REST)
"""In an order in which every fact is admitted."""


def text(lines: Sequence[Line] = STORY) -> str:
    """The lines as a journal."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def written(folder: Path, lines: Sequence[Line] = STORY, name: str = "story.jsonl") -> str:
    """The name of a journal file with the lines."""
    path = folder / name
    path.write_text(text(lines), encoding="utf-8")
    return str(path)


def command(line: Line) -> list[str]:
    """The line as a user would type it after ``liggare``."""
    words = ["record", line["type"]]
    for name, value in line.items():
        if name != "type":
            words += (word for said in _said(value) for word in (f"--{name.replace('_', '-')}", said))
    return words


def _said(value: Any) -> Iterator[str]:
    """What stands behind an option; lists of parts and tables take the option several times."""
    match value:
        case bool():
            yield "yes" if value else "no"
        case dict() if any(isinstance(inner, dict) for inner in value.values()):
            yield from (f"{key}:{month}={amount}" for key, inner in value.items() for month, amount in inner.items())
        case dict() if "body" in value or "from" in value:
            yield ",".join(f"{name}={entry}" for name, entry in value.items())
        case dict():
            yield from (f"{key}={amount}" for key, amount in value.items())
        case list() if value and isinstance(value[0], dict):
            yield from (",".join(f"{name}={entry}" for name, entry in part.items()) for part in value)
        case list():
            yield ",".join(value) or ","  # an empty list; nothing at all would leave the field out
        case _:
            yield str(value)
