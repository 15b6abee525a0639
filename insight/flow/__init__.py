"""The distributor's staircase: changes → demand → forecast → leads."""
