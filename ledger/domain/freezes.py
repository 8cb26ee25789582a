"""Hiring freezes and the exemptions from them: facts. Their state and rules are in :mod:`ledger.domain.scopes`."""

from datetime import date
from typing import Literal

from ledger.domain.fact import Fact, fact, field
from ledger.domain.measured import Quantity

FrozenEmployment = Literal["permanent", "fixed-term", "agency"]
EVERY_CATEGORY = "*"


@fact
class FreezeDeclared(Fact):
    """No one is hired within the scope, from this day through *until*."""

    TYPE = "freeze.declared"

    freeze: str = field("The code of the freeze", "anställningsstopp", defines="freeze")
    units: tuple[str, ...] = field("The units it covers, with all below them", "enheter", refers="unit")
    categories: tuple[str, ...] = field(
        "The staff categories it covers; * for all", "personalkategorier", recalls="category"
    )
    except_categories: tuple[str, ...] | None = field(
        "The staff categories it leaves out", "utom kategorier", recalls="category", default=None
    )
    employment: tuple[FrozenEmployment, ...] = field("The forms of employment it covers", "anställningsformer")
    until: date | None = field("The last day; none: until a new decision", "till och med", default=None)


@fact
class FreezeAmended(Fact):
    """The scope of a freeze changes from this day; what is not given stays."""

    TYPE = "freeze.amended"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    units: tuple[str, ...] | None = field(
        "The units it now covers, with all below", "enheter", refers="unit", default=None
    )
    categories: tuple[str, ...] | None = field(
        "The staff categories it now covers; * for all", "personalkategorier", recalls="category", default=None
    )
    except_categories: tuple[str, ...] | None = field(
        "The staff categories it now leaves out", "utom kategorier", recalls="category", default=None
    )
    employment: tuple[FrozenEmployment, ...] | None = field(
        "The forms it now covers", "anställningsformer", default=None
    )


@fact
class FreezeExtended(Fact):
    """The last day of a freeze is set anew."""

    TYPE = "freeze.extended"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    until: date | None = field("The new last day; none: until a new decision", "till och med", default=None)


@fact
class FreezeLifted(Fact):
    """From this day the freeze is no longer in force."""

    TYPE = "freeze.lifted"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")


@fact
class ExemptionRequested(Fact):
    """Someone asks to fill positions in spite of a freeze."""

    TYPE = "exemption.requested"

    exemption: str = field("The code of the exemption", "dispens", defines="exemption")
    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: FrozenEmployment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    reason: str = field("Why", "skäl")


@fact
class ExemptionGranted(Fact):
    """Positions may be filled in spite of the freeze, through *lapses*."""

    TYPE = "exemption.granted"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    positions: Quantity | None = field("How many positions; none: as many as were requested", "tjänster", default=None)
    lapses: date | None = field("The last day it can be used", "upphör efter", default=None)


@fact
class ExemptionDenied(Fact):
    """The request is turned down."""

    TYPE = "exemption.denied"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    reason: str | None = field("Why", "skäl", default=None)


@fact
class ExemptionWithdrawn(Fact):
    """The request or the unused exemption is taken back."""

    TYPE = "exemption.withdrawn"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    reason: str | None = field("Why", "skäl", default=None)


@fact
class ExemptionUsed(Fact):
    """Positions that already exist are filled under the exemption."""

    TYPE = "exemption.used"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    positions: Quantity = field("How many positions were filled", "tjänster")


FreezeFact = FreezeDeclared | FreezeAmended | FreezeExtended | FreezeLifted
ExemptionFact = ExemptionRequested | ExemptionGranted | ExemptionDenied | ExemptionWithdrawn | ExemptionUsed
