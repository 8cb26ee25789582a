"""Random decisions about positions, hiring freezes and exemptions, and reports of the workforce."""

from hypothesis import strategies as st
from region import at_month_end, categories, days, employments, persons, projects, units

from ledger.domain.staff.exemptions import (
    ExemptionDenied,
    ExemptionGranted,
    ExemptionRequested,
    ExemptionUsed,
    ExemptionWithdrawn,
)
from ledger.domain.staff.freezes import FreezeAmended, FreezeDeclared, FreezeExtended, FreezeLifted
from ledger.domain.staff.positions import PositionsEstablished, PositionsReduced, PositionsTransferred
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity

forms = st.sampled_from(["permanent", "permanent", "fixed-term", "agency", "all"])
of_staff = {"category": categories, "employment": employments, "positions": persons}
staff = st.one_of(
    st.builds(
        PositionsEstablished,
        effective=days,
        unit=units,
        underway_reason=st.sampled_from([None, "pågick"]),
        exemption=st.sampled_from([None, None, "D1", ("D1", "D3")]),
        **of_staff,
    ),
    st.builds(PositionsReduced, effective=days, unit=units, measure=st.sampled_from([None, "M1", "M2"]), **of_staff),
    st.builds(PositionsTransferred, effective=days, from_unit=units, to_unit=units, **of_staff),
    at_month_end(
        WorkforceReported,
        unit=units,
        measure=st.sampled_from(["fte", "fte", "headcount"]),
        employment=forms,
        value=persons,
        category=st.sampled_from([None, None, "läkare", "sjuksköterska"]),
        causes=st.sampled_from([None, None, {"sommar": Quantity(-500)}]),
        project=projects,
    ),
    at_month_end(
        WorkforceReported,
        unit=units,
        measure=st.just("annual-workers"),
        employment=forms,
        value=st.none() | persons,
        category=st.none() | categories,
        hours=st.none() | persons,
        hours_per_year=st.sampled_from([None, Quantity(12_000), Quantity(1_000_000_000)]),
        from_month=st.sampled_from([None, None, Month.of(2024, 5)]),
        project=projects,
    ),
)
exemptions = st.sampled_from(["D1", "D2"])
ruled = st.sampled_from(["D1", "D2", "D3"])
frozen = st.one_of(
    st.builds(
        FreezeDeclared,
        effective=days,
        freeze=st.just("STOPP"),
        units=st.sampled_from([("R",), ("A", "B")]),
        categories=st.sampled_from([("*",), ("läkare",)]),
        employment=st.just(("permanent", "fixed-term")),
        until=st.none() | days,
    ),
    st.builds(
        FreezeDeclared,
        effective=days,
        freeze=st.just("TILL"),
        units=st.just(("A",)),
        categories=st.just(("*",)),
        employment=st.just(("permanent",)),
    ),
    st.builds(
        ExemptionRequested,
        effective=days,
        exemption=st.just("D3"),
        freeze=st.just("TILL"),
        unit=units,
        reason=st.just("patientsäkerhet"),
        **of_staff,
    ),
    st.builds(FreezeAmended, effective=days, freeze=st.just("STOPP"), units=st.sampled_from([None, ("B",)])),
    st.builds(FreezeExtended, effective=days, freeze=st.just("STOPP"), until=st.none() | days),
    st.builds(FreezeLifted, effective=days, freeze=st.just("STOPP")),
    st.builds(
        ExemptionRequested,
        effective=days,
        exemption=exemptions,
        freeze=st.just("STOPP"),
        unit=units,
        reason=st.just("patientsäkerhet"),
        **of_staff,
    ),
    st.builds(ExemptionGranted, effective=days, exemption=ruled, lapses=st.none() | days),
    st.builds(ExemptionDenied, effective=days, exemption=exemptions),
    st.builds(ExemptionWithdrawn, effective=days, exemption=exemptions),
    st.builds(ExemptionUsed, effective=days, exemption=ruled, positions=persons),
)
