"""How tables of the report become sheets of a workbook."""
