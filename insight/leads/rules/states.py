"""How a lead moves."""

LEAD_STATES = ("open", "taken", "contacted", "quoted", "won", "lost", "closed")
OPEN_STATES = ("open", "taken", "contacted", "quoted")
