"""Refusals: what Lastbuy says when it will not do something. Plain Python, so that rules may refuse too."""

from __future__ import annotations


class Refused(Exception):
    """Something is not done, for a reason that a person can act on; the message is that sentence."""

    @property
    def sentence(self) -> str:
        return str(self)


class NotAllowed(Refused):
    """The person is known, but their role may not do this; the sentence says who can."""


class Busy(Refused):
    """Another step holds the same row right now: nothing to do here."""
