"""One fact of every type about reversals, attestations, policies and closed months."""

from datetime import date

from samples.sample_values import END_OF_JULY, JULY, NEW_YEAR, kr

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.months import MonthClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact

CONTROL: tuple[Fact, ...] = (
    DecisionReversed(id="c-1", effective=date(2024, 7, 1), reverses=123, reason="Fel enhet"),
    DecisionAttested(id="c-2", effective=date(2024, 7, 1), actor="chef2", attests="RS-2024-112"),
    PolicySet(
        id="c-3",
        effective=NEW_YEAR,
        policy="FYRA",
        types=("budget.transferred", "budget.adjusted"),
        from_amount=kr("1000000"),
        attesters=("chef1", "chef2"),
    ),
    PolicyLifted(id="c-4", effective=date(2025, 1, 1), policy="FYRA"),
    MonthClosed(id="c-5", effective=END_OF_JULY, month=JULY, unit="HSN", reason="Bokslut juli"),
    MonthReopened(id="c-6", effective=END_OF_JULY, month=JULY, unit="HSN", reason="Rättelse"),
    ImportFinished(
        id="auto-0123456789abcdef0123",
        effective=date(2024, 8, 12),
        actor="ekonom1",
        import_=7,
        file="utfall juli.xlsx",
        sha256="0123456789abcdef" * 4,
        first=120,
        last=138,
        facts=19,
    ),
)
