"""The customer's staircase: what happens after what. Importing it makes every step known to Celery."""

from obsolescence.flow import delivery, notices

__all__ = ["delivery", "notices"]
