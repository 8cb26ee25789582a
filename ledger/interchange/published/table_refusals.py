"""Why a published table cannot be read as its mapping says."""

from collections.abc import Sequence

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import nearest


class TableEmpty(Unreadable):
    code = "table-empty"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            phrase("{name} has no table in it: {why}", name=name, why=why),
            hint=phrase(
                "Headings stand above the figures, and the labels of the rows before them or where the mapping says"
            ),
        )


class RowUneven(Unreadable):
    code = "row-uneven"

    def __init__(self, name: str, line: int, cells: int, headings: int) -> None:
        super().__init__(
            phrase(
                "{name}:{line} has {cells} cells under {headings} headings",
                name=name,
                line=line,
                cells=cells,
                headings=headings,
            ),
            hint=phrase(
                "Leave cells without a figure empty; quote figures with a decimal comma, or separate by semicolon"
            ),
        )


class LabelNotMapped(Unreadable):
    code = "label-not-mapped"

    def __init__(self, name: str, kind: str, label: str, mapping: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "{name} has the {kind} {label!r}, of which {mapping} says nothing",
                name=name,
                kind=kind,
                label=label,
                mapping=mapping,
            ),
            hint=nearest(label, known)
            or phrase(
                'Add it under [{kind}s], or to a list: printed_only = ["{label}"] or ignore = ["{label}"]',
                kind=kind,
                label=label,
            ),
        )


class LabelNotPrinted(Unreadable):
    code = "label-not-printed"

    def __init__(self, name: str, kind: str, label: str, mapping: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "{mapping} speaks of the {kind} {label!r}, which {name} does not have",
                mapping=mapping,
                kind=kind,
                label=label,
                name=name,
            ),
            hint=nearest(label, known) or phrase("The {kind}s are {known}", kind=kind, known=", ".join(known)),
        )


class LabelTwice(Unreadable):
    code = "label-twice"

    def __init__(self, name: str, kind: str, label: str) -> None:
        super().__init__(
            phrase("{name} has the {kind} {label!r} more than once", name=name, kind=kind, label=label),
            hint=phrase("Give each a label of its own, there and in the mapping"),
        )


class NoSuchFigure(Unreadable):
    code = "no-such-figure"

    def __init__(self, mapping: str, label: str, name: str, question: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "{mapping}: column {label!r} is mapped to {name!r}, which {question} has no figures of",
                mapping=mapping,
                label=label,
                name=name,
                question=question,
            ),
            hint=nearest(name, known) or phrase("Choose one of {known}", known=", ".join(known)),
        )


class NoSuchSheet(Unreadable):
    code = "no-such-sheet"

    def __init__(self, name: str, sheet: str, known: Sequence[str]) -> None:
        super().__init__(
            phrase("{name} has no sheet {sheet!r}", name=name, sheet=sheet),
            hint=nearest(sheet, known)
            or phrase("Its sheets are {known}", known=", ".join(known) or phrase("without names")),
        )
