"""The customer's staircase: what happens after what. Importing it makes every step known to Celery."""

from obsolescence.flow import delivery, intake, notices, sweep

__all__ = ["delivery", "intake", "notices", "sweep"]
