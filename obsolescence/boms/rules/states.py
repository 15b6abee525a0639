"""How far the intake of a revision has come, and what became of a question about a line."""

READING_STATES = ("received", "reading", "mapping", "matching", "assessing", "ready", "refused", "undone")
MOVING = ("received", "reading", "matching", "assessing")  # a step is owed; the sweep takes these up again

# of a question: answered in words, by choosing a part, taken back, or asked again on a later revision
OUTCOMES = ("open", "reply", "decided", "withdrawn", "carried")
