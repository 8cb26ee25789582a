"""What a monthly report tells, gathered at one moment: a subject a module."""
