"""How far the intake of a revision has come."""

READING_STATES = ("received", "reading", "mapping", "matching", "assessing", "ready", "refused", "undone")
MOVING = ("received", "reading", "matching", "assessing")  # a step is owed; the sweep takes these up again
