"""What people call the units that money is written in."""

POWERS = (
    dict.fromkeys(("kr", "kronor", "krona", "sek"), 0)
    | dict.fromkeys(("tkr", "kkr", "tusen kr", "tusen kronor"), 3)
    | dict.fromkeys(("mkr", "mnkr", "miljon", "miljoner", "miljoner kr", "miljoner kronor"), 6)
    | dict.fromkeys(("mdkr", "md", "mdr", "miljard", "miljarder", "miljarder kr", "miljarder kronor"), 9)
)
"""The power of ten of each unit of money, in kronor. Capitals do not matter."""


def power_of(unit: str) -> int | None:
    """The power of ten of a unit of money, however it is spaced and capitalised; None if it is none."""
    return POWERS.get(" ".join(unit.casefold().split()))
