"""One fact of every type about units, lines and projects."""

from datetime import date

from samples.sample_values import NEW_YEAR, kr, n

from ledger.domain.fact import Decision, Fact
from ledger.domain.organisation.lines import LineClosed, LineMoved, LineOpened, LineRenamed
from ledger.domain.organisation.projects import ProjectClosed, ProjectOpened, ProjectRevised
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed
from ledger.domain.values.days import Month

ORGANISATION: tuple[Fact, ...] = (
    UnitOpened(
        id="o-1",
        effective=date(2023, 1, 1),
        decision=Decision(body="Regionfullmäktige", date=date(2022, 11, 29), paragraph="§ 164", case="RS 2210-2022"),
        actor="ekonom1",
        unit="DOS",
        name="Digital omställning",
        parent="RS",
        order=2,
    ),
    UnitRenamed(id="o-2", effective=NEW_YEAR, unit="DOS", name='Digitaliseringsstaben "ny"', order=1),
    UnitMoved(
        id="o-3",
        effective=date(2023, 1, 1),
        decision=Decision(body="Regionstyrelsen", date=date(2022, 12, 13)),
        unit="FoU",
        parent="HSN",
    ),
    UnitClosed(id="o-4", effective=date(2024, 12, 31), unit="INK", successor="EKO"),
    LineOpened(
        id="o-5",
        effective=date(2022, 1, 1),
        line="NETTO",
        name="Nettokostnad",
        side="net",
        statement="operating",
        parent="RESULTAT",
        order=1,
    ),
    LineRenamed(id="o-6", effective=NEW_YEAR, line="NETTO", name="Verksamhetens nettokostnad", order=3),
    LineMoved(id="o-7", effective=NEW_YEAR, line="NETTO", parent="RESULTAT"),
    LineClosed(id="o-8", effective=date(2024, 12, 31), line="NETTO"),
    ProjectOpened(
        id="o-9",
        effective=date(2022, 1, 1),
        decision=Decision(body="Regionfullmäktige", date=date(2021, 11, 23), paragraph="§ 150"),
        project="FVIS-IT",
        name="Framtidens vårdinformationssystem, teknik",
        parent="FVIS",
        unit="DOS",
        from_=Month.of(2022, 1),
        to=Month.of(2025, 12),
        approved=kr("-250000000"),
        hours=n("17000.5"),
    ),
    ProjectRevised(
        id="o-10",
        effective=NEW_YEAR,
        project="FVIS-IT",
        name="FVIS teknik",
        to=Month.of(2026, 6),
        approved=kr("-342000000"),
        hours=n("22700"),
        reason="Senare driftstart",
    ),
    ProjectClosed(id="o-11", effective=date(2026, 7, 1), project="FVIS-IT"),
)
