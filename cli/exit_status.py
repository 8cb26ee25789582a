"""What a command leaves with when it is neither done (0) nor refused (1)."""

NOT_UNDERSTOOD = 2
DAMAGED = 3
INTERRUPTED = 130
