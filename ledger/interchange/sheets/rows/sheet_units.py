"""In which unit the amounts of a sheet are that name none: as said for the import, or as the sheet itself says."""

import attrs

from ledger.interchange.notices import information, placed
from ledger.interchange.sheets.columns.amount_units import UnitsContradict, power_of
from ledger.interchange.sheets.columns.cell_reading import Context
from ledger.interchange.sheets.rows.finding import Headings
from ledger.interchange.sheets.rows.sheet_names import unit_said
from ledger.interchange.sheets.sheet import Notice, Sheet
from ledger.interchange.values.messages import shown


def unit_of_amounts(context: Context, sheet: Sheet, given: str | None, headings: Headings, notice: Notice) -> Context:
    """The context with the unit that the sheet's name says, or what is *given*, or a line above its headings says.

    Raises :class:`UnitsContradict` where two of them say different units.
    """
    named = unit_said(sheet)
    sources = [(f"the name of the sheet, {shown(sheet.name)},", named)] if named else []
    if given and not named:
        sources.append(("--in", given))
    above = list(headings.units_above())
    sources += [(f"row {row}, {shown(text)},", unit) for row, text, unit in above]
    if not sources:
        return context
    source, unit = sources[0]
    for other, other_unit in sources[1:]:
        if other_unit is not None and unit is not None and power_of(other_unit) != power_of(unit):
            raise UnitsContradict(other[0].upper() + other[1:], other_unit, source, unit)
    if above and power_of(above[0][2]):
        row, text, unit_above = above[0]
        notice(placed(sheet.whole, information(f"amounts are read in {unit_above}, as row {row} says: {shown(text)}")))
    return attrs.evolve(context, unit=unit or "kr", unit_source=source)
