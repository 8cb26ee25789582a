"""What does not agree: the first findings in words, the others counted, so that memory stays small."""

import attrs

MOST_KEPT = 20


@attrs.frozen
class Finding:
    """One thing that does not agree."""

    position: int | None
    """The fact it was found at; None when it is about the file as a whole."""
    sentence: str

    def __str__(self) -> str:
        return self.sentence if self.position is None else f"#{self.position}: {self.sentence}"


@attrs.define
class Findings:
    """Everything that was found, in the order it was found."""

    first: list[Finding] = attrs.field(factory=list)
    count: int = 0

    def note(self, position: int | None, sentence: str) -> None:
        self.count += 1
        if len(self.first) < MOST_KEPT:
            self.first.append(Finding(position, sentence))
