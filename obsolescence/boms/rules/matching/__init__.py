"""Which part a line means: what is safe is accepted by itself, everything else is a proposal with its reason."""

from obsolescence.boms.rules.matching.decide import decide
from obsolescence.boms.rules.matching.found import Asked, Found, Match
from obsolescence.boms.rules.matching.ranking import propose
from obsolescence.boms.rules.matching.readings import Reading, doubtful_readings, readings

__all__ = ["Asked", "Found", "Match", "Reading", "decide", "doubtful_readings", "propose", "readings"]
