"""Recording from Python: the same rules, the same sentences, all or none."""

import attrs
import pytest

import ledger
from ledger.errors import (
    IdTaken,
    LedgerExists,
    MissingFields,
    NoLedger,
    NotAFact,
    Refused,
    TransferExceedsBudget,
    UnknownFact,
    UnknownField,
    Unusable,
    WrongKind,
    WrongOrgnr,
    WrongValue,
)
from ledger.facts import BudgetAdopted, BudgetTransferred, LineOpened, UnitOpened

NEW_YEAR = ledger.Month.of(2024, 1).first_day
UNITS = (
    UnitOpened(unit="RS", name="Regionstyrelsen", effective=NEW_YEAR),
    UnitOpened(unit="HSN", name="Hälso- och sjukvårdsnämnden", parent="RS", effective=NEW_YEAR),
    LineOpened(line="NETTO", name="Nettokostnad", side="net", statement="operating", effective=NEW_YEAR),
)
BUDGET = BudgetAdopted(unit="RS", year=2024, lines={"NETTO": ledger.Money.of("-100")}, effective=NEW_YEAR, id="B")


def transferred(**changes):
    fact = BudgetTransferred(
        year=2024, from_unit="RS", to_unit="HSN", line="NETTO", amount=ledger.Money.of("-40"), effective=NEW_YEAR
    )
    return attrs.evolve(fact, **changes)


@pytest.fixture
def empty(tmp_path):
    """The file of a ledger without facts."""
    path = tmp_path / "liggare.db"
    ledger.create(path, name="Region Exempel", orgnr="232100-0222")
    return path


@pytest.fixture
def recording(empty):
    with ledger.record(empty, actor="ekonom1") as opened:
        opened.record(*UNITS, BUDGET)
        yield opened


def test_facts_are_recorded_and_answered_from(empty, recording):
    """With positions, the actor and the instants of the ledger."""
    (recorded,) = recording.record(transferred(id="T"))

    assert (recorded.position, recorded.fact.actor, recorded.fact.id) == (5, "ekonom1", "T")
    with ledger.open(empty) as region:
        assert [(row.unit, row.current) for row in region.at().budget(year=2024)] == [("RS", -100), ("HSN", -40)]
        assert region.fact("T") == recorded == recording.fact(5)


def test_a_journal_line_is_a_fact_too(recording):
    """With its fields as a file has them; effective may be left out where it follows from others."""
    told = {"type": "budget.adopted", "unit": "HSN", "year": 2024, "lines": {"NETTO": "-1,5 Mkr"}, "actor": "ekonom2"}
    (recorded,) = recording.record(told)

    assert recorded.fact.lines == {"NETTO": ledger.Money.of(-1_500_000)}
    assert (recorded.fact.effective, recorded.fact.actor) == (NEW_YEAR, "ekonom2")
    with pytest.raises(UnknownField, match=r"Fact 2 of 2: 'yaer' is no field of budget\.adopted"):
        recording.record(told, {**told, "yaer": 2024})
    with pytest.raises(MissingFields):
        recording.record({"type": "budget.adopted"})


def test_all_or_none(recording):
    """A refusal of one is a refusal of all."""
    with pytest.raises(TransferExceedsBudget):
        recording.record(transferred(), transferred(amount=ledger.Money.of("-61")))
    (recorded,) = recording.rehearse(transferred(amount=ledger.Money.of("-100")))
    assert recorded.position == 5


def test_the_same_fact_twice_is_one(recording):
    """By its id, whoever offers it; other content under the same id is refused."""
    again = attrs.evolve(BUDGET, lines={"NETTO": ledger.Money.of("-101")})

    assert [each.position for each in recording.record(BUDGET)] == [4]
    with pytest.raises(IdTaken):
        recording.record(again)


@pytest.mark.parametrize(
    "wrong",
    [
        transferred(year="2024"),
        transferred(amount=-40),
        transferred(amount="-40"),
        transferred(effective="2024-01-01"),
        transferred(from_month="2024-07"),
        transferred(decision={"body": "RS"}),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(recording, wrong):
    """Nothing that cannot be read again is written."""
    names = [each.name for each in attrs.fields(BudgetTransferred)]
    (field,) = [name for name in names if getattr(wrong, name) != getattr(transferred(), name)]
    with pytest.raises(WrongValue, match=f"^{field} is "):
        recording.record(wrong)
    with pytest.raises(WrongValue):
        recording.rehearse(wrong)


def test_what_is_no_fact_is_refused(recording):
    """With where to find those there are."""
    with pytest.raises(NotAFact, match="is no fact"):
        recording.record(object())


def test_a_reference_that_no_fact_answers_to(recording):
    """By id and by position."""
    for reference in ("X", 99, "#99"):
        with pytest.raises(UnknownFact):
            recording.fact(reference)


def test_a_ledger_has_to_be_there(tmp_path, empty):
    """And an empty one is not made over another."""
    with pytest.raises(NoLedger) as missing:
        ledger.open(tmp_path / "none.db")
    assert isinstance(missing.value, Unusable)
    with pytest.raises(Unusable):
        ledger.record(tmp_path / "none.db")
    with pytest.raises(LedgerExists):
        ledger.create(empty)
    with pytest.raises(WrongOrgnr):
        ledger.create(tmp_path / "other.db", orgnr="232100-0223")
    for nowhere in (7, "", "a\0b", None):
        with pytest.raises(WrongKind, match="not a file or an address"):
            ledger.open(nowhere)


def test_refusals_say_the_way_out(recording):
    """As on the command line: a sentence, a hint and a code."""
    with pytest.raises(Refused) as refused:
        recording.record(transferred(amount=ledger.Money.of("-101")))

    assert refused.value.code == "transfer-exceeds-budget"
    assert "100" in refused.value.sentence
    assert refused.value.hint
