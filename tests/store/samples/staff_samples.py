"""One fact of every type about positions, workforce and hiring freezes."""

from datetime import date

from samples.sample_values import ADMIN, END_OF_JULY, JULY, NURSE, n

from ledger.domain.fact import Fact
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

STAFF: tuple[Fact, ...] = (
    PositionsEstablished(
        id="p-1",
        effective=date(2024, 3, 1),
        unit="HSN",
        category=NURSE,
        employment="permanent",
        positions=n("2.5"),
        exemption="D-7",
        underway_reason="Annonsen var ute",
    ),
    PositionsReduced(
        id="p-2",
        effective=date(2024, 9, 1),
        unit="HSN",
        category=ADMIN,
        employment="fixed-term",
        positions=n("173.8"),
        measure="Å-3",
    ),
    PositionsTransferred(
        id="p-3",
        effective=date(2024, 7, 1),
        from_unit="DOS",
        to_unit="EKO",
        category="inköpare",
        employment="permanent",
        positions=n("14"),
    ),
    WorkforceReported(
        id="p-4",
        effective=END_OF_JULY,
        unit="HSN",
        month=JULY,
        measure="annual-workers",
        employment="all",
        value=n("7412.125"),
        category="läkare",
        hours=n("1067346"),
        hours_per_year=n("1728"),
        causes={"sommar": n("3"), "inhyrda": n("-12.4")},
        from_month=Month.of(2024, 1),
        project="FVIS-IT",
    ),
    FreezeDeclared(
        id="f-1",
        effective=date(2023, 10, 1),
        freeze="STOPP-23",
        units=("RS", "HSN"),
        categories=("*",),
        except_categories=("läkare", NURSE),
        employment=("permanent", "fixed-term", "agency"),
        until=date(2024, 12, 31),
    ),
    FreezeAmended(
        id="f-2",
        effective=date(2024, 2, 1),
        freeze="STOPP-23",
        units=("RS",),
        categories=(ADMIN,),
        except_categories=(),
        employment=("permanent",),
    ),
    FreezeExtended(id="f-3", effective=date(2024, 12, 1), freeze="STOPP-23", until=date(2025, 6, 30)),
    FreezeLifted(id="f-4", effective=date(2025, 3, 1), freeze="STOPP-23"),
    ExemptionRequested(
        id="f-5",
        effective=date(2024, 2, 10),
        exemption="D-7",
        freeze="STOPP-23",
        unit="HSN",
        category=NURSE,
        employment="permanent",
        positions=n("3"),
        reason="Patientsäkerhet",
    ),
    ExemptionGranted(
        id="f-6", effective=date(2024, 2, 20), exemption="D-7", positions=n("2.5"), lapses=date(2024, 8, 31)
    ),
    ExemptionDenied(id="f-7", effective=date(2024, 2, 20), exemption="D-8", reason="Kan vänta"),
    ExemptionWithdrawn(id="f-8", effective=date(2024, 2, 21), exemption="D-9", reason="Löstes internt"),
    ExemptionUsed(id="f-9", effective=date(2024, 4, 1), exemption="D-7", positions=n("0.001")),
)
