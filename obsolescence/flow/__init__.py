"""The customer's staircase: what happens after what. Importing it makes every step known to Celery."""

from obsolescence.flow import changes, delivery, intake, nightly, notices, sweep

__all__ = ["changes", "delivery", "intake", "nightly", "notices", "sweep"]
